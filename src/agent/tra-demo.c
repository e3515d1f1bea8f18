/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-demo.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tra-location.h"

#define PROGRAM "task-router-sandbox"
#define READY "Task Router sandbox ready at "
#define PATIENCE (10 * G_USEC_PER_SEC)

struct _TraDemo
{
  GObject parent_instance;

  TrClock *clock;            /* owned */
  GSubprocess *process;      /* owned; NULL when it does not run */
  GDataInputStream *lines;   /* owned; the child's stdout, read to its end */
  GCancellable *reading;     /* owned; of the read that waits */
  GTask *starting;           /* owned; NULL once it is ready or has failed */
  gulong cancelled_id;       /* on the cancellable of starting */
  guint64 timer;             /* of the clock */
  GHashTable *environment;   /* owned; what it printed, by name */
};

G_DEFINE_FINAL_TYPE (TraDemo, tra_demo, G_TYPE_OBJECT)

static void tra_demo_read_line (TraDemo *self);

/* Named by whoever tests; beside us when installed; beside our folder in the build tree. */
static char *
find_program (void)
{
  const char *named = g_getenv ("TASK_ROUTER_SANDBOX");
  char *path;

  if (named != NULL && *named != '\0')
    return g_strdup (named);

  path = tra_location_dup_beside_program (PROGRAM);
  if (path == NULL)
    path = tra_location_dup_beside_program ("../sandbox/" PROGRAM);
  if (path == NULL)
    path = g_find_program_in_path (PROGRAM);
  return path;
}

/* Between fork and exec. The sandbox has nothing to save, so it may go down with us. */
static void
child_setup_cb (gpointer user_data)
{
  pid_t parent = GPOINTER_TO_INT (user_data);

  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid () != parent)
    _exit (1);
}

static GTask *
tra_demo_take_task (TraDemo *self)
{
  GCancellable *cancellable;

  tr_clock_clear (self->clock, &self->timer);
  if (self->starting == NULL)
    return NULL;

  cancellable = g_task_get_cancellable (self->starting);
  if (self->cancelled_id != 0)
    g_signal_handler_disconnect (cancellable, self->cancelled_id);
  self->cancelled_id = 0;
  return g_steal_pointer (&self->starting);
}

/* @error is taken over. */
static void
tra_demo_fail (TraDemo *self, GError *error)
{
  g_autoptr(GTask) task = tra_demo_take_task (self);

  tra_demo_stop (self);
  if (task != NULL)
    g_task_return_error (task, error);
  else
    g_error_free (error);
}

static void
patience_ended_cb (gpointer user_data)
{
  TraDemo *self = user_data;

  self->timer = 0;
  tra_demo_fail (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                            "The sandbox did not start in time"));
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  tra_demo_fail (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
}

static void
tra_demo_take_line (TraDemo *self, const char *line)
{
  const char *equals = strchr (line, '=');

  if (g_str_has_prefix (line, READY))
    {
      g_autoptr(GTask) task = tra_demo_take_task (self);

      g_hash_table_insert (self->environment, g_strdup ("TR_BASE_URL"),
                           g_strdup (line + strlen (READY)));
      if (task != NULL)
        g_task_return_boolean (task, TRUE);
    }
  else if (equals != NULL)
    g_hash_table_insert (self->environment, g_strndup (line, equals - line),
                         g_strdup (equals + 1));
}

static void
line_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraDemo *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL,
                                                    &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (line == NULL)
    {
      g_clear_object (&self->lines);
      if (self->starting != NULL)
        tra_demo_fail (self, error != NULL
                                 ? g_steal_pointer (&error)
                                 : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                                        "The sandbox ended before it was ready"));
      return;
    }

  tra_demo_take_line (self, line);
  tra_demo_read_line (self);
}

/* On and on: a pipe that nobody reads would stop the child some day. */
static void
tra_demo_read_line (TraDemo *self)
{
  if (self->lines != NULL)
    g_data_input_stream_read_line_async (self->lines, G_PRIORITY_DEFAULT, self->reading,
                                         line_read_cb, self);
}

static void
tra_demo_dispose (GObject *object)
{
  TraDemo *self = TRA_DEMO (object);

  tra_demo_stop (self);
  if (self->clock != NULL)
    tr_clock_clear (self->clock, &self->timer);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tra_demo_parent_class)->dispose (object);
}

static void
tra_demo_finalize (GObject *object)
{
  TraDemo *self = TRA_DEMO (object);

  g_hash_table_unref (self->environment);
  G_OBJECT_CLASS (tra_demo_parent_class)->finalize (object);
}

static void
tra_demo_class_init (TraDemoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_demo_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_demo_finalize;
}

static void
tra_demo_init (TraDemo *self)
{
  self->environment = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * tra_demo_new:
 * @clock: for the deadline
 *
 * Returns: (transfer full): a demo that was not started
 */
TraDemo *
tra_demo_new (TrClock *clock)
{
  TraDemo *self;

  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  self = g_object_new (TRA_TYPE_DEMO, NULL);
  self->clock = g_object_ref (clock);
  return self;
}

static GSubprocess *
spawn (GError **error)
{
  g_autoptr(GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *program = find_program ();

  if (program == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           "The program " PROGRAM " is not installed");
      return NULL;
    }

  g_subprocess_launcher_set_child_setup (launcher, child_setup_cb,
                                         GINT_TO_POINTER (getpid ()), NULL);
  return g_subprocess_launcher_spawn (launcher, error, program, "--port=0", "--print-env", NULL);
}

/**
 * tra_demo_start_async:
 * @self: a demo that does not run
 * @cancellable: (nullable): a cancellable
 * @callback: called when the sandbox is ready, or failed to be
 * @user_data: for @callback
 *
 * Starts a sandbox and reads from it where it is and what its keys are.
 */
void
tra_demo_start_async (TraDemo *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (TRA_IS_DEMO (self));
  g_return_if_fail (self->process == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tra_demo_start_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  self->process = spawn (&error);
  if (self->process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->starting = g_steal_pointer (&task);
  self->timer = tr_clock_add (self->clock, PATIENCE, patience_ended_cb, self);
  if (cancellable != NULL)
    self->cancelled_id =
        g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), self);
  self->reading = g_cancellable_new ();
  self->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  tra_demo_read_line (self);
}

/**
 * tra_demo_start_finish:
 * @self: a demo
 * @result: from the callback
 * @error: a #GIOError
 *
 * Returns: whether it runs
 */
gboolean
tra_demo_start_finish (TraDemo *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tra_demo_start_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * tra_demo_stop:
 * @self: a demo
 *
 * Ends the sandbox; no error if none runs.
 */
void
tra_demo_stop (TraDemo *self)
{
  g_return_if_fail (TRA_IS_DEMO (self));

  if (self->process == NULL)
    return;

  g_clear_object (&self->lines);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);
  g_hash_table_remove_all (self->environment);
  if (self->starting != NULL)
    tra_demo_fail (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped"));
}

/**
 * tra_demo_get_url:
 * @self: a demo
 *
 * Returns: (nullable): the sandbox's base URL
 */
const char *
tra_demo_get_url (TraDemo *self)
{
  g_return_val_if_fail (TRA_IS_DEMO (self), NULL);

  return g_hash_table_lookup (self->environment, "TR_BASE_URL");
}

/**
 * tra_demo_get_account_sid:
 * @self: a demo
 *
 * Returns: (nullable): the seed's account
 */
const char *
tra_demo_get_account_sid (TraDemo *self)
{
  g_return_val_if_fail (TRA_IS_DEMO (self), NULL);

  return g_hash_table_lookup (self->environment, "TR_ACCOUNT_SID");
}

/**
 * tra_demo_get_api_key_sid:
 * @self: a demo
 *
 * Returns: (nullable): the seed's API key
 */
const char *
tra_demo_get_api_key_sid (TraDemo *self)
{
  g_return_val_if_fail (TRA_IS_DEMO (self), NULL);

  return g_hash_table_lookup (self->environment, "TR_API_KEY_SID");
}

/**
 * tra_demo_get_api_key_secret:
 * @self: a demo
 *
 * Returns: (nullable): the secret of the seed's API key; it opens nothing but this sandbox
 */
const char *
tra_demo_get_api_key_secret (TraDemo *self)
{
  g_return_val_if_fail (TRA_IS_DEMO (self), NULL);

  return g_hash_table_lookup (self->environment, "TR_API_KEY_SECRET");
}

/**
 * tra_demo_get_workspace_sid:
 * @self: a demo
 *
 * Returns: (nullable): the seed's workspace
 */
const char *
tra_demo_get_workspace_sid (TraDemo *self)
{
  g_return_val_if_fail (TRA_IS_DEMO (self), NULL);

  return g_hash_table_lookup (self->environment, "WORKSPACE_SID");
}
