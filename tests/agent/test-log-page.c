/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"
#include "tra-log-page.h"
#include "tra-reversed-list.h"

typedef struct
{
  TrClock *clock;
  TraLog *log;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  fixture->clock = tr_clock_new_manual (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC);
  fixture->log = tra_log_new (fixture->clock);
  tra_log_add (fixture->log, TRA_LOG_STATUS, "Status changed to Offline");
  tra_log_add (fixture->log, TRA_LOG_CALL, "Call ended after 4:37");
  fixture->page = g_object_new (TRA_TYPE_LOG_PAGE, NULL);
  tra_log_page_set_log (TRA_LOG_PAGE (fixture->page), fixture->log);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), fixture->page);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->window));
  desk_wait (is_mapped, fixture->window);
  desk_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  desk_close (fixture->window);
  g_assert_finalize_object (fixture->log);
  g_assert_finalize_object (fixture->clock);
}

static gboolean
finds_nothing (gpointer page)
{
  return desk_shows (page, "No Results");
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  GtkWidget *kinds = desk_find (fixture->page, "Kind of events");

  g_assert_true (desk_shows (fixture->page, "Call ended after 4:37"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kinds), 4);
  desk_settle ();
  g_assert_true (desk_shows (fixture->page, "Status changed to Offline"));
  g_assert_false (desk_shows (fixture->page, "Call ended after 4:37"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kinds), 0);
  desk_settle ();
  g_assert_true (desk_shows (fixture->page, "Call ended after 4:37"));
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkWidget *search = desk_find (fixture->page, "Search the log");

  gtk_editable_set_text (GTK_EDITABLE (search), "OFFLINE of yore");
  desk_wait (finds_nothing, fixture->page);
  g_signal_emit_by_name (search, "stop-search");
  desk_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  g_signal_emit_by_name (desk_find (fixture->page, "Clear the Log"), "clicked");
  desk_settle ();
  g_assert_true (desk_shows (fixture->page, "Nothing Logged Yet"));
  g_assert_false (gtk_widget_is_sensitive (desk_find (fixture->page, "Copy the Log")));
  g_assert_false (gtk_widget_is_sensitive (desk_find (fixture->page, "Save the Log")));

  g_signal_emit_by_name (desk_find (fixture->window, "Undo"), "clicked");
  desk_settle ();
  g_assert_true (desk_shows (fixture->page, "Call ended after 4:37"));
}

static guint
count_rows (Fixture *fixture)
{
  GtkWidget *list = desk_find (fixture->page, "Log");
  guint n_rows = 0;

  for (GtkWidget *row = list != NULL ? gtk_widget_get_first_child (list) : NULL; row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n_rows++;
  return n_rows;
}

/* Rows are for what can be seen, and around it; none while another page is in front. */
static void
test_lazy_rows (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = desk_find (fixture->page, "Log");

  gtk_widget_set_visible (fixture->page, FALSE);
  for (int i = 0; i < TRA_LOG_MAX; i++)
    tra_log_add (fixture->log, TRA_LOG_NOTE, "Entry %d", i);
  gtk_widget_set_visible (fixture->page, TRUE);
  desk_settle ();
  g_assert_cmpuint (count_rows (fixture), >, 5);
  g_assert_cmpuint (count_rows (fixture), <, 300);
  gtk_widget_set_visible (fixture->page, FALSE);
  desk_settle ();
  g_assert_null (gtk_widget_get_first_child (list));
  gtk_widget_set_visible (fixture->page, TRUE);
  desk_settle ();
  g_assert_cmpuint (count_rows (fixture), >, 5);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;
  g_autoptr(GError) error = NULL;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_read (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  g_signal_emit_by_name (desk_find (fixture->page, "Copy the Log"), "clicked");
  g_assert_true (desk_shows (fixture->window, "Log copied"));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->page), NULL, copied_cb, &text);
  desk_wait (is_read, &text);
  g_assert_nonnull (strstr (text, "Status changed to Offline"));
  g_assert_nonnull (strstr (text, "Call ended after 4:37"));
}

static char *
spell (GListModel *list)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(GtkStringObject) item = g_list_model_get_item (list, i);

      g_string_append (text, gtk_string_object_get_string (item));
    }
  return g_strdup (text->str);
}

static void
changed_cb (GListModel *list, guint position, guint n_removed, guint n_added, GString *changes)
{
  g_string_append_printf (changes, "%u-%u+%u ", position, n_removed, n_added);
}

static void
test_reversed (void)
{
  const char *const letters[] = { "a", "b", "c", NULL };
  const char *const more[] = { "x", "y", NULL };
  g_autoptr(GtkStringList) list = gtk_string_list_new (letters);
  g_autoptr(TraReversedList) reversed = tra_reversed_list_new (G_LIST_MODEL (list));
  g_autoptr(GString) changes = g_string_new (NULL);
  g_autofree char *before = spell (G_LIST_MODEL (reversed));
  g_autofree char *after = NULL;

  g_signal_connect (reversed, "items-changed", G_CALLBACK (changed_cb), changes);
  gtk_string_list_append (list, "d");
  gtk_string_list_splice (list, 0, 2, more);
  gtk_string_list_splice (list, 0, 1, NULL);
  after = spell (G_LIST_MODEL (reversed));
  g_assert_cmpstr (before, ==, "cba");
  g_assert_cmpstr (after, ==, "dcy");
  g_assert_cmpstr (changes->str, ==, "0-0+1 2-2+2 3-1+0 ");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (reversed), 3));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  desk_init (&argc, &argv);
  ADD ("/log-page/filter", test_filter);
  ADD ("/log-page/search", test_search);
  ADD ("/log-page/clear", test_clear);
  ADD ("/log-page/copy", test_copy);
  ADD ("/log-page/lazy-rows", test_lazy_rows);
  g_test_add_func ("/log-page/reversed-list", test_reversed);
  return g_test_run ();
}
