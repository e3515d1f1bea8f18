/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-form.h"

#include <errno.h>
#include <string.h>

#include "tr-json.h"
#include "trs-refusal.h"

/* A repeated key is an array (the service's convention for lists), so each name has all its values
 * in the order they came. */
struct _TrsForm
{
  GHashTable *values; /* name → GPtrArray of strings, NULL-terminated */
};

static void
trs_form_add (TrsForm *self, const char *name, const char *value)
{
  GPtrArray *values = g_hash_table_lookup (self->values, name);

  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (values, NULL);
      g_hash_table_insert (self->values, g_strdup (name), values);
    }
  g_ptr_array_insert (values, (int) values->len - 1, g_strdup (value));
}

/* A "+" is a space; broken escapes, NUL and what is not UTF-8 give NULL. */
static char *
unescape (const char *text, gsize length)
{
  g_autofree char *spaced = g_strndup (text, length);
  g_autofree char *decoded = NULL;

  if (strlen (spaced) != length)
    return NULL;
  g_strdelimit (spaced, "+", ' ');
  decoded = g_uri_unescape_string (spaced, NULL);
  if (decoded == NULL || !g_utf8_validate (decoded, -1, NULL))
    return NULL;
  return g_steal_pointer (&decoded);
}

static gboolean
trs_form_add_pair (TrsForm *self, const char *pair, gsize length, GError **error)
{
  const char *equals = memchr (pair, '=', length);
  gsize name_length = equals != NULL ? (gsize) (equals - pair) : length;
  g_autofree char *name = unescape (pair, name_length);
  g_autofree char *value = NULL;

  if (equals != NULL)
    value = unescape (equals + 1, length - name_length - 1);
  else
    value = g_strdup ("");
  if (name == NULL || value == NULL)
    {
      g_set_error_literal (error, TRS_REFUSAL, 20001, "The body is not urlencoded UTF-8 text");
      return FALSE;
    }
  trs_form_add (self, name, value);
  return TRUE;
}

static void
trs_form_add_node (TrsForm *self, const char *name, JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        trs_form_add_node (self, name, json_array_get_element (array, i));
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      trs_form_add (self, name, json_node_get_string (node));
    }
  else
    {
      /* Objects (Attributes) as JSON text; numbers and booleans as they are written. */
      g_autofree char *text = tr_json_to_string (node);

      trs_form_add (self, name, text);
    }
}

/**
 * trs_form_new_empty:
 *
 * Returns: (transfer full): a form without parameters
 */
TrsForm *
trs_form_new_empty (void)
{
  TrsForm *self = g_new0 (TrsForm, 1);

  self->values =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * trs_form_new_urlencoded:
 * @text: a urlencoded body or query; need not end in NUL
 * @length: its bytes
 * @error: a %TRS_REFUSAL when it is not urlencoded UTF-8
 *
 * Returns: (transfer full) (nullable): its parameters
 */
TrsForm *
trs_form_new_urlencoded (const char *text, gsize length, GError **error)
{
  g_autoptr(TrsForm) self = trs_form_new_empty ();
  const char *end = text + length;

  while (text < end)
    {
      const char *stop = memchr (text, '&', (gsize) (end - text));

      if (stop == NULL)
        stop = end;
      if (stop > text && !trs_form_add_pair (self, text, (gsize) (stop - text), error))
        return NULL;
      text = stop + 1;
    }
  return g_steal_pointer (&self);
}

/**
 * trs_form_new_json:
 * @object: the "params" of an event-bridge request, or a JSON body of the control API
 *
 * Nested objects become their JSON text, which is what the same parameter holds over REST; null is
 * as good as absent.
 *
 * Returns: (transfer full): its parameters
 */
TrsForm *
trs_form_new_json (JsonObject *object)
{
  TrsForm *self = trs_form_new_empty ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    trs_form_add_node (self, name, node);
  return self;
}

void
trs_form_free (TrsForm *self)
{
  g_hash_table_unref (self->values);
  g_free (self);
}

/**
 * trs_form_to_query:
 * @self: a form
 *
 * Returns: (transfer full): its parameters as a query, sorted by name: "" for none
 */
char *
trs_form_to_query (TrsForm *self)
{
  GString *query = g_string_new (NULL);
  g_autoptr(GList) names = g_list_sort (g_hash_table_get_keys (self->values),
                                        (GCompareFunc) strcmp);

  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *const *values = trs_form_get_all (self, l->data);

      for (gsize i = 0; values[i] != NULL; i++)
        {
          if (query->len > 0)
            g_string_append_c (query, '&');
          g_string_append_uri_escaped (query, l->data, NULL, FALSE);
          g_string_append_c (query, '=');
          g_string_append_uri_escaped (query, values[i], NULL, FALSE);
        }
    }
  return g_string_free (query, FALSE);
}

/**
 * trs_form_dup_name:
 * @prefix: what the name begins with; "" for nothing
 * @key: the same parameter's key in JSON: "post_work_activity_sid"
 *
 * Returns: (transfer full): its name in a form: "DequeuePostWorkActivitySid"
 */
char *
trs_form_dup_name (const char *prefix, const char *key)
{
  GString *name = g_string_new (prefix);
  gboolean starts = TRUE;

  for (; *key != '\0'; key++)
    {
      if (*key != '_')
        g_string_append_c (name, starts ? g_ascii_toupper (*key) : *key);
      starts = *key == '_';
    }
  return g_string_free (name, FALSE);
}

/**
 * trs_form_get_all:
 * @self: a form
 * @name: case-sensitive
 *
 * Returns: (nullable) (transfer none): all values of a parameter, NULL-terminated
 */
const char *const *
trs_form_get_all (TrsForm *self, const char *name)
{
  GPtrArray *values = g_hash_table_lookup (self->values, name);

  return values != NULL ? (const char *const *) values->pdata : NULL;
}

/**
 * trs_form_dup_names:
 * @self: a form
 *
 * Returns: (transfer full): the names of its parameters, sorted
 */
GStrv
trs_form_dup_names (TrsForm *self)
{
  g_autoptr(GList) names = g_list_sort (g_hash_table_get_keys (self->values),
                                        (GCompareFunc) strcmp);
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv array;

  for (GList *l = names; l != NULL; l = l->next)
    g_strv_builder_add (builder, l->data);
  array = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return array;
}

gboolean
trs_form_has (TrsForm *self, const char *name)
{
  return g_hash_table_contains (self->values, name);
}

/**
 * trs_form_get:
 * @self: a form
 * @name: case-sensitive
 *
 * Returns: (nullable): the first value, which may be empty; %NULL when the parameter is absent
 */
const char *
trs_form_get (TrsForm *self, const char *name)
{
  const char *const *values = trs_form_get_all (self, name);

  return values != NULL ? values[0] : NULL;
}

/**
 * trs_form_get_filled:
 * @self: a form
 * @name: case-sensitive
 *
 * Returns: (nullable): the first value; %NULL when absent or empty
 */
const char *
trs_form_get_filled (TrsForm *self, const char *name)
{
  const char *value = trs_form_get (self, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/**
 * trs_form_get_bool:
 * @self: a form
 * @name: case-sensitive
 * @fallback: for an absent or empty parameter
 *
 * Returns: whether it is "true", "1" or "yes"; anything else is false, as with the service
 */
gboolean
trs_form_get_bool (TrsForm *self, const char *name, gboolean fallback)
{
  const char *value = trs_form_get_filled (self, name);

  if (value == NULL)
    return fallback;
  return g_ascii_strcasecmp (value, "true") == 0 || g_str_equal (value, "1") ||
         g_ascii_strcasecmp (value, "yes") == 0;
}

/**
 * trs_form_get_int:
 * @self: a form
 * @name: case-sensitive
 * @min: smallest value allowed
 * @max: largest value allowed
 * @fallback: for an absent or empty parameter
 * @value: (out): the number
 * @error: a %TRS_REFUSAL that names the parameter
 */
gboolean
trs_form_get_int (TrsForm *self,
                  const char *name,
                  gint64 min,
                  gint64 max,
                  gint64 fallback,
                  gint64 *value,
                  GError **error)
{
  const char *text = trs_form_get_filled (self, name);
  char *end = NULL;

  *value = fallback;
  if (text == NULL)
    return TRUE;

  errno = 0;
  *value = g_ascii_strtoll (text, &end, 10);
  if (errno == 0 && *end == '\0' && *value >= min && *value <= max)
    return TRUE;

  g_set_error (error, TRS_REFUSAL, 20001,
               "%s must be a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, name, min, max);
  return FALSE;
}

/**
 * trs_form_read_bool:
 * @self: a form
 * @name: case-sensitive
 * @storage: where to keep it
 *
 * Returns: (nullable): @storage, holding the parameter; %NULL when it is absent or empty
 */
const gboolean *
trs_form_read_bool (TrsForm *self, const char *name, gboolean *storage)
{
  if (trs_form_get_filled (self, name) == NULL)
    return NULL;
  *storage = trs_form_get_bool (self, name, FALSE);
  return storage;
}

/**
 * trs_form_read_int:
 * @self: a form
 * @name: case-sensitive
 * @min: smallest value allowed
 * @max: largest value allowed
 * @storage: where to keep it
 * @value: (out): @storage, holding the parameter; %NULL when it is absent or empty
 * @error: a %TRS_REFUSAL that names the parameter
 */
gboolean
trs_form_read_int (TrsForm *self,
                   const char *name,
                   int min,
                   int max,
                   int *storage,
                   const int **value,
                   GError **error)
{
  gint64 number = 0;

  *value = NULL;
  if (trs_form_get_filled (self, name) == NULL)
    return TRUE;
  if (!trs_form_get_int (self, name, min, max, 0, &number, error))
    return FALSE;
  *storage = (int) number;
  *value = storage;
  return TRUE;
}

/**
 * trs_form_expect:
 * @self: a form
 * @name: case-sensitive
 * @value: (out): its first value, never empty
 * @error: a %TRS_REFUSAL in the service's words when it is missing
 */
gboolean
trs_form_expect (TrsForm *self, const char *name, const char **value, GError **error)
{
  *value = trs_form_get_filled (self, name);
  if (*value != NULL)
    return TRUE;

  g_set_error (error, TRS_REFUSAL, 20001, "Missing required parameter %s in the post body", name);
  return FALSE;
}
