/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-queue-alerts.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-plain-text.h"
#include "tra-queue-limits.h"
#include "tra-queue-watch.h"

#define MAX_NAME 64

/**
 * TraQueueAlerts:
 *
 * Without a limit nothing is asked. What is judged are the last figures; while there are none, as
 * without a connection, what was told last stands.
 */
struct _TraQueueAlerts
{
  GObject parent_instance;

  TraSession *session;   /* owned */
  TraQueueWatch *watch;  /* owned */
  GHashTable *passed;    /* owned; SIDs of the queues that were told of */
};

enum { TOLD, FORGOTTEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraQueueAlerts, tra_queue_alerts, G_TYPE_OBJECT)

static char *
describe (TrQueue *queue)
{
  g_autofree char *wait = tra_duration_to_words (queue->longest_wait * G_USEC_PER_SEC);

  if (queue->n_waiting == 0)
    return g_strdup (_("No one waiting"));
  /* Translators: a number, and a duration: "3 callers waiting, the longest for 4 minutes" */
  return g_strdup_printf (ngettext ("%u caller waiting, for %s",
                                    "%u callers waiting, the longest for %s", queue->n_waiting),
                          queue->n_waiting, wait);
}

static void
tell (TraQueueAlerts *self, TrQueue *queue, gboolean is_passed)
{
  g_autofree char *name = tra_plain_text (queue->name, MAX_NAME);
  /* Translators: the name of a queue; more wait in it, or for longer, than the settings allow */
  g_autofree char *passed = g_strdup_printf (_("%s is over the limit"), name);
  /* Translators: the name of a queue */
  g_autofree char *normal = g_strdup_printf (_("%s is back to normal"), name);
  g_autofree char *body = describe (queue);

  g_signal_emit (self, signals[TOLD], 0, queue->sid, is_passed, is_passed ? passed : normal, body);
}

static void
judge (TraQueueAlerts *self, TrQueue *queue)
{
  GSettings *settings = tra_session_get_settings (self->session);
  gboolean is_passed = tra_queue_limits_are_passed (settings, queue);

  if (is_passed == g_hash_table_contains (self->passed, queue->sid))
    return;

  if (is_passed)
    g_hash_table_add (self->passed, g_strdup (queue->sid));
  else
    g_hash_table_remove (self->passed, queue->sid);
  tell (self, queue, is_passed);
}

static gboolean
is_there (GPtrArray *queues, const char *sid)
{
  for (guint i = 0; queues != NULL && i < queues->len; i++)
    if (g_str_equal (((TrQueue *) g_ptr_array_index (queues, i))->sid, sid))
      return TRUE;

  return FALSE;
}

/* Signed out, deleted, or nobody wants to know any more. */
static void
forget (TraQueueAlerts *self, GPtrArray *queues)
{
  g_autoptr(GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer sid;

  g_hash_table_iter_init (&iter, self->passed);
  while (g_hash_table_iter_next (&iter, &sid, NULL))
    if (!is_there (queues, sid))
      g_ptr_array_add (gone, g_strdup (sid));
  for (guint i = 0; i < gone->len; i++)
    {
      g_hash_table_remove (self->passed, g_ptr_array_index (gone, i));
      g_signal_emit (self, signals[FORGOTTEN], 0, g_ptr_array_index (gone, i));
    }
}

static void
queues_changed_cb (TraQueueAlerts *self)
{
  GPtrArray *queues = tra_queue_watch_get_queues (self->watch);

  forget (self, queues);
  if (queues == NULL || tra_queue_watch_is_stale (self->watch))
    return;

  for (guint i = 0; i < queues->len; i++)
    judge (self, g_ptr_array_index (queues, i));
}

static void
limits_changed_cb (TraQueueAlerts *self)
{
  gboolean are_set = tra_queue_limits_are_set (tra_session_get_settings (self->session));

  tra_queue_watch_set_wanted (self->watch, are_set);
  if (are_set)
    queues_changed_cb (self);
  else
    forget (self, NULL);
}

static void
tra_queue_alerts_dispose (GObject *object)
{
  TraQueueAlerts *self = TRA_QUEUE_ALERTS (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_queue_alerts_parent_class)->dispose (object);
}

static void
tra_queue_alerts_finalize (GObject *object)
{
  g_hash_table_unref (TRA_QUEUE_ALERTS (object)->passed);
  G_OBJECT_CLASS (tra_queue_alerts_parent_class)->finalize (object);
}

static void
tra_queue_alerts_class_init (TraQueueAlertsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_queue_alerts_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_queue_alerts_finalize;
  signals[TOLD] = g_signal_new ("told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                4, G_TYPE_STRING, G_TYPE_BOOLEAN, G_TYPE_STRING, G_TYPE_STRING);
  signals[FORGOTTEN] = g_signal_new ("forgotten", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tra_queue_alerts_init (TraQueueAlerts *self)
{
  self->passed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * tra_queue_alerts_new:
 * @session: whose queues, and whose limits
 *
 * Returns: (transfer full): what watches them from now on
 */
TraQueueAlerts *
tra_queue_alerts_new (TraSession *session)
{
  static const char *const keys[] = { TRA_QUEUE_LIMITS_WAITING, TRA_QUEUE_LIMITS_MINUTES,
                                      TRA_QUEUE_LIMITS_QUEUES };
  TraQueueAlerts *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_QUEUE_ALERTS, NULL);
  self->session = g_object_ref (session);
  self->watch = tra_queue_watch_new (session);
  tra_queue_watch_set_of_all (self->watch, TRUE);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (queues_changed_cb), self,
                           G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *signal = g_strconcat ("changed::", keys[i], NULL);

      g_signal_connect_object (tra_session_get_settings (session), signal,
                               G_CALLBACK (limits_changed_cb), self, G_CONNECT_SWAPPED);
    }
  limits_changed_cb (self);
  return self;
}
