/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-export.h"

#include "trd-setup-ivr.h"
#include "trd-setup-value.h"

/* What a centre has becomes what a file says, so that planning with the file finds nothing to change. */

/* The service's own answer to who says nothing, left out. */
static gboolean
is_default (TrdSetupKind kind, const char *name, JsonNode *node)
{
  if (kind == TRD_SETUP_ACTIVITY && g_str_equal (name, "available"))
    return !json_node_get_boolean (node);
  if (kind == TRD_SETUP_QUEUE && g_str_equal (name, "max_reserved_workers"))
    return json_node_get_int (node) == 1;
  if (g_str_equal (name, "task_order") || g_str_equal (name, "prioritize_queue_order"))
    return g_strcmp0 (json_node_get_string (node), "FIFO") == 0;
  if (kind == TRD_SETUP_CHANNEL && g_str_equal (name, "channel_optimized_routing"))
    return !json_node_get_boolean (node);
  return FALSE;
}

/* Channels that take one task at a time, as all do that nobody spoke of, are left out. */
static JsonNode *
shorten_channels (JsonNode *node)
{
  JsonObject *from = json_node_get_object (node);
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(GList) names = json_object_get_members (from);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *channel = json_object_get_object_member (from, l->data);
      gint64 capacity = json_object_get_int_member (channel, "capacity");

      if (!json_object_get_boolean_member (channel, "available"))
        json_object_set_object_member (object, l->data, json_object_ref (channel));
      else if (capacity != 1)
        json_object_set_int_member (object, l->data, capacity);
    }
  return json_object_get_size (object) > 0 ? trd_value_new_object (object) : NULL;
}

/* Its members stand among the workflow's own; a list without filters need not stand there. */
static void
add_routing (JsonObject *object, JsonObject *routing)
{
  JsonArray *filters = json_object_get_array_member (routing, "filters");
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < json_array_get_length (filters); i++)
    {
      JsonObject *filter = json_array_get_object_element (filters, i);
      JsonObject *into = json_object_new ();
      static const char *const members[] = { "name", "expression", "targets" };

      for (gsize j = 0; j < G_N_ELEMENTS (members); j++)
        if (json_object_has_member (filter, members[j]))
          json_object_set_member (into, members[j],
                                  trd_value_copy (json_object_get_member (filter, members[j])));
      json_array_add_object_element (list, into);
    }
  if (json_array_get_length (list) > 0)
    json_object_set_array_member (object, "filters", list);
  else
    json_array_unref (list);
  if (json_object_has_member (routing, "default_queue"))
    json_object_set_string_member (object, "default_queue",
                                   trd_value_get_text (routing, "default_queue"));
}

static void
add_field (JsonObject *object, TrdThing *thing, const TrdField *field)
{
  JsonNode *node = trd_value_get (thing->fields, field->name);
  JsonNode *channels;

  if (trd_value_is_empty (node) && g_strcmp0 (field->name, "target_workers") != 0)
    return;
  if (node == NULL || is_default (thing->kind, field->name, node))
    return;
  switch (field->type)
    {
    case TRD_FIELD_ROUTING:
      add_routing (object, json_node_get_object (node));
      break;
    case TRD_FIELD_CHANNELS:
      channels = shorten_channels (node);
      if (channels != NULL)
        json_object_set_member (object, field->name, channels);
      break;
    case TRD_FIELD_TEXT:
    case TRD_FIELD_FLAG:
    case TRD_FIELD_NUMBER:
    case TRD_FIELD_WORD:
    case TRD_FIELD_OBJECT:
    case TRD_FIELD_ACTIVITY:
    case TRD_FIELD_FLOW:
    case TRD_FIELD_ANSWER:
    default:
      if (field->parameter != NULL)
        json_object_set_member (object, field->name, trd_value_copy (node));
      break;
    }
}

static JsonObject *
export_thing (TrdThing *thing)
{
  const TrdSetupSpec *spec = trd_setup_spec (thing->kind);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, spec->name, thing->name);
  for (const TrdField *field = spec->fields; field->name != NULL; field++)
    add_field (object, thing, field);
  return object;
}

static JsonObject *
export_ivr (TrdThing *thing)
{
  g_autoptr(JsonObject) ivr = trd_ivr_without_defaults (thing->short_form);
  JsonObject *object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_set_string_member (object, "name", thing->name);
  json_object_iter_init_ordered (&iter, ivr);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (object, name, trd_value_copy (node));
  return object;
}

static void
add_list (JsonObject *root, const char *section, GPtrArray *things, gboolean is_ivr)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < things->len; i++)
    {
      TrdThing *thing = g_ptr_array_index (things, i);

      if (is_ivr && thing->short_form != NULL)
        json_array_add_object_element (list, export_ivr (thing));
      else if (!is_ivr && thing->short_form == NULL)
        json_array_add_object_element (list, export_thing (thing));
    }
  if (json_array_get_length (list) > 0)
    json_object_set_array_member (root, section, list);
  else
    json_array_unref (list);
}

/**
 * trd_setup_export:
 * @centre: a live one, read whole
 *
 * Returns: (transfer full): a file's tree
 */
JsonNode *
trd_setup_export (TrdCentre *centre)
{
  g_autoptr(JsonObject) root = json_object_new ();

  if (centre->things[TRD_SETUP_WORKSPACE]->len > 0)
    json_object_set_object_member (root, "workspace",
                                   export_thing (g_ptr_array_index (centre->things[TRD_SETUP_WORKSPACE], 0)));
  for (int kind = 0; kind < TRD_SETUP_N_KINDS; kind++)
    {
      if (kind == TRD_SETUP_FLOW)
        add_list (root, "ivr", centre->things[kind], TRUE);
      if (kind != TRD_SETUP_WORKSPACE)
        add_list (root, trd_setup_spec (kind)->section, centre->things[kind], FALSE);
    }
  return trd_value_new_object (root);
}
