/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "test-bridge.h"
#include "tra-history.h"
#include "tra-settings.h"

/* The agent's own calls, in memory and on disk. */

#define START (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC)
#define DAVE "WK00000000000000000000000000000001"
#define SUSAN "WK00000000000000000000000000000002"

typedef struct
{
  char *folder;
  char *path;
  TrClock *clock;
  GSettings *settings;
  TraHistory *history;
  GString *troubles; /* "one|two|" */
  guint n_changes;
} Fixture;

static void
trouble_cb (Fixture *self, const char *text)
{
  g_string_append_printf (self->troubles, "%s|", text);
}

static void
changed_cb (Fixture *self)
{
  self->n_changes++;
}

static void
make_history (Fixture *self)
{
  self->history = tra_history_new (self->clock, self->settings, self->path);
  g_signal_connect_swapped (self->history, "trouble", G_CALLBACK (trouble_cb), self);
  g_signal_connect_swapped (self->history, "changed", G_CALLBACK (changed_cb), self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("history-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "below", "history.sqlite", NULL);
  self->clock = tr_clock_new_manual (START);
  self->settings = tra_settings_new (&error);
  g_assert_no_error (error);
  g_settings_reset (self->settings, "history-days");
  self->troubles = g_string_new (NULL);
  make_history (self);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->history);
  test_settle ();
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_object_unref (self->settings);
  g_assert_finalize_object (self->clock);
  g_string_free (self->troubles, TRUE);
}

/* The same desk, later: what is in the file is all that is known. */
static void
restart (Fixture *self)
{
  guint n_changes;

  g_string_truncate (self->troubles, 0);
  g_assert_finalize_object (self->history);
  make_history (self);
  n_changes = self->n_changes;
  tra_history_open (self->history, DAVE, TRUE);
  test_wait (self->n_changes > n_changes || self->troubles->len > 0);
}

static void
open_it (Fixture *self)
{
  tra_history_open (self->history, DAVE, TRUE);
  test_wait (self->n_changes > 0 || self->troubles->len > 0);
}

static void
add (Fixture *self, const char *sid, const char *caller, gint64 offered)
{
  TraCallRecord *record = tra_call_record_new ();

  record->reservation_sid = g_strdup (sid);
  record->caller = g_strdup (caller);
  record->queue = g_strdup ("Support");
  record->channel = g_strdup ("voice");
  record->end = TRA_CALL_TIMED_OUT;
  record->flight = g_strdup ("0 event-in\n");
  record->offered = offered;
  record->completed = offered + 10 * G_USEC_PER_SEC;
  tra_history_add (self->history, record);
}

/* "caller caller ": as the list has them. */
static void
assert_callers (Fixture *self, const char *wanted)
{
  GListModel *calls = tra_history_get_calls (self->history);
  g_autoptr(GString) callers = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (calls); i++)
    {
      g_autoptr(TraHistoryCall) call = g_list_model_get_item (calls, i);

      g_string_append_printf (callers, "%s ", tra_history_call_get_record (call)->caller);
    }
  g_assert_cmpstr (callers->str, ==, wanted);
}

static void
test_kept (Fixture *self, gconstpointer data)
{
  g_autoptr(TraHistoryCall) call = NULL;
  const TraCallRecord *record;

  open_it (self);
  add (self, "WR1", "+1", START);
  add (self, "WR2", "+2", START + 1);
  assert_callers (self, "+2 +1 ");
  restart (self);
  assert_callers (self, "+2 +1 ");

  call = g_list_model_get_item (tra_history_get_calls (self->history), 1);
  record = tra_history_call_get_record (call);
  g_assert_cmpstr (record->reservation_sid, ==, "WR1");
  g_assert_cmpstr (record->queue, ==, "Support");
  g_assert_cmpstr (record->flight, ==, "0 event-in\n");
  g_assert_cmpint (record->end, ==, TRA_CALL_TIMED_OUT);
  g_assert_cmpint (record->completed, ==, START + 10 * G_USEC_PER_SEC);
  g_assert_cmpstr (self->troubles->str, ==, "");
}

/* What is added before the file was read comes on top, and nothing twice. */
static void
test_added_at_once (Fixture *self, gconstpointer data)
{
  open_it (self);
  add (self, "WR1", "+1", START);
  g_assert_finalize_object (self->history);
  make_history (self);
  tra_history_open (self->history, DAVE, TRUE);
  add (self, "WR2", "+2", START + 1);
  assert_callers (self, "+2 ");
  test_wait (g_list_model_get_n_items (tra_history_get_calls (self->history)) == 2);
  assert_callers (self, "+2 +1 ");
}

static void
test_private (Fixture *self, gconstpointer data)
{
  g_autofree char *below = g_build_filename (self->folder, "below", NULL);
  GStatBuf info;

  open_it (self);
  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (below, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
}

/* Several people may share a login. */
static void
test_other_worker (Fixture *self, gconstpointer data)
{
  open_it (self);
  add (self, "WR1", "+1", START);
  tra_history_open (self->history, SUSAN, TRUE);
  assert_callers (self, "");
  add (self, "WR2", "+2", START);
  g_ptr_array_unref (tra_history_remove_all (self->history));
  restart (self);
  assert_callers (self, "+1 ");
}

/* There and back before the disk has answered: nothing twice. */
static void
test_other_worker_and_back (Fixture *self, gconstpointer data)
{
  open_it (self);
  add (self, "WR1", "+1", START);
  g_assert_finalize_object (self->history);
  make_history (self);
  tra_history_open (self->history, DAVE, TRUE);
  tra_history_open (self->history, SUSAN, TRUE);
  tra_history_open (self->history, DAVE, TRUE);
  add (self, "WR2", "+2", START + 1);
  test_wait (g_list_model_get_n_items (tra_history_get_calls (self->history)) > 1);
  test_settle ();
  assert_callers (self, "+2 +1 ");
}

static void
test_days (Fixture *self, gconstpointer data)
{
  g_settings_set_uint (self->settings, "history-days", 7);
  open_it (self);
  add (self, "WR1", "+1", START);
  add (self, "WR2", "+2", START + 2 * G_TIME_SPAN_DAY);
  tr_clock_advance (self->clock, 8 * G_TIME_SPAN_DAY);
  restart (self);
  assert_callers (self, "+2 ");
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  g_autoptr(TraHistoryCall) call = NULL;

  open_it (self);
  add (self, "WR1", "+1", START);
  add (self, "WR2", "+2", START + 1);
  call = g_list_model_get_item (tra_history_get_calls (self->history), 1);
  tra_history_remove (self->history, call);
  assert_callers (self, "+2 ");
  restart (self);
  assert_callers (self, "+2 ");
  tra_history_restore (self->history, call);
  assert_callers (self, "+2 +1 ");
  restart (self);
  assert_callers (self, "+2 +1 ");
}

static void
test_delete_all (Fixture *self, gconstpointer data)
{
  g_autoptr(GPtrArray) removed = NULL;

  open_it (self);
  add (self, "WR1", "+1", START);
  add (self, "WR2", "+2", START + 1);
  removed = tra_history_remove_all (self->history);
  g_assert_cmpuint (removed->len, ==, 2);
  assert_callers (self, "");
  restart (self);
  assert_callers (self, "");
}

/* What is deleted is not to be found in the file any more. */
static void
test_delete_overwrites (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize length;

  open_it (self);
  add (self, "WR1", "+16505550100", START);
  g_ptr_array_unref (tra_history_remove_all (self->history));
  g_assert_finalize_object (self->history);
  g_assert_true (g_file_get_contents (self->path, &bytes, &length, NULL));
  g_assert_null (g_strstr_len (bytes, length, "+16505550100"));
  make_history (self);
}

static void
test_demo (Fixture *self, gconstpointer data)
{
  tra_history_open (self->history, DAVE, FALSE);
  add (self, "WR1", "+1", START);
  assert_callers (self, "+1 ");
  test_settle ();
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

/* ---- What can be wrong with the disk ---- */

static void
write_garbage (Fixture *self, const char *bytes)
{
  g_autofree char *below = g_path_get_dirname (self->path);
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (below, 0700);
  g_file_set_contents (self->path, bytes, -1, &error);
  g_assert_no_error (error);
}

static void
test_corrupt (Fixture *self, gconstpointer data)
{
  g_autofree char *broken = g_strconcat (self->path, ".broken", NULL);
  g_autofree char *bytes = NULL;

  write_garbage (self, "this is no database, and longer than the header of one would be: "
                       "a hundred bytes of text that somebody has written by mistake.");
  open_it (self);
  test_wait (self->n_changes > 0);
  g_assert_cmpstr (self->troubles->str, ==,
                   "The history could not be read and was set aside. A new one was started.|");
  g_assert_true (g_file_get_contents (broken, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "this is no database"));
  add (self, "WR1", "+1", START);
  restart (self);
  assert_callers (self, "+1 ");
}

static void
run_sql (Fixture *self, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (self->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* Another program's tables under our number are not ours. */
static void
test_foreign (Fixture *self, gconstpointer data)
{
  write_garbage (self, "");
  run_sql (self, "CREATE TABLE call (x); PRAGMA user_version = 1;");
  open_it (self);
  test_wait (self->n_changes > 0);
  g_assert_cmpuint (self->troubles->len, >, 0);
  add (self, "WR1", "+1", START);
  restart (self);
  assert_callers (self, "+1 ");
}

/* A newer program's file is left as it is. */
static void
test_newer (Fixture *self, gconstpointer data)
{
  g_autofree char *broken = g_strconcat (self->path, ".broken", NULL);

  write_garbage (self, "");
  run_sql (self, "CREATE TABLE call (x); PRAGMA user_version = 99;");
  open_it (self);
  test_wait (self->troubles->len > 0);
  g_assert_cmpstr (self->troubles->str, ==,
                   "The history can’t be saved: it is kept only until you quit.|");
  add (self, "WR1", "+1", START);
  assert_callers (self, "+1 ");
  test_settle ();
  g_assert_false (g_file_test (broken, G_FILE_TEST_EXISTS));
}

/* A folder where the file should be stands for a home that can't be written. It is said once. */
static void
test_read_only (Fixture *self, gconstpointer data)
{
  g_mkdir_with_parents (self->path, 0700);
  open_it (self);
  add (self, "WR1", "+1", START);
  add (self, "WR2", "+2", START + 1);
  test_wait (self->troubles->len > 0);
  g_assert_finalize_object (self->history);
  test_settle ();
  g_assert_cmpstr (self->troubles->str, ==,
                   "The history can’t be saved: it is kept only until you quit.|");
  make_history (self);
}

/* Rows that nobody of us wrote: what is no known end is left out, what is no text is made one. */
static void
test_odd_rows (Fixture *self, gconstpointer data)
{
  open_it (self);
  add (self, "WR1", "+1", START);
  g_assert_finalize_object (self->history);
  run_sql (self,
           "INSERT INTO call (worker, offered, reservation, end, ended_here, caller, answered, ended,"
           " completed) VALUES ('" DAVE "', 1768471200000001, 'WR2', 'eaten', 0, '+2', 0, 0, 0),"
           " ('" DAVE "', 1768471200000002, 'WR3', 'handled', 0, CAST (x'2bff33' AS TEXT), -5, 0, 0)");
  make_history (self);
  tra_history_open (self->history, DAVE, TRUE);
  test_wait (g_list_model_get_n_items (tra_history_get_calls (self->history)) == 2);
  assert_callers (self, "+\357\277\2753 +1 ");
}

/* ---- Time in status ---- */

/* "Available 60 ": in seconds. */
static void
assert_spans (Fixture *self, const char *wanted)
{
  GPtrArray *spans = tra_history_get_spans (self->history);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++)
    {
      TraStatusSpan *span = g_ptr_array_index (spans, i);

      g_string_append_printf (text, "%s %d ", span->activity,
                              (int) ((span->end - span->start) / G_USEC_PER_SEC));
    }
  g_assert_cmpstr (text->str, ==, wanted);
}

static void
test_spans (Fixture *self, gconstpointer data)
{
  open_it (self);
  tra_history_tell_status (self->history, "Offline", FALSE);
  tr_clock_advance (self->clock, 60 * G_USEC_PER_SEC);
  tra_history_tell_status (self->history, "Available", TRUE);
  tr_clock_advance (self->clock, 30 * G_USEC_PER_SEC);
  tra_history_tell_status (self->history, "Available", TRUE);
  tr_clock_advance (self->clock, 30 * G_USEC_PER_SEC);
  assert_spans (self, "Offline 60 Available 60 ");
  tra_history_tell_status (self->history, NULL, FALSE);
  tr_clock_advance (self->clock, 30 * G_USEC_PER_SEC);
  assert_spans (self, "Offline 60 Available 60 ");
  restart (self);
  assert_spans (self, "Offline 60 Available 60 ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/history/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("kept", test_kept);
  ADD ("added-at-once", test_added_at_once);
  ADD ("private", test_private);
  ADD ("other-worker", test_other_worker);
  ADD ("other-worker/and-back", test_other_worker_and_back);
  ADD ("days", test_days);
  ADD ("delete", test_delete);
  ADD ("delete-all", test_delete_all);
  ADD ("delete/overwrites", test_delete_overwrites);
  ADD ("demo", test_demo);
  ADD ("corrupt", test_corrupt);
  ADD ("foreign", test_foreign);
  ADD ("newer", test_newer);
  ADD ("read-only", test_read_only);
  ADD ("odd-rows", test_odd_rows);
  ADD ("spans", test_spans);

  return g_test_run ();
}
