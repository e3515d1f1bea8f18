/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-heartbeat.h"

#include "tra-session-heartbeat.h"

/* Until the server has said how often, seconds. */
#define FIRST_INTERVAL 20
/* A server that does not listen may be told to: it is asked now and then. */
#define ASK_AGAIN (15 * 60)

/**
 * TraHeartbeat:
 *
 * See the header. The server sends a worker offline whose desk has beaten and is silent, so a
 * failure is no reason to stop: the next one is sent when it was due anyway.
 */
struct _TraHeartbeat
{
  GObject parent_instance;

  TraSession *session;       /* owned */
  guint64 timer;             /* of the clock */
  GCancellable *cancellable; /* owned, nullable: of the one on its way */
  guint interval;            /* seconds */
};

G_DEFINE_FINAL_TYPE (TraHeartbeat, tra_heartbeat, G_TYPE_OBJECT)

static void
stop (TraHeartbeat *self)
{
  tr_clock_clear (tra_session_get_clock (self->session), &self->timer);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void timer_cb (gpointer user_data);

static void
wait_for_next (TraHeartbeat *self, guint seconds)
{
  self->timer = tr_clock_add (tra_session_get_clock (self->session),
                              (gint64) seconds * G_USEC_PER_SEC, timer_cb, self);
}

static void
beaten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraHeartbeat *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  guint every = 0;
  gboolean is_heard = tra_session_beat_finish (TRA_SESSION (source), result, &every, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (is_heard)
    {
      self->interval = every > 0 ? every : ASK_AGAIN;
      wait_for_next (self, self->interval);
      return;
    }
  g_info ("The company’s server did not hear that this desk is here: %s", error->message);
  if (g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND)) /* an older one */
    self->interval = ASK_AGAIN;
  wait_for_next (self, MAX (self->interval, tr_error_get_retry_after (error)));
}

static void
update (TraHeartbeat *self)
{
  if (!tra_session_can_beat (self->session))
    {
      stop (self);
      self->interval = FIRST_INTERVAL; /* the next server may be another */
    }
  else if (self->timer == 0 && self->cancellable == NULL)
    {
      self->cancellable = g_cancellable_new ();
      tra_session_beat_async (self->session, self->cancellable, beaten_cb, self);
    }
}

static void
timer_cb (gpointer user_data)
{
  TraHeartbeat *self = user_data;

  self->timer = 0;
  update (self);
}

static void
tra_heartbeat_dispose (GObject *object)
{
  TraHeartbeat *self = TRA_HEARTBEAT (object);

  if (self->session != NULL)
    stop (self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_heartbeat_parent_class)->dispose (object);
}

static void
tra_heartbeat_class_init (TraHeartbeatClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_heartbeat_dispose;
}

static void
tra_heartbeat_init (TraHeartbeat *self)
{
  self->interval = FIRST_INTERVAL;
}

/**
 * tra_heartbeat_new:
 * @session: whose desk this is
 *
 * Returns: (transfer full): what beats while @session is connected with a company's server
 */
TraHeartbeat *
tra_heartbeat_new (TraSession *session)
{
  TraHeartbeat *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_HEARTBEAT, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return self;
}
