/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-scene.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-facts.h"
#include "tra-phone-number.h"
#include "tra-plain-text.h"
#include "tra-session-ending.h"
#include "tra-session-transfer.h"

#define MAX_NAME 64

/* "14:02" of a time in µs since the epoch, where the agent is. */
static char *
time_of_day (gint64 time)
{
  g_autoptr(GDateTime) date_time = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);

  return date_time != NULL ? g_date_time_format (date_time, "%H:%M") : g_strdup ("");
}

static char *
activity_name (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  TrActivity *activity = worker != NULL ? tr_worker_get_activity (worker) : NULL;

  return tra_plain_text (activity != NULL ? tr_activity_get_friendly_name (activity) : NULL, MAX_NAME);
}

/* The agent's own phone, between marks for use in a sentence; NULL if nobody told us. */
static char *
own_phone (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  const char *number = worker != NULL ? tra_facts_get_own_phone (worker) : NULL;

  return number != NULL ? tra_phone_number_isolate (number) : NULL;
}

static char *
isolated_caller (TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);
  const char *caller = tr_task_get_caller (task);

  return caller != NULL ? tra_phone_number_isolate (caller) : tra_facts_get_caller (task);
}

static char *
queue_line (TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);
  g_autofree char *queue = tra_plain_text (tr_task_get_queue_name (task), MAX_NAME);

  /* Translators: %s is the name of a queue of callers: "Support". */
  return g_strdup_printf (_("%s queue"), queue);
}

static void
set_status (TraScene *self, const char *icon_name, const char *tone, const char *status)
{
  self->icon_name = icon_name;
  self->tone = tone;
  g_free (self->status);
  self->status = g_strdup (status);
}

/* The status that the service reports, or the one that was asked for and is not there yet. */
static void
describe_activity (TraScene *self, TraSession *session)
{
  TrActivity *wanted = tra_session_get_wanted_activity (session);
  TrWorker *worker = tra_session_get_worker (session);
  TrActivity *activity = worker != NULL ? tr_worker_get_activity (worker) : NULL;
  g_autofree char *name = activity_name (session);

  if (activity != NULL && tr_activity_is_available (activity))
    set_status (self, "emblem-default-symbolic", "success", name);
  else if (self->phase == TRA_PHASE_AWAY)
    set_status (self, "action-unavailable-symbolic", "warning", name);
  else
    set_status (self, "radio-symbolic", "dim-label", name);

  if (wanted != NULL)
    {
      g_autofree char *wanted_name = tra_plain_text (tr_activity_get_friendly_name (wanted), MAX_NAME);

      g_free (self->status);
      /* Translators: %s is a status, "Available"; shown until the service has agreed to it. */
      self->status = g_strdup_printf (_("Setting %s…"), wanted_name);
    }
}

static char *
time_in_status (TraSession *session)
{
  g_autofree char *name = activity_name (session);
  gint64 elapsed = tra_session_get_phase_elapsed (session);
  g_autofree char *words = NULL;

  if (elapsed < (gint64) 60 * G_USEC_PER_SEC)
    /* Translators: %s is a status, "Available". */
    return g_strdup_printf (_("%s for less than a minute"), name);

  words = tra_duration_to_words (elapsed);
  /* Translators: a status, and how long it has been: "Available for 12 minutes". */
  return g_strdup_printf (_("%s for %s"), name, words);
}

static void
describe_idle (TraScene *self, TraSession *session)
{
  g_autofree char *name = activity_name (session);

  describe_activity (self, session);
  self->actions = TRA_ACTIONS_GO_ONLINE;
  if (self->shown == TRA_PHASE_AVAILABLE)
    {
      self->title = g_strdup (_("Ready for Calls"));
      self->text = time_in_status (session);
      self->actions = TRA_ACTIONS_GO_OFFLINE;
      return;
    }

  /* A status has any name that an administrator gave it: "Break", "Unavailable", "In a Meeting".
   * Only of the offline one is it known how to make a sentence. */
  if (self->shown == TRA_PHASE_OFFLINE)
    self->title = g_strdup_printf (_("You’re %s"), name);
  else
    self->title = g_steal_pointer (&name);
  self->text = g_strdup (_("You won’t be offered calls until you go online."));
}

static void
describe_missed (TraScene *self, TraSession *session)
{
  const char *caller = tra_session_get_notice_caller (session);
  int seconds = tra_session_get_notice_rang_seconds (session);
  g_autofree char *number = caller != NULL ? tra_phone_number_isolate (caller)
                                           : g_strdup (_("An unknown caller"));
  g_autofree char *activity =
    tra_plain_text (tra_session_get_notice_activity (session), MAX_NAME);

  describe_activity (self, session);
  self->title = g_strdup (_("You Missed a Call"));
  self->actions = TRA_ACTIONS_GO_ONLINE;
  if (*activity != '\0')
    self->text = g_strdup_printf (
      /* Translators: a caller, how long it rang, and the status that was set: "Offline". */
      ngettext ("%s rang for %d second. You’ve been set %s.",
                "%s rang for %d seconds. You’ve been set %s.", seconds),
      number, seconds, activity);
  else
    self->text = g_strdup_printf (
      ngettext ("%s rang for %d second.", "%s rang for %d seconds.", seconds), number, seconds);
}

static void
describe_not_answered (TraScene *self, TraSession *session)
{
  const char *number = tra_session_get_notice_caller (session);
  int seconds = tra_session_get_notice_rang_seconds (session);
  g_autofree char *phone = own_phone (session);
  g_autofree char *caller = number != NULL ? tra_phone_number_isolate (number)
                                           : g_strdup (_("The caller"));
  g_autofree char *activity =
    tra_plain_text (tra_session_get_notice_activity (session), MAX_NAME);

  describe_activity (self, session);
  self->title = g_strdup (_("Your Phone Wasn’t Answered"));
  self->actions = TRA_ACTIONS_GO_ONLINE;
  if (phone == NULL)
    phone = g_strdup (_("Your phone"));
  if (*activity != '\0')
    self->text = g_strdup_printf (
      /* Translators: the agent's phone, how long it rang, who calls, and the status that was set. */
      ngettext ("%s rang for %d second. %s is back in the queue and you’ve been set %s.",
                "%s rang for %d seconds. %s is back in the queue and you’ve been set %s.", seconds),
      phone, seconds, caller, activity);
  else
    self->text = g_strdup_printf (
      ngettext ("%s rang for %d second. %s is back in the queue.",
                "%s rang for %d seconds. %s is back in the queue.", seconds),
      phone, seconds, caller);
}

static void
take_number (TraScene *self, TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);

  self->title = tra_facts_get_caller (task);
  self->number = g_strdup (tr_task_get_caller (task));
}

static void
describe_offer (TraScene *self, TraSession *session, TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);
  g_autofree char *queue = tra_plain_text (tr_task_get_queue_name (task), MAX_NAME);
  g_autofree char *sender = tra_session_dup_sender_name (session, reservation);

  set_status (self, "call-incoming-symbolic", "accent", _("Incoming"));
  take_number (self, reservation);
  self->actions = TRA_ACTIONS_OFFER;
  if (sender != NULL)
    /* Translators: above the caller's number: a colleague, and the name of a queue: "Support". */
    self->over_title = g_strdup_printf (_("Transferred by %s · %s"), sender, queue);
  else if (tra_session_is_call (session))
    /* Translators: above the caller's number; %s is the name of a queue: "Support". */
    self->over_title = g_strdup_printf (_("Incoming Call · %s"), queue);
  else
    self->over_title = g_strdup_printf (_("Incoming Task · %s"), queue);
}

static void
describe_ringing (TraScene *self, TraSession *session, TrReservation *reservation)
{
  g_autofree char *phone = own_phone (session);
  g_autofree char *caller = isolated_caller (reservation);

  set_status (self, "phone-symbolic", "accent", _("Ringing"));
  self->title = g_strdup (_("Ringing Your Phone"));
  self->actions = TRA_ACTIONS_RINGING;
  if (phone != NULL)
    /* Translators: first the agent's own number, then the caller's. */
    self->text = g_strdup_printf (_("Pick up %s to talk to %s."), phone, caller);
  else
    self->text = g_strdup_printf (_("Pick up your phone to talk to %s."), caller);
}

static void
describe_call (TraScene *self, TraSession *session, TrReservation *reservation)
{
  gboolean is_call = tra_session_is_call (session);

  set_status (self, is_call ? "call-start-symbolic" : "document-edit-symbolic", "accent",
              is_call ? _("In Call") : _("At Work"));
  take_number (self, reservation);
  self->text = queue_line (reservation);
  self->actions = is_call ? TRA_ACTIONS_CALL : TRA_ACTIONS_TASK;
}

/* Who hung up; NULL if that is not told. */
static const char *
describe_ending (TraSession *session, TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);
  gboolean is_outbound = tr_task_get_attribute (task, "outbound_to") != NULL;

  switch (tra_session_get_ending (session))
    {
    case TRA_ENDING_CALLER:
      return is_outbound ? _("The other side hung up.") : _("The caller hung up.");
    case TRA_ENDING_AGENT:
      return _("You ended the call.");
    case TRA_ENDING_OTHER:
      return _("Someone else ended the call.");
    default:
      return NULL;
    }
}

/* Of a call of the agent's own that never came about; NULL for all others. */
static char *
describe_failed_call (TraSession *session, const char *number)
{
  switch (tra_session_get_ending (session))
    {
    case TRA_ENDING_BUSY:
      /* Translators: %s is a phone number, here and in the next two. */
      return g_strdup_printf (_("%s was busy."), number);
    case TRA_ENDING_NO_ANSWER:
      return g_strdup_printf (_("%s didn’t answer."), number);
    case TRA_ENDING_FAILED:
      return g_strdup_printf (_("%s couldn’t be reached."), number);
    default:
      return NULL;
    }
}

static void
describe_wrap_up (TraScene *self, TraSession *session, TrReservation *reservation)
{
  g_autofree char *caller = isolated_caller (reservation);
  g_autofree char *talk_time = tra_duration_to_clock (tra_session_get_talk_time (session));

  set_status (self, "document-edit-symbolic", "accent", _("Wrap-Up"));
  self->title = g_strdup (_("Wrap-Up"));
  self->actions = TRA_ACTIONS_NONE;
  if (tra_session_get_talk_time (session) > 0 && tra_session_is_call (session))
    /* Translators: a caller, and how long the call was: "4:37". */
    self->text = g_strdup_printf (_("You talked with %s for %s."), caller, talk_time);
  else
    self->text = queue_line (reservation);

  if (describe_ending (session, reservation) != NULL)
    {
      g_autofree char *text = g_steal_pointer (&self->text);

      /* Translators: two sentences: how long the call was, and who ended it. */
      self->text = g_strdup_printf (C_("sentences", "%s %s"), text,
                                    describe_ending (session, reservation));
    }
  else if (tra_session_get_ending (session) != TRA_ENDING_UNKNOWN)
    {
      g_free (self->text);
      self->text = describe_failed_call (session, caller);
    }
}

static void
describe_lost (TraScene *self, TraSession *session)
{
  g_autofree char *name = activity_name (session);
  gint64 lost = tra_session_get_lost_time (session);
  g_autofree char *time = time_of_day (lost);

  self->title = g_strdup (_("Calls May Not Reach You"));
  self->actions = TRA_ACTIONS_NONE;
  if (lost > 0 && *name != '\0')
    /* Translators: a status, "Available", and a time of day, "14:02". */
    self->text = g_strdup_printf (_("You were %s when the connection was lost at %s."), name, time);
}

static void
describe_expired (TraScene *self, TraSession *session)
{
  gint64 lost = tra_session_get_lost_time (session);
  g_autofree char *time = time_of_day (lost);

  self->title = g_strdup (_("Signed Out"));
  self->actions = TRA_ACTIONS_SIGN_IN;
  if (lost > 0)
    /* Translators: %s is a time of day, "14:30". */
    self->text = g_strdup_printf (_("Your sign-in ran out at %s and couldn’t be renewed."), time);
  else
    self->text = g_strdup (_("Your sign-in ran out and couldn’t be renewed."));
}

static void
describe_elsewhere (TraScene *self, TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  g_autofree char *name = tra_plain_text (tr_worker_get_friendly_name (worker), MAX_NAME);
  gint64 since = tra_session_get_lost_time (session);
  g_autofree char *time = time_of_day (since);

  self->title = g_strdup (_("Signed In Elsewhere"));
  self->actions = TRA_ACTIONS_TAKE_OVER;
  if (since > 0 && *name != '\0')
    self->text = g_strdup_printf (
        /* Translators: the agent's own name, "dana", and a time of day, "14:30". */
        _("Since %2$s %1$s is signed in on another computer. Calls are shown there, not here."), name,
        time);
  else
    self->text = g_strdup (_("You are signed in on another computer. Calls are shown there, not here."));
}

/* While the connection is lost the call goes on: what was last known of it stays in view. */
static TraPhase
phase_behind_loss (TraSession *session, TrReservation *reservation)
{
  if (reservation == NULL)
    return TRA_PHASE_CONNECTION_LOST;

  switch (tr_reservation_get_status (reservation))
    {
    case TR_RESERVATION_PENDING:
      return tra_session_get_ringing_left (session) > 0 ? TRA_PHASE_RINGING : TRA_PHASE_RESERVED;
    case TR_RESERVATION_ACCEPTED:
      return TRA_PHASE_IN_CALL;
    case TR_RESERVATION_WRAPPING:
      return TRA_PHASE_WRAP_UP;
    default:
      return TRA_PHASE_CONNECTION_LOST;
    }
}

/* Signed out by the service, too: of a call the agent must know, and be able to end it. */
static gboolean
is_talking (TrReservation *reservation)
{
  return reservation != NULL && tr_reservation_get_status (reservation) == TR_RESERVATION_ACCEPTED;
}

static void
describe_signed_out (TraScene *self)
{
  set_status (self, "dialog-password-symbolic", "dim-label", _("Signed Out"));
}

static void
describe_work (TraScene *self, TraSession *session, TrReservation *reservation)
{
  if (self->shown == TRA_PHASE_RESERVED)
    describe_offer (self, session, reservation);
  else if (self->shown == TRA_PHASE_RINGING)
    describe_ringing (self, session, reservation);
  else if (self->shown == TRA_PHASE_IN_CALL)
    describe_call (self, session, reservation);
  else
    describe_wrap_up (self, session, reservation);
}

static void
describe_rest (TraScene *self, TraSession *session)
{
  switch (self->shown)
    {
    case TRA_PHASE_MISSED:
      describe_missed (self, session);
      break;
    case TRA_PHASE_NOT_ANSWERED:
      describe_not_answered (self, session);
      break;
    case TRA_PHASE_CONNECTION_LOST:
      describe_lost (self, session);
      break;
    case TRA_PHASE_EXPIRED:
      describe_expired (self, session);
      break;
    case TRA_PHASE_ELSEWHERE:
      describe_elsewhere (self, session);
      break;
    case TRA_PHASE_SIGNED_OUT:
    case TRA_PHASE_CONNECTING:
      self->title = g_strdup (_("Connecting…"));
      break;
    default:
      describe_idle (self, session);
    }
}

/**
 * tra_scene_new:
 * @session: a session
 *
 * Returns: (transfer full): what its state looks like now; free with tra_scene_free()
 */
TraScene *
tra_scene_new (TraSession *session)
{
  TraScene *self;
  TrReservation *reservation;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_new0 (TraScene, 1);
  reservation = tra_session_get_reservation (session);
  self->phase = self->shown = tra_session_get_phase (session);
  self->actions = TRA_ACTIONS_NONE;
  self->is_live = self->phase > TRA_PHASE_CONNECTING && self->phase < TRA_PHASE_CONNECTION_LOST;
  if (self->phase == TRA_PHASE_CONNECTION_LOST)
    self->shown = phase_behind_loss (session, reservation);
  else if (self->phase == TRA_PHASE_EXPIRED && is_talking (reservation))
    self->shown = TRA_PHASE_IN_CALL;

  if (reservation != NULL && self->shown >= TRA_PHASE_RESERVED && self->shown <= TRA_PHASE_WRAP_UP)
    describe_work (self, session, reservation);
  else
    describe_rest (self, session);

  if (self->phase == TRA_PHASE_EXPIRED)
    describe_signed_out (self);
  else if (self->phase == TRA_PHASE_ELSEWHERE)
    set_status (self, "system-users-symbolic", "dim-label", _("Elsewhere"));
  else if (!self->is_live)
    set_status (self, "network-offline-symbolic", "dim-label", _("Connecting…"));
  return self;
}

void
tra_scene_free (TraScene *self)
{
  g_free (self->status);
  g_free (self->over_title);
  g_free (self->title);
  g_free (self->text);
  g_free (self->number);
  g_free (self);
}

/**
 * tra_scene_get_detail:
 * @self: what is shown
 * @session: where it is from
 *
 * Returns: (transfer full) (nullable): the second line of a strip: queue and time; NULL when there
 *   is no work to show
 */
char *
tra_scene_get_detail (TraScene *self, TraSession *session)
{
  TrReservation *reservation = tra_session_get_reservation (session);
  g_autofree char *queue = NULL;
  g_autofree char *time = NULL;
  int seconds;

  if (reservation == NULL)
    return NULL;

  queue = tra_plain_text (tr_task_get_queue_name (tr_reservation_get_task (reservation)), MAX_NAME);
  switch (self->shown)
    {
    case TRA_PHASE_RESERVED:
      seconds = tra_duration_seconds_left (tra_session_get_reservation_left (session, reservation));
      /* Translators: a queue, "Support", and the time left to answer. */
      return g_strdup_printf (ngettext ("%s · %d second left", "%s · %d seconds left", seconds),
                              queue, seconds);
    case TRA_PHASE_RINGING:
      /* Translators: %s is a queue, "Support". */
      return g_strdup_printf (_("%s · ringing your phone"), queue);
    case TRA_PHASE_IN_CALL:
    case TRA_PHASE_WRAP_UP:
      time = tra_duration_to_clock (tra_session_get_phase_elapsed (session));
      /* Translators: a queue, "Support", and a running time, "4:12". */
      return g_strdup_printf (_("%s · %s"), queue, time);
    default:
      return NULL;
    }
}
