/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-plan.h"

#include "trd-setup-value.h"
#include "trd-text.h"

/* What a plan says, to people and to programs. */

static const struct
{
  char sign;
  const char *word;
} types[] = {
  [TRD_CHANGE_ADD] = { '+', "add" },
  [TRD_CHANGE_SET] = { '~', "change" },
  [TRD_CHANGE_REMOVE] = { '-', "delete" },
};

static TrdThing *
thing_of (TrdChange *change)
{
  return change->wanted != NULL ? change->wanted : change->present;
}

/**
 * trd_change_dup_title:
 * @self: a change
 *
 * Returns: (transfer full): such as "+ queue Support"
 */
char *
trd_change_dup_title (TrdChange *self)
{
  TrdThing *thing = thing_of (self);
  g_autofree char *name = trd_text_plain (thing->name);

  return g_strdup_printf ("%c %s %s", types[self->type].sign, trd_setup_spec (thing->kind)->one,
                          name);
}

static void
append_difference (GString *text, TrdChangeType type, TrdDifference *difference)
{
  const char *new = difference->new != NULL ? difference->new : "(nothing)";
  g_autofree char *path = trd_text_plain (difference->path); /* a stranger's names may be in it */

  if (type == TRD_CHANGE_ADD)
    g_string_append_printf (text, "    %s: %s\n", path, new);
  else
    g_string_append_printf (text, "    %s: %s → %s\n", path,
                            difference->old != NULL ? difference->old : "(nothing)", new);
}

/**
 * trd_plan_to_text:
 * @self: a plan
 *
 * Returns: (transfer full): it for people, a line for each thing and each field
 */
char *
trd_plan_to_text (TrdPlan *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->changes->len; i++)
    {
      TrdChange *change = g_ptr_array_index (self->changes, i);
      g_autofree char *title = trd_change_dup_title (change);

      g_string_append_printf (text, "%s\n", title);
      for (guint j = 0; j < change->differences->len; j++)
        append_difference (text, change->type, g_ptr_array_index (change->differences, j));
      if (change->hindrance != NULL)
        g_string_append_printf (text, "    ! %s\n", change->hindrance);
    }
  if (self->changes->len == 0)
    g_string_append (text, "Nothing to change.\n");
  else
    g_string_append_printf (text, "%u to add, %u to change, %u to delete.\n",
                            trd_plan_count (self, TRD_CHANGE_ADD),
                            trd_plan_count (self, TRD_CHANGE_SET),
                            trd_plan_count (self, TRD_CHANGE_REMOVE));
  return g_string_free (text, FALSE);
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

static JsonObject *
change_to_json (TrdChange *change)
{
  TrdThing *thing = thing_of (change);
  JsonObject *object = json_object_new ();
  JsonArray *fields = json_array_new ();

  json_object_set_string_member (object, "action", types[change->type].word);
  json_object_set_string_member (object, "kind", trd_setup_spec (thing->kind)->one);
  json_object_set_string_member (object, "name", thing->name);
  set_text (object, "sid", change->present != NULL ? change->present->sid : NULL);
  set_text (object, "hindrance", change->hindrance);
  for (guint i = 0; i < change->differences->len; i++)
    {
      TrdDifference *difference = g_ptr_array_index (change->differences, i);
      JsonObject *field = json_object_new ();

      json_object_set_string_member (field, "field", difference->path);
      set_text (field, "old", difference->old);
      set_text (field, "new", difference->new);
      json_array_add_object_element (fields, field);
    }
  json_object_set_array_member (object, "fields", fields);
  return object;
}

/**
 * trd_plan_to_json:
 * @self: a plan
 *
 * Returns: (transfer full): an array, with an object for each change
 */
JsonNode *
trd_plan_to_json (TrdPlan *self)
{
  JsonNode *node = json_node_init_array (json_node_alloc (), NULL);
  JsonArray *array = json_array_new ();

  json_node_take_array (node, array);
  for (guint i = 0; i < self->changes->len; i++)
    json_array_add_object_element (array, change_to_json (g_ptr_array_index (self->changes, i)));
  return node;
}
