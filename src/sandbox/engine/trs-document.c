/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-document.h"

#include "tr-json.h"
#include "trs-error.h"

/**
 * trs_document_refuse:
 * @self: an object in a document
 * @member: (nullable): the member at fault; %NULL is the object itself
 * @complaint: what is wrong with it
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: %FALSE
 */
gboolean
trs_document_refuse (const TrsDocument *self,
                     const char *member,
                     const char *complaint,
                     GError **error)
{
  const char *dot = *self->path != '\0' && member != NULL ? "." : "";
  const char *colon = *self->path != '\0' || member != NULL ? ": " : "";

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "%s%s%s%s%s", self->path, dot,
               member != NULL ? member : "", colon, complaint);
  return FALSE;
}

/**
 * trs_document_check_members:
 * @self: an object in a document
 * @members: (array zero-terminated=1): the names of all that it may have
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * A name that is misspelt would be passed over otherwise, and its default taken.
 */
gboolean
trs_document_check_members (const TrsDocument *self, const char *const *members, GError **error)
{
  g_autoptr(GList) names = json_object_get_members (self->object);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *known = NULL;
      g_autofree char *complaint = NULL;

      if (g_strv_contains (members, l->data))
        continue;
      known = g_strjoinv (", ", (char **) members);
      complaint = g_strdup_printf ("is not known here; known are %s", known);
      return trs_document_refuse (self, l->data, complaint, error);
    }
  return TRUE;
}

/* The member, NULL where it is missing or null. */
static JsonNode *
get_node (const TrsDocument *self, const char *member)
{
  JsonNode *node = json_object_get_member (self->object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* The getters below answer FALSE with a TRS_ERROR_INVALID that names the field. */

/**
 * trs_document_get_string:
 * @self: an object in a document
 * @member: its member
 * @value: (out) (nullable) (transfer none): the text, %NULL when it is absent
 * @error: return location
 */
gboolean
trs_document_get_string (const TrsDocument *self,
                         const char *member,
                         const char **value,
                         GError **error)
{
  JsonNode *node = get_node (self, member);

  if (node != NULL && !holds (node, G_TYPE_STRING))
    return trs_document_refuse (self, member, "is not a text", error);

  *value = node != NULL ? json_node_get_string (node) : NULL;
  return TRUE;
}

/**
 * trs_document_expect_string:
 * @self: an object in a document
 * @member: its member
 * @value: (out) (transfer none): the text, never empty
 * @error: return location
 */
gboolean
trs_document_expect_string (const TrsDocument *self,
                            const char *member,
                            const char **value,
                            GError **error)
{
  if (!trs_document_get_string (self, member, value, error))
    return FALSE;
  if (*value == NULL || **value == '\0')
    return trs_document_refuse (self, member, "is missing", error);
  return TRUE;
}

static gboolean
check_range (const TrsDocument *self,
             const char *member,
             gint64 min,
             gint64 max,
             gint64 value,
             GError **error)
{
  g_autofree char *complaint = NULL;

  if (value >= min && value <= max)
    return TRUE;

  complaint = g_strdup_printf ("is not from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
  return trs_document_refuse (self, member, complaint, error);
}

/**
 * trs_document_get_int:
 * @self: an object in a document
 * @member: its member
 * @min: the least allowed
 * @max: the most allowed
 * @fallback: for when it is absent
 * @value: (out): the number
 * @error: return location
 */
gboolean
trs_document_get_int (const TrsDocument *self,
                      const char *member,
                      gint64 min,
                      gint64 max,
                      gint64 fallback,
                      gint64 *value,
                      GError **error)
{
  JsonNode *node = get_node (self, member);

  *value = fallback;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_INT64))
    return trs_document_refuse (self, member, "is not a whole number", error);

  *value = json_node_get_int (node);
  return check_range (self, member, min, max, *value, error);
}

/**
 * trs_document_get_number:
 * @self: an object in a document
 * @member: its member
 * @min: the least allowed
 * @max: the most allowed
 * @fallback: for when it is absent
 * @value: (out): the number
 * @error: return location
 *
 * As trs_document_get_int(), but takes the text of a number too, as the service does.
 */
gboolean
trs_document_get_number (const TrsDocument *self,
                         const char *member,
                         gint64 min,
                         gint64 max,
                         gint64 fallback,
                         gint64 *value,
                         GError **error)
{
  JsonNode *node = get_node (self, member);

  if (node == NULL || !holds (node, G_TYPE_STRING))
    return trs_document_get_int (self, member, min, max, fallback, value, error);
  if (!g_ascii_string_to_signed (json_node_get_string (node), 10, G_MININT64, G_MAXINT64, value,
                                 NULL))
    return trs_document_refuse (self, member, "is not a whole number", error);
  return check_range (self, member, min, max, *value, error);
}

/**
 * trs_document_get_bool:
 * @self: an object in a document
 * @member: its member
 * @fallback: for when it is absent
 * @value: (out): the truth
 * @error: return location
 */
gboolean
trs_document_get_bool (const TrsDocument *self,
                       const char *member,
                       gboolean fallback,
                       gboolean *value,
                       GError **error)
{
  JsonNode *node = get_node (self, member);

  if (node != NULL && !holds (node, G_TYPE_BOOLEAN))
    return trs_document_refuse (self, member, "is not true or false", error);

  *value = node != NULL ? json_node_get_boolean (node) : fallback;
  return TRUE;
}

/**
 * trs_document_get_object:
 * @self: an object in a document
 * @member: its member
 * @value: (out) (nullable) (transfer none): the object, %NULL when it is absent
 * @error: return location
 */
gboolean
trs_document_get_object (const TrsDocument *self,
                         const char *member,
                         JsonObject **value,
                         GError **error)
{
  JsonNode *node = get_node (self, member);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    return trs_document_refuse (self, member, "is not an object", error);

  *value = node != NULL ? json_node_get_object (node) : NULL;
  return TRUE;
}

/**
 * trs_document_get_array:
 * @self: an object in a document
 * @member: its member
 * @value: (out) (nullable) (transfer none): the array, %NULL when it is absent
 * @error: return location
 */
gboolean
trs_document_get_array (const TrsDocument *self,
                        const char *member,
                        JsonArray **value,
                        GError **error)
{
  JsonNode *node = get_node (self, member);

  if (node != NULL && !JSON_NODE_HOLDS_ARRAY (node))
    return trs_document_refuse (self, member, "is not a list", error);

  *value = node != NULL ? json_node_get_array (node) : NULL;
  return TRUE;
}

/**
 * trs_document_foreach:
 * @self: an object in a document
 * @member: its member, a list of objects; may be absent
 * @func: (scope call): called for each until it answers %FALSE
 * @user_data: for @func
 * @error: return location
 */
gboolean
trs_document_foreach (const TrsDocument *self,
                      const char *member,
                      TrsDocumentFunc func,
                      gpointer user_data,
                      GError **error)
{
  const char *dot = *self->path != '\0' ? "." : "";
  JsonArray *array;

  if (!trs_document_get_array (self, member, &array, error))
    return FALSE;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *path = g_strdup_printf ("%s%s%s[%u]", self->path, dot, member, i);
      TrsDocument element = { NULL, path };

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return trs_document_refuse (&element, NULL, "is not an object", error);
      element.object = json_node_get_object (node);
      if (!func (&element, user_data, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * trs_document_parse_object:
 * @text: JSON text
 * @name: what to call it in the error, such as "Attributes"
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: (transfer full): the object, or %NULL with @error set when it is none
 */
JsonObject *
trs_document_parse_object (const char *text, const char *name, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(JsonNode) node = tr_json_parse (text, -1, &cause);

  if (node == NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "%s is not valid JSON: %s", name,
                   cause->message);
      return NULL;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "%s is not a JSON object", name);
      return NULL;
    }
  return json_node_dup_object (node);
}
