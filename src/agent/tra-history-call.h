/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TraCallEnd:
 * @TRA_CALL_HANDLED: accepted, talked and completed
 * @TRA_CALL_TIMED_OUT: missed: nobody answered in time
 * @TRA_CALL_CALLER_LEFT: missed: the caller hung up first
 * @TRA_CALL_NOT_ANSWERED: missed: accepted, but the agent's phone was not picked up
 * @TRA_CALL_DISCONNECTED: missed: the connection to the service was lost meanwhile
 * @TRA_CALL_REJECTED: the agent rejected it
 * @TRA_CALL_TAKEN: another agent was quicker
 * @TRA_CALL_WITHDRAWN: the service took the offer back
 *
 * How a reservation ended for this agent.
 */
typedef enum
{
  TRA_CALL_HANDLED,
  TRA_CALL_TIMED_OUT,
  TRA_CALL_CALLER_LEFT,
  TRA_CALL_NOT_ANSWERED,
  TRA_CALL_DISCONNECTED,
  TRA_CALL_REJECTED,
  TRA_CALL_TAKEN,
  TRA_CALL_WITHDRAWN,
  TRA_N_CALL_ENDS,
} TraCallEnd;

/* One reservation and how it ended. Times are microseconds since the epoch; 0 is "never". */
typedef struct
{
  char *reservation_sid;
  char *task_sid; /* nullable */
  char *caller;  /* nullable: as the service spells it */
  char *queue;   /* nullable: name */
  char *channel; /* nullable: unique name: "voice" */
  char *outcome; /* nullable: what wrap-up said */
  char *flight;  /* nullable: what the flight recorder saw, as it writes it */
  TraCallEnd end;
  gboolean was_ended_here; /* by End Conference of this desk */
  gint64 offered;
  gint64 answered;
  gint64 ended;
  gint64 completed;
} TraCallRecord;

TraCallRecord *tra_call_record_new (void);
TraCallRecord *tra_call_record_copy (const TraCallRecord *self);
void tra_call_record_free (TraCallRecord *self);
gint64 tra_call_record_get_talk_time (const TraCallRecord *self);
gint64 tra_call_record_get_wrap_time (const TraCallRecord *self);

const char *tra_call_end_to_word (TraCallEnd end);
gboolean tra_call_end_from_word (const char *word, TraCallEnd *end);
gboolean tra_call_end_is_missed (TraCallEnd end);
const char *tra_call_end_get_label (TraCallEnd end);
const char *tra_call_end_get_icon_name (TraCallEnd end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraCallRecord, tra_call_record_free)

#define TRA_TYPE_HISTORY_CALL (tra_history_call_get_type ())
G_DECLARE_FINAL_TYPE (TraHistoryCall, tra_history_call, TRA, HISTORY_CALL, GObject)

/* A call of the history, for lists. Immutable. */
TraHistoryCall *tra_history_call_new (TraCallRecord *record); /* takes it */
const TraCallRecord *tra_history_call_get_record (TraHistoryCall *self);
char *tra_history_call_dup_title (TraHistoryCall *self);
char *tra_history_call_dup_subtitle (TraHistoryCall *self);
gboolean tra_history_call_matches (TraHistoryCall *self, const char *needle);

G_END_DECLS
