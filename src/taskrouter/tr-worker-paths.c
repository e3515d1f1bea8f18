/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

/* Where the worker's things are, as the bridge's operations name them. Sids came from the wire, so
 * they are escaped. Source: the protocol's "Operations". */

/* @below: below the workspace, escaped where it has to be. */
char *
tr_worker_dup_path (TrWorker *self, const char *below)
{
  g_autofree char *workspace = g_uri_escape_string (self->workspace_sid, NULL, FALSE);

  return g_strdup_printf ("Workspaces/%s/%s", workspace, below);
}

/* @below: (nullable): below the worker, escaped where it has to be. */
char *
tr_worker_dup_own_path (TrWorker *self, const char *below)
{
  g_autofree char *worker = g_uri_escape_string (self->sid, NULL, FALSE);
  g_autofree char *path = g_strconcat ("Workers/", worker, below != NULL ? "/" : NULL, below, NULL);

  return tr_worker_dup_path (self, path);
}

char *
tr_worker_dup_reservation_path (TrWorker *self, const char *sid)
{
  g_autofree char *escaped = g_uri_escape_string (sid, NULL, FALSE);
  g_autofree char *path = g_strconcat ("Reservations/", escaped, NULL);

  return tr_worker_dup_own_path (self, path);
}

char *
tr_worker_dup_task_path (TrWorker *self, const char *sid)
{
  g_autofree char *escaped = g_uri_escape_string (sid, NULL, FALSE);
  g_autofree char *path = g_strconcat ("Tasks/", escaped, NULL);

  return tr_worker_dup_path (self, path);
}
