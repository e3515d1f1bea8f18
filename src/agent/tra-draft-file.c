/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-draft-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "tr-json.h"

#define ENDING ".json"
#define MAX_FILE (64 * 1024)
#define MAX_FILES 1000
#define MAX_NAME 64

/**
 * tra_draft_file_is_name:
 * @task_sid: a task's SID, as the service says
 *
 * Returns: whether it can be the name of a file: letters and digits
 */
gboolean
tra_draft_file_is_name (const char *task_sid)
{
  for (const char *c = task_sid; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c))
      return FALSE;

  return *task_sid != '\0' && strlen (task_sid) <= MAX_NAME;
}

/**
 * tra_draft_file_write:
 * @folder: where the files are; made for this user alone
 * @task_sid: a name
 * @text: (nullable): what the file holds from now on; %NULL: the file goes
 *
 * Puts a whole file in the place of the one before, readable by this user alone.
 *
 * Returns: whether it is there
 */
gboolean
tra_draft_file_write (const char *folder, const char *task_sid, const char *text)
{
  const GFileSetContentsFlags flags =
      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE;
  g_autofree char *name = g_strconcat (task_sid, ENDING, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;

  if (text == NULL)
    g_unlink (path);
  else if (g_mkdir_with_parents (folder, 0700) != 0)
    g_set_error (&error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder,
                 g_strerror (errno));
  else
    g_file_set_contents_full (path, text, -1, flags, 0600, &error);

  if (error != NULL)
    g_info ("A draft could not be kept: %s", error->message);
  return error == NULL;
}

static TraDraft *
read_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;
  GStatBuf status;
  gsize length;

  if (g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MAX_FILE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "not a small file");
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  node = tr_json_parse (text, (gssize) length, error);
  return node != NULL ? tra_draft_new_from_json (node, error) : NULL;
}

/**
 * tra_draft_file_read_all:
 * @folder: where the files are, or are not yet
 * @oldest: seconds since the epoch: what was edited last before that is removed
 *
 * What can't be read stays where it is: it may be a later version's.
 *
 * Returns: (transfer full) (element-type TraDraft): the drafts
 */
GPtrArray *
tra_draft_file_read_all (const char *folder, gint64 oldest)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_draft_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && drafts->len < MAX_FILES && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(TraDraft) draft = NULL;

      if (!g_str_has_suffix (name, ENDING))
        continue;
      draft = read_file (path, &error);
      if (draft == NULL)
        g_info ("%s: %s", path, error->message);
      else if (draft->edited < oldest)
        g_unlink (path);
      else
        g_ptr_array_add (drafts, g_steal_pointer (&draft));
    }
  return drafts;
}
