/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-notes-card.h"

#include <glib/gi18n.h>

#include "tra-plain-text.h"
#include "tra-scene.h"

#define MAX_OUTCOME 80

/**
 * TraNotesCard:
 *
 * What the agent writes about the task in front: notes from the call on, and the outcome when it is
 * nearly done. What is typed is the session's at once; nothing is kept here.
 */
struct _TraNotesCard
{
  AdwBin parent_instance;

  GtkWidget *outcome_group;
  AdwComboRow *outcome;
  GtkLabel *problem;
  GtkTextView *notes;

  TraSession *session;        /* owned */
  TrReservation *reservation; /* owned, nullable: whose notes are shown */
  GStrv outcomes;             /* owned, nullable: those in the list, after the first line */
  gboolean is_updating;
};

G_DEFINE_FINAL_TYPE (TraNotesCard, tra_notes_card, ADW_TYPE_BIN)

/* The ones that come with the program are words of ours; what an administrator wrote is shown as it
 * is. What is written to the task is the same in every language. */
static char *
outcome_label (const char *outcome)
{
  static const char *const own[] = {
    N_("Resolved"), N_("Follow-up needed"), N_("Transferred"), N_("Wrong number"), NULL,
  };

  return g_strv_contains (own, outcome) ? g_strdup (_(outcome))
                                        : tra_plain_text (outcome, MAX_OUTCOME);
}

static char *
dup_buffer (TraNotesCard *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->notes);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
typed_cb (TraNotesCard *self)
{
  g_autofree char *text = NULL;

  if (self->is_updating || self->reservation == NULL)
    return;

  text = dup_buffer (self);
  tra_session_set_notes (self->session, self->reservation, text);
}

static void
chosen_cb (TraNotesCard *self)
{
  guint selected = adw_combo_row_get_selected (self->outcome);

  if (self->is_updating || self->reservation == NULL || self->outcomes == NULL ||
      selected > g_strv_length (self->outcomes))
    return;

  tra_session_set_outcome (self->session, self->reservation,
                           selected == 0 ? "" : self->outcomes[selected - 1]);
}

/* One that was chosen before stays in the list when the administrator has taken it away. */
static char **
list_outcomes (TraNotesCard *self)
{
  g_auto(GStrv) outcomes = tra_session_dup_outcomes (self->session, self->reservation);
  const char *chosen = tra_session_get_outcome (self->session, self->reservation);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) outcomes);
  if (*chosen != '\0' && !g_strv_contains ((const char *const *) outcomes, chosen))
    g_strv_builder_add (builder, chosen);
  return g_strv_builder_end (builder);
}

static void
update_list (TraNotesCard *self)
{
  g_auto(GStrv) outcomes = list_outcomes (self);
  g_autoptr(GtkStringList) model = NULL;

  if (self->outcomes != NULL &&
      g_strv_equal ((const char *const *) self->outcomes, (const char *const *) outcomes))
    return;

  /* Translators: no outcome is chosen yet. */
  model = gtk_string_list_new ((const char *const[]){ C_ ("outcome", "None"), NULL });
  for (int i = 0; outcomes[i] != NULL; i++)
    gtk_string_list_take (model, outcome_label (outcomes[i]));
  adw_combo_row_set_model (self->outcome, G_LIST_MODEL (model));
  g_strfreev (self->outcomes);
  self->outcomes = g_steal_pointer (&outcomes);
}

static void
update_outcome (TraNotesCard *self, gboolean is_nearly_done)
{
  const char *chosen = tra_session_get_outcome (self->session, self->reservation);
  gboolean is_missed = tra_session_is_outcome_missed (self->session, self->reservation);
  const char *hint = NULL;
  guint selected = 0;

  update_list (self);
  gtk_widget_set_visible (self->outcome_group, is_nearly_done && self->outcomes[0] != NULL);
  for (guint i = 0; self->outcomes[i] != NULL; i++)
    if (g_str_equal (self->outcomes[i], chosen))
      selected = i + 1;
  if (adw_combo_row_get_selected (self->outcome) != selected)
    adw_combo_row_set_selected (self->outcome, selected);

  if (tra_session_is_outcome_required (self->session, self->reservation))
    hint = is_missed ? _("Choose one to complete the task") : _("Required");
  if (g_strcmp0 (adw_action_row_get_subtitle (ADW_ACTION_ROW (self->outcome)),
                 hint != NULL ? hint : "") != 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->outcome), hint != NULL ? hint : "");
  if (is_missed)
    gtk_widget_add_css_class (GTK_WIDGET (self->outcome), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->outcome), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->outcome), GTK_ACCESSIBLE_STATE_INVALID,
                               is_missed ? GTK_ACCESSIBLE_INVALID_TRUE
                                         : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* Only another text than the agent's own replaces what is there: the cursor stays. */
static void
update_notes (TraNotesCard *self)
{
  const char *notes = tra_session_get_notes (self->session, self->reservation);
  const char *problem = tra_session_get_notes_problem (self->session, self->reservation);
  g_autofree char *shown = dup_buffer (self);

  if (!g_str_equal (shown, notes))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->notes), notes, -1);
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

/* Undo must not bring back what was written about another caller. */
static void
forget_typing (TraNotesCard *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->notes);
  GtkTextIter end;

  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_buffer_set_enable_undo (buffer, TRUE);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
}

static void
update (TraNotesCard *self)
{
  g_autoptr(TraScene) scene = tra_scene_new (self->session);
  TrReservation *reservation = tra_session_get_reservation (self->session);
  gboolean is_shown = reservation != NULL && (scene->shown == TRA_PHASE_IN_CALL ||
                                              scene->shown == TRA_PHASE_WRAP_UP);
  gboolean is_other;

  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
  if (!is_shown)
    reservation = NULL;

  self->is_updating = TRUE;
  is_other = g_set_object (&self->reservation, reservation);
  if (reservation != NULL)
    {
      update_notes (self);
      update_outcome (self, scene->shown == TRA_PHASE_WRAP_UP ||
                              !tra_session_is_call (self->session));
    }
  if (is_other)
    forget_typing (self);
  self->is_updating = FALSE;
}

static void
tra_notes_card_dispose (GObject *object)
{
  TraNotesCard *self = TRA_NOTES_CARD (object);

  /* From now on nobody types: what the toolkit clears is not the agent's. */
  self->is_updating = TRUE;
  g_clear_object (&self->reservation);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_NOTES_CARD);
  G_OBJECT_CLASS (tra_notes_card_parent_class)->dispose (object);
}

static void
tra_notes_card_finalize (GObject *object)
{
  g_strfreev (TRA_NOTES_CARD (object)->outcomes);
  G_OBJECT_CLASS (tra_notes_card_parent_class)->finalize (object);
}

static void
tra_notes_card_class_init (TraNotesCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_notes_card_dispose;
  object_class->finalize = tra_notes_card_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-notes-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TraNotesCard, notes);
  gtk_widget_class_bind_template_child (widget_class, TraNotesCard, outcome);
  gtk_widget_class_bind_template_child (widget_class, TraNotesCard, outcome_group);
  gtk_widget_class_bind_template_child (widget_class, TraNotesCard, problem);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
tra_notes_card_init (TraNotesCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->notes), "changed",
                           G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * tra_notes_card_set_session:
 * @self: a card without a session
 * @session: about whose tasks the agent writes
 */
void
tra_notes_card_set_session (TraNotesCard *self, TraSession *session)
{
  GSettings *settings;

  g_return_if_fail (TRA_IS_NOTES_CARD (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  settings = tra_session_get_settings (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::outcomes", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::outcome-required", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

/**
 * tra_notes_card_write:
 * @self: a card
 *
 * Puts the focus into the notes, if there is a task to write about.
 */
void
tra_notes_card_write (TraNotesCard *self)
{
  g_return_if_fail (TRA_IS_NOTES_CARD (self));

  if (self->reservation != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->notes));
}
