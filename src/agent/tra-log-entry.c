/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-log-entry.h"

#include <glib/gi18n.h>

struct _TraLogEntry
{
  GObject parent_instance;

  gint64 time;
  TraLogKind kind;
  char *text; /* owned */
};

G_DEFINE_FINAL_TYPE (TraLogEntry, tra_log_entry, G_TYPE_OBJECT)

static void
tra_log_entry_finalize (GObject *object)
{
  TraLogEntry *self = TRA_LOG_ENTRY (object);

  g_free (self->text);
  G_OBJECT_CLASS (tra_log_entry_parent_class)->finalize (object);
}

static void
tra_log_entry_class_init (TraLogEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_log_entry_finalize;
}

static void
tra_log_entry_init (TraLogEntry *self)
{
}

/**
 * tra_log_entry_new:
 * @time: microseconds since the epoch
 * @kind: what it is about
 * @text: one line, translated, with no secret in it
 *
 * Returns: (transfer full): a line for #TraLog
 */
TraLogEntry *
tra_log_entry_new (gint64 time, TraLogKind kind, const char *text)
{
  TraLogEntry *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_object_new (TRA_TYPE_LOG_ENTRY, NULL);
  self->time = time;
  self->kind = kind;
  self->text = g_strdup (text);
  return self;
}

/**
 * tra_log_entry_get_time:
 * @self: an entry
 *
 * Returns: microseconds since the epoch
 */
gint64
tra_log_entry_get_time (TraLogEntry *self)
{
  g_return_val_if_fail (TRA_IS_LOG_ENTRY (self), 0);

  return self->time;
}

/**
 * tra_log_entry_get_kind:
 * @self: an entry
 *
 * Returns: what it is about
 */
TraLogKind
tra_log_entry_get_kind (TraLogEntry *self)
{
  g_return_val_if_fail (TRA_IS_LOG_ENTRY (self), TRA_LOG_NOTE);

  return self->kind;
}

/**
 * tra_log_entry_get_text:
 * @self: an entry
 *
 * Returns: the line
 */
const char *
tra_log_entry_get_text (TraLogEntry *self)
{
  g_return_val_if_fail (TRA_IS_LOG_ENTRY (self), NULL);

  return self->text;
}

/**
 * tra_log_kind_get_label:
 * @kind: a kind
 *
 * Returns: its name, translated, for a filter and for screen readers
 */
const char *
tra_log_kind_get_label (TraLogKind kind)
{
  switch (kind)
    {
    case TRA_LOG_CONNECTION:
      return C_("log", "Connection");
    case TRA_LOG_STATUS:
      return C_("log", "Status");
    case TRA_LOG_OFFER:
      return C_("log", "Offer");
    case TRA_LOG_CALL:
      return C_("log", "Call");
    case TRA_LOG_WRAP_UP:
      return C_("log", "Wrap-Up");
    case TRA_LOG_ERROR:
      return C_("log", "Error");
    case TRA_LOG_NOTE:
    default:
      return C_("log", "Note");
    }
}

/**
 * tra_log_kind_get_icon_name:
 * @kind: a kind
 *
 * Returns: the name of a symbolic icon
 */
const char *
tra_log_kind_get_icon_name (TraLogKind kind)
{
  switch (kind)
    {
    case TRA_LOG_CONNECTION:
      return "network-server-symbolic";
    case TRA_LOG_STATUS:
      return "emblem-default-symbolic";
    case TRA_LOG_OFFER:
      return "call-incoming-symbolic";
    case TRA_LOG_CALL:
      return "call-start-symbolic";
    case TRA_LOG_WRAP_UP:
      return "document-edit-symbolic";
    case TRA_LOG_ERROR:
      return "dialog-warning-symbolic";
    case TRA_LOG_NOTE:
    default:
      return "view-list-symbolic";
    }
}
