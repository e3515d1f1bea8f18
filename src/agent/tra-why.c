/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-why.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "tra-control.h"
#include "tra-facts.h"
#include "tra-plain-text.h"
#include "tra-session-queues.h"

#define MAX_NAME 64
#define MAX_SENTENCE 300

/*
 * What is known to the agent's own client, in the order in which routing looks at it: a connection, a
 * status, room in a channel, a phone, a queue, a caller. The first that is amiss is the answer.
 */

static char *
why_not_connected (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);

  if (worker == NULL)
    return g_strdup (_("You are signed out."));
  if (tr_worker_get_state (worker) == TR_WORKER_SIGNED_OUT)
    return g_strdup (_("Your sign-in has expired. Sign in again to get calls."));
  if (tr_worker_get_state (worker) == TR_WORKER_DISPLACED)
    return g_strdup (_("You are signed in on another computer, and calls are shown there."));
  if (tr_worker_get_state (worker) != TR_WORKER_READY)
    return g_strdup (_("There is no connection to the service, so calls can’t reach you."));
  return NULL;
}

static char *
why_not_available (TrWorker *worker)
{
  TrActivity *activity = tr_worker_get_activity (worker);
  g_autofree char *name = NULL;

  if (activity == NULL || tr_activity_is_available (activity))
    return NULL;

  name = tra_plain_text (tr_activity_get_friendly_name (activity), MAX_NAME);
  /* Translators: %s is the name of a status */
  return g_strdup_printf (_("Your status is %s, and in that status no calls are offered."), name);
}

static char *
why_offered (TraSession *session)
{
  if (tra_session_get_phase (session) == TRA_PHASE_RESERVED)
    return g_strdup (_("You are offered one right now."));
  return NULL;
}

static TrWorkerChannel *
find_voice (GListModel *channels)
{
  for (guint i = 0; i < g_list_model_get_n_items (channels); i++)
    {
      g_autoptr(TrWorkerChannel) channel = g_list_model_get_item (channels, i);

      if (g_strcmp0 (tr_worker_channel_get_unique_name (channel), "voice") == 0)
        return channel; /* the list holds it */
    }
  return NULL;
}

static char *
why_no_room (TrWorker *worker)
{
  TrWorkerChannel *voice = find_voice (tr_worker_get_channels (worker));
  int capacity, assigned;

  if (voice == NULL)
    return NULL;

  capacity = tr_worker_channel_get_capacity (voice);
  assigned = tr_worker_channel_get_assigned_tasks (voice);
  if (!tr_worker_channel_is_available (voice))
    return g_strdup (_("Calls are switched off for you: your voice channel is not available. "
                       "Your administrator can change that."));
  if (capacity == 0)
    return g_strdup (_("You are set to take no calls at a time. Your administrator can change that."));
  if (assigned >= capacity)
    return g_strdup_printf (
        ngettext ("You have %d call open, and that is as many as you take at a time. Wrap-up counts.",
                  "You have %d calls open, and that is as many as you take at a time. Wrap-up counts.",
                  assigned),
        assigned);
  return NULL;
}

/* A number, a softphone or a SIP address. Source: the service's Dial and Participants resources. */
static gboolean
is_address (const char *address)
{
  if (g_str_has_prefix (address, "client:") || g_str_has_prefix (address, "sip:") ||
      g_str_has_prefix (address, "sips:"))
    return strchr (address, ':')[1] != '\0';
  return address[0] == '+' && strlen (address) >= 8 && strlen (address) <= 16 &&
         strspn (address + 1, "0123456789") == strlen (address + 1);
}

static char *
why_no_phone (TrWorker *worker)
{
  const char *phone = tra_facts_get_own_phone (worker);
  g_autofree char *plain = NULL;

  if (phone == NULL || *phone == '\0')
    return g_strdup (_("No phone is set for you, so a call you accept can’t be put through. Your "
                       "administrator sets it: the worker attribute contact_uri."));
  if (is_address (phone))
    return NULL;

  plain = tra_plain_text (phone, MAX_NAME);
  /* Translators: %s is what should be a phone number */
  return g_strdup_printf (_("The phone that is set for you, “%s”, is no number like +16505550100. "
                            "Your administrator can change it."), plain);
}

static char *
why_no_caller (GPtrArray *queues)
{
  guint n_waiting = 0;

  if (queues == NULL)
    return g_strdup (_("Nothing is amiss here: you are available, connected and free. When a caller "
                       "waits whom you may take, you will be offered the call."));
  if (queues->len == 0)
    return g_strdup (_("No queue takes you: none asks for the skills you have. Your administrator "
                       "can change that."));

  for (guint i = 0; i < queues->len; i++)
    n_waiting += ((TrQueue *) g_ptr_array_index (queues, i))->n_waiting;
  if (n_waiting == 0)
    return g_strdup (_("No one is waiting in your queues. You will be offered the next call."));
  return g_strdup_printf (
      ngettext ("%u caller is waiting in your queues, but the rules of the workflow offer it to "
                "others first.",
                "%u callers are waiting in your queues, but the rules of the workflow offer them to "
                "others first.", n_waiting),
      n_waiting);
}

/* What can be said without asking anybody. */
static char *
own_reason (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  char *reason = why_not_connected (session);

  if (reason == NULL)
    reason = why_offered (session);
  if (reason == NULL)
    reason = why_not_available (worker);
  if (reason == NULL)
    reason = why_no_room (worker);
  if (reason == NULL)
    reason = why_no_phone (worker);
  return reason;
}

/**
 * tra_why_sentence:
 * @session: whose calls
 * @queues: (nullable) (element-type TrQueue): the queues that serve the agent; %NULL: not known
 *
 * Returns: (transfer full): why no calls come
 */
char *
tra_why_sentence (TraSession *session, GPtrArray *queues)
{
  char *reason;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  reason = own_reason (session);
  return reason != NULL ? reason : why_no_caller (queues);
}

/* ---- The dialog ---- */

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(AdwMessageDialog) dialog = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) queues =
      tra_session_fetch_queues_finish (TRA_SESSION (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    g_info ("Why: %s", error->message);
  sentence = tra_why_sentence (TRA_SESSION (source), queues);
  adw_message_dialog_set_body (dialog, sentence);
}

/* The demo's router knows it all; what it says is below what any service lets us know. */
static void
explained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(AdwMessageDialog) dialog = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *sentence = tra_control_explain_finish (TRA_CONTROL (source), result, &error);
  g_autofree char *plain = NULL;
  g_autofree char *body = NULL;

  if (sentence == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("Why: %s", error->message);
      return;
    }

  plain = tra_plain_text (sentence, MAX_SENTENCE);
  /* Translators: %s is what the demo's sandbox says, in English */
  body = g_strdup_printf (_("The sandbox: %s"), plain);
  adw_message_dialog_set_extra_child (dialog, gtk_label_new (body));
  gtk_label_set_wrap (GTK_LABEL (adw_message_dialog_get_extra_child (dialog)), TRUE);
}

static void
ask_sandbox (GtkWidget *dialog, TraSession *session, GCancellable *cancellable)
{
  const char *url = tra_session_get_demo_url (session);
  TrWorker *worker = tra_session_get_worker (session);
  g_autoptr(TraControl) control = NULL;

  if (!tra_session_is_demo (session) || url == NULL || worker == NULL ||
      tr_worker_get_sid (worker) == NULL)
    return;

  control = tra_control_new (url, NULL);
  tra_control_explain_async (control, tr_worker_get_sid (worker), cancellable, explained_cb,
                             g_object_ref (dialog));
}

/**
 * tra_why_ask:
 * @parent: (nullable): the window that asks
 * @session: whose calls
 *
 * Says why no calls come, as far as this desk can know; the queues are asked only if nothing else
 * explains it.
 */
void
tra_why_ask (GtkWindow *parent, TraSession *session)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *reason = NULL;
  GtkWidget *dialog;

  g_return_if_fail (TRA_IS_SESSION (session));

  reason = own_reason (session);
  dialog = adw_message_dialog_new (parent, _("Why Am I Not Getting Calls?"),
                                   reason != NULL ? reason : _("Looking at the queues…"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  /* The cancellable lives as long as the dialog. */
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (g_cancellable_cancel), cancellable,
                           G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (dialog), "tra-cancellable", g_object_ref (cancellable),
                          g_object_unref);
  if (reason == NULL)
    tra_session_fetch_queues_async (session, NULL, FALSE, cancellable, fetched_cb, g_object_ref (dialog));
  ask_sandbox (dialog, session, cancellable);
  gtk_window_present (GTK_WINDOW (dialog));
}
