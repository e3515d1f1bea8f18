/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-sync.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <unistd.h>

struct _TrsSync
{
  int fd; /* owned: a second one of the same file */
  TrClock *clock; /* owned; the machine's */
  TrsSyncFunc func;
  guint64 timer;
  GTask *task;         /* owned; while the disk is waited for */
  gboolean is_touched; /* since then */
};

static void trs_sync_wait (TrsSync *self);

/* The thread's file, and what to do with it. */
typedef struct
{
  int fd;
  TrsSyncFunc func;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->fd >= 0)
    close (job->fd);
  g_free (job);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;

  if (job->func (job->fd) == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, (int) g_io_error_from_errno (errno),
                             "What happens is not brought to the disk: %s", g_strerror (errno));
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrsSync *self = user_data; /* gone if it was cancelled */
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      g_message ("%s", error->message);
    }
  g_clear_object (&self->task);
  if (self->is_touched)
    trs_sync_wait (self);
}

static void
due_cb (gpointer user_data)
{
  TrsSync *self = user_data;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Job *job = g_new (Job, 1);

  self->timer = 0;
  self->is_touched = FALSE;
  *job = (Job) { fcntl (self->fd, F_DUPFD_CLOEXEC, 3), self->func };
  self->task = g_task_new (NULL, cancellable, synced_cb, self);
  g_task_set_name (self->task, "TrsSync");
  g_task_set_task_data (self->task, job, job_free);
  g_task_run_in_thread (self->task, run);
}

static void
trs_sync_wait (TrsSync *self)
{
  if (self->timer == 0 && self->task == NULL)
    self->timer = tr_clock_add (self->clock, TRS_SYNC_INTERVAL, due_cb, self);
}

/**
 * trs_sync_new:
 * @fd: a file, which stays the caller's
 * @clock: the machine's, or a test's
 * @func: (nullable): waits for the disk, in another thread; %NULL is fdatasync()
 *
 * Returns: (transfer full): what does nothing until the file was written to
 */
TrsSync *
trs_sync_new (int fd, TrClock *clock, TrsSyncFunc func)
{
  TrsSync *self = g_new0 (TrsSync, 1);

  self->fd = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  self->clock = g_object_ref (clock);
  self->func = func != NULL ? func : fdatasync;
  return self;
}

/**
 * trs_sync_free:
 * @self: (transfer full): a file's
 *
 * Waits for the disk where something was written since: it is the end.
 */
void
trs_sync_free (TrsSync *self)
{
  gboolean is_open = self->timer != 0 || self->task != NULL;

  tr_clock_clear (self->clock, &self->timer);
  if (self->task != NULL)
    g_cancellable_cancel (g_task_get_cancellable (self->task));
  g_clear_object (&self->task);
  if (is_open && self->func (self->fd) != 0)
    g_message ("What happened is not brought to the disk: %s", g_strerror (errno));
  if (self->fd >= 0)
    close (self->fd);
  g_object_unref (self->clock);
  g_free (self);
}

/**
 * trs_sync_touch:
 * @self: a file's
 *
 * Something was written. It is brought to the disk within #TRS_SYNC_INTERVAL and the time that the
 * disk takes, and nobody waits for it.
 */
void
trs_sync_touch (TrsSync *self)
{
  self->is_touched = TRUE;
  trs_sync_wait (self);
}
