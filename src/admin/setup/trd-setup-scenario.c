/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-scenario.h"

#include <string.h>

#include "tr-json.h"

#include "trd-setup-value.h"

/* A Monday morning at ten, in Studio's own time. */
#define DEFAULT_START "2026-01-12 10:00"
#define STUDIO_OFFSET (-8 * 60 * 60)
#define CALLER "+15005550100"

static void
trd_scenario_free (gpointer data)
{
  TrdScenario *self = data;

  g_free (self->name);
  g_clear_pointer (&self->activities, json_object_unref);
  g_free (self->from);
  g_free (self->to);
  g_free (self->keys);
  g_free (self->workflow);
  g_free (self->channel);
  g_free (self->attributes);
  g_free (self->reserved);
  g_free (self->waits);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdScenario, trd_scenario_free)

static gboolean
refuse (const TrdEntry *entry, const char *member, GError **error, const char *complaint)
{
  g_autofree char *path = trd_entry_dup_path (entry, member);

  return trd_source_refuse (entry->source, path, error, "%s", complaint);
}

/* The clock that hangs on the centre's wall, as far as the file tells. */
static GTimeZone *
find_zone (TrdCentre *centre)
{
  GPtrArray *flows = centre->things[TRD_SETUP_FLOW];

  for (guint i = 0; i < flows->len; i++)
    {
      JsonObject *ivr = ((TrdThing *) g_ptr_array_index (flows, i))->short_form;
      JsonNode *hours = ivr != NULL ? trd_value_get (ivr, "hours") : NULL;
      const char *name = hours != NULL ? trd_value_get_text (json_node_get_object (hours), "timezone") : NULL;
      GTimeZone *zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;

      if (zone != NULL)
        return zone;
    }
  return g_time_zone_new_offset (STUDIO_OFFSET);
}

static gboolean
read_start (const TrdEntry *entry, TrdScenario *self, TrdCentre *centre, GError **error)
{
  const char *text = DEFAULT_START;
  g_autoptr(GTimeZone) zone = find_zone (centre);
  g_autofree char *iso = NULL;
  g_autoptr(GDateTime) time = NULL;

  if (!trd_entry_get_text (entry, "at", &text, error))
    return FALSE;
  if (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d$", text, 0, 0))
    {
      iso = g_strdup_printf ("%.10sT%s:00", text, text + 11);
      time = g_date_time_new_from_iso8601 (iso, zone);
    }
  if (time == NULL)
    return refuse (entry, "at", error, "is no time as \"2026-01-12 10:00\"");
  self->start = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
read_activities (const TrdEntry *entry, TrdScenario *self, TrdCentre *centre, GError **error)
{
  g_auto(TrdEntry) activities = { NULL };
  g_autoptr(GList) names = NULL;

  if (!trd_entry_get_object (entry, "activities", &activities, error))
    return FALSE;
  if (activities.object == NULL)
    return TRUE;
  names = json_object_get_members (activities.object);
  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *activity;

      if (!trd_entry_expect_text (&activities, l->data, &activity, error))
        return FALSE;
      if (trd_centre_find (centre, TRD_SETUP_WORKER, l->data) == NULL)
        return refuse (&activities, l->data, error, "is no worker of the file");
    }
  self->activities = json_object_ref (activities.object);
  return TRUE;
}

/* "{}" is a caller who presses nothing. */
static gboolean
read_call (const TrdEntry *entry, TrdScenario *self, GError **error)
{
  static const char *const members[] = { "from", "number", "keys", NULL };
  g_auto(TrdEntry) call = { NULL };
  const char *from = CALLER, *number = NULL, *keys = NULL;

  if (!trd_entry_get_object (entry, "call", &call, error) ||
      !trd_entry_check_members (&call, members, error) ||
      !trd_entry_get_text (&call, "from", &from, error) ||
      !trd_entry_get_text (&call, "number", &number, error) ||
      !trd_entry_get_text (&call, "keys", &keys, error))
    return FALSE;
  self->is_call = TRUE;
  self->from = g_strdup (from);
  self->to = g_strdup (number);
  self->keys = g_strdup (keys);
  return TRUE;
}

static gboolean
read_task (const TrdEntry *entry, TrdScenario *self, TrdCentre *centre, GError **error)
{
  static const char *const members[] = { "workflow", "channel", "attributes", NULL };
  g_auto(TrdEntry) task = { NULL };
  g_auto(TrdEntry) attributes = { NULL };
  const char *workflow, *channel = NULL;

  if (!trd_entry_get_object (entry, "task", &task, error) ||
      !trd_entry_check_members (&task, members, error) ||
      !trd_entry_expect_text (&task, "workflow", &workflow, error) ||
      !trd_entry_get_text (&task, "channel", &channel, error) ||
      !trd_entry_get_object (&task, "attributes", &attributes, error))
    return FALSE;
  if (trd_centre_find (centre, TRD_SETUP_WORKFLOW, workflow) == NULL)
    return refuse (&task, "workflow", error, "is no workflow of the file");
  self->workflow = g_strdup (workflow);
  self->channel = g_strdup (channel);
  self->attributes = attributes.object != NULL ? tr_json_object_to_string (attributes.object)
                     : g_strdup ("{}");
  return TRUE;
}

static gboolean
read_expectation (const TrdEntry *entry, TrdScenario *self, TrdCentre *centre, GError **error)
{
  static const char *const members[] = { "reserved", "waits", "ended", "voicemail", NULL };
  g_auto(TrdEntry) expect = { NULL };
  const char *reserved = NULL, *waits = NULL;

  if (!trd_entry_get_object (entry, "expect", &expect, error))
    return FALSE;
  if (expect.object == NULL || json_object_get_size (expect.object) != 1)
    return refuse (entry, "expect", error, "has to say one of reserved, waits, ended, voicemail");
  if (!trd_entry_check_members (&expect, members, error) ||
      !trd_entry_get_text (&expect, "reserved", &reserved, error) ||
      !trd_entry_get_text (&expect, "waits", &waits, error) ||
      !trd_entry_get_flag (&expect, "ended", &self->ends, error) ||
      !trd_entry_get_flag (&expect, "voicemail", &self->leaves_message, error))
    return FALSE;
  if (reserved != NULL && trd_centre_find (centre, TRD_SETUP_WORKER, reserved) == NULL)
    return refuse (&expect, "reserved", error, "is no worker of the file");
  if (waits != NULL && trd_centre_find (centre, TRD_SETUP_QUEUE, waits) == NULL)
    return refuse (&expect, "waits", error, "is no queue of the file");
  if (reserved == NULL && waits == NULL && !self->ends && !self->leaves_message)
    return refuse (entry, "expect", error, "expects nothing");
  self->reserved = g_strdup (reserved);
  self->waits = g_strdup (waits);
  return TRUE;
}

typedef struct
{
  TrdCentre *centre;
  GPtrArray *scenarios;
} Loader;

static gboolean
read_scenario (const TrdEntry *entry, gpointer user_data, GError **error)
{
  static const char *const members[] = { "name", "at", "activities", "call", "task", "after", "expect", NULL };
  Loader *loader = user_data;
  g_autoptr(TrdScenario) self = g_new0 (TrdScenario, 1);
  const char *name;

  if (!trd_entry_check_members (entry, members, error) ||
      !trd_entry_expect_text (entry, "name", &name, error) ||
      !read_start (entry, self, loader->centre, error) || !read_activities (entry, self, loader->centre, error) ||
      !trd_entry_get_int (entry, "after", 0, 14 * 86400, &self->after, error) ||
      !read_expectation (entry, self, loader->centre, error))
    return FALSE;
  self->name = g_strdup (name);
  if (trd_entry_has (entry, "call") == trd_entry_has (entry, "task"))
    return refuse (entry, "call", error, "or task: there has to be one of the two");
  if (trd_entry_has (entry, "call") ? !read_call (entry, self, error)
                                    : !read_task (entry, self, loader->centre, error))
    return FALSE;
  g_ptr_array_add (loader->scenarios, g_steal_pointer (&self));
  return TRUE;
}

static gboolean
read_source (Loader *loader, TrdSource *source, GError **error)
{
  TrdEntry root = { source, trd_source_get_root (source), (char *) "" };

  return trd_entry_foreach (&root, "tests", read_scenario, loader, error);
}

/* "centre.yaml" → "centre.tests.yaml" */
static char *
dup_sibling (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *dot = strrchr (slash != NULL ? slash : path, '.');
  g_autofree char *stem = dot != NULL ? g_strndup (path, (gsize) (dot - path)) : g_strdup (path);

  return g_strconcat (stem, ".tests", dot, NULL);
}

/**
 * trd_scenario_load:
 * @centre: a file's
 * @path: of the file
 *
 * Reads the tests in the file, and in the file beside it: centre.tests.yaml for centre.yaml.
 *
 * Returns: (transfer full) (nullable) (element-type TrdScenario): in order
 */
GPtrArray *
trd_scenario_load (TrdCentre *centre, const char *path, GError **error)
{
  static const char *const members[] = { "$schema", "tests", NULL };
  g_autoptr(GPtrArray) scenarios = g_ptr_array_new_with_free_func (trd_scenario_free);
  g_autofree char *sibling = dup_sibling (path);
  Loader loader = { centre, scenarios };
  g_autoptr(TrdSource) beside = NULL;
  TrdEntry root = { NULL, NULL, (char *) "" };

  if (!read_source (&loader, centre->source, error))
    return NULL;
  if (!g_file_test (sibling, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&scenarios);
  beside = trd_source_load (sibling, error);
  if (beside == NULL)
    return NULL;
  root.source = beside;
  root.object = trd_source_get_root (beside);
  if (!trd_entry_check_members (&root, members, error) || !read_source (&loader, beside, error))
    return NULL;
  return g_steal_pointer (&scenarios);
}
