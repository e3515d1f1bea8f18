/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-log.h"

#include "tr-redact.h"
#include "tra-plain-text.h"

/* An entry holds a service's words, and they may be as long as a message. */
#define MAX_CHARS 500

/**
 * TraLog:
 *
 * What happened at this desk since the start, for the agent to read and for support to be sent. It
 * lives in memory only. What looks like a secret is masked on its way in, and what is not text is left
 * out, whoever wrote it: an entry may end up in a terminal.
 */
struct _TraLog
{
  GObject parent_instance;

  TrClock *clock;      /* owned */
  GListStore *entries; /* owned */
  GPtrArray *cleared;  /* owned entries of the last clear; NULL if there is nothing to undo */
};

static GType
tra_log_get_item_type (GListModel *list)
{
  return TRA_TYPE_LOG_ENTRY;
}

static guint
tra_log_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (TRA_LOG (list)->entries));
}

static gpointer
tra_log_get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (TRA_LOG (list)->entries), position);
}

static void
tra_log_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tra_log_get_item_type;
  iface->get_n_items = tra_log_get_n_items;
  iface->get_item = tra_log_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TraLog, tra_log, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tra_log_list_model_init))

static void
tra_log_finalize (GObject *object)
{
  TraLog *self = TRA_LOG (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->entries);
  g_clear_pointer (&self->cleared, g_ptr_array_unref);
  G_OBJECT_CLASS (tra_log_parent_class)->finalize (object);
}

static void
tra_log_class_init (TraLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_log_finalize;
}

static void
tra_log_init (TraLog *self)
{
  self->entries = g_list_store_new (TRA_TYPE_LOG_ENTRY);
  g_signal_connect_swapped (self->entries, "items-changed",
                            G_CALLBACK (g_list_model_items_changed), self);
}

/**
 * tra_log_new:
 * @clock: tells the time of each entry
 *
 * Returns: (transfer full): an empty log
 */
TraLog *
tra_log_new (TrClock *clock)
{
  TraLog *self;

  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  self = g_object_new (TRA_TYPE_LOG, NULL);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * tra_log_add:
 * @self: a log
 * @kind: what it is about
 * @format: printf format of one translated line
 *
 * Adds a line, of 500 characters at most; the oldest goes when there are more than %TRA_LOG_MAX.
 */
void
tra_log_add (TraLog *self, TraLogKind kind, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *masked = NULL;
  g_autofree char *line = NULL;
  g_autoptr(TraLogEntry) entry = NULL;
  va_list args;

  g_return_if_fail (TRA_IS_LOG (self));
  g_return_if_fail (format != NULL);

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  masked = tr_redact (text, TR_REDACT_SECRETS);
  line = tra_plain_text_isolated (masked, MAX_CHARS);
  entry = tra_log_entry_new (tr_clock_get_real_time (self->clock), kind, line);
  if (tra_log_get_n_items (G_LIST_MODEL (self)) >= TRA_LOG_MAX)
    g_list_store_remove (self->entries, 0);
  g_list_store_append (self->entries, entry);
}

/**
 * tra_log_clear:
 * @self: a log
 *
 * Removes all entries; tra_log_restore() brings them back until the next clear.
 */
void
tra_log_clear (TraLog *self)
{
  guint n_items;

  g_return_if_fail (TRA_IS_LOG (self));

  n_items = tra_log_get_n_items (G_LIST_MODEL (self));
  g_clear_pointer (&self->cleared, g_ptr_array_unref);
  self->cleared = g_ptr_array_new_full (n_items, g_object_unref);
  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (self->cleared, tra_log_get_item (G_LIST_MODEL (self), i));

  g_list_store_remove_all (self->entries);
}

/**
 * tra_log_restore:
 * @self: a log
 *
 * Puts back what the last tra_log_clear() removed, before what came since; no error if there is
 * nothing.
 */
void
tra_log_restore (TraLog *self)
{
  guint n_items, room, n_restored;

  g_return_if_fail (TRA_IS_LOG (self));

  if (self->cleared == NULL)
    return;

  n_items = tra_log_get_n_items (G_LIST_MODEL (self));
  room = TRA_LOG_MAX - n_items;
  n_restored = MIN (room, self->cleared->len);
  g_list_store_splice (self->entries, 0, 0,
                       self->cleared->pdata + (self->cleared->len - n_restored), n_restored);
  g_clear_pointer (&self->cleared, g_ptr_array_unref);
}

/**
 * tra_log_forget:
 * @self: a log
 *
 * Removes all entries, and what the last tra_log_clear() removed: somebody else is to read it.
 */
void
tra_log_forget (TraLog *self)
{
  g_return_if_fail (TRA_IS_LOG (self));

  g_clear_pointer (&self->cleared, g_ptr_array_unref);
  g_list_store_remove_all (self->entries);
}

/**
 * tra_log_to_text:
 * @self: a log
 * @entries: (nullable): a list of #TraLogEntry, as a filter shows it; %NULL is the whole log
 *
 * Returns: (transfer full): a line an entry, with date and time, to be copied
 */
char *
tra_log_to_text (TraLog *self, GListModel *entries)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n_items;

  g_return_val_if_fail (TRA_IS_LOG (self), NULL);
  g_return_val_if_fail (entries == NULL || G_IS_LIST_MODEL (entries), NULL);

  if (entries == NULL)
    entries = G_LIST_MODEL (self);

  n_items = g_list_model_get_n_items (entries);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(TraLogEntry) entry = g_list_model_get_item (entries, i);
      g_autoptr(GDateTime) time =
          g_date_time_new_from_unix_local (tra_log_entry_get_time (entry) / G_USEC_PER_SEC);
      g_autofree char *stamp = g_date_time_format (time, "%Y-%m-%d %H:%M:%S");

      g_string_append_printf (text, "%s  %s: %s\n", stamp,
                              tra_log_kind_get_label (tra_log_entry_get_kind (entry)),
                              tra_log_entry_get_text (entry));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
