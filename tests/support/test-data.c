/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-data.h"

#include <stdlib.h>
#include <string.h>

#include "tr-error.h"
#include "tr-json.h"

char *
test_data_path (const char *path)
{
  return g_build_filename (TEST_DATA_DIR, path, NULL);
}

char *
test_data_text (const char *path)
{
  g_autofree char *name = test_data_path (path);
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (name, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

GBytes *
test_data_bytes (const char *path)
{
  char *text = test_data_text (path);

  return g_bytes_new_take (text, strlen (text));
}

JsonNode *
test_json (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = tr_json_parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

JsonNode *
test_data_json (const char *path)
{
  g_autofree char *text = test_data_text (path);

  return test_json (text);
}

JsonNode *
test_data_event_payload (const char *path)
{
  g_autoptr(JsonNode) root = test_data_json (path);

  return json_node_copy (json_object_get_member (json_node_get_object (root), "payload"));
}

JsonNode *
test_json_with (JsonNode *node, const char *name, const char *value)
{
  g_autofree char *text = tr_json_to_string (node);
  JsonNode *copy = test_json (text);

  if (value == NULL)
    json_object_remove_member (json_node_get_object (copy), name);
  else
    json_object_set_member (json_node_get_object (copy), name, test_json (value));
  return copy;
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", pspec->name);
}

void
test_log_notify (gpointer object, GString *log)
{
  g_signal_connect (object, "notify", G_CALLBACK (notify_cb), log);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
sorted_words (const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);

  qsort (words, g_strv_length (words), sizeof *words, compare_words);
  return g_strchug (g_strjoinv (" ", words));
}

void
test_assert_notified (GString *log, const char *names)
{
  g_autofree char *got = sorted_words (log->str);
  g_autofree char *expected = sorted_words (names);

  g_assert_cmpstr (got, ==, expected);
  g_string_truncate (log, 0);
}

void
test_assert_protocol_error (const GError *error, const char *field)
{
  g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
  g_assert_null (strchr (error->message, '\n'));
  if (field != NULL && strstr (error->message, field) == NULL)
    g_error ("“%s” does not name %s", error->message, field);
}
