/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-yaml.h"

#include <errno.h>
#include <string.h>

#include <yaml.h>

#include "tr-json.h"

/* Longer paths are not remembered: nothing here is called so, and there could be many. */
#define MAX_PATH_LENGTH 512

typedef struct
{
  yaml_parser_t parser;
  GHashTable *places; /* borrowed */
  guint n_values;
  TrsPlace *place;
  char **problem;
} Reader;

static JsonNode *read_value (Reader *self, yaml_event_t *event, const char *path, guint depth);

/* ---- Complaints ---- */

static TrsPlace
place_of (yaml_mark_t mark)
{
  return (TrsPlace) { (guint) mark.line + 1, (guint) mark.column + 1 };
}

static JsonNode *
refuse (Reader *self, yaml_mark_t mark, const char *problem)
{
  *self->place = place_of (mark);
  *self->problem = g_strdup (problem);
  return NULL;
}

static void
remember (Reader *self, const char *path, TrsPlace place)
{
  if (strlen (path) <= MAX_PATH_LENGTH)
    g_hash_table_insert (self->places, g_strdup (path), g_memdup2 (&place, sizeof place));
}

static gboolean
next_event (Reader *self, yaml_event_t *event)
{
  if (yaml_parser_parse (&self->parser, event))
    return TRUE;
  *self->place = place_of (self->parser.problem_mark);
  *self->problem = g_strdup_printf ("not YAML: %s%s%s",
                                    self->parser.context != NULL ? self->parser.context : "",
                                    self->parser.context != NULL ? ": " : "",
                                    self->parser.problem != NULL ? self->parser.problem
                                                                 : "out of memory");
  return FALSE;
}

/* ---- Scalars ---- */

static gboolean
is_one_of (const char *text, const char *const *words)
{
  return g_strv_contains (words, text);
}

/* -?(0|[1-9][0-9]*), then a fraction and an exponent if @is_int is not. */
static gboolean
is_number (const char *text, gboolean *is_int)
{
  const char *c = *text == '-' ? text + 1 : text;

  *is_int = TRUE;
  if (!g_ascii_isdigit (*c) || (*c == '0' && g_ascii_isdigit (c[1])))
    return FALSE;
  while (g_ascii_isdigit (*c))
    c++;
  if (*c == '.' && g_ascii_isdigit (c[1]))
    for (c++, *is_int = FALSE; g_ascii_isdigit (*c);)
      c++;
  if ((*c == 'e' || *c == 'E') &&
      (g_ascii_isdigit (c[1]) || ((c[1] == '-' || c[1] == '+') && g_ascii_isdigit (c[2]))))
    for (c += 2, *is_int = FALSE; g_ascii_isdigit (*c);)
      c++;
  return *c == '\0';
}

static JsonNode *
read_number (Reader *self, yaml_mark_t mark, const char *text, gboolean is_int)
{
  JsonNode *node;

  errno = 0;
  if (is_int)
    {
      gint64 value = g_ascii_strtoll (text, NULL, 10);

      if (errno == ERANGE)
        return refuse (self, mark, "the number is too large: put it in quotes if it is text");
      node = json_node_init_int (json_node_alloc (), value);
    }
  else
    {
      double value = g_ascii_strtod (text, NULL);

      if (errno == ERANGE)
        return refuse (self, mark, "the number is too large or too small");
      node = json_node_init_double (json_node_alloc (), value);
    }
  return node;
}

static JsonNode *
read_scalar (Reader *self, yaml_event_t *event)
{
  static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
  static const char *const trues[] = { "true", "True", "TRUE", NULL };
  static const char *const falses[] = { "false", "False", "FALSE", NULL };
  const char *text = (const char *) event->data.scalar.value;
  gboolean is_int;

  if (strlen (text) != event->data.scalar.length)
    return refuse (self, event->start_mark, "the text has a NUL in it");
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (self, event->start_mark, "the text is not UTF-8");
  if (event->data.scalar.tag != NULL)
    return refuse (self, event->start_mark, "tags (!) are not used here");
  if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
    return json_node_init_string (json_node_alloc (), text);
  if (is_one_of (text, nulls))
    return json_node_init_null (json_node_alloc ());
  if (is_one_of (text, trues) || is_one_of (text, falses))
    return json_node_init_boolean (json_node_alloc (), is_one_of (text, trues));
  if (is_number (text, &is_int))
    return read_number (self, event->start_mark, text, is_int);
  return json_node_init_string (json_node_alloc (), text);
}

/* ---- Collections ---- */

static JsonNode *
read_sequence (Reader *self, const char *path, guint depth)
{
  g_autoptr(JsonNode) node = json_node_init_array (json_node_alloc (), NULL);
  JsonArray *array = json_array_new ();

  json_node_take_array (node, array);
  for (;;)
    {
      g_autofree char *item = g_strdup_printf ("%s[%u]", path, json_array_get_length (array));
      yaml_event_t event;
      JsonNode *value;

      if (!next_event (self, &event))
        return NULL;
      if (event.type == YAML_SEQUENCE_END_EVENT)
        {
          yaml_event_delete (&event);
          return g_steal_pointer (&node);
        }
      value = read_value (self, &event, item, depth);
      yaml_event_delete (&event);
      if (value == NULL)
        return NULL;
      json_array_add_element (array, value);
    }
}

/* The name of a member; NULL for the end, and for what is wrong (then there is a problem). */
static char *
read_name (Reader *self, JsonObject *object, yaml_mark_t *mark)
{
  g_autofree char *name = NULL;
  yaml_event_t event;

  if (!next_event (self, &event))
    return NULL;
  *mark = event.start_mark;
  if (event.type == YAML_SCALAR_EVENT)
    name = g_strndup ((const char *) event.data.scalar.value, event.data.scalar.length);
  else if (event.type != YAML_MAPPING_END_EVENT)
    refuse (self, event.start_mark, "a member's name is no text");
  if (name != NULL &&
      (event.data.scalar.length != strlen (name) || !g_utf8_validate (name, -1, NULL)))
    {
      refuse (self, event.start_mark, "a member's name is not UTF-8");
      g_clear_pointer (&name, g_free);
    }
  if (name != NULL && strlen (name) > MAX_PATH_LENGTH)
    {
      refuse (self, event.start_mark, "a member's name is too long");
      g_clear_pointer (&name, g_free);
    }
  yaml_event_delete (&event);
  if (name != NULL && json_object_has_member (object, name))
    {
      g_autofree char *problem = g_strdup_printf ("'%s' is there twice", name);

      refuse (self, *mark, problem);
      return NULL;
    }
  return g_steal_pointer (&name);
}

static JsonNode *
read_mapping (Reader *self, const char *path, guint depth)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), NULL);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  for (;;)
    {
      yaml_mark_t mark = { 0, };
      g_autofree char *name = read_name (self, object, &mark);
      g_autofree char *member = NULL;
      yaml_event_t event;
      JsonNode *value;

      if (name == NULL)
        return *self->problem == NULL ? g_steal_pointer (&node) : NULL;
      if (!next_event (self, &event))
        return NULL;
      member = g_strconcat (path, *path != '\0' ? "." : "", name, NULL);
      value = read_value (self, &event, member, depth);
      yaml_event_delete (&event);
      if (value == NULL)
        return NULL;
      json_object_set_member (object, name, value);
      remember (self, member, place_of (mark));
    }
}

static JsonNode *
read_value (Reader *self, yaml_event_t *event, const char *path, guint depth)
{
  if (++self->n_values > TR_JSON_MAX_VALUES)
    return refuse (self, event->start_mark, "the file has too many values");
  if (depth >= TRD_YAML_MAX_DEPTH)
    return refuse (self, event->start_mark, "the file is nested too deeply");
  remember (self, path, place_of (event->start_mark));

  switch (event->type)
    {
    case YAML_SCALAR_EVENT:
      return read_scalar (self, event);
    case YAML_SEQUENCE_START_EVENT:
      if (event->data.sequence_start.tag != NULL)
        return refuse (self, event->start_mark, "tags (!) are not used here");
      return read_sequence (self, path, depth + 1);
    case YAML_MAPPING_START_EVENT:
      if (event->data.mapping_start.tag != NULL)
        return refuse (self, event->start_mark, "tags (!) are not used here");
      return read_mapping (self, path, depth + 1);
    case YAML_ALIAS_EVENT:
      return refuse (self, event->start_mark, "aliases (*) are not used here: write it out");
    default:
      return refuse (self, event->start_mark, "the file is empty");
    }
}

/* After the stream's start: one document and no more. */
static JsonNode *
read_stream (Reader *self)
{
  g_autoptr(JsonNode) root = NULL;
  yaml_event_t event;

  for (gboolean is_ready = FALSE; !is_ready;)
    {
      if (!next_event (self, &event))
        return NULL;
      is_ready = event.type != YAML_STREAM_START_EVENT && event.type != YAML_DOCUMENT_START_EVENT;
      if (is_ready)
        root = read_value (self, &event, "", 0);
      yaml_event_delete (&event);
    }
  if (root == NULL || !next_event (self, &event)) /* the document's end */
    return NULL;
  yaml_event_delete (&event);
  if (!next_event (self, &event))
    return NULL;
  if (event.type != YAML_STREAM_END_EVENT)
    refuse (self, event.start_mark, "the file has a second document");
  yaml_event_delete (&event);
  return *self->problem == NULL ? g_steal_pointer (&root) : NULL;
}

/**
 * trd_yaml_parse:
 * @text: bytes from anywhere
 * @length: how many
 * @places: (element-type utf8 TrsPlace): is filled with where each value stands, by its path
 * @place: (out): where it went wrong, when it did
 * @problem: (out): what went wrong, when it did
 *
 * Returns: (transfer full) (nullable): the tree, of at most %TR_JSON_MAX_VALUES values and
 *   %TRD_YAML_MAX_DEPTH levels
 */
JsonNode *
trd_yaml_parse (const char *text, gsize length, GHashTable *places, TrsPlace *place, char **problem)
{
  Reader self = { .places = places, .place = place, .problem = problem };
  JsonNode *root = NULL;
  const char *bad = NULL;

  if (!g_utf8_validate_len (text, length, &bad))
    {
      *place = trs_place_of_byte (text, length, (gsize) (bad - text));
      *problem = g_strdup ("the file is not UTF-8");
      return NULL;
    }
  if (!yaml_parser_initialize (&self.parser))
    g_error ("out of memory");
  yaml_parser_set_encoding (&self.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&self.parser, (const unsigned char *) text, length);
  root = read_stream (&self);
  yaml_parser_delete (&self.parser);
  return root;
}
