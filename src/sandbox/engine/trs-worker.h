/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

struct _TrsWorker
{
  TrsResource base; /* WK… */
  TrsWorkspace *workspace;

  char *friendly_name;
  GRefString *attributes;        /* JSON text of an object */
  JsonObject *attributes_object; /* the same, parsed */
  TrsActivity *activity;
  TrsActivity *previous_activity; /* nullable */
  gint64 date_status_changed;
  int version;
  GPtrArray *channels;     /* of TrsWorkerChannel, one a task channel */
  GPtrArray *reservations; /* of TrsReservation, open and ended, until their task goes */

  /*< private >*/
  gint64 last_reserved_time;
  GPtrArray *queues;      /* of TrsTaskQueue: those whose expression names this worker */
  GPtrArray *routed;      /* of TrsTask: pending ones with this worker as routing target */
  gboolean is_dirty;      /* waits for the router */
};

/**
 * TrsWorkerChange:
 * @friendly_name: unique in the workspace without regard to case
 * @attributes: JSON text of an object, at most 4096 characters
 * @reject_pending_reservations: only towards an activity that is not available
 *
 * What to set; absent ones stay (on create: get the service's default).
 */
typedef struct
{
  const char *friendly_name;
  const char *activity_sid;
  const char *attributes;
  gboolean reject_pending_reservations;
} TrsWorkerChange;

TrsWorker *trs_worker_create (TrsWorkspace *workspace,
                              const TrsWorkerChange *change,
                              GError **error);
gboolean trs_worker_update (TrsWorker *self,
                            int if_match,
                            const TrsWorkerChange *change,
                            GError **error);
gboolean trs_worker_delete (TrsWorker *self, int if_match, GError **error);

TrsWorkerChannel *trs_worker_get_channel (TrsWorker *self, const char *sid_or_task_channel);
TrsReservation *trs_worker_get_reservation (TrsWorker *self, const char *sid);
const char *trs_worker_get_contact_uri (TrsWorker *self);
char *trs_worker_explain (TrsWorker *self);

G_END_DECLS
