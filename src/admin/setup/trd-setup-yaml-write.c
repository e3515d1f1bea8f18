/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-yaml.h"

#include <string.h>

#include <yaml.h>

#include "tr-json.h"

/* A text that would be read as something else when it stands plain. Wider than it must be: quotes do
 * no harm. */
static gboolean
needs_quotes (const char *text)
{
  static const char *const words[] = { "null", "true", "false", "yes", "no", "on", "off", "~", "", NULL };
  g_autofree char *folded = g_ascii_strdown (text, -1);

  return g_strv_contains (words, folded) || g_ascii_isdigit (*text) ||
         strchr ("-+.=<", *text) != NULL;
}

static void
emit (yaml_emitter_t *emitter, yaml_event_t *event)
{
  if (!yaml_emitter_emit (emitter, event))
    g_error ("libyaml: %s", emitter->problem != NULL ? emitter->problem : "out of memory");
}

static void
emit_text (yaml_emitter_t *emitter, const char *text, gboolean is_plain)
{
  yaml_event_t event;
  yaml_scalar_style_t style = is_plain ? YAML_PLAIN_SCALAR_STYLE
                              : needs_quotes (text) ? YAML_DOUBLE_QUOTED_SCALAR_STYLE
                                                    : YAML_ANY_SCALAR_STYLE;

  yaml_scalar_event_initialize (&event, NULL, NULL, (yaml_char_t *) text, (int) strlen (text), 1, 1,
                                style);
  emit (emitter, &event);
}

static void emit_node (yaml_emitter_t *emitter, JsonNode *node);

static void
emit_object (yaml_emitter_t *emitter, JsonObject *object)
{
  g_autoptr(GList) names = json_object_get_members (object);
  yaml_event_t event;

  yaml_mapping_start_event_initialize (&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE);
  emit (emitter, &event);
  for (GList *l = names; l != NULL; l = l->next)
    {
      emit_text (emitter, l->data, FALSE);
      emit_node (emitter, json_object_get_member (object, l->data));
    }
  yaml_mapping_end_event_initialize (&event);
  emit (emitter, &event);
}

/* A list of short values stands on one line. */
static gboolean
is_short (JsonArray *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!JSON_NODE_HOLDS_VALUE (json_array_get_element (array, i)))
      return FALSE;
  return TRUE;
}

static void
emit_array (yaml_emitter_t *emitter, JsonArray *array)
{
  yaml_event_t event;

  yaml_sequence_start_event_initialize (&event, NULL, NULL, 1,
                                        is_short (array) ? YAML_FLOW_SEQUENCE_STYLE
                                                         : YAML_BLOCK_SEQUENCE_STYLE);
  emit (emitter, &event);
  for (guint i = 0; i < json_array_get_length (array); i++)
    emit_node (emitter, json_array_get_element (array, i));
  yaml_sequence_end_event_initialize (&event);
  emit (emitter, &event);
}

static void
emit_node (yaml_emitter_t *emitter, JsonNode *node)
{
  g_autofree char *text = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    emit_object (emitter, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    emit_array (emitter, json_node_get_array (node));
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    emit_text (emitter, json_node_get_string (node), FALSE);
  else
    {
      text = tr_json_to_string (node);
      emit_text (emitter, text, TRUE);
    }
}

/* Characters that nobody sees, and that turn what stands beside them, are to be seen in a file: with one
 * of them all that is not ASCII is written as its number. */
static gboolean
hides_something (JsonNode *root)
{
  g_autofree char *text = tr_json_to_string (root);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_type (g_utf8_get_char (p)) == G_UNICODE_FORMAT)
      return TRUE;
  return FALSE;
}

static int
append_cb (void *data, unsigned char *buffer, size_t size)
{
  g_string_append_len (data, (const char *) buffer, (gssize) size);
  return 1;
}

/**
 * trd_yaml_write:
 * @root: a tree
 *
 * Returns: (transfer full): YAML that trd_yaml_parse() reads as the same
 */
char *
trd_yaml_write (JsonNode *root)
{
  GString *text = g_string_new (NULL);
  yaml_emitter_t emitter;
  yaml_event_t event;

  if (!yaml_emitter_initialize (&emitter))
    g_error ("out of memory");
  yaml_emitter_set_output (&emitter, append_cb, text);
  yaml_emitter_set_unicode (&emitter, !hides_something (root));
  yaml_emitter_set_width (&emitter, 100);
  yaml_stream_start_event_initialize (&event, YAML_UTF8_ENCODING);
  emit (&emitter, &event);
  yaml_document_start_event_initialize (&event, NULL, NULL, NULL, 1);
  emit (&emitter, &event);
  emit_node (&emitter, root);
  yaml_document_end_event_initialize (&event, 1);
  emit (&emitter, &event);
  yaml_stream_end_event_initialize (&event);
  emit (&emitter, &event);
  yaml_emitter_delete (&emitter);
  return g_string_free (text, FALSE);
}
