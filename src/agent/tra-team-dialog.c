/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-team-dialog.h"

#include <glib/gi18n.h>

#include "tra-plain-text.h"
#include "tra-team-row.h"

#define MAX_NAME 64

#define AGREE "agree"

typedef struct
{
  TraTeam *team;         /* owned */
  TraTeamMember *member; /* owned */
  TrActivity *activity;  /* owned, nullable */
  TraTeamTask *task;     /* owned, nullable */
  gboolean is_monitor;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->team);
  g_object_unref (self->member);
  g_clear_object (&self->activity);
  g_clear_pointer (&self->task, tra_team_task_unref);
  g_free (self);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *self = user_data;

  if (!g_str_equal (response, AGREE))
    return;
  if (self->activity != NULL)
    tra_team_set_activity (self->team, self->member, self->activity);
  else if (self->is_monitor)
    tra_team_monitor (self->team, self->task);
  else
    tra_team_complete (self->team, self->task);
}

static Question *
question_new (TraTeam *team, TraTeamMember *member, TrActivity *activity, TraTeamTask *task)
{
  Question *self = g_new0 (Question, 1);

  self->team = g_object_ref (team);
  self->member = g_object_ref (member);
  self->activity = activity != NULL ? g_object_ref (activity) : NULL;
  self->task = task != NULL ? tra_team_task_ref (task) : NULL;
  return self;
}

static void
ask (GtkWindow *parent, const char *heading, const char *body, const char *verb, Question *question)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), AGREE, verb, NULL);
  if (!question->is_monitor)
    adw_message_dialog_set_response_appearance (dialog, AGREE, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What would be lost by it, or goes on in spite of it. */
static char *
describe_consequences (TraTeamMember *member, TrActivity *activity)
{
  GPtrArray *tasks = tra_team_member_get_tasks (member);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < tasks->len; i++)
    {
      TraTeamTask *task = g_ptr_array_index (tasks, i);
      const char *who = *task->caller != '\0' ? task->caller : _("a task");

      if (text->len > 0)
        g_string_append_c (text, ' ');
      if (!g_str_equal (task->status, "reserved"))
        /* Translators: who calls or what the task is, and a queue: "Support". */
        g_string_append_printf (text, _("Work on %s (%s) goes on."), who, task->queue);
      else if (!tr_activity_is_available (activity))
        g_string_append_printf (text, _("The offer of %s (%s) is rejected, and goes to somebody else."),
                                who, task->queue);
    }
  if (text->len == 0 && !tr_activity_is_available (activity))
    g_string_append (text, _("No more tasks will be offered."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * tra_team_dialog_ask_activity:
 * @parent: the window in front
 * @team: asked, if it is meant
 * @member: whose status
 * @activity: which
 *
 * Asks whether to set a colleague's status, and names the work that it would reject.
 */
void
tra_team_dialog_ask_activity (GtkWindow *parent,
                              TraTeam *team,
                              TraTeamMember *member,
                              TrActivity *activity)
{
  g_autofree char *name = tra_plain_text (tr_activity_get_friendly_name (activity), MAX_NAME);
  /* Translators: a colleague, and a status: "Set Sam to Break?" */
  g_autofree char *heading =
      g_strdup_printf (_("Set %s to %s?"), tra_team_member_get_name (member), name);
  g_autofree char *body = describe_consequences (member, activity);

  ask (parent, heading, body, _("Set Status"), question_new (team, member, activity, NULL));
}

/**
 * tra_team_dialog_ask_complete:
 * @parent: the window in front
 * @team: asked, if it is meant
 * @member: who works on it
 * @task: what
 *
 * Asks whether to complete a colleague's task.
 */
void
tra_team_dialog_ask_complete (GtkWindow *parent,
                              TraTeam *team,
                              TraTeamMember *member,
                              TraTeamTask *task)
{
  /* Translators: %s is a colleague. */
  g_autofree char *heading =
      g_strdup_printf (_("Complete the Task of %s?"), tra_team_member_get_name (member));
  g_autofree char *what = tra_team_row_describe_task (task);
  /* Translators: %s says what the task is: "Wrap-up of +1 …, Support". */
  g_autofree char *body =
      g_strdup_printf (_("%s. Notes that are being written are lost."), what);

  ask (parent, heading, body, _("Complete"), question_new (team, member, NULL, task));
}

/**
 * tra_team_dialog_ask_monitor:
 * @parent: the window in front
 * @team: asked, if it is meant
 * @member: who is in the call
 * @task: the call
 *
 * Asks whether to listen in on a colleague's call.
 */
void
tra_team_dialog_ask_monitor (GtkWindow *parent,
                             TraTeam *team,
                             TraTeamMember *member,
                             TraTeamTask *task)
{
  /* Translators: %s is a colleague. */
  g_autofree char *heading =
      g_strdup_printf (_("Listen In on %s’s Call?"), tra_team_member_get_name (member));
  Question *question = question_new (team, member, NULL, task);

  question->is_monitor = TRUE;
  ask (parent, heading,
       _("Your phone rings, and you join muted: you hear both, and nobody hears you."),
       _("Listen In"), question);
}
