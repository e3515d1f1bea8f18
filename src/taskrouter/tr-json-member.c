/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-json.h"

#include "tr-error.h"

/* Members of an object that came from anywhere. json-glib's own getters log a CRITICAL where we
 * want an error, and read some wrong types as 0 or NULL without a word. */

G_GNUC_PRINTF (2, 3)
static gboolean
fail (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (TR_ERROR, TR_ERROR_PROTOCOL, format, args);
  va_end (args);
  return FALSE;
}

/* Gives the member, or NULL with no error when it is missing or null and that is allowed. */
static gboolean
member (JsonObject *object, const char *name, gboolean is_required, JsonNode **node, GError **error)
{
  *node = json_object_get_member (object, name);
  if (*node != NULL && !JSON_NODE_HOLDS_NULL (*node))
    return TRUE;
  if (is_required)
    return fail (error, "\"%s\" is %s", name, *node == NULL ? "missing" : "null");

  *node = NULL;
  return TRUE;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
read_string (JsonObject *object,
             const char *name,
             gboolean is_required,
             const char **value,
             GError **error)
{
  JsonNode *node;

  if (!member (object, name, is_required, &node, error))
    return FALSE;
  if (node != NULL && !holds (node, G_TYPE_STRING))
    return fail (error, "\"%s\" is not a string", name);

  *value = node != NULL ? json_node_get_string (node) : NULL;
  return TRUE;
}

static gboolean
read_int (JsonObject *object,
          const char *name,
          gboolean is_required,
          gint64 min,
          gint64 max,
          gint64 fallback,
          gint64 *value,
          GError **error)
{
  JsonNode *node;
  gint64 number;

  if (!member (object, name, is_required, &node, error))
    return FALSE;
  if (node == NULL)
    {
      *value = fallback;
      return TRUE;
    }
  if (!holds (node, G_TYPE_INT64))
    return fail (error, "\"%s\" is not an integer", name);

  number = json_node_get_int (node);
  if (number < min || number > max)
    return fail (error, "\"%s\" is %" G_GINT64_FORMAT ", out of range", name, number);

  *value = number;
  return TRUE;
}

static gboolean
read_object (JsonObject *object,
             const char *name,
             gboolean is_required,
             JsonObject **value,
             GError **error)
{
  JsonNode *node;

  if (!member (object, name, is_required, &node, error))
    return FALSE;
  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "\"%s\" is not an object", name);

  *value = node != NULL ? json_node_get_object (node) : NULL;
  return TRUE;
}

/**
 * tr_json_expect_object:
 * @node: (nullable): a node
 * @object: (out) (transfer none): the object that it holds
 * @error: return location
 *
 * Returns: whether @node is an object; else %TR_ERROR_PROTOCOL
 */
gboolean
tr_json_expect_object (JsonNode *node, JsonObject **object, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "not a JSON object");

  *object = json_node_get_object (node);
  return TRUE;
}

/**
 * tr_json_expect_string:
 * @object: an object
 * @name: a member
 * @value: (out) (transfer none): the string, which may be ""; lives as long as @object
 * @error: return location
 *
 * Returns: whether the member is a string; else %TR_ERROR_PROTOCOL
 */
gboolean
tr_json_expect_string (JsonObject *object, const char *name, const char **value, GError **error)
{
  return read_string (object, name, TRUE, value, error);
}

/**
 * tr_json_expect_id:
 * @object: an object
 * @name: a member
 * @value: (out) (transfer none): the string, never ""
 * @error: return location
 *
 * Returns: whether the member is a string that can name something; else %TR_ERROR_PROTOCOL
 */
gboolean
tr_json_expect_id (JsonObject *object, const char *name, const char **value, GError **error)
{
  if (!read_string (object, name, TRUE, value, error))
    return FALSE;
  if (**value == '\0')
    return fail (error, "\"%s\" is empty", name);
  return TRUE;
}

/**
 * tr_json_expect_int:
 * @object: an object
 * @name: a member
 * @min: the least that is allowed
 * @max: the most that is allowed
 * @value: (out): the number
 * @error: return location
 *
 * Returns: whether the member is an integer in range; else %TR_ERROR_PROTOCOL. Text and fractions
 *   are no integers
 */
gboolean
tr_json_expect_int (JsonObject *object,
                    const char *name,
                    gint64 min,
                    gint64 max,
                    gint64 *value,
                    GError **error)
{
  return read_int (object, name, TRUE, min, max, 0, value, error);
}

/**
 * tr_json_expect_bool:
 * @object: an object
 * @name: a member
 * @value: (out): %TRUE or %FALSE
 * @error: return location
 *
 * The service spells truth as true and false, and in worker channels on the bridge as 1 and 0.
 *
 * Returns: whether the member is one of those; else %TR_ERROR_PROTOCOL
 */
gboolean
tr_json_expect_bool (JsonObject *object, const char *name, gboolean *value, GError **error)
{
  JsonNode *node;

  if (!member (object, name, TRUE, &node, error))
    return FALSE;
  if (holds (node, G_TYPE_BOOLEAN))
    {
      *value = json_node_get_boolean (node);
      return TRUE;
    }
  if (!holds (node, G_TYPE_INT64) || (json_node_get_int (node) & ~1) != 0)
    return fail (error, "\"%s\" is not a boolean", name);

  *value = json_node_get_int (node) == 1;
  return TRUE;
}

/**
 * tr_json_expect_member_object:
 * @object: an object
 * @name: a member
 * @value: (out) (transfer none): the object in it
 * @error: return location
 *
 * Returns: whether the member is an object; else %TR_ERROR_PROTOCOL
 */
gboolean
tr_json_expect_member_object (JsonObject *object,
                              const char *name,
                              JsonObject **value,
                              GError **error)
{
  return read_object (object, name, TRUE, value, error);
}

/**
 * tr_json_expect_array:
 * @object: an object
 * @name: a member
 * @value: (out) (transfer none): the array in it
 * @error: return location
 *
 * Returns: whether the member is an array; else %TR_ERROR_PROTOCOL
 */
gboolean
tr_json_expect_array (JsonObject *object, const char *name, JsonArray **value, GError **error)
{
  JsonNode *node;

  if (!member (object, name, TRUE, &node, error))
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, "\"%s\" is not an array", name);

  *value = json_node_get_array (node);
  return TRUE;
}

/**
 * tr_json_optional_string:
 * @object: an object
 * @name: a member
 * @value: (out) (transfer none) (nullable): the string; NULL when it is missing or null
 * @error: return location
 *
 * Returns: %FALSE with %TR_ERROR_PROTOCOL when the member is something else
 */
gboolean
tr_json_optional_string (JsonObject *object, const char *name, const char **value, GError **error)
{
  return read_string (object, name, FALSE, value, error);
}

/**
 * tr_json_optional_int:
 * @object: an object
 * @name: a member
 * @min: the least that is allowed
 * @max: the most that is allowed
 * @fallback: given when it is missing or null; need not be in range
 * @value: (out): the number
 * @error: return location
 *
 * Returns: %FALSE with %TR_ERROR_PROTOCOL when the member is something else or out of range
 */
gboolean
tr_json_optional_int (JsonObject *object,
                      const char *name,
                      gint64 min,
                      gint64 max,
                      gint64 fallback,
                      gint64 *value,
                      GError **error)
{
  return read_int (object, name, FALSE, min, max, fallback, value, error);
}

/**
 * tr_json_optional_member_object:
 * @object: an object
 * @name: a member
 * @value: (out) (transfer none) (nullable): the object; NULL when it is missing or null
 * @error: return location
 *
 * Returns: %FALSE with %TR_ERROR_PROTOCOL when the member is something else
 */
gboolean
tr_json_optional_member_object (JsonObject *object,
                                const char *name,
                                JsonObject **value,
                                GError **error)
{
  return read_object (object, name, FALSE, value, error);
}
