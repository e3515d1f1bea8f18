/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-plan.h"

#include "trd-setup-flow.h"
#include "trd-setup-ivr.h"
#include "trd-setup-value.h"

static void
trd_change_free (TrdChange *self)
{
  g_ptr_array_unref (self->differences);
  g_free (self->hindrance);
  g_free (self);
}

static TrdChange *
change_new (TrdChangeType type, TrdThing *wanted, TrdThing *present)
{
  TrdChange *self = g_new0 (TrdChange, 1);

  self->type = type;
  self->wanted = wanted;
  self->present = present;
  self->differences = g_ptr_array_new_with_free_func ((GDestroyNotify) trd_difference_free);
  return self;
}

/* ---- Comparing ---- */

/* Only the channels that the file speaks of; those that nobody spoke of take one task at a time. */
static void
compare_channels (JsonObject *wanted, JsonNode *present, GPtrArray *differences)
{
  g_autoptr(GList) names = json_object_get_members (wanted);
  JsonObject *others = present != NULL ? json_node_get_object (present) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strconcat ("channels.", l->data, NULL);

      trd_value_compare (trd_value_get (others, l->data), trd_value_get (wanted, l->data), path,
                         differences);
    }
}

static void
add_difference (GPtrArray *differences, const char *path, const char *old, const char *new)
{
  TrdDifference *difference = g_new0 (TrdDifference, 1);

  difference->path = g_strdup (path);
  difference->old = g_strdup (old);
  difference->new = g_strdup (new);
  g_ptr_array_add (differences, difference);
}

/* As the file has it: in short, or widget by widget. */
static void
compare_flows (TrdThing *wanted, TrdThing *present, GPtrArray *differences)
{
  JsonNode *new = trd_value_get (wanted->fields, "definition");
  JsonNode *old = present != NULL ? trd_value_get (present->fields, "definition") : NULL;
  g_autoptr(JsonNode) one = NULL;
  g_autoptr(JsonNode) other = NULL;

  if (trd_flow_equals (new, old))
    return;
  if (wanted->short_form != NULL && (present == NULL || present->short_form != NULL))
    {
      one = trd_ivr_dup_to_show (present != NULL ? present->short_form : NULL);
      other = trd_ivr_dup_to_show (wanted->short_form);
      trd_value_compare (one, other, "", differences);
    }
  else if (wanted->short_form != NULL)
    add_difference (differences, "definition", "another flow", "made from the file's ivr");
  else if (present == NULL || present->short_form != NULL)
    add_difference (differences, "definition", present != NULL ? "another flow" : NULL,
                    "the file's definition");
  else
    {
      one = trd_flow_dup_by_name (old);
      other = trd_flow_dup_by_name (new);
      trd_value_compare (one, other, "definition", differences);
    }
  if (differences->len == 0)
    add_difference (differences, "definition", "another flow", "the file's definition");
}

static void
compare_things (TrdThing *wanted, TrdThing *present, GPtrArray *differences)
{
  const TrdSetupSpec *spec = trd_setup_spec (wanted->kind);
  g_autoptr(JsonNode) nothing = trd_value_new_object (NULL);

  for (const TrdField *field = spec->fields; field->name != NULL; field++)
    {
      JsonNode *new = trd_value_get (wanted->fields, field->name);
      JsonNode *old = present != NULL ? trd_value_get (present->fields, field->name) : NULL;

      if (new == NULL || (trd_value_is_empty (new) && trd_value_is_empty (old)))
        continue;
      if (field->type == TRD_FIELD_CHANNELS)
        compare_channels (json_node_get_object (new), old, differences);
      else if (field->type == TRD_FIELD_FLOW)
        compare_flows (wanted, present, differences);
      else if (field->type == TRD_FIELD_ROUTING)
        trd_value_compare (old != NULL ? old : nothing, new, "", differences);
      else if (present != NULL || field->parameter != NULL)
        trd_value_compare (old, new, field->name, differences);
    }
}

/* Why the service has no request for it; NULL: it has. */
static char *
dup_hindrance (TrdChange *change)
{
  TrdThing *wanted = change->wanted;

  if (wanted->kind == TRD_SETUP_ACTIVITY && change->type == TRD_CHANGE_SET)
    return g_strdup ("the service never changes whether an activity is available: give it another name");
  if (wanted->kind == TRD_SETUP_WORKFLOW && change->type == TRD_CHANGE_ADD &&
      !json_object_has_member (wanted->fields, "routing"))
    return g_strdup ("a new workflow needs filters or a default_queue");
  if (wanted->kind == TRD_SETUP_NUMBER && change->type == TRD_CHANGE_ADD)
    return g_strdup ("the account has no such number: buy it first");
  return NULL;
}

static void
plan_wanted (TrdPlan *self, TrdThing *wanted, TrdCentre *present_centre)
{
  TrdThing *present = wanted->kind == TRD_SETUP_WORKSPACE
                          ? (present_centre->things[wanted->kind]->len > 0
                                 ? g_ptr_array_index (present_centre->things[wanted->kind], 0)
                                 : NULL)
                          : trd_centre_find (present_centre, wanted->kind, wanted->name);
  TrdChange *change =
      change_new (present != NULL ? TRD_CHANGE_SET : TRD_CHANGE_ADD, wanted, present);

  compare_things (wanted, present, change->differences);
  if (present != NULL && change->differences->len == 0)
    {
      trd_change_free (change);
      return;
    }
  change->hindrance = dup_hindrance (change);
  g_ptr_array_add (self->changes, change);
}

static void
plan_kind (TrdPlan *self, TrdSetupKind kind, TrdCentre *wanted, TrdCentre *present)
{
  for (guint i = 0; i < wanted->things[kind]->len; i++)
    plan_wanted (self, g_ptr_array_index (wanted->things[kind], i), present);
}

static void
plan_removals (TrdPlan *self, TrdSetupKind kind, TrdCentre *wanted, TrdCentre *present)
{
  for (guint i = 0; i < present->things[kind]->len; i++)
    {
      TrdThing *thing = g_ptr_array_index (present->things[kind], i);

      if (trd_centre_find (wanted, kind, thing->name) == NULL)
        g_ptr_array_add (self->changes, change_new (TRD_CHANGE_REMOVE, NULL, thing));
    }
}

/* Names are how a file speaks of things: with two of a name nobody knows which is meant. */
static gboolean
check_ambiguity (TrdCentre *wanted, TrdCentre *present, GError **error)
{
  for (int kind = 0; kind < TRD_SETUP_N_KINDS; kind++)
    for (guint i = 0; i < present->things[kind]->len; i++)
      {
        TrdThing *thing = g_ptr_array_index (present->things[kind], i);

        if (trd_centre_find (present, kind, thing->name) != thing &&
            trd_centre_find (wanted, kind, thing->name) != NULL)
          {
            g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         "the service has two %s with the name '%s': rename or delete one of them first",
                         trd_setup_spec (kind)->section, thing->name);
            return FALSE;
          }
      }
  return TRUE;
}

/**
 * trd_plan_new:
 * @wanted: a file's centre
 * @present: the live one
 *
 * Returns: (transfer full) (nullable): what is to be done; it borrows from both
 */
TrdPlan *
trd_plan_new (TrdCentre *wanted, TrdCentre *present, GError **error)
{
  static const TrdSetupKind removals[] = { TRD_SETUP_WORKER, TRD_SETUP_WORKFLOW, TRD_SETUP_QUEUE,
                                           TRD_SETUP_ACTIVITY };
  TrdPlan *self;

  if (!check_ambiguity (wanted, present, error))
    return NULL;
  self = g_new0 (TrdPlan, 1);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) trd_change_free);
  /* Its settings name activities, but one that is not there comes before everything. */
  if (present->workspace_sid == NULL)
    plan_kind (self, TRD_SETUP_WORKSPACE, wanted, present);
  for (int kind = 0; kind < TRD_SETUP_N_KINDS; kind++)
    if (kind != TRD_SETUP_WORKSPACE || present->workspace_sid != NULL)
      plan_kind (self, kind, wanted, present);
  for (gsize i = 0; i < G_N_ELEMENTS (removals); i++)
    if (wanted->is_whole[removals[i]])
      plan_removals (self, removals[i], wanted, present);
  return self;
}

void
trd_plan_free (TrdPlan *self)
{
  g_ptr_array_unref (self->changes);
  g_free (self);
}

guint
trd_plan_count (TrdPlan *self, TrdChangeType type)
{
  guint count = 0;

  for (guint i = 0; i < self->changes->len; i++)
    count += ((TrdChange *) g_ptr_array_index (self->changes, i))->type == type;
  return count;
}

/* Nullable: the first change that no request can do. */
TrdChange *
trd_plan_find_hindrance (TrdPlan *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      TrdChange *change = g_ptr_array_index (self->changes, i);

      if (change->hindrance != NULL)
        return change;
    }
  return NULL;
}

/**
 * trd_change_sets:
 * @self: a change
 * @field: a field of its kind
 *
 * Returns: whether the field is to become another
 */
gboolean
trd_change_sets (TrdChange *self, const TrdField *field)
{
  JsonNode *new = self->wanted != NULL ? trd_value_get (self->wanted->fields, field->name) : NULL;
  JsonNode *old = self->present != NULL ? trd_value_get (self->present->fields, field->name) : NULL;

  if (new == NULL || self->present == NULL)
    return new != NULL; /* "" is told too: without it, the service has a default */
  if (trd_value_is_empty (new) && trd_value_is_empty (old))
    return FALSE;
  return field->type == TRD_FIELD_FLOW ? !trd_flow_equals (new, old) : !trd_value_equals (new, old);
}
