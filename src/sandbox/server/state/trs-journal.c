/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "tr-json.h"

#include "trs-sync.h"

/* Without a file of its own it may not fill the disk of who never asked for one. */
#define MAX_NAMELESS (256 * 1024 * 1024)

/* A line that says nothing but the time is written over by the next one, as long as no page of the
 * file ends within it: what a killed process wrote into one page is there whole or not at all. */
#define TIME_LINE "{\"t\":%19" G_GINT64_FORMAT "}\n"
#define TIME_LINE_SIZE 26
#define PAGE_SIZE 4096

struct _TrsJournal
{
  int fd;
  goffset size;
  goffset time_line; /* where the file's last line is if it has only the time; else -1 */
  TrsSync *sync; /* owned; NULL for a file without a name, which goes with the process */
};

static gboolean
fail (GError **error, const char *what, const char *path)
{
  int number = errno;

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (number), "%s %s: %s", what, path,
               g_strerror (number));
  return FALSE;
}

static gboolean
write_at (int fd, const char *bytes, gsize size, goffset offset, GError **error)
{
  while (size > 0)
    {
      gssize n_written = pwrite (fd, bytes, size, offset);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written <= 0)
        return fail (error, "Can't write", "the state");
      bytes += n_written;
      offset += n_written;
      size -= (gsize) n_written;
    }
  return TRUE;
}

static gboolean
write_all (int fd, GBytes *content, GError **error)
{
  gsize size;
  const char *bytes = g_bytes_get_data (content, &size);

  return write_at (fd, bytes, size, 0, error);
}

/* The name's place in its folder is data of the folder. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_info ("Can't sync %s: %s", folder, g_strerror (errno));
  close (fd);
}

/* Whole or not at all, and nobody else's to read. Returns the open file, or -1. */
static int
replace_file (const char *path, GBytes *content, GError **error)
{
  g_autofree char *draft = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (draft, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      fail (error, "Can't make a file beside", path);
      return -1;
    }
  if (write_all (fd, content, error) &&
      (fsync (fd) == 0 || fail (error, "Can't sync", path)) &&
      (g_rename (draft, path) == 0 || fail (error, "Can't replace", path)))
    {
      sync_folder (path);
      return fd;
    }
  g_unlink (draft);
  close (fd);
  return -1;
}

static int
open_nameless (GBytes *content, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("task-router-sandbox-XXXXXX", &path, error);

  if (fd < 0)
    return -1;
  g_unlink (path);
  if (write_all (fd, content, error))
    return fd;
  close (fd);
  return -1;
}

/**
 * trs_journal_new:
 * @path: (nullable): its file, which is replaced; %NULL for one without a name, which ends with
 *   the process
 * @content: what it begins with: whole lines
 * @machine: the machine's clock
 * @error: a #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): a journal to go on from there
 */
TrsJournal *
trs_journal_new (const char *path, GBytes *content, TrClock *machine, GError **error)
{
  int fd = path != NULL ? replace_file (path, content, error) : open_nameless (content, error);
  TrsJournal *self;

  if (fd < 0)
    return NULL;
  self = g_new0 (TrsJournal, 1);
  self->fd = fd;
  self->size = (goffset) g_bytes_get_size (content);
  self->time_line = -1;
  if (path != NULL)
    self->sync = trs_sync_new (fd, machine, NULL);
  return self;
}

void
trs_journal_free (TrsJournal *self)
{
  g_clear_pointer (&self->sync, trs_sync_free);
  close (self->fd);
  g_free (self);
}

static gboolean
check_room (TrsJournal *self, GError **error)
{
  if (self->sync != NULL || self->size < MAX_NAMELESS)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                       "Too much has happened for a history without a file: start with --state");
  return FALSE;
}

static void
touch (TrsJournal *self)
{
  if (self->sync != NULL)
    trs_sync_touch (self->sync);
}

/**
 * trs_journal_append:
 * @self: a journal
 * @time: microseconds since the beginning
 * @entry: what came in; gets a "t"
 * @error: a #GIOErrorEnum; the file may end within a line then, which a reader passes over
 *
 * Does not wait for the disk: the kernel has the line when this returns, which is what it takes to
 * outlive this process. A power cut may take what #TrsSync had not brought there yet.
 */
gboolean
trs_journal_append (TrsJournal *self, gint64 time, JsonObject *entry, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  gsize size;

  if (!check_room (self, error))
    return FALSE;
  json_object_set_int_member (entry, "t", time);
  text = tr_json_object_to_string (entry);
  line = g_strconcat (text, "\n", NULL);
  size = strlen (line);
  if (!write_at (self->fd, line, size, self->size, error))
    return FALSE;
  self->size += (goffset) size;
  self->time_line = -1;
  touch (self);
  return TRUE;
}

/**
 * trs_journal_mark_time:
 * @self: a journal
 * @time: microseconds since the beginning
 * @error: a #GIOErrorEnum
 *
 * Notes that everything that was due until then has happened.
 */
gboolean
trs_journal_mark_time (TrsJournal *self, gint64 time, GError **error)
{
  char line[TIME_LINE_SIZE + 1];
  goffset offset = self->time_line >= 0 ? self->time_line : self->size;

  if (!check_room (self, error))
    return FALSE;
  g_snprintf (line, sizeof line, TIME_LINE, time);
  if (!write_at (self->fd, line, TIME_LINE_SIZE, offset, error))
    return FALSE;
  self->size = offset + TIME_LINE_SIZE;
  self->time_line = offset % PAGE_SIZE + TIME_LINE_SIZE <= PAGE_SIZE ? offset : -1;
  touch (self);
  return TRUE;
}

/**
 * trs_journal_read:
 * @self: a journal
 * @error: a #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): all of it
 */
GBytes *
trs_journal_read (TrsJournal *self, GError **error)
{
  g_autofree char *bytes = g_malloc ((gsize) self->size + 1);
  goffset done = 0;

  if (!check_room (self, error))
    return NULL;
  while (done < self->size)
    {
      gssize n_read = pread (self->fd, bytes + done, (gsize) (self->size - done), done);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read <= 0)
        {
          fail (error, "Can't read", "the state");
          return NULL;
        }
      done += n_read;
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), (gsize) self->size);
}

/* What a process that was killed in the middle of a line left, no answer was given for. */
static gsize
count_whole (const char *bytes, gsize size)
{
  while (size > 0 && bytes[size - 1] != '\n')
    size--;
  return size;
}

/**
 * trs_journal_read_file:
 * @path: a file
 * @error: a #GFileError
 *
 * Returns: (transfer full) (nullable): its whole lines
 */
GBytes *
trs_journal_read_file (const char *path, GError **error)
{
  char *bytes;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, error))
    return NULL;
  return g_bytes_new_take (bytes, count_whole (bytes, size));
}

/**
 * trs_journal_write_file:
 * @path: a file, which is replaced as a whole
 * @content: whole lines
 * @error: a #GIOErrorEnum
 */
gboolean
trs_journal_write_file (const char *path, GBytes *content, GError **error)
{
  int fd = replace_file (path, content, error);

  if (fd < 0)
    return FALSE;
  close (fd);
  return TRUE;
}

static JsonObject *
parse_line (const char *text, gsize length, GError **error)
{
  g_autoptr(JsonNode) node = tr_json_parse (text, (gssize) length, error);
  JsonObject *object;

  if (node == NULL || !tr_json_expect_object (node, &object, error))
    return NULL;
  return json_object_ref (object);
}

/**
 * trs_journal_foreach:
 * @content: whole lines
 * @func: (scope call): called for each, the first with the outset
 * @user_data: for @func
 * @error: return location for what begins with the line's number
 *
 * Returns: whether every line could be read, and every call went well
 */
gboolean
trs_journal_foreach (GBytes *content, TrsJournalFunc func, gpointer user_data, GError **error)
{
  gsize size;
  const char *at = g_bytes_get_data (content, &size);
  const char *end = at + size;

  for (guint line = 1; at < end; line++)
    {
      const char *stop = memchr (at, '\n', (gsize) (end - at));
      gsize length = (gsize) ((stop != NULL ? stop : end) - at);
      g_autoptr(JsonObject) entry = parse_line (at, length, error);

      if (entry == NULL || !func (entry, line, user_data, error))
        {
          g_prefix_error (error, "line %u: ", line);
          return FALSE;
        }
      at += length + 1;
    }
  return TRUE;
}
