/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-json.h"

#include <string.h>

#include "tr-error.h"
#include "tr-json-scan.h"

/* JSON text in a string of JSON, as attributes are. */

static gboolean
refuse (GError **error, const char *name, const char *why)
{
  g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL, "\"%s\" is %s", name, why);
  return FALSE;
}

static gboolean
read_nested (JsonObject *object,
             const char *name,
             gboolean rounds,
             JsonObject **value,
             GError **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) local_error = NULL;
  const char *text = NULL;

  if (!tr_json_expect_string (object, name, &text, error))
    return FALSE;
  bytes = g_bytes_new_static (text, strlen (text));
  node = rounds ? tr_json_parse_rounded (text, &local_error)
                : tr_json_parse_limited (bytes, TR_JSON_MAX_NESTED_VALUES, &local_error);
  if (node == NULL)
    return refuse (error, name, local_error->message);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, name, "not the text of a JSON object");

  *value = json_node_dup_object (node);
  return TRUE;
}

/**
 * tr_json_expect_nested_object:
 * @object: an object
 * @name: a member that holds JSON text, as `attributes` does everywhere in the protocol
 * @value: (out) (transfer full): the object that the text describes
 * @error: return location
 *
 * Returns: whether the member is a string with the JSON text of an object; else %TR_ERROR_PROTOCOL
 */
gboolean
tr_json_expect_nested_object (JsonObject *object,
                              const char *name,
                              JsonObject **value,
                              GError **error)
{
  return read_nested (object, name, FALSE, value, error);
}

/**
 * tr_json_expect_nested_rounded:
 * @object: an object
 * @name: a member that holds JSON text
 * @value: (out) (transfer full): the object that the text describes, for showing it
 * @error: return location
 *
 * Returns: as tr_json_expect_nested_object(), with numbers as tr_json_parse_rounded() has them
 */
gboolean
tr_json_expect_nested_rounded (JsonObject *object,
                               const char *name,
                               JsonObject **value,
                               GError **error)
{
  return read_nested (object, name, TRUE, value, error);
}

/**
 * tr_json_expect_nested_text:
 * @object: an object
 * @name: a member that holds JSON text, as `attributes` does everywhere in the protocol
 * @text: (out) (transfer none): that text
 * @error: return location
 *
 * Returns: whether tr_json_expect_nested_rounded() would give an object; else %TR_ERROR_PROTOCOL
 */
gboolean
tr_json_expect_nested_text (JsonObject *object,
                            const char *name,
                            const char **text,
                            GError **error)
{
  g_autoptr(GError) local_error = NULL;
  const char *start = NULL;

  if (!tr_json_expect_string (object, name, &start, error))
    return FALSE;
  if (*start == '\0')
    return refuse (error, name, "not JSON: empty");
  if (!tr_json_scan (start, strlen (start), TR_JSON_MAX_NESTED_VALUES, TRUE, &local_error))
    return refuse (error, name, local_error->message);
  if (start[strspn (start, " \t\n\r")] != '{')
    return refuse (error, name, "not the text of a JSON object");

  *text = start;
  return TRUE;
}
