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

/* The service calls the address that it has not got, which tells people nothing. */
static void
tell_missing (const char *what, const char *sid, GError **error)
{
  if (g_error_matches (*error, TR_ERROR, TR_ERROR_NOT_FOUND) && tr_error_get_resource (*error) == NULL)
    {
      g_clear_error (error);
      g_set_error (error, TR_ERROR, TR_ERROR_NOT_FOUND, "there is no %s '%s', or no longer", what, sid);
    }
}

/**
 * trd_service_request_by_sid:
 * @self: the service
 * @service: which part of it
 * @method: GET or POST
 * @what: what it is, for the message: "task"
 * @path: of it, with one %%s for the SID; TaskRouter's below the workspace
 * @sid: as somebody typed it
 * @form: (nullable) (array zero-terminated=1): names and values
 *
 * Returns: (transfer full) (nullable): the thing as it is now; %NULL with %TR_ERROR_NOT_FOUND and others
 */
JsonObject *
trd_service_request_by_sid (TrdService *self,
                            TrService service,
                            const char *method,
                            const char *what,
                            const char *path,
                            const char *sid,
                            const char *const *form,
                            GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (sid, NULL, FALSE);
  g_auto(GStrv) parts = g_strsplit (path, "%s", 2);
  g_autofree char *whole = g_strjoinv (escaped, parts);
  GError *problem = NULL;
  JsonObject *found = NULL;

  if (*sid == '\0')
    g_set_error (&problem, TR_ERROR, TR_ERROR_NOT_FOUND, "no %s is named", what);
  else if (service == TR_SERVICE_TASKROUTER)
    found = trd_service_request_workspace (self, method, whole, form, &problem);
  else
    found = trd_service_request (self, service, method, whole, form, &problem);
  if (problem == NULL)
    return found;
  if (*sid != '\0')
    tell_missing (what, sid, &problem);
  g_propagate_error (error, problem);
  return NULL;
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
