/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-plain-text.h"
#include "tra-session-private.h"

#define MAX_NAME 64

/* What happened so long ago at most came in the same burst of events. */
#define BURST (2 * (gint64) G_USEC_PER_SEC)

/*
 * Who changed the status.
 *
 * The event says what it is now, not who wanted it. What was asked for here is known; what the
 * service does by itself comes in one burst with the event that made it: a missed call, a phone
 * that nobody picked up, the end of a call, a reservation in a single-task workspace. So that is
 * looked at when the burst is over. Whatever is left was somebody else: a supervisor, an
 * administrator, a program, or another session.
 */

/**
 * tra_session_expect_status:
 * @self: a session
 * @activity: (nullable): what the service is asked for from here; %NULL: it refused
 */
void
tra_session_expect_status (TraSession *self, TrActivity *activity)
{
  g_set_object (&self->own_wish, activity);
}

/**
 * tra_session_expect_after_call:
 * @self: a session
 * @activity: (nullable): what the service was told to set when the call is over
 */
void
tra_session_expect_after_call (TraSession *self, TrActivity *activity)
{
  g_set_object (&self->post_work, activity);
}

/**
 * tra_session_forget_status:
 * @self: a session
 *
 * What comes next is no change of what was seen here.
 */
void
tra_session_forget_status (TraSession *self)
{
  g_clear_handle_id (&self->mover_id, g_source_remove);
  g_clear_object (&self->seen_activity);
  g_clear_object (&self->own_wish);
  g_clear_object (&self->post_work);
}

/* Whether a reservation came or was accepted just now. */
static gboolean
has_new_work (TraSession *self)
{
  gint64 now = tr_clock_get_monotonic_time (self->clock);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TraOffer *offer = value;

      if (now - MAX (offer->first_seen, offer->accepted_at) < BURST)
        return TRUE;
    }
  return FALSE;
}

/* What the service did by itself, and why; NULL: it was somebody. */
static char *
explain (TraSession *self, TrActivity *activity, const char *name)
{
  gboolean is_notice = self->notice != TRA_NOTICE_NONE && self->notice_activity == activity;

  if (is_notice && self->notice == TRA_NOTICE_MISSED)
    /* Translators: %s is the name of a status, here and in the next ones */
    return g_strdup_printf (_("The service set you to %s: you missed a call"), name);
  if (is_notice)
    return g_strdup_printf (_("The service set you to %s: your phone wasn’t answered"), name);
  if (activity == self->post_work && !tra_session_has_call (self))
    return g_strdup_printf (_("The service set you to %s after the call"), name);
  if (has_new_work (self))
    return g_strdup_printf (_("The service set you to %s"), name);
  return NULL;
}

static gboolean
judge_cb (gpointer user_data)
{
  g_autoptr(TraSession) self = g_object_ref (user_data);
  TrActivity *activity = self->seen_activity;
  g_autofree char *name = tra_plain_text (tr_activity_get_friendly_name (activity), MAX_NAME);
  g_autofree char *reason = explain (self, activity, name);
  g_autoptr(GDateTime) now = NULL;
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  self->mover_id = 0;
  if (activity == self->post_work)
    g_clear_object (&self->post_work);
  if (reason != NULL)
    {
      tra_session_note (self, reason);
      return G_SOURCE_REMOVE;
    }

  now = g_date_time_new_from_unix_local (tr_clock_get_real_time (self->clock) / G_USEC_PER_SEC);
  time = now != NULL ? g_date_time_format (now, "%H:%M") : g_strdup ("");
  /* Translators: the name of a status, and a time of day: "Set to Training by someone else, 10:14" */
  text = g_strdup_printf (_("Set to %s by someone else, %s"), name, time);
  tra_session_toast (self, text);
  return G_SOURCE_REMOVE;
}

/**
 * tra_session_note_status:
 * @self: a session
 * @activity: (nullable): the status by now
 *
 * Tells who changed it, if that was not from here.
 */
void
tra_session_note_status (TraSession *self, TrActivity *activity)
{
  gboolean is_first = self->seen_activity == NULL;

  if (activity == NULL || !g_set_object (&self->seen_activity, activity))
    return;

  g_clear_handle_id (&self->mover_id, g_source_remove);
  if (activity == self->own_wish)
    g_clear_object (&self->own_wish);
  else if (!is_first)
    self->mover_id = g_idle_add_full (G_PRIORITY_LOW, judge_cb, self, NULL);
}

/**
 * tra_session_note_away:
 * @self: a session whose status was set because nobody sits at the desk
 */
void
tra_session_note_away (TraSession *self)
{
  g_autofree char *text = NULL;

  if (self->away_to == NULL)
    return;

  text = tra_messages_away (self->away_cause, tr_activity_get_friendly_name (self->away_to));
  tra_session_note (self, text);
}
