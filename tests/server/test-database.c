/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-database.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

/* Errands share transactions, and nobody notices. */

typedef struct
{
  char *directory;
  char *path;
  TsvDatabase *database;
  guint n_answers;
  guint n_errors;
  GError *error; /* the last one */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->directory = g_dir_make_tmp ("database-XXXXXX", &error);
  self->path = g_build_filename (self->directory, "server.sqlite", NULL);
  self->database = tsv_database_new (self->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->database);
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->directory), ==, 0); /* nothing is left beside it */
  g_clear_error (&self->error);
  g_free (self->path);
  g_free (self->directory);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;
  GError *error = NULL;

  tsv_database_run_finish (TSV_DATABASE (source), result, &error);
  self->n_answers++;
  if (error == NULL)
    return;
  self->n_errors++;
  g_clear_error (&self->error);
  self->error = error;
}

static void
run (Fixture *self, TsvDatabaseFunc func, const char *name)
{
  tsv_database_run_async (self->database, func, g_strdup (name), g_free, NULL, answered_cb, self);
}

static void
wait_answers (Fixture *self, guint n_answers)
{
  while (self->n_answers < n_answers)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
insert (TsvStore *store, gpointer data, GError **error)
{
  return tsv_store_run (store, error, "INSERT INTO setting (name, value) VALUES (?, '')", "t", data);
}

static gboolean
insert_and_fail (TsvStore *store, gpointer data, GError **error)
{
  return insert (store, data, error) && insert (store, data, error);
}

static gint64
count (Fixture *self)
{
  g_autoptr(TsvStore) store = tsv_store_open (self->path, NULL);
  g_autoptr(TsvRow) row = NULL;

  g_assert_true (tsv_store_find (store, &row, NULL, "SELECT count (*) FROM setting", ""));
  return tsv_row_get_int (row, 0);
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      run (fixture, insert, name);
    }
  wait_answers (fixture, 1000);
  g_assert_cmpuint (fixture->n_errors, ==, 0);
  g_assert_cmpint (count (fixture), ==, 1000);
}

/* One that fails is undone, and only that one. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  run (fixture, insert, "before");
  run (fixture, insert_and_fail, "broken");
  run (fixture, insert, "after");
  wait_answers (fixture, 3);
  g_assert_cmpuint (fixture->n_errors, ==, 1);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_cmpint (count (fixture), ==, 2);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TsvStore) store = tsv_store_open (fixture->path, NULL);
  g_autoptr(TsvStore) older = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (tsv_store_execute (store, "PRAGMA user_version=1000", NULL));
  older = tsv_store_open (fixture->path, &error);
  g_assert_null (older);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "garbage", NULL);
  g_autoptr(TsvStore) store = NULL;
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, "This is no database, and long enough for one to tell.", -1, NULL);
  store = tsv_store_open (path, &error);
  g_assert_null (store);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_unlink (path);
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  struct stat status;

  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/server/database/many", test_many);
  ADD ("/server/database/failure", test_failure);
  ADD ("/server/database/newer", test_newer);
  ADD ("/server/database/garbage", test_garbage);
  ADD ("/server/database/private", test_private);
  return g_test_run ();
}
