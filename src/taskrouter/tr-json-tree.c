/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-json-tree.h"

#include <string.h>

void
tr_json_tree_init (TrJsonTree *self)
{
  self->root = NULL;
  self->depth = 0;
  self->name = g_string_sized_new (64);
  self->text = g_string_sized_new (256);
}

void
tr_json_tree_clear (TrJsonTree *self)
{
  g_clear_pointer (&self->root, json_node_unref);
  g_string_free (self->name, TRUE);
  g_string_free (self->text, TRUE);
}

/* Takes @node. Of two members with the same name the later counts, as it does to json-glib. */
static void
tr_json_tree_add (TrJsonTree *self, JsonNode *node)
{
  JsonNode *parent = self->depth > 0 ? self->open[self->depth - 1] : NULL;

  if (parent == NULL)
    self->root = node;
  else if (JSON_NODE_HOLDS_OBJECT (parent))
    json_object_set_member (json_node_get_object (parent), self->name->str, node);
  else
    json_array_add_element (json_node_get_array (parent), node);
}

/* After the first two bytes, backslash and u. */
static gunichar
read_unit (const char *at)
{
  gunichar unit = 0;

  for (int i = 0; i < 4; i++)
    unit = unit * 16 + (gunichar) g_ascii_xdigit_value (at[i]);
  return unit;
}

/* Gives how many bytes the escape at @at takes. */
static gsize
append_escape (GString *out, const char *at)
{
  static const char names[] = "bfnrt";
  static const char values[] = "\b\f\n\r\t";
  const char *name = strchr (names, at[1]);
  gunichar unit, low;

  if (name != NULL)
    {
      g_string_append_c (out, values[name - names]);
      return 2;
    }
  if (at[1] != 'u')
    {
      g_string_append_c (out, at[1]);
      return 2;
    }

  unit = read_unit (at + 2);
  if (unit < 0xd800 || unit > 0xdbff)
    {
      g_string_append_unichar (out, unit);
      return 6;
    }
  low = read_unit (at + 8);
  g_string_append_unichar (out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
  return 12;
}

static void
unescape (GString *out, const char *text, gsize length)
{
  const char *end = text + length;

  g_string_truncate (out, 0);
  while (text < end)
    {
      const char *escape = memchr (text, '\\', (gsize) (end - text));
      const char *stop = escape != NULL ? escape : end;

      g_string_append_len (out, text, stop - text);
      text = stop;
      if (escape != NULL)
        text += append_escape (out, escape);
    }
}

void
tr_json_tree_begin (TrJsonTree *self, gboolean is_object)
{
  JsonNode *node = json_node_new (is_object ? JSON_NODE_OBJECT : JSON_NODE_ARRAY);

  if (is_object)
    json_node_take_object (node, json_object_new ());
  else
    json_node_take_array (node, json_array_new ());
  tr_json_tree_add (self, node);
  self->open[self->depth++] = node;
}

void
tr_json_tree_end (TrJsonTree *self)
{
  self->depth--;
}

void
tr_json_tree_add_name (TrJsonTree *self, const char *text, gsize length)
{
  unescape (self->name, text, length);
}

void
tr_json_tree_add_string (TrJsonTree *self, const char *text, gsize length)
{
  unescape (self->text, text, length);
  tr_json_tree_add (self, json_node_init_string (json_node_alloc (), self->text->str));
}

void
tr_json_tree_add_int (TrJsonTree *self, gint64 value)
{
  tr_json_tree_add (self, json_node_init_int (json_node_alloc (), value));
}

void
tr_json_tree_add_double (TrJsonTree *self, double value)
{
  tr_json_tree_add (self, json_node_init_double (json_node_alloc (), value));
}

void
tr_json_tree_add_bool (TrJsonTree *self, gboolean value)
{
  tr_json_tree_add (self, json_node_init_boolean (json_node_alloc (), value));
}

void
tr_json_tree_add_null (TrJsonTree *self)
{
  tr_json_tree_add (self, json_node_init_null (json_node_alloc ()));
}
