/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-ivr.h"

#include <string.h>

#include "tr-json.h"

#include "trd-setup-value.h"
#include "trd-setup-zone.h"

/* Enqueue's limit on task attributes. */
#define MAX_ATTRIBUTES 1024

static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", NULL };

static gboolean
read_text (const TrdEntry *entry,
           JsonObject *into,
           const char *member,
           const char *fallback,
           GError **error)
{
  const char *text = fallback;

  if (!trd_entry_get_text (entry, member, &text, error))
    return FALSE;
  if (text != NULL)
    json_object_set_string_member (into, member, text);
  return TRUE;
}

G_GNUC_PRINTF (4, 5)
static gboolean
refuse (const TrdEntry *entry, const char *member, GError **error, const char *format, ...)
{
  g_autofree char *path = trd_entry_dup_path (entry, member);
  g_autofree char *complaint = NULL;
  va_list arguments;

  va_start (arguments, format);
  complaint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return trd_source_refuse (entry->source, path, error, "%s", complaint);
}

/* ---- Keys ---- */

static gboolean
read_key_object (const TrdEntry *entry, JsonObject *key, GError **error)
{
  static const char *const members[] = { "workflow", "words", "attributes", NULL };
  g_auto(TrdEntry) attributes = { NULL };
  const char *workflow;
  g_autofree char *text = NULL;

  if (!trd_entry_check_members (entry, members, error) ||
      !trd_entry_expect_text (entry, "workflow", &workflow, error) ||
      !read_text (entry, key, "words", NULL, error) ||
      !trd_entry_get_object (entry, "attributes", &attributes, error))
    return FALSE;
  json_object_set_string_member (key, "workflow", workflow);
  if (attributes.object == NULL)
    return TRUE;
  text = tr_json_object_to_string (attributes.object);
  if (strlen (text) > MAX_ATTRIBUTES)
    return refuse (entry, "attributes", error, "is longer than %d characters as JSON",
                   MAX_ATTRIBUTES);
  json_object_set_object_member (key, "attributes", json_object_ref (attributes.object));
  return TRUE;
}

static gboolean
read_key (const TrdEntry *keys, const char *name, JsonObject *into, GError **error)
{
  JsonNode *node = json_object_get_member (keys->object, name);
  g_autoptr(JsonObject) key = json_object_new ();
  g_auto(TrdEntry) entry = { NULL };

  if (strlen (name) != 1 || strchr ("0123456789*", *name) == NULL)
    return refuse (keys, name, error, "is no key of a phone: one of 0 to 9 and *");
  if (json_node_get_value_type (node) == G_TYPE_STRING && *json_node_get_string (node) != '\0')
    json_object_set_string_member (key, "workflow", json_node_get_string (node));
  else if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (keys, name, error, "is neither a workflow's name nor a mapping with 'workflow'");
  else if (!trd_entry_get_object (keys, name, &entry, error) ||
           !read_key_object (&entry, key, error))
    return FALSE;
  json_object_set_object_member (into, name, g_steal_pointer (&key));
  return TRUE;
}

static gboolean
read_keys (const TrdEntry *entry, JsonObject *ivr, GError **error)
{
  g_auto(TrdEntry) keys = { NULL };
  g_autoptr(GList) names = NULL;
  JsonObject *into = json_object_new ();

  json_object_set_object_member (ivr, "keys", into);
  if (!trd_entry_get_object (entry, "keys", &keys, error))
    return FALSE;
  if (keys.object == NULL || json_object_get_size (keys.object) == 0)
    return refuse (entry, "keys", error, "is missing: say which key leads to which workflow");
  names = g_list_sort (json_object_get_members (keys.object), (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    if (!read_key (&keys, l->data, into, error))
      return FALSE;
  return TRUE;
}

/* ---- Hours and voicemail ---- */

static gboolean
read_time (const TrdEntry *hours, JsonObject *into, const char *member, GError **error)
{
  const char *text;

  if (!trd_entry_expect_text (hours, member, &text, error))
    return FALSE;
  if (!g_regex_match_simple ("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", text, 0, 0))
    return refuse (hours, member, error, "is no time as 08:30");
  json_object_set_string_member (into, member, text);
  return TRUE;
}

/* In the week's order, so that the same days are the same list. */
static gboolean
read_days (const TrdEntry *hours, JsonObject *into, GError **error)
{
  JsonArray *given = NULL;
  JsonArray *sorted = json_array_new ();

  json_object_set_array_member (into, "days", sorted);
  if (!trd_entry_get_texts (hours, "days", &given, error))
    return FALSE;
  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    if (!g_strv_contains (days, json_array_get_string_element (given, i)))
      {
        g_autofree char *item = g_strdup_printf ("days[%u]", i);

        return refuse (hours, item, error, "is none of Mon, Tue, Wed, Thu, Fri, Sat, Sun");
      }
  for (int day = 0; days[day] != NULL; day++)
    {
      gboolean is_open = given == NULL && day < 5;

      for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
        is_open |= g_str_equal (json_array_get_string_element (given, i), days[day]);
      if (is_open)
        json_array_add_string_element (sorted, days[day]);
    }
  return TRUE;
}

/* With its rule: a definition is made of it later, when nobody can be told that there is none. */
static gboolean
read_zone (const TrdEntry *hours, JsonObject *into, GError **error)
{
  const char *name = NULL;
  g_autofree char *rule = NULL;
  g_autoptr(GError) cause = NULL;

  if (!trd_entry_get_text (hours, "timezone", &name, error))
    return FALSE;
  if (name == NULL)
    return TRUE;
  rule = trd_zone_load_rule (name, &cause);
  if (rule == NULL)
    return refuse (hours, "timezone", error, "%s", cause->message);
  json_object_set_string_member (into, "timezone", name);
  json_object_set_string_member (into, "rule", rule);
  return TRUE;
}

static gboolean
read_hours (const TrdEntry *entry, JsonObject *ivr, GError **error)
{
  static const char *const members[] = { "opens", "closes", "days", "timezone", "closed", NULL };
  g_auto(TrdEntry) hours = { NULL };
  g_autoptr(JsonObject) into = json_object_new ();

  if (!trd_entry_get_object (entry, "hours", &hours, error))
    return FALSE;
  if (hours.object == NULL)
    return TRUE;
  if (!trd_entry_check_members (&hours, members, error) ||
      !read_time (&hours, into, "opens", error) ||
      !read_time (&hours, into, "closes", error) || !read_days (&hours, into, error) ||
      !read_zone (&hours, into, error) ||
      !read_text (&hours, into, "closed", TRD_IVR_CLOSED, error))
    return FALSE;
  if (g_strcmp0 (trd_value_get_text (into, "opens"), trd_value_get_text (into, "closes")) >= 0)
    return refuse (&hours, "closes", error, "is not after opens");
  json_object_set_object_member (ivr, "hours", g_steal_pointer (&into));
  return TRUE;
}

static gboolean
read_voicemail (const TrdEntry *entry, JsonObject *ivr, GError **error)
{
  static const char *const members[] = { "greeting", "thanks", "max_length", NULL };
  g_auto(TrdEntry) voicemail = { NULL };
  g_autoptr(JsonObject) into = json_object_new ();
  gint64 max_length = TRD_IVR_MAX_LENGTH;

  if (!trd_entry_get_object (entry, "voicemail", &voicemail, error))
    return FALSE;
  if (voicemail.object == NULL)
    return TRUE;
  if (!trd_entry_check_members (&voicemail, members, error) ||
      !read_text (&voicemail, into, "greeting", TRD_IVR_GREETING, error) ||
      !read_text (&voicemail, into, "thanks", TRD_IVR_THANKS, error) ||
      !trd_entry_get_int (&voicemail, "max_length", 1, 3600, &max_length, error))
    return FALSE;
  json_object_set_int_member (into, "max_length", max_length);
  json_object_set_object_member (ivr, "voicemail", g_steal_pointer (&into));
  return TRUE;
}

/**
 * trd_ivr_from_entry:
 * @entry: an IVR of a file
 *
 * Returns: (transfer full) (nullable): the same with every default filled in
 */
JsonObject *
trd_ivr_from_entry (const TrdEntry *entry, GError **error)
{
  static const char *const members[] = { "name", "welcome", "menu", "voice", "language", "keys", "hours",
                                         "voicemail", "not_understood", "goodbye", NULL };
  g_autoptr(JsonObject) ivr = json_object_new ();
  const char *welcome;

  if (!trd_entry_check_members (entry, members, error) ||
      !trd_entry_expect_text (entry, "welcome", &welcome, error))
    return NULL;
  json_object_set_string_member (ivr, "welcome", welcome);
  if (!read_text (entry, ivr, "menu", welcome, error) ||
      !read_text (entry, ivr, "voice", TRD_IVR_VOICE, error) ||
      !read_text (entry, ivr, "language", TRD_IVR_LANGUAGE, error) ||
      !read_keys (entry, ivr, error) ||
      !read_text (entry, ivr, "not_understood", TRD_IVR_NOT_UNDERSTOOD, error) ||
      !read_text (entry, ivr, "goodbye", TRD_IVR_GOODBYE, error) ||
      !read_hours (entry, ivr, error) ||
      !read_voicemail (entry, ivr, error))
    return NULL;
  return g_steal_pointer (&ivr);
}

/* ---- Without what goes without saying ---- */

static void
drop (JsonObject *object, const char *member, const char *fallback)
{
  if (object != NULL && g_strcmp0 (trd_value_get_text (object, member), fallback) == 0)
    json_object_remove_member (object, member);
}

static JsonObject *
get_object (JsonObject *object, const char *member)
{
  JsonNode *node = trd_value_get (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* It follows from the time zone. */
static void
drop_rule (JsonObject *ivr)
{
  JsonObject *hours = get_object (ivr, "hours");

  if (hours != NULL && json_object_has_member (hours, "rule"))
    json_object_remove_member (hours, "rule");
}

/**
 * trd_ivr_dup_to_show:
 * @ivr: (nullable): an IVR
 *
 * Returns: (transfer full): what a person may know it by, with its defaults
 */
JsonNode *
trd_ivr_dup_to_show (JsonObject *ivr)
{
  g_autoptr(JsonNode) whole = trd_value_new_object (ivr);
  JsonNode *copy = trd_value_copy (whole);

  drop_rule (json_node_get_object (copy));
  return copy;
}

static void
shorten_keys (JsonObject *keys)
{
  g_autoptr(GList) names = json_object_get_members (keys);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *key = json_object_get_object_member (keys, l->data);
      g_autofree char *workflow = g_strdup (trd_value_get_text (key, "workflow"));

      if (json_object_get_size (key) == 1)
        json_object_set_string_member (keys, l->data, workflow);
    }
}

/**
 * trd_ivr_without_defaults:
 * @ivr: an IVR
 *
 * Returns: (transfer full): what a person would write
 */
JsonObject *
trd_ivr_without_defaults (JsonObject *ivr)
{
  g_autoptr(JsonNode) whole = trd_value_new_object (ivr);
  g_autoptr(JsonNode) copy = trd_value_copy (whole);
  JsonObject *object = json_node_get_object (copy);
  JsonObject *voicemail = get_object (object, "voicemail");

  drop (object, "menu", trd_value_get_text (object, "welcome"));
  drop (object, "voice", TRD_IVR_VOICE);
  drop (object, "language", TRD_IVR_LANGUAGE);
  drop (object, "not_understood", TRD_IVR_NOT_UNDERSTOOD);
  drop (object, "goodbye", TRD_IVR_GOODBYE);
  drop (get_object (object, "hours"), "closed", TRD_IVR_CLOSED);
  drop_rule (object);
  drop (voicemail, "greeting", TRD_IVR_GREETING);
  drop (voicemail, "thanks", TRD_IVR_THANKS);
  if (voicemail != NULL &&
      json_object_get_int_member (voicemail, "max_length") == TRD_IVR_MAX_LENGTH)
    json_object_remove_member (voicemail, "max_length");
  shorten_keys (get_object (object, "keys"));
  return json_object_ref (object);
}
