/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-transfer.h"

#include <glib/gi18n.h>

#include "tr-client-participants.h"
#include "tr-json.h"
#include "tr-worker-calls.h"
#include "tra-phone-number.h"
#include "tra-session-doubt.h"
#include "tra-session-private.h"

/*
 * Handing the call to a phone that is nobody's here. The event bridge knows of workers and queues
 * only, so this is done with the account's rights, or by a company's server: the number is added to the conference, and the
 * agent leaves the call to it. No event tells what becomes of the ringing: its call is asked for.
 *
 * Source: Api 2010, Conferences/{CF}/Participants: POST; Calls/{CA}: GET, and POST with Status.
 */

typedef struct
{
  TraRequest *request; /* owned */
  char *conference_sid;
  char *call_sid; /* nullable: not called yet */
  char *number;
  char *from;
  gboolean is_warm;
  GError *error; /* nullable: of an answer that was lost */
} Dialling;

static void
dialling_free (Dialling *dialling)
{
  tra_request_free (dialling->request);
  g_free (dialling->conference_sid);
  g_free (dialling->call_sid);
  g_free (dialling->number);
  g_free (dialling->from);
  g_clear_error (&dialling->error);
  g_free (dialling);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dialling, dialling_free)

static gboolean
is_number (const char *text)
{
  return text != NULL && text[0] == '+' && g_ascii_isdigit (text[1]);
}

/* Which number the called one sees: the one that this call is on already, or the agent's usual one;
 * NULL if there is none. */
static char *
dup_from (TraSession *self)
{
  TrTask *task = tr_reservation_get_task (self->reservation);
  gboolean is_outbound = tr_task_get_attribute (task, "outbound_to") != NULL;
  const char *known = tr_task_get_attribute (task, is_outbound ? "from" : "called");
  g_autofree char *wanted = NULL;

  if (known == NULL && !is_outbound)
    known = tr_task_get_attribute (task, "to");
  if (is_number (known))
    return g_strdup (known);

  wanted = g_settings_get_string (self->settings, "dial-from");
  return is_number (wanted) ? g_steal_pointer (&wanted) : NULL;
}

/**
 * tra_session_can_transfer_to_number:
 * @self: a session
 *
 * Returns: whether a number may be added to the call: where the service shows us the conference, so
 *   with the account's rights or a company's server that lets us, and if there is a number to call from
 */
gboolean
tra_session_can_transfer_to_number (TraSession *self)
{
  g_autofree char *from = NULL;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  if (!tra_session_can_transfer (self) || !self->line->is_seen || tra_line_has_others (self->line) ||
      (self->company != NULL && !tra_company_may_dial_out (self->company)))
    return FALSE;
  from = dup_from (self);
  return from != NULL;
}

/* Whether the line in front is still the one that this was begun on. */
static gboolean
is_in_front (Dialling *dialling)
{
  TraLine *line = dialling->request->session->line;

  return line != NULL && g_str_equal (line->conference_sid, dialling->conference_sid);
}

static void
end_step (TraSession *self)
{
  tra_session_look_at_line (self);
  tra_session_update (self);
}

/* Whether the caller is on hold as was asked for; what was lost on the way may have been done. Takes
 * @user_data. */
static void
settle_hold (TraRequest *request,
             gboolean is_held,
             const GError *error,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autofree char *sid = tra_line_dup_customer (tr_reservation_get_task (request->reservation));

  tra_session_settle_doubt_async (request->session, sid, TRA_DOUBT_HELD, is_held, error, callback,
                                  user_data);
}

static gboolean
is_lost (const GError *error)
{
  return error != NULL && tra_request_is_unclear (error) && !tr_error_is_unclear (error);
}

static void
resume_settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;

  tra_session_settle_doubt_finish (result, &error);
  if (!tra_request_answered (request, error))
    return;

  if (error != NULL && tra_session_get_offer (request->session, request->reservation) != NULL)
    tra_request_tell_failure (request, error);
  end_step (request->session);
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;

  tr_worker_call_finish (TR_WORKER (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    {
      settle_hold (request, FALSE, error, resume_settled_cb, request);
      g_steal_pointer (&request);
    }
  else if (tra_request_answered (request, NULL))
    end_step (request->session);
}

/* Nobody came: the caller must not go on hearing music. */
static void
resume_caller (TraSession *self, TrReservation *reservation)
{
  tr_worker_hold_customer_async (self->worker, tr_reservation_get_task (reservation), FALSE,
                                 self->cancellable, resumed_cb,
                                 tra_request_new (self, "resume", reservation, NULL));
}

/* The agent may have turned to another task meanwhile. */
static void
note_number (Dialling *dialling, const char *call_sid)
{
  TraSession *self = dialling->request->session;
  TraOffer *offer = tra_session_get_offer (self, dialling->request->reservation);

  if (offer == NULL)
    return;
  g_free (offer->number_sid);
  offer->number_sid = g_strdup (call_sid);
  g_free (offer->number_name);
  offer->number_name = tra_phone_number_isolate (dialling->number);
  offer->number_since = tr_clock_get_monotonic_time (self->clock);
  offer->is_number_warm = dialling->is_warm;
  offer->leaves_to_number = FALSE;
  if (is_in_front (dialling))
    tra_session_take_number_back (self, offer);
}

static void
add_failed (Dialling *dialling, const GError *error)
{
  TraSession *self = dialling->request->session;

  if (tra_session_get_offer (self, dialling->request->reservation) == NULL)
    return;
  tra_request_tell_failure (dialling->request, error);
  if (dialling->is_warm && !tr_error_is_unclear (error))
    resume_caller (self, dialling->request->reservation);
}

static const char *
find_number (GPtrArray *participants, const char *number)
{
  for (guint i = 0; i < participants->len; i++)
    {
      TrParticipant *participant = g_ptr_array_index (participants, i);

      if (g_strcmp0 (tr_participant_get_label (participant), number) == 0)
        return tr_participant_get_call_sid (participant);
    }
  return NULL;
}

/* Takes what the number's call was answered with, if that was lost: its leg has the number as its
 * name. */
static void
looked_for_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Dialling) dialling = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) participants =
      tr_client_list_participants_finish (TR_CLIENT (source), result, &error);
  const char *sid = participants != NULL ? find_number (participants, dialling->number) : NULL;

  if (!tra_request_answered (dialling->request, error))
    return;

  if (participants == NULL)
    tr_error_set_unclear (dialling->error);
  if (sid != NULL)
    note_number (dialling, sid);
  else
    add_failed (dialling, dialling->error);
  end_step (dialling->request->session);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Dialling) dialling = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TrParticipant) participant =
      tr_client_add_participant_finish (TR_CLIENT (source), result, &error);

  if (is_lost (error))
    {
      dialling->error = g_steal_pointer (&error);
      tr_client_list_participants_async (TR_CLIENT (source), dialling->conference_sid,
                                         dialling->request->session->cancellable, looked_for_cb,
                                         dialling);
      g_steal_pointer (&dialling);
      return;
    }
  if (!tra_request_answered (dialling->request, error))
    return;

  if (error != NULL)
    add_failed (dialling, error);
  else
    note_number (dialling, tr_participant_get_call_sid (participant));
  end_step (dialling->request->session);
}

/* Its leg ends the conference for nobody, and it is named so that it can be shown. */
static void
add (Dialling *dialling)
{
  TraSession *self = dialling->request->session;
  const char *form[] = { "From", dialling->from, "To", dialling->number, "Label", dialling->number,
                         "EarlyMedia", "true", "EndConferenceOnExit", "false", NULL };

  tr_client_add_participant_async (self->client, dialling->conference_sid, form, self->cancellable,
                                   added_cb, dialling);
}

/* Takes @dialling. */
static void
held (Dialling *dialling, const GError *error)
{
  TraSession *self = dialling->request->session;
  gboolean is_open = !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
                     tra_session_get_offer (self, dialling->request->reservation) != NULL;

  /* The caller hears music by now: the number is called, whatever the agent has turned to. */
  if (error == NULL && is_open)
    {
      add (dialling);
      return;
    }
  if (tra_request_answered (dialling->request, error))
    {
      if (error != NULL && is_open)
        tra_request_tell_failure (dialling->request, error);
      end_step (self);
    }
  dialling_free (dialling);
}

static void
hold_settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  tra_session_settle_doubt_finish (result, &error);
  held (user_data, error);
}

static void
held_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Dialling *dialling = user_data;
  g_autoptr(GError) error = NULL;

  tr_worker_call_finish (TR_WORKER (source), result, &error);
  if (is_lost (error))
    settle_hold (dialling->request, TRUE, error, hold_settled_cb, dialling);
  else
    held (dialling, error);
}

/**
 * tra_session_transfer_to_number:
 * @self: a session
 * @number: whom to call, as the service spells numbers: "+16505550100"
 * @is_warm: whether the agent stays to introduce the caller, who is on hold until then; else the
 *   agent leaves when the number has answered
 */
void
tra_session_transfer_to_number (TraSession *self, const char *number, gboolean is_warm)
{
  Dialling *dialling;

  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (number != NULL);

  if (!tra_session_can_transfer_to_number (self))
    return;

  g_clear_object (&self->line->transfer);
  g_free (self->line->target_name);
  self->line->target_name = tra_phone_number_isolate (number);
  dialling = g_new0 (Dialling, 1);
  dialling->request = tra_request_new (self, "transfer", self->reservation, NULL);
  dialling->conference_sid = g_strdup (self->line->conference_sid);
  dialling->number = g_strdup (number);
  dialling->from = dup_from (self);
  dialling->is_warm = is_warm;
  if (is_warm)
    tr_worker_hold_customer_async (self->worker, tr_reservation_get_task (self->reservation), TRUE,
                                   self->cancellable, held_cb, dialling);
  else
    add (dialling);
  tra_session_update (self);
}

/* ---- What becomes of it ---- */

static Dialling *
dialling_new_for_line (TraSession *self)
{
  Dialling *dialling = g_new0 (Dialling, 1);

  dialling->conference_sid = g_strdup (self->line->conference_sid);
  dialling->call_sid = g_strdup (self->line->number_sid);
  return dialling;
}

static char *
dup_call_path (Dialling *dialling)
{
  g_autofree char *call = g_uri_escape_string (dialling->call_sid, NULL, FALSE);

  return g_strdup_printf ("Calls/%s.json", call);
}

/* Why a call of @status came to nothing; NULL for one that rings or is answered. */
static char *
describe_end (TraLine *line, const char *status)
{
  const char *name = line->target_name != NULL ? line->target_name : "";

  if (g_str_equal (status, "busy"))
    /* Translators: here and in the next two, %s is a phone number that a call was to be handed to. */
    return g_strdup_printf (_("%s is busy"), name);
  if (g_str_equal (status, "no-answer"))
    return g_strdup_printf (_("%s didn’t answer"), name);
  if (g_str_equal (status, "failed"))
    return g_strdup_printf (_("%s can’t be reached"), name);
  if (g_str_equal (status, "completed") || g_str_equal (status, "canceled"))
    return g_strdup_printf (_("%s didn’t take the call"), name);
  return NULL;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Dialling) dialling = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  TraSession *self = dialling->request->session;
  g_autofree char *end = NULL;
  const char *status;
  JsonObject *object;

  if (!tra_request_answered (dialling->request, error) || !is_in_front (dialling) ||
      g_strcmp0 (self->line->number_sid, dialling->call_sid) != 0)
    return;

  if (node == NULL || !tr_json_expect_object (node, &object, &error) ||
      !tr_json_expect_string (object, "status", &status, &error))
    {
      g_info ("The call to a number: %s", error->message);
      return;
    }
  end = describe_end (self->line, status);
  if (end == NULL)
    return;

  tra_session_forget_number (self);
  tra_session_toast (self, end);
  if (self->line->is_number_warm)
    resume_caller (self, dialling->request->reservation);
  end_step (self);
}

/* The agent's part is over as soon as nothing else is on its way. */
static void
leave_to_number (TraSession *self)
{
  TraLeg *other = tra_line_find (self->line, TRA_LEG_OTHER);

  if (other == NULL)
    self->line->leaves_to_number = FALSE;
  else if (tra_session_can_leave_call (self))
    {
      self->line->leaves_to_number = FALSE;
      tra_session_leave_call (self);
    }
  else if (tra_session_can_hand_over (self))
    {
      self->line->leaves_to_number = FALSE;
      tra_session_hand_over (self);
    }
}

/*
 * tra_session_check_number:
 * @self: a session that looked at its line
 *
 * Whether the number that the call is to be handed to has answered, or will not. One that does not is
 * gone from the line, or still on it for a while: only its call says which.
 */
void
tra_session_check_number (TraSession *self)
{
  TraLeg *leg;
  Dialling *dialling;
  g_autofree char *path = NULL;

  tra_session_adopt_number (self);
  if (self->line->number_sid != NULL)
    {
      leg = tra_line_find_call (self->line, self->line->number_sid);
      if (leg == NULL || !leg->is_connected)
        {
          dialling = dialling_new_for_line (self);
          dialling->request = tra_request_new_silent (self, "transfer", self->reservation, NULL);
          path = dup_call_path (dialling);
          tr_client_request_async (self->client, TR_SERVICE_API, "GET", path, NULL,
                                   self->cancellable, asked_cb, dialling);
          return;
        }
      tra_session_forget_number (self);
      self->line->leaves_to_number = !self->line->is_number_warm;
    }
  if (self->line->leaves_to_number)
    leave_to_number (self);
}

static void
number_stopped (Dialling *dialling, const GError *error)
{
  TraSession *self = dialling->request->session;

  if (!tra_request_answered (dialling->request, error))
    return;

  if (is_in_front (dialling) && g_strcmp0 (self->line->number_sid, dialling->call_sid) == 0)
    {
      if (error == NULL)
        tra_session_forget_number (self);
      else
        tra_request_tell_unclear (dialling->request, error);
    }
  end_step (self);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Dialling) dialling = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);

  number_stopped (dialling, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Dialling) dialling = user_data;
  g_autoptr(GError) error = NULL;

  tr_client_participant_finish (TR_CLIENT (source), result, &error);
  number_stopped (dialling, error);
}

/*
 * tra_session_stop_number:
 * @self: a session whose call is to be handed to a number that rings
 *
 * Hangs up on it: its call is ended, or, by a company's server, which knows whose conference it is but
 * not whose call, its leg is removed. The caller stays on hold, as where a colleague is not waited for
 * any longer.
 */
void
tra_session_stop_number (TraSession *self)
{
  const char *form[] = { "Status", "completed", NULL };
  Dialling *dialling = dialling_new_for_line (self);
  g_autofree char *path = dup_call_path (dialling);

  dialling->request = tra_request_new (self, "cancel-transfer", self->reservation, NULL);
  if (self->company != NULL)
    tr_client_remove_participant_async (self->client, dialling->conference_sid, dialling->call_sid,
                                        self->cancellable, removed_cb, dialling);
  else
    tr_client_request_async (self->client, TR_SERVICE_API, "POST", path, form, self->cancellable,
                             stopped_cb, dialling);
  tra_session_update (self);
}
