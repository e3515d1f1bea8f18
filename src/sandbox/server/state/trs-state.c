/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-state.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "tr-json.h"

#include "http/trs-webhook.h"
#include "trs-clock-drive.h"
#include "trs-journal.h"
#include "trs-snapshots.h"

struct _TrsState
{
  TrsServer *server; /* not owned: it owns us; NULL until trs_state_start() */
  TrsOutset *outset; /* owned */
  char *path;        /* owned, nullable */
  int lock;          /* -1 without a file */
  double speed;
  TrClock *machine;       /* owned */
  GBytes *content;        /* owned; until it was gone through */
  TrsJournal *journal;    /* owned; NULL while a history is gone through */
  TrsClockDrive *drive;   /* owned; NULL for a virtual clock */
  TrsSnapshots *snapshots; /* owned */
  gint64 beginning;       /* the engine's clock when it was new; monotonic */
  gint64 first_time;      /* what it showed then; microseconds since the epoch */
  gboolean is_continued;
};

static gboolean
fail (GError **error, const char *complaint)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, complaint);
  return FALSE;
}

static TrClock *
get_clock (TrsState *self)
{
  return trs_engine_get_clock (trs_server_get_engine (self->server));
}

/* Two sandboxes that write one file would make nonsense of it. The lock is a file of its own, as
 * the state's is replaced; the kernel drops it with the process. */
static gboolean
trs_state_lock (TrsState *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);

  self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "%s: %s", self->path,
               errno == EWOULDBLOCK ? "another sandbox uses this state" : g_strerror (errno));
  return FALSE;
}

/* The first line is read, the others are passed over. */
static gboolean
read_header (JsonObject *entry, guint line, gpointer user_data, GError **error)
{
  TrsState *self = user_data;
  TrsOutset *outset;

  if (line > 1)
    return TRUE;
  outset = trs_outset_new_from_json (entry, &self->first_time, error);
  if (outset == NULL)
    return FALSE;
  g_clear_pointer (&self->outset, trs_outset_free);
  self->outset = outset;
  return TRUE;
}

/* Looks at every line, so that nothing is begun that can't be gone through. */
static gboolean
trs_state_take_content (TrsState *self, GBytes *content, GError **error)
{
  if (g_bytes_get_size (content) == 0)
    return fail (error, "it is empty, and no state");
  if (!trs_journal_foreach (content, read_header, self, error))
    return FALSE;
  g_clear_pointer (&self->content, g_bytes_unref);
  self->content = g_bytes_ref (content);
  return TRUE;
}

static gboolean
trs_state_open (TrsState *self, GError **error)
{
  g_autoptr(GBytes) content = NULL;
  g_autoptr(GError) cause = NULL;

  if (self->path != NULL)
    {
      if (!trs_state_lock (self, error))
        return FALSE;
      content = trs_journal_read_file (self->path, &cause);
      if (content == NULL && !g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
    }
  self->is_continued = content != NULL;
  if (content == NULL)
    content = trs_outset_to_line (self->outset, self->first_time);
  if (trs_state_take_content (self, content, error))
    return TRUE;
  g_prefix_error (error, "%s: ", self->path != NULL ? self->path : "seed");
  return FALSE;
}

/**
 * trs_state_new:
 * @outset: (transfer full): what a new state begins with; one that is there keeps its own
 * @path: (nullable): its file, made unless it is there; %NULL keeps it for this process only
 * @speed: of the clock: %TRS_SPEED_REAL, %TRS_SPEED_VIRTUAL, or so many times as fast
 * @first_time: what a new state's clock shows, in microseconds since the epoch, unless its speed is
 *   %TRS_SPEED_REAL; 0 is the machine's time
 * @error: a #GIOErrorEnum, a #GFileError, or what is wrong with the file
 *
 * Returns: (transfer full) (nullable): a state that was not gone through yet
 */
TrsState *
trs_state_new (TrsOutset *outset,
               const char *path,
               double speed,
               gint64 first_time,
               GError **error)
{
  g_autoptr(TrsState) self = g_new0 (TrsState, 1);

  self->outset = outset;
  self->path = g_strdup (path);
  self->lock = -1;
  self->speed = speed;
  self->machine = tr_clock_new ();
  self->first_time = first_time > 0 ? first_time : tr_clock_get_real_time (self->machine);
  self->snapshots = trs_snapshots_new (path);
  return trs_state_open (self, error) ? g_steal_pointer (&self) : NULL;
}

void
trs_state_free (TrsState *self)
{
  g_clear_pointer (&self->drive, trs_clock_drive_free);
  g_clear_pointer (&self->journal, trs_journal_free);
  g_clear_pointer (&self->content, g_bytes_unref);
  trs_snapshots_free (self->snapshots);
  trs_outset_free (self->outset);
  g_object_unref (self->machine);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self);
}

/**
 * trs_state_make_engine:
 * @self: a state that was not gone through yet
 * @error: return location for what is wrong with the seed
 *
 * Returns: (transfer full) (nullable): an engine as it was at the beginning
 */
TrsEngine *
trs_state_make_engine (TrsState *self, GError **error)
{
  return trs_outset_make_engine (self->outset, self->first_time, error);
}

/* To the moment of an entry, with all that was due on the way. */
static gboolean
advance_to (TrsState *self, JsonObject *entry, GError **error)
{
  TrClock *clock = get_clock (self);
  gint64 time, by;

  if (!tr_json_expect_int (entry, "t", 0, G_MAXINT64 / 2, &time, error))
    return FALSE;
  by = self->beginning + time - tr_clock_get_monotonic_time (clock);
  if (by < 0)
    return fail (error, "the time goes back");
  tr_clock_advance (clock, by);
  return TRUE;
}

static gboolean
repeat (JsonObject *entry, guint line, gpointer user_data, GError **error)
{
  TrsState *self = user_data;
  gint64 now = 0;

  if (line == 1)
    return TRUE;
  if (!advance_to (self, entry, error) ||
      !tr_json_optional_int (entry, "wake", 0, G_MAXINT64 / 2, 0, &now, error))
    return FALSE;
  if (now > 0)
    tr_clock_set_real_time (get_clock (self), now);
  return trs_server_repeat (self->server, entry, error);
}

static void
turned_cb (gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  if (!trs_state_mark_time (user_data, &error))
    g_message ("%s", error->message);
}

/* Programs are not so many times as fast. */
static gboolean
is_busy (gpointer user_data)
{
  TrsState *self = user_data;

  return trs_webhook_get_n_pending (trs_server_get_webhook (self->server)) > 0;
}

/* The clock shows the machine's time after it was asleep. */
static gboolean
trs_state_wake (TrsState *self, GError **error)
{
  gint64 now = tr_clock_get_real_time (self->machine);
  g_autoptr(JsonObject) entry = json_object_new ();

  tr_clock_set_real_time (get_clock (self), now);
  json_object_set_int_member (entry, "wake", now);
  return trs_state_record (self, entry, error);
}

/**
 * trs_state_start:
 * @self: a state
 * @server: one with a new engine of trs_state_make_engine(); outlives the state's use
 * @error: return location for what can't be gone through, or a #GIOErrorEnum
 *
 * Goes through the history, then keeps what comes, and turns the clock.
 */
gboolean
trs_state_start (TrsState *self, TrsServer *server, GError **error)
{
  g_autoptr(GBytes) content = g_steal_pointer (&self->content);

  self->server = server;
  self->beginning = tr_clock_get_monotonic_time (get_clock (self));
  if (!trs_journal_foreach (content, repeat, self, error))
    {
      g_prefix_error (error, "%s: ", self->path != NULL ? self->path : "snapshot");
      return FALSE;
    }
  self->journal = trs_journal_new (self->path, content, self->machine, error);
  if (self->journal == NULL)
    return FALSE;
  if (self->speed == TRS_SPEED_REAL && !trs_state_wake (self, error))
    return FALSE;
  if (self->speed > 0)
    self->drive = trs_clock_drive_new (get_clock (self), self->speed, turned_cb,
                                       self->speed != TRS_SPEED_REAL ? is_busy : NULL, self);
  trs_server_resume (server);
  return TRUE;
}

double
trs_state_get_speed (TrsState *self)
{
  return self->speed;
}

/**
 * trs_state_is_continued:
 *
 * Returns: whether there was a file, and the outset is that file's
 */
gboolean
trs_state_is_continued (TrsState *self)
{
  return self->is_continued;
}

/**
 * trs_state_catch_up:
 * @self: a state
 *
 * Turns the clock to this moment. For before something comes in.
 */
void
trs_state_catch_up (TrsState *self)
{
  if (self->drive != NULL)
    trs_clock_drive_catch_up (self->drive);
}

static gint64
get_time (TrsState *self)
{
  return tr_clock_get_monotonic_time (get_clock (self)) - self->beginning;
}

/**
 * trs_state_mark_time:
 * @self: a state
 * @error: a #GIOErrorEnum
 *
 * Keeps that everything that was due until now has happened.
 */
gboolean
trs_state_mark_time (TrsState *self, GError **error)
{
  return self->journal == NULL || trs_journal_mark_time (self->journal, get_time (self), error);
}

/**
 * trs_state_record:
 * @self: a state
 * @entry: what came in just now, for trs_server_repeat()
 * @error: a #GIOErrorEnum: it is not kept, and may not be confirmed to anyone
 */
gboolean
trs_state_record (TrsState *self, JsonObject *entry, GError **error)
{
  return self->journal == NULL ||
         trs_journal_append (self->journal, get_time (self), entry, error);
}

static GBytes *
trs_state_read (TrsState *self, GError **error)
{
  if (!trs_state_mark_time (self, error))
    return NULL;
  return trs_journal_read (self->journal, error);
}

/* Begins anew with another history. */
static gboolean
trs_state_switch (TrsState *self, GBytes *content, GError **error)
{
  g_autoptr(TrsEngine) engine = NULL;

  if (!trs_state_take_content (self, content, error) ||
      (engine = trs_state_make_engine (self, error)) == NULL)
    return FALSE;
  g_clear_pointer (&self->drive, trs_clock_drive_free);
  g_clear_pointer (&self->journal, trs_journal_free);
  trs_server_set_engine (self->server, engine);
  return trs_state_start (self, self->server, error);
}

/* As before, or not at all: a history that can't be gone through leaves the one that there was. */
static gboolean
trs_state_switch_safely (TrsState *self, GBytes *content, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(GError) again = NULL;
  g_autoptr(GBytes) old = trs_state_read (self, error);

  if (old == NULL)
    return FALSE;
  if (trs_state_switch (self, content, &cause))
    return TRUE;
  if (!trs_state_switch (self, old, &again))
    g_warning ("The state before can't be had again: %s", again->message);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/**
 * trs_state_save:
 * @self: a state
 * @name: of a snapshot
 * @error: a #GIOErrorEnum
 *
 * Sets the state aside, and goes on. Waits for the disk: nobody asks for it often.
 */
gboolean
trs_state_save (TrsState *self, const char *name, GError **error)
{
  g_autoptr(GBytes) content = trs_state_read (self, error);

  return content != NULL && trs_snapshots_save (self->snapshots, name, content, error);
}

/**
 * trs_state_restore:
 * @self: a state
 * @name: of a snapshot
 * @error: %G_IO_ERROR_NOT_FOUND, or why it can't be had again
 *
 * Everything is as it was then, but for the workers' sockets, which are cut.
 */
gboolean
trs_state_restore (TrsState *self, const char *name, GError **error)
{
  g_autoptr(GBytes) content = trs_snapshots_load (self->snapshots, name, error);

  return content != NULL && trs_state_switch_safely (self, content, error);
}

/**
 * trs_state_reset:
 * @self: a state
 * @error: a #GIOErrorEnum
 *
 * Everything is as at the beginning, a virtual clock with it. Snapshots stay.
 */
gboolean
trs_state_reset (TrsState *self, GError **error)
{
  gint64 time = self->speed == TRS_SPEED_REAL ? tr_clock_get_real_time (self->machine)
                                              : self->first_time;
  g_autoptr(GBytes) content = trs_outset_to_line (self->outset, time);

  return trs_state_switch (self, content, error);
}

gboolean
trs_state_remove (TrsState *self, const char *name)
{
  return trs_snapshots_remove (self->snapshots, name);
}

JsonArray *
trs_state_list (TrsState *self)
{
  return trs_snapshots_list (self->snapshots);
}
