/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-context.h"

#include <glib/gi18n.h>

#include "tra-caller-memory.h"
#include "tra-duration.h"
#include "tra-facts-card.h"
#include "tra-glance.h"
#include "tra-facts-layout.h"
#include "tra-line-group.h"
#include "tra-notes-card.h"
#include "tra-phone-number.h"
#include "tra-plain-text.h"
#include "tra-scene.h"

#define MAX_LINE 200
/* The most skills or channels that are named. */
#define MAX_NAMES 50

/**
 * TraContext:
 *
 * The half of the page Now that answers "what should I know?": the steps of connecting, what is
 * known of the caller, who is on the line, and as whom the agent is signed in.
 */
struct _TraContext
{
  AdwBin parent_instance;

  GtkWidget *connecting;
  AdwActionRow *accepted_row;
  AdwActionRow *phone_row;
  GtkSpinner *spinner;
  GtkWidget *caller;
  TraFactsCard *facts;
  TraLineGroup *line;
  TraNotesCard *notes;
  TraGlance *glance;
  GtkWidget *profile;
  AdwActionRow *worker_row;
  AdwActionRow *workspace_row;
  AdwActionRow *skills_row;
  AdwActionRow *channels_row;
  AdwActionRow *own_phone_row;

  TraSession *session; /* owned */
  TraHistory *history; /* owned, nullable */
  char *facts_shown;   /* owned, nullable: reservation and version of the task that @facts is of */
};

G_DEFINE_FINAL_TYPE (TraContext, tra_context, ADW_TYPE_BIN)

/* @text: plain; a row without one is not there. */
static void
set_plain (AdwActionRow *row, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (row), *text != '\0');
  if (g_strcmp0 (adw_action_row_get_subtitle (row), text) != 0)
    adw_action_row_set_subtitle (row, text);
}

static void
set_row (AdwActionRow *row, const char *text)
{
  g_autofree char *plain = tra_plain_text (text, MAX_LINE);

  set_plain (row, plain);
}

static void
set_own_phone (AdwActionRow *row, TrWorker *worker)
{
  g_autofree char *number = tra_phone_number_format (tra_facts_get_own_phone (worker));

  set_plain (row, number);
}

/* "support, sales": the attribute that routing looks at by convention. */
static char *
skills_of (TrWorker *worker)
{
  JsonNode *node = json_object_get_member (tr_worker_get_attributes (worker), "skills");
  g_autoptr(GString) names = g_string_new (NULL);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array) && i < MAX_NAMES; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                                json_node_get_string (element));
    }
  return g_strdup (names->str);
}

static char *
channels_of (TrWorker *worker)
{
  GListModel *channels = tr_worker_get_channels (worker);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (channels) && i < MAX_NAMES; i++)
    {
      g_autoptr(TrWorkerChannel) channel = g_list_model_get_item (channels, i);

      if (tr_worker_channel_is_available (channel) && tr_worker_channel_get_capacity (channel) > 0)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                                tr_worker_channel_get_unique_name (channel));
    }
  return g_strdup (names->str);
}

static void
update_profile (TraContext *self, TraScene *scene, TrWorker *worker)
{
  gboolean is_idle = scene->shown < TRA_PHASE_RESERVED || scene->shown > TRA_PHASE_WRAP_UP;
  g_autofree char *skills = NULL;
  g_autofree char *channels = NULL;

  gtk_widget_set_visible (self->profile,
                          is_idle && worker != NULL && tr_worker_get_friendly_name (worker) != NULL);
  if (!is_idle || worker == NULL)
    return;

  skills = skills_of (worker);
  channels = channels_of (worker);
  set_row (self->worker_row, tr_worker_get_friendly_name (worker));
  set_row (self->workspace_row, tra_session_get_workspace_name (self->session));
  set_row (self->skills_row, skills);
  set_row (self->channels_row, channels);
  set_own_phone (self->own_phone_row, worker);
  /* What was true when the connection was lost may no longer be. */
  gtk_widget_set_sensitive (self->profile, scene->is_live);
}

static void
update_connecting (TraContext *self, TraScene *scene, TrWorker *worker)
{
  gboolean is_ringing = scene->shown == TRA_PHASE_RINGING && worker != NULL;
  g_autofree char *time = NULL;
  g_autoptr(GDateTime) accepted = NULL;

  gtk_widget_set_visible (self->connecting, is_ringing);
  gtk_spinner_set_spinning (self->spinner, is_ringing && scene->is_live);
  if (!is_ringing)
    return;

  set_own_phone (self->phone_row, worker);
  gtk_widget_set_visible (GTK_WIDGET (self->phone_row), TRUE);
  accepted = g_date_time_new_from_unix_local (
    (tr_clock_get_real_time (tra_session_get_clock (self->session)) -
     tra_session_get_phase_elapsed (self->session)) / G_USEC_PER_SEC);
  time = accepted != NULL ? g_date_time_format (accepted, "%H:%M:%S") : NULL;
  adw_action_row_set_subtitle (self->accepted_row, time != NULL ? time : "");
}

static void
update_facts (TraContext *self, TraScene *scene, TrReservation *reservation)
{
  gboolean is_at_work = reservation != NULL && scene->shown >= TRA_PHASE_RESERVED &&
                        scene->shown <= TRA_PHASE_WRAP_UP;
  g_autoptr(GVariant) layout = NULL;
  g_autoptr(GPtrArray) facts = NULL;
  guint n_first, n_laid_out;
  g_autofree char *key = NULL;
  TrTask *task;

  if (!is_at_work)
    {
      gtk_widget_set_visible (self->caller, FALSE);
      g_clear_pointer (&self->facts_shown, g_free);
      return;
    }

  /* Making a dozen labels at each change would be felt: only for new facts. */
  task = tr_reservation_get_task (reservation);
  key = g_strdup_printf ("%s/%" G_GINT64_FORMAT, tr_reservation_get_sid (reservation),
                         tr_task_get_version (task));
  if (g_strcmp0 (key, self->facts_shown) == 0)
    return;

  g_free (self->facts_shown);
  self->facts_shown = g_steal_pointer (&key);
  layout = g_settings_get_value (tra_session_get_settings (self->session), "caller-details");
  facts = tra_facts_layout_apply (layout, reservation, &n_first);
  n_laid_out = facts->len;
  if (self->history != NULL)
    tra_caller_memory_add_fact (self->history, task, facts); /* as the first */
  n_first = MIN (n_first + facts->len - n_laid_out, TRA_FACTS_SHOWN);
  tra_facts_card_set_facts (self->facts, facts, n_first);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->caller),
                                   tra_session_is_call (self->session) ? _("Caller") : _("Details"));
  gtk_widget_set_visible (self->caller, facts->len > 0);
}

static void
update (TraContext *self)
{
  g_autoptr(TraScene) scene = tra_scene_new (self->session);
  TrReservation *reservation = tra_session_get_reservation (self->session);
  TrWorker *worker = tra_session_get_worker (self->session);

  update_connecting (self, scene, worker);
  update_facts (self, scene, reservation);
  update_profile (self, scene, worker);
}

static void
tra_context_dispose (GObject *object)
{
  TraContext *self = TRA_CONTEXT (object);

  g_clear_object (&self->history);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_CONTEXT);
  G_OBJECT_CLASS (tra_context_parent_class)->dispose (object);
}

static void
tra_context_finalize (GObject *object)
{
  g_free (TRA_CONTEXT (object)->facts_shown);
  G_OBJECT_CLASS (tra_context_parent_class)->finalize (object);
}

static void
tra_context_class_init (TraContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_context_dispose;
  object_class->finalize = tra_context_finalize;

  g_type_ensure (TRA_TYPE_FACTS_CARD);
  g_type_ensure (TRA_TYPE_GLANCE);
  g_type_ensure (TRA_TYPE_LINE_GROUP);
  g_type_ensure (TRA_TYPE_NOTES_CARD);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-context.ui");
  gtk_widget_class_bind_template_child (widget_class, TraContext, connecting);
  gtk_widget_class_bind_template_child (widget_class, TraContext, accepted_row);
  gtk_widget_class_bind_template_child (widget_class, TraContext, phone_row);
  gtk_widget_class_bind_template_child (widget_class, TraContext, spinner);
  gtk_widget_class_bind_template_child (widget_class, TraContext, caller);
  gtk_widget_class_bind_template_child (widget_class, TraContext, facts);
  gtk_widget_class_bind_template_child (widget_class, TraContext, line);
  gtk_widget_class_bind_template_child (widget_class, TraContext, notes);
  gtk_widget_class_bind_template_child (widget_class, TraContext, glance);
  gtk_widget_class_bind_template_child (widget_class, TraContext, profile);
  gtk_widget_class_bind_template_child (widget_class, TraContext, worker_row);
  gtk_widget_class_bind_template_child (widget_class, TraContext, workspace_row);
  gtk_widget_class_bind_template_child (widget_class, TraContext, skills_row);
  gtk_widget_class_bind_template_child (widget_class, TraContext, channels_row);
  gtk_widget_class_bind_template_child (widget_class, TraContext, own_phone_row);
}

static void
tra_context_init (TraContext *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_context_set_session:
 * @self: a context without a session
 * @session: what it shows from now on
 */
void
tra_context_set_session (TraContext *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_CONTEXT (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  tra_glance_set_session (self->glance, session);
  tra_line_group_set_session (self->line, session);
  tra_notes_card_set_session (self->notes, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * tra_context_write_note:
 * @self: a context
 *
 * Puts the focus where notes are written, if there is something to write about.
 */
void
tra_context_write_note (TraContext *self)
{
  g_return_if_fail (TRA_IS_CONTEXT (self));

  tra_notes_card_write (self->notes);
}

/**
 * tra_context_set_history:
 * @self: a context without a history
 * @history: the agent's own calls
 */
void
tra_context_set_history (TraContext *self, TraHistory *history)
{
  g_return_if_fail (TRA_IS_CONTEXT (self));
  g_return_if_fail (TRA_IS_HISTORY (history));
  g_return_if_fail (self->history == NULL);

  self->history = g_object_ref (history);
  tra_glance_set_history (self->glance, history);
}
