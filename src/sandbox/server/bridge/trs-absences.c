/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-absences.h"

/* How long it takes until a worker is taken for gone; the official SDK's tests wait about this. */
#define PATIENCE G_USEC_PER_SEC

struct _TrsAbsences
{
  TrsEngine *engine;    /* owned */
  GHashTable *absences; /* worker SID → owned Absence, which has the key */
};

typedef struct
{
  TrsAbsences *absences; /* not owned: it frees us */
  char *workspace_sid;
  char *worker_sid;
  char *activity_sid; /* or TRS_ABSENCES_OFFLINE */
  guint64 timer;
} Absence;

static void
absence_free (gpointer data)
{
  Absence *absence = data;

  tr_clock_clear (trs_engine_get_clock (absence->absences->engine), &absence->timer);
  g_free (absence->workspace_sid);
  g_free (absence->worker_sid);
  g_free (absence->activity_sid);
  g_free (absence);
}

static TrsActivity *
find_activity (TrsWorkspace *workspace, const char *sid)
{
  TrsActivity *activity = trs_workspace_get_activity (workspace, sid);

  if (activity != NULL)
    return activity;
  activity = trs_workspace_get_activity_by_name (workspace, "Offline");
  return activity != NULL && !activity->is_available ? activity : workspace->timeout_activity;
}

static void
over_cb (gpointer user_data)
{
  Absence *absence = user_data;
  TrsAbsences *self = absence->absences;
  TrsWorkspace *workspace = trs_engine_get_workspace (self->engine, absence->workspace_sid);
  TrsWorker *worker = NULL;
  TrsActivity *activity = NULL;
  g_autoptr(GError) error = NULL;

  if (workspace != NULL)
    {
      worker = trs_workspace_get_worker (workspace, absence->worker_sid);
      activity = find_activity (workspace, absence->activity_sid);
    }
  if (worker != NULL && activity != NULL && worker->activity != activity &&
      !trs_worker_update (worker, TRS_ANY_VERSION,
                          &(TrsWorkerChange) { .activity_sid = activity->base.sid }, &error))
    g_info ("Worker %s stays as he is: %s", absence->worker_sid, error->message);
  absence->timer = 0;
  g_hash_table_remove (self->absences, absence->worker_sid);
}

/**
 * trs_absences_new:
 * @engine: where the workers are
 *
 * Returns: (transfer full): nobody's absence
 */
TrsAbsences *
trs_absences_new (TrsEngine *engine)
{
  TrsAbsences *self = g_new0 (TrsAbsences, 1);

  self->engine = g_object_ref (engine);
  self->absences = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, absence_free);
  return self;
}

void
trs_absences_free (TrsAbsences *self)
{
  g_hash_table_unref (self->absences);
  g_object_unref (self->engine);
  g_free (self);
}

/**
 * trs_absences_begin:
 * @self: the absences
 * @workspace_sid: where the worker is
 * @worker_sid: who has no socket any more
 * @activity_sid: an activity, or %TRS_ABSENCES_OFFLINE
 *
 * He gets that activity in a second, unless trs_absences_end() is faster.
 */
void
trs_absences_begin (TrsAbsences *self,
                    const char *workspace_sid,
                    const char *worker_sid,
                    const char *activity_sid)
{
  Absence *absence = g_new0 (Absence, 1);

  absence->absences = self;
  absence->workspace_sid = g_strdup (workspace_sid);
  absence->worker_sid = g_strdup (worker_sid);
  absence->activity_sid = g_strdup (activity_sid);
  absence->timer =
    tr_clock_add (trs_engine_get_clock (self->engine), PATIENCE, over_cb, absence);
  g_hash_table_replace (self->absences, absence->worker_sid, absence);
}

void
trs_absences_end (TrsAbsences *self, const char *worker_sid)
{
  g_hash_table_remove (self->absences, worker_sid);
}

/**
 * trs_absences_has:
 *
 * Returns: whether that worker is away, and not given up yet
 */
gboolean
trs_absences_has (TrsAbsences *self, const char *worker_sid)
{
  return g_hash_table_contains (self->absences, worker_sid);
}

void
trs_absences_clear (TrsAbsences *self)
{
  g_hash_table_remove_all (self->absences);
}
