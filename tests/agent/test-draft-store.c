/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "test-data.h"
#include "tra-draft-store.h"

/* What is typed, and what is there of it after a crash. */

#define START (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC)
#define SECOND ((gint64) G_USEC_PER_SEC)
#define DAY (24 * 60 * 60 * SECOND)

typedef struct
{
  TrClock *clock;
  char *folder;
  TraDraftStore *store;
  TrTask *task;
  guint n_loaded;
} Fixture;

static TrTask *
make_task (const char *sid, gint64 created, const char *attributes)
{
  g_autoptr(JsonNode) node = test_data_event_payload ("protocol/ws-reservation.created.json");
  JsonNode *inner = json_object_get_member (json_node_get_object (node), "task");
  JsonObject *object = json_node_get_object (inner);
  g_autoptr(GError) error = NULL;
  TrTask *task;

  json_object_set_string_member (object, "sid", sid);
  json_object_set_int_member (object, "date_created", created);
  json_object_set_string_member (object, "attributes", attributes);
  task = tr_task_new_from_json (inner, &error);
  g_assert_no_error (error);
  return task;
}

static void
loaded_cb (Fixture *fixture)
{
  fixture->n_loaded++;
}

static void
open_store (Fixture *fixture)
{
  fixture->store = tra_draft_store_new (fixture->clock, fixture->folder);
  fixture->n_loaded = 0;
  g_signal_connect_swapped (fixture->store, "loaded", G_CALLBACK (loaded_cb), fixture);
  tra_draft_store_load (fixture->store);
  while (fixture->n_loaded == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
close_store (Fixture *fixture)
{
  /* The thread that loaded may hold it for a moment yet. */
  g_object_run_dispose (G_OBJECT (fixture->store));
  g_clear_object (&fixture->store);
}

static char *
path_of (Fixture *fixture, const char *sid)
{
  g_autofree char *name = g_strconcat (sid, ".json", NULL);

  return g_build_filename (fixture->folder, name, NULL);
}

static char *
read_file (Fixture *fixture)
{
  g_autofree char *path = path_of (fixture, "WT1");
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *base = g_dir_make_tmp ("drafts-XXXXXX", &error);

  g_assert_no_error (error);
  fixture->folder = g_build_filename (base, "made", "when-needed", NULL);
  fixture->clock = tr_clock_new_manual (START);
  fixture->task = make_task ("WT1", 1768471160, "{\"from\":\"+1\"}");
  open_store (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->store != NULL)
    close_store (fixture);
  g_object_unref (fixture->task);
  g_object_unref (fixture->clock);
  g_free (fixture->folder);
}

static void
assert_notes (Fixture *fixture, const char *notes, const char *outcome)
{
  const TraDraft *draft = tra_draft_store_get (fixture->store, fixture->task);

  g_assert_nonnull (draft);
  g_assert_cmpstr (draft->notes, ==, notes);
  g_assert_cmpstr (draft->outcome, ==, outcome);
}

static void
test_survives (Fixture *fixture, gconstpointer data)
{
  tra_draft_store_set_notes (fixture->store, fixture->task, "Wants « a » \"form\"\n");
  tra_draft_store_set_outcome (fixture->store, fixture->task, "Resolved");
  close_store (fixture);
  open_store (fixture);
  assert_notes (fixture, "Wants « a » \"form\"\n", "Resolved");
}

/* Not with each letter, but without waiting for the end of the program. */
static void
test_written_soon (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  tra_draft_store_set_notes (fixture->store, fixture->task, "W");
  tr_clock_advance (fixture->clock, SECOND / 2);
  tra_draft_store_set_notes (fixture->store, fixture->task, "Wants");
  tr_clock_advance (fixture->clock, SECOND / 2);
  g_assert_null (read_file (fixture));
  tr_clock_advance (fixture->clock, SECOND / 2);
  while ((text = read_file (fixture)) == NULL)
    g_thread_yield ();
  g_assert_nonnull (strstr (text, "\"Wants\""));
}

/* Somebody who types without a pause is not without a file for ever. */
static void
test_written_while_typing (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GString) typed = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (int i = 0; i < 11; i++)
    {
      g_string_append_c (typed, 'x');
      tra_draft_store_set_notes (fixture->store, fixture->task, typed->str);
      tr_clock_advance (fixture->clock, SECOND / 2);
    }
  while ((text = read_file (fixture)) == NULL)
    g_thread_yield ();
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "WT1");
  GStatBuf status;

  tra_draft_store_set_notes (fixture->store, fixture->task, "Secret");
  close_store (fixture);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (fixture->folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static void
test_forgotten (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "WT1");

  tra_draft_store_set_notes (fixture->store, fixture->task, "Done");
  close_store (fixture);
  open_store (fixture);
  tra_draft_store_forget (fixture->store, fixture->task);
  g_assert_null (tra_draft_store_get (fixture->store, fixture->task));
  close_store (fixture);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_removed_when_old (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "WT1");

  tra_draft_store_set_notes (fixture->store, fixture->task, "Long ago");
  close_store (fixture);
  tr_clock_advance (fixture->clock, 29 * DAY);
  open_store (fixture);
  assert_notes (fixture, "Long ago", "");
  close_store (fixture);
  tr_clock_advance (fixture->clock, 2 * DAY);
  open_store (fixture);
  g_assert_null (tra_draft_store_get (fixture->store, fixture->task));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* A sandbox that was set back gives the same SIDs to other callers. */
static void
test_of_another_task (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrTask) later = make_task ("WT1", 1768472000, "{}");

  tra_draft_store_set_notes (fixture->store, fixture->task, "About the first");
  g_assert_null (tra_draft_store_get (fixture->store, later));
  tra_draft_store_set_outcome (fixture->store, later, "Resolved");
  g_assert_cmpstr (tra_draft_store_get (fixture->store, later)->notes, ==, "");
}

/* A draft begins as what the task holds already. */
static void
test_begins_as_saved (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrTask) task = make_task (
      "WT2", 1768471160, "{\"conversations\":{\"content\":\"Before\",\"outcome\":\"Resolved\"}}");
  g_autoptr(JsonObject) patch = NULL;
  JsonObject *members;

  tra_draft_store_set_notes (fixture->store, task, "Before and after");
  g_assert_cmpstr (tra_draft_store_get (fixture->store, task)->outcome, ==, "Resolved");
  patch = tra_draft_to_patch (tra_draft_store_get (fixture->store, task), task);
  members = json_object_get_object_member (patch, "conversations");
  g_assert_cmpuint (json_object_get_size (members), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (members, "content"), ==, "Before and after");

  tra_draft_store_set_notes (fixture->store, task, "Before");
  g_assert_null (tra_draft_to_patch (tra_draft_store_get (fixture->store, task), task));
}

/* A file that is none of ours, or was cut, hurts nobody and stays. */
static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "", "{", "[]", "{\"task\":1}", "{\"task\":\"WT1\",\"notes\":\"a\"}",
    "{\"task\":\"WT1\",\"notes\":[],\"outcome\":\"\"}",
  };
  g_autofree char *path = path_of (fixture, "WT1");

  close_store (fixture);
  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      open_store (fixture);
      g_assert_null (tra_draft_store_get (fixture->store, fixture->task));
      close_store (fixture);
      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

/* The service names the file: it must not leave the folder. */
static void
test_name_from_outside (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrTask) task = make_task ("../../evil", 1768471160, "{}");

  tra_draft_store_set_notes (fixture->store, task, "Out");
  g_assert_null (tra_draft_store_get (fixture->store, task));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* A disk that takes nothing: that is told, once, and not only when it is too late. */
static void
test_not_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  guint n_told = 0;

  close_store (fixture);
  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_file_set_contents (fixture->folder, "no folder", -1, &error);
  g_assert_no_error (error);
  open_store (fixture);
  g_signal_connect_swapped (fixture->store, "not-kept", G_CALLBACK (count_cb), &n_told);
  tra_draft_store_set_notes (fixture->store, fixture->task, "Wants a form");
  tr_clock_advance (fixture->clock, SECOND);
  while (n_told == 0)
    g_main_context_iteration (NULL, TRUE);
  tra_draft_store_set_notes (fixture->store, fixture->task, "Wants two forms");
  close_store (fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_cmpint (g_unlink (fixture->folder), ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/draft-store/survives", test_survives);
  ADD ("/draft-store/written-soon", test_written_soon);
  ADD ("/draft-store/written-while-typing", test_written_while_typing);
  ADD ("/draft-store/private", test_private);
  ADD ("/draft-store/forgotten", test_forgotten);
  ADD ("/draft-store/removed-when-old", test_removed_when_old);
  ADD ("/draft-store/of-another-task", test_of_another_task);
  ADD ("/draft-store/begins-as-saved", test_begins_as_saved);
  ADD ("/draft-store/garbage", test_garbage);
  ADD ("/draft-store/name-from-outside", test_name_from_outside);
  ADD ("/draft-store/not-kept", test_not_kept);
  return g_test_run ();
}
