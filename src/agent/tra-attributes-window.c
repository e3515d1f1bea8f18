/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-attributes-window.h"

#include <glib/gi18n.h>

#include "tra-attributes.h"
#include "tra-entry-name.h"
#include "tra-worker-edit.h"

#define DISCARD "discard"

/**
 * TraAttributesWindow:
 *
 * A worker's skills and the rest of the attributes, for a supervisor: the skills as words, all of it
 * as text, and which queues' tasks would go to the worker. Not modal: a call may come meanwhile.
 */
struct _TraAttributesWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkSpinner *spinner;
  GtkWidget *error_box;
  GtkLabel *error_label;
  AdwEntryRow *skills_row;
  AdwPreferencesGroup *queues_group;
  GtkTextView *text_view;

  TraSession *session;    /* owned */
  TraWorkerEdit *edit;    /* owned */
  JsonObject *attributes; /* owned, nullable: what is typed, if it is JSON */
  JsonObject *before;     /* owned, nullable: what is there */
  GPtrArray *rows;        /* of the queues; not owned: the group's */
  gboolean is_filling;    /* one field from the other */
  guint leave_id;         /* source: what was changed is not wanted */
};

G_DEFINE_FINAL_TYPE (TraAttributesWindow, tra_attributes_window, ADW_TYPE_WINDOW)

static void
tell (TraAttributesWindow *self, const char *text)
{
  gtk_label_set_label (self->error_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->error_box, text != NULL);
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->error_box),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static gboolean
is_changed (TraAttributesWindow *self)
{
  return self->before != NULL &&
         (self->attributes == NULL || !tra_attributes_equal (self->attributes, self->before));
}

/* ---- Queues ---- */

/* In words and by shape, and what becomes different by the edit. */
static const char *
describe (TraQueueRuleAnswer now, TraQueueRuleAnswer before)
{
  if (now == TRA_QUEUE_RULE_UNKNOWN)
    return _("Depends on channels");
  if (now == TRA_QUEUE_RULE_YES)
    return before == TRA_QUEUE_RULE_YES ? _("Yes") : _("Yes, from now on");
  return before == TRA_QUEUE_RULE_NO ? _("No") : _("Not any more");
}

static void
show_rule (TraAttributesWindow *self, TraQueueRule *rule, GtkWidget *row)
{
  TraQueueRuleAnswer now = tra_worker_edit_ask (self->edit, rule, self->attributes);
  TraQueueRuleAnswer before = tra_worker_edit_ask (self->edit, rule, self->before);
  GtkImage *icon = g_object_get_data (G_OBJECT (row), "icon");

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), describe (now, before));
  gtk_image_set_from_icon_name (icon, now == TRA_QUEUE_RULE_YES  ? "emblem-ok-symbolic"
                                      : now == TRA_QUEUE_RULE_NO ? "action-unavailable-symbolic"
                                                                 : "dialog-question-symbolic");
}

static void
show_queues (TraAttributesWindow *self)
{
  GPtrArray *rules = tra_worker_edit_get_rules (self->edit);

  gtk_widget_set_sensitive (GTK_WIDGET (self->queues_group), self->attributes != NULL);
  for (guint i = 0; i < self->rows->len && self->attributes != NULL; i++)
    show_rule (self, g_ptr_array_index (rules, i), g_ptr_array_index (self->rows, i));
}

static void
make_queues (TraAttributesWindow *self)
{
  GPtrArray *rules = tra_worker_edit_get_rules (self->edit);

  for (guint i = 0; i < rules->len; i++)
    {
      TraQueueRule *rule = g_ptr_array_index (rules, i);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *icon = gtk_image_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rule->name);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
      g_object_set_data (G_OBJECT (row), "icon", icon);
      adw_preferences_group_add (self->queues_group, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->queues_group), rules->len > 0);
}

/* ---- What is typed ---- */

static void
update (TraAttributesWindow *self)
{
  gboolean is_busy = tra_worker_edit_is_busy (self->edit);

  /* GTK 4.8 warns of an entry that has the focus and is made insensitive. */
  if ((is_busy || self->attributes == NULL) &&
      gtk_widget_get_focus_child (GTK_WIDGET (self->skills_row)) != NULL)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_text_view_set_editable (self->text_view, self->before != NULL && !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->skills_row), self->attributes != NULL && !is_busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "attributes.save",
                                 !is_busy && self->attributes != NULL && is_changed (self));
}

static void
take (TraAttributesWindow *self, JsonObject *attributes)
{
  if (attributes != NULL)
    json_object_ref (attributes);
  g_clear_pointer (&self->attributes, json_object_unref);
  self->attributes = attributes;
  show_queues (self);
  update (self);
}

static void
show_skills (TraAttributesWindow *self)
{
  g_autofree char *skills = tra_attributes_dup_skills (self->attributes);

  self->is_filling = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->skills_row), skills != NULL);
  if (skills != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->skills_row), skills);
  self->is_filling = FALSE;
}

static void
show_text (TraAttributesWindow *self)
{
  g_autofree char *text = tra_attributes_print (self->attributes);

  self->is_filling = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), text, -1);
  self->is_filling = FALSE;
}

static void
text_changed_cb (TraAttributesWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  g_autoptr(JsonObject) attributes = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *typed = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start, end;
  guint line;

  if (self->is_filling)
    return;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  typed = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  attributes = tra_attributes_parse (typed, &line, &error);
  /* Translators: of a text that somebody types */
  text = g_strdup_printf (_("This isn’t a JSON object yet: look at line %u."), line);
  tell (self, attributes == NULL ? text : NULL);
  take (self, attributes);
  if (attributes != NULL)
    show_skills (self);
}

static void
skills_changed_cb (TraAttributesWindow *self)
{
  g_autofree char *text = NULL;
  g_autoptr(JsonObject) attributes = NULL;
  g_autoptr(GError) error = NULL;
  guint line;

  if (self->is_filling || self->attributes == NULL)
    return;

  /* A copy: what is there may be the same object. */
  text = tra_attributes_print (self->attributes);
  attributes = tra_attributes_parse (text, &line, &error);
  if (attributes == NULL)
    return;
  tra_attributes_set_skills (attributes, gtk_editable_get_text (GTK_EDITABLE (self->skills_row)));
  tell (self, NULL);
  take (self, attributes);
  show_text (self);
}

/* ---- What the service says ---- */

static void
show_all (TraAttributesWindow *self)
{
  take (self, tra_worker_edit_get_attributes (self->edit));
  show_text (self);
  show_skills (self);
}

static void
loaded_cb (TraAttributesWindow *self)
{
  self->before = json_object_ref (tra_worker_edit_get_attributes (self->edit));
  make_queues (self);
  show_all (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->skills_row)))
    gtk_widget_grab_focus (GTK_WIDGET (self->skills_row));
}

static void
failed_cb (TraAttributesWindow *self, const char *text)
{
  tell (self, text);
  update (self);
}

static void
conflicted_cb (TraAttributesWindow *self, const char *names)
{
  /* Translators: names of attributes, as “skills, languages” */
  g_autofree char *text = g_strdup_printf (
      _("Somebody else changed %s while you did. Save again to put yours in its place."), names);

  show_all (self);
  tell (self, text);
}

/* An entry of GTK 4.8 and libadwaita 1.2 that is destroyed with the focus in it looks at parts of
 * itself that are gone. */
static void
leave (TraAttributesWindow *self)
{
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
saved_cb (TraAttributesWindow *self)
{
  g_clear_pointer (&self->before, json_object_unref);
  leave (self);
}

/* ---- The window ---- */

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraAttributesWindow *self = TRA_ATTRIBUTES_WINDOW (widget);

  tell (self, NULL);
  tra_worker_edit_save (self->edit, self->attributes);
  update (self);
}

static gboolean
leave_cb (gpointer user_data)
{
  TraAttributesWindow *self = user_data;

  self->leave_id = 0;
  leave (self);
  return G_SOURCE_REMOVE;
}

/* The dialog looks at its parent once more when it is done with. */
static void
answered_cb (TraAttributesWindow *self, const char *response)
{
  if (g_str_equal (response, DISCARD) && self->leave_id == 0)
    self->leave_id = g_idle_add (leave_cb, self);
}

static gboolean
tra_attributes_window_close_request (GtkWindow *window)
{
  TraAttributesWindow *self = TRA_ATTRIBUTES_WINDOW (window);
  AdwMessageDialog *dialog;

  if (!is_changed (self))
    return GTK_WINDOW_CLASS (tra_attributes_window_parent_class)->close_request (window);

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, _("Discard Changes?"),
                                                       _("What you changed isn’t saved.")));
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), DISCARD, _("Discard"), NULL);
  adw_message_dialog_set_response_appearance (dialog, DISCARD, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return GDK_EVENT_STOP;
}

/* Nobody is signed in any more. */
static void
session_changed_cb (TraAttributesWindow *self)
{
  if (tra_session_get_worker (self->session) == NULL)
    leave (self);
}

static void
tra_attributes_window_dispose (GObject *object)
{
  TraAttributesWindow *self = TRA_ATTRIBUTES_WINDOW (object);

  g_clear_handle_id (&self->leave_id, g_source_remove);
  g_clear_object (&self->edit);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TRA_TYPE_ATTRIBUTES_WINDOW);
  G_OBJECT_CLASS (tra_attributes_window_parent_class)->dispose (object);
}

static void
tra_attributes_window_finalize (GObject *object)
{
  TraAttributesWindow *self = TRA_ATTRIBUTES_WINDOW (object);

  g_clear_pointer (&self->attributes, json_object_unref);
  g_clear_pointer (&self->before, json_object_unref);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (tra_attributes_window_parent_class)->finalize (object);
}

static void
tra_attributes_window_class_init (TraAttributesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_attributes_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_attributes_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tra_attributes_window_close_request;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/example/TaskRouterAgent/tra-attributes-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TraAttributesWindow, error_box);
  gtk_widget_class_bind_template_child (widget_class, TraAttributesWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, TraAttributesWindow, queues_group);
  gtk_widget_class_bind_template_child (widget_class, TraAttributesWindow, skills_row);
  gtk_widget_class_bind_template_child (widget_class, TraAttributesWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TraAttributesWindow, text_view);
  gtk_widget_class_bind_template_child (widget_class, TraAttributesWindow, title);
  gtk_widget_class_bind_template_callback (widget_class, skills_changed_cb);
  gtk_widget_class_install_action (widget_class, "attributes.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK,
                                       "attributes.save", NULL);
}

static void
tra_attributes_window_init (TraAttributesWindow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tra_entry_name_apply (self->skills_row);
  gtk_widget_set_visible (GTK_WIDGET (self->queues_group), FALSE);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text_view), "changed",
                           G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * tra_attributes_window_show:
 * @parent: the window that asks
 * @session: of a supervisor
 * @worker_sid: whose attributes
 * @worker_name: what they call him
 *
 * Lets a worker's attributes be edited.
 */
void
tra_attributes_window_show (GtkWindow *parent,
                            TraSession *session,
                            const char *worker_sid,
                            const char *worker_name)
{
  TraAttributesWindow *self;

  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (worker_sid != NULL && worker_name != NULL);

  if (tra_session_get_supervisor_client (session) == NULL)
    return;

  self = g_object_new (TRA_TYPE_ATTRIBUTES_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->edit = tra_worker_edit_new (session, worker_sid);
  adw_window_title_set_subtitle (self->title, worker_name);
  gtk_window_set_title (GTK_WINDOW (self), worker_name);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "conflicted", G_CALLBACK (conflicted_cb), self,
                           G_CONNECT_SWAPPED);
  tra_worker_edit_load (self->edit);
  update (self);
  gtk_window_present (GTK_WINDOW (self));
}
