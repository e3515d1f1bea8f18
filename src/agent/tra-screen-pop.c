/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-screen-pop.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "tra-plain-text.h"
#include "tra-pop-template.h"

#define MAX_VALUE 512

/**
 * TraScreenPop:
 *
 * When an offer comes, or when it was taken, once for each: opens an address, or runs a command
 * without a shell. Both are the settings', the attributes in them are strangers'.
 */
struct _TraScreenPop
{
  GObject parent_instance;

  TraSession *session;       /* owned */
  GCancellable *cancellable; /* owned */
  GHashTable *waiting;       /* owned SIDs of offers that were seen and not popped up for yet */
  GHashTable *done;          /* owned SIDs, of reservations that are open */
};

G_DEFINE_FINAL_TYPE (TraScreenPop, tra_screen_pop, G_TYPE_OBJECT)

static void
tell (TraScreenPop *self, const char *text)
{
  g_signal_emit_by_name (self->session, "toast", text);
}

/* ---- What stands for a placeholder ---- */

/* One line without control characters: what a caller says is not to surprise another program either. */
static char *
look_up (const char *name, gpointer user_data)
{
  TrReservation *reservation = user_data;
  TrTask *task = tr_reservation_get_task (reservation);
  JsonNode *node = json_object_get_member (tr_task_get_attributes (task), name);
  const char *value = tr_task_get_attribute (task, name);
  g_autofree char *number = NULL;

  if (value == NULL && node != NULL && json_node_get_value_type (node) == G_TYPE_INT64)
    value = number = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (value == NULL && g_str_equal (name, "caller"))
    value = tr_task_get_caller (task);
  else if (value == NULL && g_str_equal (name, "queue"))
    value = tr_task_get_queue_name (task);
  else if (g_str_equal (name, "task_sid"))
    value = tr_task_get_sid (task);
  else if (g_str_equal (name, "reservation_sid"))
    value = tr_reservation_get_sid (reservation);

  return value != NULL ? tra_plain_text (value, MAX_VALUE) : NULL;
}

/* ---- Opening ---- */

static gboolean
is_ours (const char *name)
{
  static const char *const secrets[] = { "TOKEN", "SECRET", "PASSWORD", "API_KEY" };

  if (g_str_has_prefix (name, "TR_") || g_str_has_prefix (name, "TWILIO_"))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (g_strrstr (name, secrets[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * tra_screen_pop_dup_environment:
 *
 * Returns: (transfer full): our own environment without what may be a secret of this program or of
 *   the account
 */
char **
tra_screen_pop_dup_environment (void)
{
  g_auto(GStrv) names = g_listenv ();
  char **environment = g_get_environ ();

  for (guint i = 0; names[i] != NULL; i++)
    if (is_ours (names[i]))
      environment = g_environ_unsetenv (environment, names[i]);
  return environment;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraScreenPop *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_info ("Screen pop: %s", error->message);
  tell (self, _("No program opened the caller’s page"));
}

static void
open_url (TraScreenPop *self, const char *template, TrReservation *reservation)
{
  GSettings *settings = tra_session_get_settings (self->session);
  g_auto(GStrv) schemes = g_settings_get_strv (settings, "screen-pop-schemes");
  g_autoptr(GAppLaunchContext) context = g_app_launch_context_new ();
  g_auto(GStrv) names = g_listenv ();
  g_autoptr(GError) error = NULL;
  g_autofree char *url = tra_pop_template_fill_url (template, (const char *const *) schemes,
                                                    look_up, reservation, &error);

  if (url == NULL)
    {
      g_info ("Screen pop: %s", error->message);
      tell (self, _("The address of the screen pop can’t be used"));
      return;
    }

  for (guint i = 0; names[i] != NULL; i++)
    if (is_ours (names[i]))
      g_app_launch_context_unsetenv (context, names[i]);
  g_app_info_launch_default_for_uri_async (url, context, self->cancellable, opened_cb, self);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraScreenPop *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;

  if (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_info ("Screen pop: %s", error->message);
  tell (self, _("The command of the screen pop failed"));
}

static void
run_command (TraScreenPop *self, const char *template, TrReservation *reservation)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_auto(GStrv) environment = tra_screen_pop_dup_environment ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) arguments =
      tra_pop_template_fill_command (template, look_up, reservation, &error);

  g_subprocess_launcher_set_environ (launcher, environment);
  if (arguments != NULL)
    process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  if (process == NULL)
    {
      g_info ("Screen pop: %s", error->message);
      tell (self, _("The command of the screen pop can’t be run"));
      return;
    }
  g_subprocess_wait_check_async (process, self->cancellable, ended_cb, self);
}

static void
pop_up (TraScreenPop *self, TrReservation *reservation)
{
  GSettings *settings = tra_session_get_settings (self->session);
  g_autofree char *url = g_settings_get_string (settings, "screen-pop-url");
  g_autofree char *command = g_settings_get_string (settings, "screen-pop-command");

  if (*url != '\0')
    open_url (self, url, reservation);
  if (*command != '\0')
    run_command (self, command, reservation);
}

/* ---- Following ---- */

/* The call that goes on at sign-in was popped up for when it came. */
static gboolean
is_due (TraScreenPop *self, TrReservation *reservation, gboolean on_ring)
{
  const char *sid = tr_reservation_get_sid (reservation);

  if (g_hash_table_contains (self->done, sid))
    return FALSE;
  if (tra_session_is_offered (self->session, reservation))
    {
      g_hash_table_add (self->waiting, g_strdup (sid));
      return on_ring;
    }
  return !on_ring && g_hash_table_contains (self->waiting, sid) &&
         tr_reservation_get_status (reservation) == TR_RESERVATION_ACCEPTED;
}

/* Of what is open no more nothing need be known. */
static void
forget_ended (GHashTable *sids, GHashTable *open)
{
  GHashTableIter iter;
  gpointer sid;

  g_hash_table_iter_init (&iter, sids);
  while (g_hash_table_iter_next (&iter, &sid, NULL))
    if (!g_hash_table_contains (open, sid))
      g_hash_table_iter_remove (&iter);
}

static void
changed_cb (TraScreenPop *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  GListModel *list = worker != NULL ? tr_worker_get_reservations (worker) : NULL;
  guint n_items = list != NULL ? g_list_model_get_n_items (list) : 0;
  g_autofree char *when =
      g_settings_get_string (tra_session_get_settings (self->session), "screen-pop");
  g_autoptr(GHashTable) open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(TrReservation) reservation = g_list_model_get_item (list, i);
      const char *sid = tr_reservation_get_sid (reservation);

      g_hash_table_add (open, g_strdup (sid));
      if (g_str_equal (when, "never") ||
          !is_due (self, reservation, g_str_equal (when, "ring")))
        continue;
      g_hash_table_add (self->done, g_strdup (sid));
      pop_up (self, reservation);
    }
  forget_ended (self->done, open);
  forget_ended (self->waiting, open);
}

static void
tra_screen_pop_dispose (GObject *object)
{
  TraScreenPop *self = TRA_SCREEN_POP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_screen_pop_parent_class)->dispose (object);
}

static void
tra_screen_pop_finalize (GObject *object)
{
  TraScreenPop *self = TRA_SCREEN_POP (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->done);
  G_OBJECT_CLASS (tra_screen_pop_parent_class)->finalize (object);
}

static void
tra_screen_pop_class_init (TraScreenPopClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_screen_pop_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_screen_pop_finalize;
}

static void
tra_screen_pop_init (TraScreenPop *self)
{
  self->cancellable = g_cancellable_new ();
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * tra_screen_pop_new:
 * @session: whose offers
 *
 * Returns: (transfer full): what pops up, until it is dropped
 */
TraScreenPop *
tra_screen_pop_new (TraSession *session)
{
  TraScreenPop *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_SCREEN_POP, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
