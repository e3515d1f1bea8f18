/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-event-callback.h"

#include <string.h>

#include "tr-json.h"

#include "trs-callback-alert.h"
#include "trs-event-form.h"

/* What an input of ours has. */
#define TOLD "told"

/* How long to wait before an event is sent again, after one failure and after two; then it is
 * given up. */
static const gint64 pauses[] = { 200 * G_TIME_SPAN_MILLISECOND, G_TIME_SPAN_SECOND };

struct _TrsEventCallback
{
  TrsEngine *engine;   /* owned */
  TrsWebhook *webhook; /* owned */
  TrsInputs *inputs;   /* the server's, which outlives us */
  TrClock *clock;      /* owned; of the programs that are told */
  GHashTable *lines;   /* workspace SID → owned Line, which has the key */
  GCancellable *cancellable; /* owned; cancelled when we go */
  gboolean is_open;
  gulong event_handler;
};

/* One event that a program is to hear of. */
typedef struct
{
  char *url;
  char *auth_token;
  JsonObject *form;
} Note;

/* A workspace's events, oldest first. The first is on its way once we are open. */
typedef struct
{
  TrsEventCallback *callback; /* not owned: it frees us */
  char *workspace_sid;
  GQueue notes; /* of owned Notes */
  guint n_failures;
  guint64 timer;
  guint64 alarm;    /* that it is full */
  gboolean is_full; /* and somebody was told so */
} Line;

static void
note_free (gpointer data)
{
  Note *note = data;

  g_free (note->url);
  g_free (note->auth_token);
  json_object_unref (note->form);
  g_free (note);
}

static void
line_free (gpointer data)
{
  Line *line = data;

  tr_clock_clear (line->callback->clock, &line->timer);
  tr_clock_clear (line->callback->clock, &line->alarm);
  g_queue_clear_full (&line->notes, note_free);
  g_free (line->workspace_sid);
  g_free (line);
}

static void
line_raise_alert (Line *line, int code, const char *text)
{
  TrsEventCallback *self = line->callback;
  g_autofree char *sentence = g_strconcat ("Event callback: ", text, NULL);

  trs_callback_alert_raise (self->inputs, self->engine, line->workspace_sid, code, "workspace",
                            line->workspace_sid, sentence);
}

static void
full_cb (gpointer user_data)
{
  Line *line = user_data;

  line->alarm = 0;
  line_raise_alert (line, 11200, "too many events wait; later ones are dropped");
}

static void line_send (Line *line);

static void
again_cb (gpointer user_data)
{
  Line *line = user_data;

  line->timer = 0;
  line_send (line);
}

/* The first is through, or given up. Returns whether there is another. */
static gboolean
line_drop_first (Line *line)
{
  line->n_failures = 0;
  note_free (g_queue_pop_head (&line->notes));
  if (line->notes.length > 0)
    return TRUE;
  g_hash_table_remove (line->callback->lines, line->workspace_sid);
  return FALSE;
}

static void
line_go_on (Line *line)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, TOLD, line->workspace_sid);
  trs_inputs_tell (line->callback->inputs, entry);
  if (line_drop_first (line))
    line_send (line);
}

static gboolean
repeat (JsonObject *entry, gpointer user_data, GError **error)
{
  TrsEventCallback *self = user_data;
  const char *workspace_sid;
  Line *line;

  if (!tr_json_expect_string (entry, TOLD, &workspace_sid, error))
    return FALSE;
  line = g_hash_table_lookup (self->lines, workspace_sid);
  if (line != NULL)
    line_drop_first (line);
  return TRUE;
}

static void
line_fail (Line *line, const GError *error)
{
  if (line->n_failures < G_N_ELEMENTS (pauses))
    {
      line->timer =
        tr_clock_add (line->callback->clock, pauses[line->n_failures], again_cb, line);
      line->n_failures++;
      return;
    }
  line_raise_alert (line, error->code, error->message);
  line_go_on (line);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Line *line = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsWebhookAnswer) answer =
    trs_webhook_send_finish (TRS_WEBHOOK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer != NULL && (answer->status < 200 || answer->status > 299))
    g_set_error (&error, TRS_WEBHOOK_ERROR, 11200, "the answer has status %u", answer->status);
  if (error != NULL)
    line_fail (line, error);
  else
    line_go_on (line);
}

static void
line_send (Line *line)
{
  const Note *note = g_queue_peek_head (&line->notes);
  TrsWebhookRequest request = {
    .url = note->url,
    .parameters = note->form,
    .auth_token = note->auth_token,
  };

  trs_webhook_send_async (line->callback->webhook, &request, line->callback->cancellable, sent_cb,
                          line);
}

static Line *
trs_event_callback_get_line (TrsEventCallback *self, const char *workspace_sid)
{
  Line *line = g_hash_table_lookup (self->lines, workspace_sid);

  if (line != NULL)
    return line;
  line = g_new0 (Line, 1);
  line->callback = self;
  line->workspace_sid = g_strdup (workspace_sid);
  g_hash_table_insert (self->lines, line->workspace_sid, line);
  return line;
}

/* Words between commas; none at all let everything through. */
static gboolean
passes_filter (const char *filter, const char *type)
{
  g_auto(GStrv) words = NULL;

  if (filter == NULL)
    return TRUE;
  words = g_strsplit (filter, ",", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (g_str_equal (g_strstrip (words[i]), type))
        return TRUE;
    }
  return FALSE;
}

static void
event_cb (TrsEngine *engine, TrsEvent *event, gpointer user_data)
{
  TrsEventCallback *self = user_data;
  TrsWorkspace *workspace = event->workspace;
  Line *line;
  Note *note;

  if (workspace == NULL || workspace->event_callback_url == NULL ||
      !passes_filter (workspace->events_filter, event->type))
    return;

  line = trs_event_callback_get_line (self, workspace->base.sid);
  if (line->notes.length >= TRS_EVENT_CALLBACK_MAX_WAITING)
    {
      /* Not within the verb that this event is of. */
      if (!line->is_full && line->alarm == 0 && self->is_open)
        line->alarm = tr_clock_add (self->clock, 0, full_cb, line);
      line->is_full = TRUE;
      return;
    }
  line->is_full = FALSE;
  note = g_new (Note, 1);
  *note = (Note) { g_strdup (workspace->event_callback_url),
                   g_strdup (event->account->auth_token), trs_event_form_new (event) };
  g_queue_push_tail (&line->notes, note);
  if (line->notes.length == 1 && self->is_open)
    line_send (line);
}

/**
 * trs_event_callback_new:
 * @engine: whose events they are
 * @webhook: what tells them
 * @clock: by which it is told again
 * @inputs: told of alerts and of what was told, and learn how that comes again; outlive it
 *
 * Returns: (transfer full): what knows from now on what is to be told
 *
 * Source: the service's "Event reference": EventCallbackUrl and EventsFilter of the workspace. How
 * often it tries again is not documented.
 */
TrsEventCallback *
trs_event_callback_new (TrsEngine *engine,
                        TrsWebhook *webhook,
                        TrClock *clock,
                        TrsInputs *inputs)
{
  TrsEventCallback *self = g_new0 (TrsEventCallback, 1);

  self->engine = g_object_ref (engine);
  self->webhook = g_object_ref (webhook);
  self->clock = g_object_ref (clock);
  self->inputs = inputs;
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, line_free);
  self->cancellable = g_cancellable_new ();
  self->event_handler = g_signal_connect (engine, "event", G_CALLBACK (event_cb), self);
  trs_inputs_add (inputs, TOLD, repeat, self);
  return self;
}

/**
 * trs_event_callback_open:
 * @self: what knows what is to be told
 *
 * Tells it from now on, what a history left untold first.
 */
void
trs_event_callback_open (TrsEventCallback *self)
{
  GHashTableIter iter;
  gpointer line;

  self->is_open = TRUE;
  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, NULL, &line))
    line_send (line);
}

/**
 * trs_event_callback_free:
 * @self: (transfer full): what tells of events
 *
 * What still waits is told to nobody.
 */
void
trs_event_callback_free (TrsEventCallback *self)
{
  g_clear_signal_handler (&self->event_handler, self->engine);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->lines);
  g_object_unref (self->clock);
  g_object_unref (self->webhook);
  g_object_unref (self->engine);
  g_free (self);
}
