/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-snapshots.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "trs-journal.h"

#define MAX_NAME 64

struct _TrsSnapshots
{
  char *folder;       /* owned; NULL: in memory */
  GHashTable *by_name; /* owned; name → GBytes, without a folder */
};

/**
 * trs_snapshots_new:
 * @state_path: (nullable): the state's file; its snapshots are in a folder of that name and
 *   ".snapshots"
 *
 * Returns: (transfer full): what is there
 */
TrsSnapshots *
trs_snapshots_new (const char *state_path)
{
  TrsSnapshots *self = g_new0 (TrsSnapshots, 1);

  if (state_path != NULL)
    self->folder = g_strconcat (state_path, ".snapshots", NULL);
  self->by_name =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  return self;
}

void
trs_snapshots_free (TrsSnapshots *self)
{
  g_hash_table_unref (self->by_name);
  g_free (self->folder);
  g_free (self);
}

/**
 * trs_snapshots_name_is_valid:
 * @name: (nullable): anything
 *
 * Returns: whether it is 1 to 64 letters, digits, '_', '-' and '.', no '.' first: never a path
 */
gboolean
trs_snapshots_name_is_valid (const char *name)
{
  if (name == NULL || *name == '\0' || *name == '.' || strlen (name) > MAX_NAME)
    return FALSE;
  for (const char *c = name; *c != '\0'; c++)
    {
      if (!g_ascii_isalnum (*c) && strchr ("_-.", *c) == NULL)
        return FALSE;
    }
  return TRUE;
}

static char *
get_path (TrsSnapshots *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

/**
 * trs_snapshots_save:
 * @self: the snapshots
 * @name: a valid name; what had it is replaced
 * @content: a history
 * @error: a #GIOErrorEnum
 */
gboolean
trs_snapshots_save (TrsSnapshots *self, const char *name, GBytes *content, GError **error)
{
  g_autofree char *path = NULL;

  if (self->folder == NULL)
    {
      g_hash_table_replace (self->by_name, g_strdup (name), g_bytes_ref (content));
      return TRUE;
    }
  if (g_mkdir (self->folder, 0700) != 0 && errno != EEXIST)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Can't make the folder %s: %s",
                   self->folder, g_strerror (errno));
      return FALSE;
    }
  path = get_path (self, name);
  return trs_journal_write_file (path, content, error);
}

/**
 * trs_snapshots_load:
 * @self: the snapshots
 * @name: a valid name
 * @error: %G_IO_ERROR_NOT_FOUND or another #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): the history
 */
GBytes *
trs_snapshots_load (TrsSnapshots *self, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) cause = NULL;
  GBytes *content = NULL;

  if (self->folder != NULL)
    {
      path = get_path (self, name);
      content = trs_journal_read_file (path, &cause);
    }
  else if (g_hash_table_contains (self->by_name, name))
    content = g_bytes_ref (g_hash_table_lookup (self->by_name, name));
  if (content == NULL)
    g_set_error (error, G_IO_ERROR,
                 cause == NULL || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)
                   ? G_IO_ERROR_NOT_FOUND
                   : G_IO_ERROR_FAILED,
                 "There is no snapshot '%s'", name);
  return content;
}

/**
 * trs_snapshots_remove:
 * @self: the snapshots
 * @name: a valid name
 *
 * Returns: whether there was one
 */
gboolean
trs_snapshots_remove (TrsSnapshots *self, const char *name)
{
  g_autofree char *path = NULL;

  if (self->folder == NULL)
    return g_hash_table_remove (self->by_name, name);
  path = get_path (self, name);
  return g_unlink (path) == 0;
}

static GList *
list_folder (TrsSnapshots *self)
{
  g_autoptr(GDir) folder = g_dir_open (self->folder, 0, NULL);
  GList *names = NULL;
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      /* What a killed process left half written ends in a dot and six letters. */
      if (trs_snapshots_name_is_valid (name))
        names = g_list_prepend (names, g_strdup (name));
    }
  return names;
}

static gpointer
duplicate (gconstpointer text, gpointer unused)
{
  return g_strdup (text);
}

/**
 * trs_snapshots_list:
 * @self: the snapshots
 *
 * Returns: (transfer full): their names, in order
 */
JsonArray *
trs_snapshots_list (TrsSnapshots *self)
{
  JsonArray *array = json_array_new ();
  GList *names;

  if (self->folder != NULL)
    names = list_folder (self);
  else
    {
      g_autoptr(GList) keys = g_hash_table_get_keys (self->by_name);

      names = g_list_copy_deep (keys, duplicate, NULL);
    }
  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    json_array_add_string_element (array, l->data);
  g_list_free_full (names, g_free);
  return array;
}
