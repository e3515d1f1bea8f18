/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-centre.h"

#include <string.h>

#include "trd-setup-flow.h"
#include "trd-setup-ivr.h"
#include "trd-setup-value.h"

/* A file becomes a centre. What it does not say is not in the centre either. */

typedef struct
{
  TrdCentre *centre;
  TrdSetupKind kind;
} Section;

/* ---- Fields ---- */

static gboolean
read_text (const TrdEntry *entry, const TrdField *field, JsonObject *fields, GError **error)
{
  const char *text = NULL;

  if (!trd_entry_get_text (entry, field->name, &text, error))
    return FALSE;
  if (field->type == TRD_FIELD_WORD &&
      !trd_entry_get_word (entry, field->name, field->words, &text, error))
    return FALSE;
  /* null clears it, as "" does. */
  if (json_object_has_member (entry->object, field->name))
    json_object_set_string_member (fields, field->name, text != NULL ? text : "");
  return TRUE;
}

static gboolean
read_flag (const TrdEntry *entry, const TrdField *field, JsonObject *fields, GError **error)
{
  gboolean flag = FALSE;

  if (!trd_entry_get_flag (entry, field->name, &flag, error))
    return FALSE;
  if (trd_entry_has (entry, field->name))
    json_object_set_boolean_member (fields, field->name, flag);
  return TRUE;
}

static gboolean
read_number (const TrdEntry *entry, const TrdField *field, JsonObject *fields, GError **error)
{
  gint64 number = 0;

  if (!trd_entry_get_int (entry, field->name, field->min, field->max, &number, error))
    return FALSE;
  if (trd_entry_has (entry, field->name))
    json_object_set_int_member (fields, field->name, number);
  return TRUE;
}

static gboolean
read_object (const TrdEntry *entry, const TrdField *field, JsonObject *fields, GError **error)
{
  g_auto(TrdEntry) object = { NULL };

  if (!trd_entry_get_object (entry, field->name, &object, error))
    return FALSE;
  if (object.object != NULL)
    json_object_set_object_member (fields, field->name, json_object_ref (object.object));
  return TRUE;
}

static gboolean
read_routing (const TrdEntry *entry, const TrdField *field, JsonObject *fields, GError **error)
{
  GError *cause = NULL;
  JsonNode *routing = trd_setup_routing_from_entry (entry, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  if (routing != NULL)
    json_object_set_member (fields, field->name, routing);
  return TRUE;
}

/* "voice: 2", or "voice: {capacity: 2, available: false}". */
static gboolean
read_channel (const TrdEntry *channels, const char *name, JsonObject *into, GError **error)
{
  static const char *const members[] = { "capacity", "available", NULL };
  JsonNode *node = json_object_get_member (channels->object, name);
  g_auto(TrdEntry) entry = { NULL };
  gint64 capacity = 1;
  gboolean is_available = TRUE;
  JsonObject *channel;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      if (!trd_entry_get_int (channels, name, 0, 1000, &capacity, error))
        return FALSE;
    }
  else if (!trd_entry_get_object (channels, name, &entry, error) ||
           !trd_entry_check_members (&entry, members, error) ||
           !trd_entry_get_int (&entry, "capacity", 0, 1000, &capacity, error) ||
           !trd_entry_get_flag (&entry, "available", &is_available, error))
    return FALSE;
  channel = json_object_new ();
  json_object_set_int_member (channel, "capacity", capacity);
  json_object_set_boolean_member (channel, "available", is_available);
  json_object_set_object_member (into, name, channel);
  return TRUE;
}

static gboolean
read_channels (const TrdEntry *entry, const TrdField *field, JsonObject *fields, GError **error)
{
  g_auto(TrdEntry) channels = { NULL };
  g_autoptr(GList) names = NULL;
  JsonObject *into;

  if (!trd_entry_get_object (entry, field->name, &channels, error))
    return FALSE;
  if (channels.object == NULL)
    return TRUE;
  into = json_object_new ();
  json_object_set_object_member (fields, field->name, into);
  names = json_object_get_members (channels.object);
  for (GList *l = names; l != NULL; l = l->next)
    if (!read_channel (&channels, l->data, into, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_field (const TrdEntry *entry, const TrdField *field, JsonObject *fields, GError **error)
{
  switch (field->type)
    {
    case TRD_FIELD_FLAG:
      return read_flag (entry, field, fields, error);
    case TRD_FIELD_NUMBER:
      return read_number (entry, field, fields, error);
    case TRD_FIELD_OBJECT:
    case TRD_FIELD_FLOW:
      return read_object (entry, field, fields, error);
    case TRD_FIELD_ROUTING:
      return read_routing (entry, field, fields, error);
    case TRD_FIELD_CHANNELS:
      return read_channels (entry, field, fields, error);
    case TRD_FIELD_TEXT:
    case TRD_FIELD_WORD:
    case TRD_FIELD_ACTIVITY:
    case TRD_FIELD_ANSWER:
    default:
      return read_text (entry, field, fields, error);
    }
}

/* ---- Things ---- */

static gboolean
check_members (const TrdEntry *entry, const TrdSetupSpec *spec, GError **error)
{
  g_autoptr(GPtrArray) members = g_ptr_array_new ();

  g_ptr_array_add (members, (gpointer) spec->name);
  for (const TrdField *field = spec->fields; field->name != NULL; field++)
    if (field->type == TRD_FIELD_ROUTING)
      {
        g_ptr_array_add (members, (gpointer) "filters");
        g_ptr_array_add (members, (gpointer) "default_queue");
      }
    else if (field->parameter != NULL || field->type == TRD_FIELD_CHANNELS)
      g_ptr_array_add (members, (gpointer) field->name);
  g_ptr_array_add (members, NULL);
  return trd_entry_check_members (entry, (const char *const *) members->pdata, error);
}

static TrdThing *
read_fields (const TrdEntry *entry, TrdSetupKind kind, GError **error)
{
  const TrdSetupSpec *spec = trd_setup_spec (kind);
  g_autoptr(TrdThing) thing = NULL;
  const char *name;

  if (!check_members (entry, spec, error) ||
      !trd_entry_expect_text (entry, spec->name, &name, error))
    return NULL;
  thing = trd_thing_new (kind, name);
  thing->path = g_strdup (entry->path);
  for (const TrdField *field = spec->fields; field->name != NULL; field++)
    {
      guint n_before = trd_source_count_complaints (entry->source);
      GError *cause = NULL;

      if (!read_field (entry, field, thing->fields, &cause) &&
          !trd_source_forgives (entry->source, cause, error))
        return NULL;
      if (field->type == TRD_FIELD_OBJECT || field->type == TRD_FIELD_ROUTING ||
          field->type == TRD_FIELD_TEXT)
        thing->is_broken |= trd_source_count_complaints (entry->source) > n_before;
    }
  return g_steal_pointer (&thing);
}

static gboolean
refuse (const TrdEntry *entry, const char *member, const char *complaint, GError **error)
{
  g_autofree char *path = trd_entry_dup_path (entry, member);

  return trd_source_refuse (entry->source, path, error, "%s", complaint);
}

static gboolean
read_thing (const TrdEntry *entry, gpointer user_data, GError **error)
{
  const Section *section = user_data;
  TrdThing *thing = read_fields (entry, section->kind, error);

  if (thing == NULL)
    return FALSE;
  trd_centre_add (section->centre, thing);
  if (section->kind == TRD_SETUP_FLOW)
    {
      if (!json_object_has_member (thing->fields, "definition"))
        return refuse (entry, "definition", "is missing", error);
      json_object_set_boolean_member (thing->fields, "published", TRUE);
    }
  if (section->kind == TRD_SETUP_NUMBER && trd_entry_has (entry, "ivr") &&
      trd_entry_has (entry, "voice_url"))
    return refuse (entry, "voice_url", "stands beside ivr: a number has one answer", error);
  return TRUE;
}

static gboolean
read_ivr (const TrdEntry *entry, gpointer user_data, GError **error)
{
  const Section *section = user_data;
  const char *name;
  GError *cause = NULL;
  JsonObject *ivr;
  TrdThing *thing;

  if (!trd_entry_expect_text (entry, "name", &name, error))
    return FALSE;
  ivr = trd_ivr_from_entry (entry, &cause);
  if (ivr == NULL && !trd_source_forgives (entry->source, cause, error))
    return FALSE;
  thing = trd_thing_new (TRD_SETUP_FLOW, name);
  thing->path = g_strdup (entry->path);
  thing->short_form = ivr;
  if (ivr == NULL)
    {
      thing->is_broken = TRUE; /* it has a name, which others may say */
      trd_centre_add (section->centre, thing);
      return TRUE;
    }
  json_object_set_member (thing->fields, "definition", trd_ivr_to_definition (ivr));
  json_object_set_boolean_member (thing->fields, "published", TRUE);
  trd_centre_add (section->centre, thing);
  return TRUE;
}

/* ---- The whole ---- */

static gboolean
read_workspace (const TrdEntry *root, TrdCentre *centre, GError **error)
{
  g_auto(TrdEntry) entry = { NULL };
  TrdThing *thing;

  if (!trd_entry_get_object (root, "workspace", &entry, error))
    return FALSE;
  if (entry.object == NULL)
    return TRUE;
  thing = read_fields (&entry, TRD_SETUP_WORKSPACE, error);
  if (thing == NULL)
    return FALSE;
  centre->name = g_strdup (thing->name);
  trd_centre_add (centre, thing);
  return TRUE;
}

/* "prune: true" is for each list that is there; "prune: [workers]" for those. */
static gboolean
read_prune (const TrdEntry *root, TrdCentre *centre, GError **error)
{
  JsonNode *node = trd_value_get (root->object, "prune");
  gboolean is_all = FALSE;
  JsonArray *list = NULL;
  gboolean is_list = node != NULL && JSON_NODE_HOLDS_ARRAY (node);

  if (is_list && !trd_entry_get_texts (root, "prune", &list, error))
    return FALSE;
  if (!is_list && !trd_entry_get_flag (root, "prune", &is_all, error))
    return FALSE;
  for (int kind = 0; kind < TRD_SETUP_N_KINDS; kind++)
    {
      const TrdSetupSpec *spec = trd_setup_spec (kind);

      centre->is_whole[kind] = is_all && spec->can_remove &&
                               json_object_has_member (root->object, spec->section);
    }
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      const char *word = json_array_get_string_element (list, i);
      gboolean is_known = FALSE;

      for (int kind = 0; kind < TRD_SETUP_N_KINDS; kind++)
        if (trd_setup_spec (kind)->can_remove && g_str_equal (word, trd_setup_spec (kind)->section))
          is_known = centre->is_whole[kind] = TRUE;
      if (!is_known)
        {
          g_autofree char *item = g_strdup_printf ("prune[%u]", i);

          return refuse (root, item, "is none of activities, queues, workflows, workers", error);
        }
      if (!json_object_has_member (root->object, word))
        return refuse (root, "prune", "names a list that the file does not have", error);
    }
  return TRUE;
}

/* What went wrong in a part of the file need not end the whole. @cause: (inout). */
static gboolean
try (TrdCentre *centre, gboolean is_read, GError **cause, GError **error)
{
  return is_read || trd_source_forgives (centre->source, g_steal_pointer (cause), error);
}

static gboolean
read_all (TrdCentre *centre, GError **error)
{
  static const char *const members[] = { "$schema", "prune", "workspace", "activities",
                                         "task_channels", "queues", "workflows", "workers", "ivr",
                                         "flows", "numbers", "tests", NULL };
  TrdEntry root = { centre->source, trd_source_get_root (centre->source), (char *) "" };
  Section ivrs = { centre, TRD_SETUP_FLOW };
  GError *cause = NULL;

  if (!trd_entry_check_members (&root, members, error) ||
      !try (centre, read_workspace (&root, centre, &cause), &cause, error) ||
      !try (centre, read_prune (&root, centre, &cause), &cause, error))
    return FALSE;
  for (int kind = 0; kind < TRD_SETUP_N_KINDS; kind++)
    {
      const char *name = trd_setup_spec (kind)->section;
      Section section = { centre, kind };

      if (kind != TRD_SETUP_WORKSPACE &&
          !try (centre, trd_entry_foreach (&root, name, read_thing, &section, &cause), &cause, error))
        return FALSE;
    }
  return try (centre, trd_entry_foreach (&root, "ivr", read_ivr, &ivrs, &cause), &cause, error);
}

/**
 * trd_centre_load_source:
 * @source: (transfer full): a file
 *
 * Returns: (transfer full) (nullable): the centre that it describes
 */
TrdCentre *
trd_centre_load_source (TrdSource *source, GError **error)
{
  g_autoptr(TrdCentre) self = trd_centre_new ();

  self->source = source;
  return read_all (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * trd_centre_load_file_to_check:
 * @path: of a file
 *
 * Returns: (transfer full) (nullable): the centre, as far as it can be read, and complaints in its
 *   source; %NULL: it can't be read, or is no YAML or JSON
 */
TrdCentre *
trd_centre_load_file_to_check (const char *path, GError **error)
{
  TrdSource *source = trd_source_load (path, error);

  if (source == NULL)
    return NULL;
  trd_source_collect (source);
  return trd_centre_load_source (source, error);
}

TrdCentre *
trd_centre_load_file (const char *path, GError **error)
{
  TrdSource *source = trd_source_load (path, error);

  return source != NULL ? trd_centre_load_source (source, error) : NULL;
}
