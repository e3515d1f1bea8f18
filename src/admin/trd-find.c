/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-service.h"

#include "tr-error.h"

#include "trd-table.h"

static gboolean
is_named (JsonObject *thing, const char *name)
{
  return g_strcmp0 (trd_member_text (thing, "friendly_name"), name) == 0 ||
         g_strcmp0 (trd_member_text (thing, "unique_name"), name) == 0;
}

/**
 * trd_find:
 * @things: (element-type JsonObject): a whole list
 * @name_or_sid: which of them
 * @what: what they are, for the message: "worker"
 *
 * Returns: (transfer none) (nullable): the one; %NULL with %TR_ERROR_NOT_FOUND, or %TR_ERROR_REFUSED
 *   when several have that name
 */
JsonObject *
trd_find (GPtrArray *things, const char *name_or_sid, const char *what, GError **error)
{
  JsonObject *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < things->len; i++)
    {
      JsonObject *thing = g_ptr_array_index (things, i);

      if (g_strcmp0 (trd_member_text (thing, "sid"), name_or_sid) == 0)
        return thing;
      if (is_named (thing, name_or_sid))
        {
          found = thing;
          n_found++;
        }
    }

  if (n_found == 0)
    g_set_error (error, TR_ERROR, TR_ERROR_NOT_FOUND, "there is no %s '%s'", what, name_or_sid);
  else if (n_found > 1)
    g_set_error (error, TR_ERROR, TR_ERROR_REFUSED, "%u have the name '%s': give the SID of the %s",
                 n_found, name_or_sid, what);
  return n_found == 1 ? found : NULL;
}
