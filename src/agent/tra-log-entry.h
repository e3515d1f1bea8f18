/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TraLogKind:
 * @TRA_LOG_NOTE: about the program itself
 * @TRA_LOG_CONNECTION: signing in and out, connection lost and found
 * @TRA_LOG_STATUS: the agent's activity
 * @TRA_LOG_OFFER: a reservation came, or went without a call
 * @TRA_LOG_CALL: accepted, ringing, in a call, ended
 * @TRA_LOG_WRAP_UP: wrap-up and its end
 * @TRA_LOG_ERROR: something was refused or failed
 */
typedef enum
{
  TRA_LOG_NOTE,
  TRA_LOG_CONNECTION,
  TRA_LOG_STATUS,
  TRA_LOG_OFFER,
  TRA_LOG_CALL,
  TRA_LOG_WRAP_UP,
  TRA_LOG_ERROR,
} TraLogKind;

#define TRA_TYPE_LOG_ENTRY (tra_log_entry_get_type ())
G_DECLARE_FINAL_TYPE (TraLogEntry, tra_log_entry, TRA, LOG_ENTRY, GObject)

/* One line of the activity log. Immutable. */
TraLogEntry *tra_log_entry_new (gint64 time, TraLogKind kind, const char *text);

gint64 tra_log_entry_get_time (TraLogEntry *self); /* µs since the epoch */
TraLogKind tra_log_entry_get_kind (TraLogEntry *self);
const char *tra_log_entry_get_text (TraLogEntry *self);
const char *tra_log_kind_get_label (TraLogKind kind);     /* translated */
const char *tra_log_kind_get_icon_name (TraLogKind kind); /* symbolic */

G_END_DECLS
