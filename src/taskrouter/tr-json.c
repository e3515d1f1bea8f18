/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-json.h"

#include <string.h>

#include "tr-error.h"
#include "tr-json-scan.h"

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

static JsonNode *
parse (const char *text, gsize size, guint max_values, gboolean rounds, GError **error)
{
  if (size > TR_JSON_MAX_BYTES)
    {
      fail (error, "not JSON: %" G_GSIZE_FORMAT " bytes are more than the %d allowed", size,
            TR_JSON_MAX_BYTES);
      return NULL;
    }
  if (size == 0)
    {
      fail (error, "not JSON: empty");
      return NULL;
    }
  if (!g_utf8_validate_len (text, size, NULL)) /* says no to a NUL as well */
    {
      fail (error, "not JSON: not UTF-8");
      return NULL;
    }
  return tr_json_scan_tree (text, size, max_values, rounds, error);
}

/**
 * tr_json_parse:
 * @text: bytes from anywhere
 * @length: how many, or -1 when @text ends with a NUL
 * @error: return location
 *
 * Returns: (transfer full): the root, never NULL without an error. %TR_ERROR_PROTOCOL when @text
 *   is larger than #TR_JSON_MAX_BYTES, deeper than #TR_JSON_MAX_DEPTH, of more values than
 *   #TR_JSON_MAX_VALUES or not strictly JSON
 */
JsonNode *
tr_json_parse (const char *text, gssize length, GError **error)
{
  g_return_val_if_fail (text != NULL || length == 0, NULL);

  return parse (text, length < 0 ? strlen (text) : (gsize) length, TR_JSON_MAX_VALUES, FALSE,
                error);
}

/**
 * tr_json_parse_rounded:
 * @text: what is shown, or asked about, and never written back
 * @error: return location
 *
 * People write what they like into attributes, and JavaScript, which the official SDK reads them
 * with, knows floating point numbers only: an integer past 64 bits, as a SIM card's 20 digits, is
 * one here as well. Who writes back wants tr_json_parse(), which says no rather than change a digit.
 *
 * Returns: (transfer full): as tr_json_parse(), but for these numbers, and no more values than
 *   #TR_JSON_MAX_NESTED_VALUES
 */
JsonNode *
tr_json_parse_rounded (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return parse (text, strlen (text), TR_JSON_MAX_NESTED_VALUES, TRUE, error);
}

/**
 * tr_json_parse_bytes:
 * @bytes: bytes from anywhere
 * @error: return location
 *
 * Returns: (transfer full): as tr_json_parse()
 */
JsonNode *
tr_json_parse_bytes (GBytes *bytes, GError **error)
{
  return tr_json_parse_limited (bytes, TR_JSON_MAX_VALUES, error);
}

/**
 * tr_json_parse_limited:
 * @bytes: bytes from anywhere
 * @max_values: as #TR_JSON_MAX_ANSWER_VALUES
 * @error: return location
 *
 * Returns: (transfer full): as tr_json_parse(), with a limit of its own
 */
JsonNode *
tr_json_parse_limited (GBytes *bytes, guint max_values, GError **error)
{
  gconstpointer data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  return parse (data, size, max_values, FALSE, error);
}

/* json-glib ends a number without a '.' with ".0", also behind an exponent: 3e32 becomes
 * "3e+32.0", which is no JSON. Takes that off again, in place; strings are passed over. */
static char *
mend_exponents (char *text)
{
  char *to = text;
  gboolean in_string = FALSE;
  gboolean in_exponent = FALSE;

  for (const char *from = text; *from != '\0'; from++)
    {
      if (in_string)
        {
          in_string = *from != '"';
          if (*from == '\\')
            *to++ = *from++;
        }
      else if (in_exponent && *from == '.')
        {
          from++; /* the zero */
          continue;
        }
      else
        {
          in_string = *from == '"';
          in_exponent = (in_exponent && (g_ascii_isdigit (*from) || *from == '+' || *from == '-')) ||
                        (*from == 'e' && from > text && g_ascii_isdigit (from[-1]));
        }
      *to++ = *from;
    }
  *to = '\0';
  return text;
}

/**
 * tr_json_to_string:
 * @node: any node
 *
 * Returns: (transfer full): JSON text on one line
 */
char *
tr_json_to_string (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return mend_exponents (json_to_string (node, FALSE));
}

/**
 * tr_json_object_to_string:
 * @object: an object
 *
 * Returns: (transfer full): JSON text on one line
 */
char *
tr_json_object_to_string (JsonObject *object)
{
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  node = json_node_init_object (json_node_alloc (), object);
  return mend_exponents (json_to_string (node, FALSE));
}
