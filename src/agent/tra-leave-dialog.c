/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-leave-dialog.h"

#include <glib/gi18n.h>

#include "tra-messages.h"
#include "tra-plain-text.h"

#define MAX_NAME 64

#define AGREE "agree"
#define MARK "tra-leave-dialog"

typedef struct
{
  TraLeaveFunc agreed;
  GWeakRef object;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  g_weak_ref_clear (&self->object);
  g_free (self);
}

typedef struct
{
  TraLeaveFunc agreed;
  GObject *object; /* owned */
} Answer;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_object_unref (self->object);
  g_free (self);
}

static gboolean
agreed_cb (gpointer user_data)
{
  Answer *self = user_data;

  self->agreed (self->object);
  return G_SOURCE_REMOVE;
}

/* What a dialog decides may destroy the window and the dialog with it: that must wait until the
 * dialog has told its answer. */
static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr(GObject) object = g_weak_ref_get (&question->object);
  Answer *answer;

  if (object == NULL || !g_str_equal (response, AGREE))
    return;

  answer = g_new (Answer, 1);
  answer->agreed = question->agreed;
  answer->object = g_steal_pointer (&object);
  g_idle_add_full (G_PRIORITY_DEFAULT, agreed_cb, answer, answer_free);
}

/* What asks already: the desktop, the tray and the keys may each wish it, more than once. */
static AdwMessageDialog *
find_open (AdwMessageDialog *asked)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (asked));
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      GtkWindow *window = l->data;

      if (window != GTK_WINDOW (asked) && g_object_get_data (G_OBJECT (window), MARK) != NULL &&
          gtk_window_get_transient_for (window) == parent)
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

/* One question at a time. The same one is not asked anew; another takes its place. */
static gboolean
is_asked (AdwMessageDialog *dialog)
{
  AdwMessageDialog *open = find_open (dialog);

  g_object_set_data (G_OBJECT (dialog), MARK, GINT_TO_POINTER (TRUE));
  if (open == NULL)
    return FALSE;
  if (g_strcmp0 (adw_message_dialog_get_heading (open),
                 adw_message_dialog_get_heading (dialog)) != 0)
    {
      gtk_window_destroy (GTK_WINDOW (open));
      return FALSE;
    }
  gtk_window_present (GTK_WINDOW (open));
  gtk_window_destroy (GTK_WINDOW (dialog));
  return TRUE;
}

static void
ask (AdwMessageDialog *dialog, const char *verb, TraLeaveFunc agreed, GObject *object)
{
  Question *question;

  if (is_asked (dialog))
    return;

  question = g_new0 (Question, 1);
  question->agreed = agreed;
  g_weak_ref_init (&question->object, object);
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), AGREE, verb, NULL);
  adw_message_dialog_set_response_appearance (dialog, AGREE, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What becomes of the call if the agent quits now. */
static char *
consequences (TraSession *session)
{
  TrActivity *activity = tra_session_get_leave_activity (session);
  g_autofree char *name =
      tra_plain_text (activity != NULL ? tr_activity_get_friendly_name (activity) : NULL, MAX_NAME);

  if (tra_leave_dialog_is_call_on (session))
    return g_strdup (_("The call goes on on your phone, but you can’t control it from here."));
  if (*name == '\0')
    return g_strdup (_("Somebody waits for your answer. If you quit, the call goes to someone else."));
  /* Translators: the name of a status */
  return g_strdup_printf (_("Somebody waits for your answer. If you quit, the call goes to someone "
                            "else, and you’ll be set %s."),
                          name);
}

/**
 * tra_leave_dialog_ask_quit:
 * @parent: the window in front
 * @session: who goes
 * @agreed: called from the main loop, if the agent means it
 * @object: its argument; not kept: nothing is called when it is gone
 *
 * Asks whether to quit although a call is on, or waits for an answer.
 */
void
tra_leave_dialog_ask_quit (GtkWindow *parent,
                           TraSession *session,
                           TraLeaveFunc agreed,
                           GObject *object)
{
  g_autofree char *body = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (agreed != NULL && G_IS_OBJECT (object));

  body = consequences (session);
  ask (ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent,
                                                   tra_leave_dialog_is_call_on (session)
                                                       ? _("Quit During a Call?")
                                                       : _("Quit Without Answering?"),
                                                   body)),
       _("Quit"), agreed, object);
}

/* What becomes of the status, and of the call if there is one. */
static char *
consequences_of_going (TraSession *session)
{
  TrActivity *activity = tra_session_get_leave_activity (session);
  TrWorker *worker = tra_session_get_worker (session);
  g_autofree char *name = NULL;

  if (activity != NULL)
    name = tra_plain_text (tr_activity_get_friendly_name (activity), MAX_NAME);
  return tra_messages_sign_out (name,
                                worker != NULL && tr_worker_get_state (worker) == TR_WORKER_READY,
                                tra_leave_dialog_is_call_on (session));
}

/**
 * tra_leave_dialog_ask_sign_out:
 * @parent: (nullable): the window in front
 * @session: who signs out
 * @agreed: called from the main loop, if the agent means it
 * @object: its argument; not kept: nothing is called when it is gone
 *
 * Asks whether to sign out, and says what follows.
 */
void
tra_leave_dialog_ask_sign_out (GtkWindow *parent,
                               TraSession *session,
                               TraLeaveFunc agreed,
                               GObject *object)
{
  g_autofree char *body = NULL;

  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (agreed != NULL && G_IS_OBJECT (object));

  body = consequences_of_going (session);
  ask (ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _("Sign Out?"), body)), _("Sign Out"),
       agreed, object);
}

/**
 * tra_leave_dialog_ask_switch:
 * @parent: (nullable): the window in front
 * @session: who goes, and lets somebody else in
 * @agreed: called from the main loop, if the agent means it
 * @object: its argument; not kept: nothing is called when it is gone
 *
 * Asks whether to switch to another account although a call is on, or waits for an answer.
 */
void
tra_leave_dialog_ask_switch (GtkWindow *parent,
                             TraSession *session,
                             TraLeaveFunc agreed,
                             GObject *object)
{
  g_autofree char *body = NULL;

  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (agreed != NULL && G_IS_OBJECT (object));

  body = consequences_of_going (session);
  ask (ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _("Switch Accounts?"), body)),
       _("Switch"), agreed, object);
}

/**
 * tra_leave_dialog_is_call_on:
 * @session: who would leave
 *
 * Returns: whether leaving now would leave a call or a task behind
 */
gboolean
tra_leave_dialog_is_call_on (TraSession *session)
{
  g_return_val_if_fail (TRA_IS_SESSION (session), FALSE);

  return tra_session_has_call (session);
}

/**
 * tra_leave_dialog_is_needed:
 * @session: who would leave
 *
 * Returns: whether quitting now would leave behind, or reject, what the agent may not think of
 */
gboolean
tra_leave_dialog_is_needed (TraSession *session)
{
  g_return_val_if_fail (TRA_IS_SESSION (session), FALSE);

  return tra_leave_dialog_is_call_on (session) || tra_session_get_offered (session) != NULL;
}
