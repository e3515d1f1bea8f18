/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-assignment-callback.h"

#include <string.h>

#include "tr-json.h"

#include "resource/trs-fields.h"
#include "trs-callback-alert.h"
#include "trs-callback-instruction.h"

/* Source: the service's guide "Handling assignment callbacks". */
#define DEADLINE_SECONDS 5

/* What inputs of ours have. */
#define INSTRUCTION "instruction"
#define UNANSWERED "unanswered"

struct _TrsAssignmentCallback
{
  TrsEngine *engine;         /* owned */
  TrsWebhook *webhook;       /* owned */
  TrsInputs *inputs;         /* the server's, which outlives us */
  GCancellable *cancellable; /* owned; cancelled when we go */
  GQueue questions;          /* of owned Questions, the oldest first */
  gboolean is_open;
  gulong event_handler;
};

/* One reservation whose program is being asked, or will be. */
typedef struct
{
  TrsAssignmentCallback *callback; /* not owned: it frees us */
  char *workspace_sid;
  char *reservation_sid;
  char *auth_token;
  char *url;
  char *fallback_url; /* nullable: none, or it is @url now */
  JsonObject *form;   /* owned */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->workspace_sid);
  g_free (question->reservation_sid);
  g_free (question->auth_token);
  g_free (question->url);
  g_free (question->fallback_url);
  json_object_unref (question->form);
  g_free (question);
}

static void
trs_assignment_callback_settle (TrsAssignmentCallback *self, Question *question)
{
  g_queue_remove (&self->questions, question);
  question_free (question);
}

/* The fallback is next, if there is one. Returns whether there is. */
static gboolean
question_go_on (Question *question)
{
  if (question->fallback_url == NULL)
    {
      trs_assignment_callback_settle (question->callback, question);
      return FALSE;
    }
  g_free (question->url);
  question->url = g_steal_pointer (&question->fallback_url);
  return TRUE;
}

static Question *
trs_assignment_callback_find (TrsAssignmentCallback *self, const char *reservation_sid)
{
  for (GList *link = self->questions.head; link != NULL; link = link->next)
    {
      Question *question = link->data;

      if (g_str_equal (question->reservation_sid, reservation_sid))
        return question;
    }
  return NULL;
}

static void ask (Question *question);

/* FALSE when the program said nothing that can be read, with @error set to the service's code. */
static gboolean
check_answer (const TrsWebhookAnswer *answer, GError **error)
{
  if (answer->status < 200 || answer->status > 299)
    g_set_error (error, TRS_WEBHOOK_ERROR, 11200, "the answer has status %u", answer->status);
  else if (answer->length > 0 && g_strcmp0 (answer->content_type, "application/json") != 0)
    g_set_error_literal (error, TRS_WEBHOOK_ERROR, TRS_ALERT_NOT_JSON,
                         "the answer is not application/json");
  else
    return TRUE;
  return FALSE;
}

static void
run_instruction (TrsEngine *engine,
                 const char *workspace_sid,
                 const char *reservation_sid,
                 const char *text)
{
  TrsWorkspace *workspace = trs_engine_get_workspace (engine, workspace_sid);
  TrsReservation *reservation = NULL;

  if (workspace != NULL)
    reservation = trs_workspace_get_reservation (workspace, reservation_sid);
  if (reservation != NULL)
    trs_callback_instruction_run (reservation, text, strlen (text));
}

/* An answer that no text is (a NUL in it, or no UTF-8) is no instruction either way. */
static void
trs_assignment_callback_obey (TrsAssignmentCallback *self,
                              Question *question,
                              const TrsWebhookAnswer *answer)
{
  g_autofree char *text = g_utf8_make_valid (answer->body, (gssize) answer->length);
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, INSTRUCTION, text);
  json_object_set_string_member (entry, "workspace", question->workspace_sid);
  json_object_set_string_member (entry, "reservation", question->reservation_sid);
  trs_inputs_tell (self->inputs, entry);
  run_instruction (self->engine, question->workspace_sid, question->reservation_sid, text);
  trs_assignment_callback_settle (self, question);
}

static gboolean
repeat (JsonObject *entry, gpointer user_data, GError **error)
{
  TrsAssignmentCallback *self = user_data;
  Question *question;
  const char *text, *workspace_sid, *reservation_sid;

  if (!tr_json_expect_string (entry, INSTRUCTION, &text, error) ||
      !tr_json_expect_string (entry, "workspace", &workspace_sid, error) ||
      !tr_json_expect_string (entry, "reservation", &reservation_sid, error))
    return FALSE;
  question = trs_assignment_callback_find (self, reservation_sid);
  run_instruction (self->engine, workspace_sid, reservation_sid, text);
  if (question != NULL)
    trs_assignment_callback_settle (self, question);
  return TRUE;
}

static gboolean
repeat_unanswered (JsonObject *entry, gpointer user_data, GError **error)
{
  const char *reservation_sid;
  Question *question;

  if (!tr_json_expect_string (entry, UNANSWERED, &reservation_sid, error))
    return FALSE;
  question = trs_assignment_callback_find (user_data, reservation_sid);
  if (question != NULL)
    question_go_on (question);
  return TRUE;
}

/* The program that was asked last says nothing, and that is kept. */
static void
trs_assignment_callback_give_up (TrsAssignmentCallback *self, Question *question)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, UNANSWERED, question->reservation_sid);
  trs_inputs_tell (self->inputs, entry);
  if (question_go_on (question))
    ask (question);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsWebhookAnswer) answer =
    trs_webhook_send_finish (TRS_WEBHOOK (source), result, &error);
  TrsAssignmentCallback *self;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = question->callback;
  if (answer != NULL && check_answer (answer, &error))
    {
      trs_assignment_callback_obey (self, question, answer);
      return;
    }
  text = g_strdup_printf ("Assignment callback of reservation %s: %s", question->reservation_sid,
                          error->message);
  trs_callback_alert_raise (self->inputs, self->engine, question->workspace_sid, error->code,
                            "reservation", question->reservation_sid, text);
  trs_assignment_callback_give_up (self, question);
}

static void
ask (Question *question)
{
  TrsWebhookRequest request = {
    .url = question->url,
    .parameters = question->form,
    .auth_token = question->auth_token,
    .deadline_seconds = DEADLINE_SECONDS,
  };

  trs_webhook_send_async (question->callback->webhook, &request,
                          question->callback->cancellable, answered_cb, question);
}

/* As it is while the reservation is made. */
static JsonObject *
make_form (TrsEvent *event)
{
  TrsReservation *reservation = event->reservation;
  TrsTask *task = reservation->task;
  JsonObject *form = json_object_new ();

  trs_fields_set_digits (form, "Timestamp", event->base.date_created / G_USEC_PER_SEC);
  json_object_set_string_member (form, "AccountSid", event->account->base.sid);
  json_object_set_string_member (form, "WorkspaceSid", event->workspace->base.sid);
  json_object_set_string_member (form, "WorkflowSid", event->workflow->base.sid);
  json_object_set_string_member (form, "TaskQueueSid",
                                 task->queue != NULL ? task->queue->base.sid : "");
  json_object_set_string_member (form, "WorkerSid", reservation->worker->base.sid);
  json_object_set_string_member (form, "WorkerAttributes", reservation->worker->attributes);
  json_object_set_string_member (form, "TaskSid", task->base.sid);
  json_object_set_string_member (form, "TaskAttributes", task->attributes);
  trs_fields_set_digits (form, "TaskAge", trs_task_get_age (task));
  trs_fields_set_digits (form, "TaskPriority", task->priority);
  json_object_set_string_member (form, "ReservationSid", reservation->base.sid);
  return form;
}

static void
event_cb (TrsEngine *engine, TrsEvent *event, gpointer user_data)
{
  TrsAssignmentCallback *self = user_data;
  TrsWorkflow *workflow = event->workflow;
  Question *question;

  if (workflow == NULL || workflow->assignment_callback_url == NULL ||
      !g_str_equal (event->type, "reservation.created"))
    return;

  question = g_new0 (Question, 1);
  question->callback = self;
  question->workspace_sid = g_strdup (event->workspace->base.sid);
  question->reservation_sid = g_strdup (event->reservation->base.sid);
  question->auth_token = g_strdup (event->account->auth_token);
  question->url = g_strdup (workflow->assignment_callback_url);
  question->fallback_url = g_strdup (workflow->fallback_assignment_callback_url);
  question->form = make_form (event);
  g_queue_push_tail (&self->questions, question);
  if (self->is_open)
    ask (question);
}

/**
 * trs_assignment_callback_new:
 * @engine: whose reservations they are
 * @webhook: what asks
 * @inputs: told of the answers, and learn how they are obeyed again; outlive it
 *
 * Returns: (transfer full): what knows from now on what is to be asked
 */
TrsAssignmentCallback *
trs_assignment_callback_new (TrsEngine *engine, TrsWebhook *webhook, TrsInputs *inputs)
{
  TrsAssignmentCallback *self = g_new0 (TrsAssignmentCallback, 1);

  self->engine = g_object_ref (engine);
  self->webhook = g_object_ref (webhook);
  self->inputs = inputs;
  self->cancellable = g_cancellable_new ();
  self->event_handler = g_signal_connect (engine, "event", G_CALLBACK (event_cb), self);
  trs_inputs_add (inputs, INSTRUCTION, repeat, self);
  trs_inputs_add (inputs, UNANSWERED, repeat_unanswered, self);
  return self;
}

/**
 * trs_assignment_callback_open:
 * @self: what knows what is to be asked
 *
 * Asks it from now on: what a history left open at once, the rest as it comes.
 */
void
trs_assignment_callback_open (TrsAssignmentCallback *self)
{
  self->is_open = TRUE;
  for (GList *link = self->questions.head; link != NULL; link = link->next)
    ask (link->data);
}

/**
 * trs_assignment_callback_free:
 * @self: (transfer full): what asks
 *
 * Answers that are still to come are for nobody.
 */
void
trs_assignment_callback_free (TrsAssignmentCallback *self)
{
  g_clear_signal_handler (&self->event_handler, self->engine);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_queue_clear_full (&self->questions, question_free);
  g_object_unref (self->webhook);
  g_object_unref (self->engine);
  g_free (self);
}
