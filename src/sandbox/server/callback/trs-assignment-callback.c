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

/* What an input of ours has. */
#define INSTRUCTION "instruction"

struct _TrsAssignmentCallback
{
  TrsEngine *engine;         /* owned */
  TrsWebhook *webhook;       /* owned */
  TrsInputs *inputs;         /* the server's, which outlives us */
  GCancellable *cancellable; /* owned; cancelled when we go */
  gulong event_handler;
};

/* One reservation whose program is being asked. */
typedef struct
{
  TrsAssignmentCallback *callback; /* not owned: gone once the request was cancelled */
  char *workspace_sid;
  char *reservation_sid;
  char *auth_token;
  char *fallback_url; /* nullable: none, or it has been asked */
  JsonObject *form;   /* owned */
} Question;

static void
question_free (Question *question)
{
  g_free (question->workspace_sid);
  g_free (question->reservation_sid);
  g_free (question->auth_token);
  g_free (question->fallback_url);
  json_object_unref (question->form);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void ask (Question *question, const char *url);

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
}

static gboolean
repeat (JsonObject *entry, gpointer user_data, GError **error)
{
  const char *text, *workspace_sid, *reservation_sid;

  if (!tr_json_expect_string (entry, INSTRUCTION, &text, error) ||
      !tr_json_expect_string (entry, "workspace", &workspace_sid, error) ||
      !tr_json_expect_string (entry, "reservation", &reservation_sid, error))
    return FALSE;
  run_instruction (user_data, workspace_sid, reservation_sid, text);
  return TRUE;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Question) question = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsWebhookAnswer) answer =
    trs_webhook_send_finish (TRS_WEBHOOK (source), result, &error);
  TrsAssignmentCallback *self = question->callback; /* gone if we were cancelled */
  g_autofree char *fallback_url = NULL;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer != NULL && check_answer (answer, &error))
    {
      trs_assignment_callback_obey (self, question, answer);
      return;
    }
  text = g_strdup_printf ("Assignment callback of reservation %s: %s", question->reservation_sid,
                          error->message);
  trs_callback_alert_raise (self->inputs, self->engine, question->workspace_sid, error->code,
                            "reservation", question->reservation_sid, text);
  fallback_url = g_steal_pointer (&question->fallback_url);
  if (fallback_url != NULL)
    ask (g_steal_pointer (&question), fallback_url);
}

/* Takes @question over. */
static void
ask (Question *question, const char *url)
{
  TrsWebhookRequest request = {
    .url = url,
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
  TrsWorkflow *workflow = event->workflow;
  Question *question;

  if (workflow == NULL || workflow->assignment_callback_url == NULL ||
      !g_str_equal (event->type, "reservation.created"))
    return;

  question = g_new0 (Question, 1);
  question->callback = user_data;
  question->workspace_sid = g_strdup (event->workspace->base.sid);
  question->reservation_sid = g_strdup (event->reservation->base.sid);
  question->auth_token = g_strdup (event->account->auth_token);
  question->fallback_url = g_strdup (workflow->fallback_assignment_callback_url);
  question->form = make_form (event);
  ask (question, workflow->assignment_callback_url);
}

/**
 * trs_assignment_callback_new:
 * @engine: whose reservations they are
 * @webhook: what asks
 * @inputs: told of the answers; outlive it
 *
 * Returns: (transfer full): what asks from now on
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
  return self;
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
  g_object_unref (self->webhook);
  g_object_unref (self->engine);
  g_free (self);
}

/**
 * trs_assignment_callback_add_input:
 * @inputs: learn how a program's answer is obeyed again
 * @engine: outlives its place there
 */
void
trs_assignment_callback_add_input (TrsInputs *inputs, TrsEngine *engine)
{
  trs_inputs_add (inputs, INSTRUCTION, repeat, engine);
}
