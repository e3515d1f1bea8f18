/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-model.h"

#include "tr-error.h"

/**
 * tr_model_check_sid:
 * @known: (nullable): the object's own sid; NULL as long as it has none
 * @sid: the sid of the document
 * @error: return location
 *
 * Returns: whether the document is about the object; else %TR_ERROR_PROTOCOL
 */
gboolean
tr_model_check_sid (const char *known, const char *sid, GError **error)
{
  if (known == NULL || g_str_equal (known, sid))
    return TRUE;

  g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL, "\"sid\" is not that of %s", known);
  return FALSE;
}

/**
 * tr_model_set_string:
 * @place: (inout): an owned string
 * @value: (nullable): copied
 *
 * Returns: whether it was another string before
 */
gboolean
tr_model_set_string (char **place, const char *value)
{
  if (g_strcmp0 (*place, value) == 0)
    return FALSE;

  g_free (*place);
  *place = g_strdup (value);
  return TRUE;
}

/**
 * tr_model_notify:
 * @self: an object whose notifications are frozen until it is whole
 * @pspec: one of its properties
 * @has_changed: whether to tell
 */
void
tr_model_notify (gpointer self, GParamSpec *pspec, gboolean has_changed)
{
  if (has_changed)
    g_object_notify_by_pspec (G_OBJECT (self), pspec);
}
