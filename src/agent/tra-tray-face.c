/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-tray-face.h"

#include <glib/gi18n.h>

#include "tra-facts.h"
#include "tra-phone-number.h"
#include "tra-scene.h"

/* By shape, not by colour: a dot takes calls, a ring is one, a bar takes none; the bare headset has
 * no connection, and so no status that is sure. */
static const char *
choose_icon (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  TrActivity *activity = worker != NULL ? tr_worker_get_activity (worker) : NULL;

  switch (tra_session_get_phase (session))
    {
    case TRA_PHASE_SIGNED_OUT:
    case TRA_PHASE_CONNECTING:
    case TRA_PHASE_CONNECTION_LOST:
    case TRA_PHASE_EXPIRED:
    case TRA_PHASE_ELSEWHERE:
      return TRA_TRAY_ICON;
    case TRA_PHASE_RESERVED:
    case TRA_PHASE_RINGING:
    case TRA_PHASE_IN_CALL:
      return TRA_TRAY_ICON_CALL;
    default:
      return activity != NULL && tr_activity_is_available (activity) ? TRA_TRAY_ICON_AVAILABLE
                                                                     : TRA_TRAY_ICON_AWAY;
    }
}

static char *
describe (TraSession *session)
{
  TrReservation *offered = tra_session_get_offered (session);
  g_autoptr(TraScene) scene = NULL;
  g_autofree char *caller = NULL;

  if (tra_session_get_phase (session) == TRA_PHASE_SIGNED_OUT &&
      !tra_session_is_signing_in (session))
    return g_strdup (_("Signed Out"));
  if (offered != NULL && tr_task_get_caller (tr_reservation_get_task (offered)) != NULL)
    {
      caller = tra_phone_number_format (tr_task_get_caller (tr_reservation_get_task (offered)));
      /* Translators: a caller's number */
      return g_strdup_printf (_("Incoming call from %s"), caller);
    }

  scene = tra_scene_new (session);
  if (tra_session_get_phase (session) == TRA_PHASE_CONNECTION_LOST)
    return g_strdup (_("Connection lost"));
  return g_strdup (scene->status);
}

/**
 * tra_tray_face_new:
 * @session: a session
 *
 * Returns: (transfer full): what the panel is to show now
 */
TraTrayFace *
tra_tray_face_new (TraSession *session)
{
  TraTrayFace *self = g_new0 (TraTrayFace, 1);
  g_autofree char *status = describe (session);

  self->icon_name = choose_icon (session);
  self->needs_attention = tra_session_get_offered (session) != NULL;
  /* Translators: in the panel: the program, and the agent's status: "Available", "In Call" */
  self->title = g_strdup_printf (_("Task Router Agent – %s"), status);
  return self;
}

void
tra_tray_face_free (TraTrayFace *self)
{
  g_free (self->title);
  g_free (self);
}
