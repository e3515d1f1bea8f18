/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-transfer-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "phone/tra-phone.h"
#include "tra-facts.h"
#include "tra-messages.h"
#include "tra-phone-number.h"
#include "tra-session-transfer.h"
#include "tra-target-row.h"

/**
 * TraTransferDialog:
 *
 * Asks whom to hand the call to, and how. It goes with the call.
 */
struct _TraTransferDialog
{
  AdwWindow parent_instance;

  AdwSqueezer *squeezer;
  AdwWindowTitle *window_title;
  GtkWidget *heading;
  guint heading_idle; /* source: the title has room now, or has not */
  GtkWidget *transfer;
  GtkSearchEntry *search;
  GtkWidget *kinds;
  GtkToggleButton *colleagues_button;
  GtkWidget *number;
  AdwPreferencesRow *number_row;
  GtkStack *stack;
  GtkListBox *colleagues;
  GtkListBox *queues;
  AdwStatusPage *empty;
  GtkWidget *how;
  GtkCheckButton *warm;
  AdwActionRow *cold_row;

  TraSession *session;       /* owned */
  GCancellable *cancellable; /* owned */
  char *reservation_sid;     /* owned: of the call that it was opened for */
  char *region;              /* owned: of numbers without a country */
};

G_DEFINE_FINAL_TYPE (TraTransferDialog, tra_transfer_dialog, ADW_TYPE_WINDOW)

static GtkListBox *
shown_list (TraTransferDialog *self)
{
  return gtk_toggle_button_get_active (self->colleagues_button) ? self->colleagues : self->queues;
}

static gboolean
matches (GtkListBoxRow *row, gpointer user_data)
{
  TraTransferDialog *self = user_data;

  return tra_target_row_matches (TRA_TARGET_ROW (row),
                                 gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* The row that is chosen in a list; nobody is, if what is chosen does not match the search. */
static TraTargetRow *
chosen_row (TraTransferDialog *self)
{
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (shown_list (self), i);

      if (row == NULL)
        return NULL;
      if (gtk_check_button_get_active (tra_target_row_get_check (TRA_TARGET_ROW (row))) &&
          matches (row, self))
        return TRA_TARGET_ROW (row);
    }
}

static guint
count_shown (TraTransferDialog *self)
{
  guint n_shown = 0;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (shown_list (self), i)) != NULL; i++)
    n_shown += matches (row, self);
  return n_shown;
}

/* What is looked for may be a number that is not typed to its end; NULL: it is a name. */
static const char *
describe_number (TraTransferDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *number = NULL;
  g_autofree char *shown = NULL;
  TraPhoneVerdict verdict;

  if (strpbrk (text, "0123456789") == NULL || !tra_session_can_transfer_to_number (self->session))
    return NULL;

  verdict = tra_phone_parse (text, self->region, &number, &shown);
  return verdict != TRA_PHONE_NOT_A_NUMBER ? tra_messages_for_number (verdict) : NULL;
}

static void
show_empty (TraTransferDialog *self)
{
  const char *about_number = describe_number (self);
  gboolean is_search = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';

  adw_status_page_set_icon_name (self->empty, is_search ? "system-search-symbolic"
                                                        : "system-users-symbolic");
  adw_status_page_set_title (self->empty, is_search ? _("No Results") : _("No One Is Available"));
  adw_status_page_set_description (self->empty, about_number != NULL ? about_number
                                                : is_search        ? _("Try another word.")
                                                                   : NULL);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static gboolean
is_loaded (TraTransferDialog *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  return !g_str_equal (page, "loading") && !g_str_equal (page, "failed");
}

/* The number that was typed, as the service spells it; NULL if it is none, or can't be called. */
static char *
read_number (TraTransferDialog *self, char **shown)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  char *number = NULL;

  /* Names are no reason to load the world's numbering plans. */
  if (strpbrk (text, "0123456789") == NULL || !tra_session_can_transfer_to_number (self->session))
    return NULL;

  tra_phone_parse (text, self->region, &number, shown);
  return number;
}

/* A number is called instead of choosing from a list. */
static gboolean
update_number (TraTransferDialog *self)
{
  g_autofree char *shown = NULL;
  g_autofree char *number = read_number (self, &shown);
  g_autofree char *isolated = number != NULL ? tra_phone_number_isolate (shown) : NULL;
  /* Translators: to hand the call to this phone number. */
  g_autofree char *title = number != NULL ? g_strdup_printf (_("Call %s"), isolated) : NULL;

  gtk_widget_set_visible (self->number, number != NULL);
  gtk_widget_set_visible (self->kinds, number == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->stack), number == NULL);
  adw_action_row_set_subtitle (self->cold_row, number != NULL ? _("You leave when they answer")
                                                              : _("You leave at once"));
  if (number == NULL)
    return FALSE;

  adw_preferences_row_set_title (self->number_row, title);
  gtk_widget_set_visible (self->how, TRUE);
  gtk_widget_set_sensitive (self->transfer, TRUE);
  return TRUE;
}

static void
update (TraTransferDialog *self)
{
  gboolean is_shown;

  if (update_number (self))
    return;
  if (!is_loaded (self))
    {
      gtk_widget_set_visible (self->how, FALSE);
      gtk_widget_set_sensitive (self->transfer, FALSE);
      return;
    }

  is_shown = count_shown (self) > 0;
  if (is_shown)
    gtk_stack_set_visible_child (self->stack, gtk_widget_get_parent (GTK_WIDGET (shown_list (self))));
  else
    show_empty (self);
  gtk_widget_set_visible (self->how, is_shown);
  gtk_widget_set_sensitive (self->transfer,
                            is_shown && chosen_row (self) != NULL &&
                            tra_session_can_transfer (self->session));
}

/* A few letters and Enter are enough. */
static void
choose_first (TraTransferDialog *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (shown_list (self), i)) != NULL; i++)
    if (matches (row, self) && gtk_widget_is_sensitive (GTK_WIDGET (row)))
      {
        gtk_check_button_set_active (tra_target_row_get_check (TRA_TARGET_ROW (row)), TRUE);
        return;
      }
}

static void
searched_cb (TraTransferDialog *self)
{
  gtk_list_box_invalidate_filter (self->colleagues);
  gtk_list_box_invalidate_filter (self->queues);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0' && chosen_row (self) == NULL)
    choose_first (self);
  update (self);
}

static void
transfer_cb (TraTransferDialog *self)
{
  /* As it is now: of what was typed last the search tells a moment later. */
  g_autofree char *number = read_number (self, NULL);
  gboolean is_warm = gtk_check_button_get_active (self->warm);
  TraTargetRow *row = number == NULL ? chosen_row (self) : NULL;

  if (number != NULL)
    tra_session_transfer_to_number (self->session, number, is_warm);
  else if (row != NULL)
    tra_session_transfer (self->session, tra_target_row_get_target (row), is_warm);
  else
    return;
  gtk_window_close (GTK_WINDOW (self));
}

static void
entered_cb (TraTransferDialog *self)
{
  update (self);
  if (gtk_widget_is_sensitive (self->transfer))
    transfer_cb (self);
}

static void
session_changed_cb (TraTransferDialog *self)
{
  TraLine *line = tra_session_get_line (self->session);

  /* The call is over, or another is in front. */
  if (line == NULL || g_strcmp0 (line->reservation_sid, self->reservation_sid) != 0)
    gtk_window_close (GTK_WINDOW (self));
  else
    update (self);
}

static void
add_row (TraTransferDialog *self, TraTarget *target)
{
  gboolean is_queue = tra_target_get_kind (target) == TRA_TARGET_QUEUE;
  GtkListBox *list = is_queue ? self->queues : self->colleagues;
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (list, 0);
  GtkWidget *row;

  row = tra_target_row_new (target, first != NULL ? tra_target_row_get_check (TRA_TARGET_ROW (first))
                                                  : NULL);
  g_signal_connect_object (tra_target_row_get_check (TRA_TARGET_ROW (row)), "toggled",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (list, row);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraTransferDialog *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) targets =
      tra_directory_load_finish (TRA_DIRECTORY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    {
      g_info ("Colleagues and queues: %s", error->message);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }

  for (guint i = 0; i < targets->len; i++)
    add_row (self, g_ptr_array_index (targets, i));
  gtk_stack_set_visible_child_name (self->stack, "empty");
  update (self);
}

static void
load (TraTransferDialog *self)
{
  TraDirectory *directory = tra_session_get_directory (self->session);
  TrWorker *worker = tra_session_get_worker (self->session);

  if (directory == NULL || worker == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "loading");
  tra_directory_load_async (directory, tr_worker_get_sid (worker), self->cancellable, loaded_cb, self);
}

/* ---- The title ---- */

static gboolean
heading_idle_cb (gpointer user_data)
{
  TraTransferDialog *self = user_data;

  self->heading_idle = 0;
  gtk_widget_set_visible (self->heading, adw_squeezer_get_visible_child (self->squeezer) == NULL);
  return G_SOURCE_REMOVE;
}

/* Which is seen while the window gets its size: what is in it must not change until that is over. */
static void
squeezed_cb (TraTransferDialog *self)
{
  if (self->heading_idle == 0)
    self->heading_idle = g_idle_add (heading_idle_cb, self);
}

static void
tra_transfer_dialog_dispose (GObject *object)
{
  TraTransferDialog *self = TRA_TRANSFER_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_TRANSFER_DIALOG);
  G_OBJECT_CLASS (tra_transfer_dialog_parent_class)->dispose (object);
}

static void
tra_transfer_dialog_finalize (GObject *object)
{
  TraTransferDialog *self = TRA_TRANSFER_DIALOG (object);

  /* Not before: the title says what became of it until its widgets are gone. */
  g_clear_handle_id (&self->heading_idle, g_source_remove);
  g_object_unref (self->cancellable);
  g_free (self->reservation_sid);
  g_free (self->region);
  G_OBJECT_CLASS (tra_transfer_dialog_parent_class)->finalize (object);
}

static void
tra_transfer_dialog_class_init (TraTransferDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_transfer_dialog_dispose;
  object_class->finalize = tra_transfer_dialog_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-transfer-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, squeezer);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, window_title);
  gtk_widget_class_bind_template_callback (widget_class, squeezed_cb);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, transfer);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, search);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, cold_row);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, colleagues_button);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, kinds);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, number);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, number_row);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, colleagues);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, queues);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, empty);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, how);
  gtk_widget_class_bind_template_child (widget_class, TraTransferDialog, warm);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, searched_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, transfer_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tra_transfer_dialog_init (TraTransferDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->colleagues, matches, self, NULL);
  gtk_list_box_set_filter_func (self->queues, matches, self, NULL);
}

/**
 * tra_transfer_dialog_new:
 * @session: a session with a call that can be transferred
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): a dialog that asks the service who is there
 */
TraTransferDialog *
tra_transfer_dialog_new (TraSession *session, GtkWindow *parent)
{
  TraTransferDialog *self = g_object_new (TRA_TYPE_TRANSFER_DIALOG, "transient-for", parent, NULL);
  TrReservation *reservation = tra_session_get_reservation (session);

  self->session = g_object_ref (session);
  self->region = tra_phone_get_region (tra_session_get_settings (session));
  if (reservation != NULL)
    {
      g_autofree char *caller = tra_facts_get_caller (tr_reservation_get_task (reservation));

      self->reservation_sid = g_strdup (tr_reservation_get_sid (reservation));
      adw_window_title_set_subtitle (self->window_title, caller);
    }
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  load (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  return self;
}
