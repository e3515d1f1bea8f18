/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-call.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tra-phone-number.h"

struct _TraHistoryCall
{
  GObject parent_instance;

  TraCallRecord *record; /* owned */
};

G_DEFINE_FINAL_TYPE (TraHistoryCall, tra_history_call, G_TYPE_OBJECT)

/* The words are what the file holds: they never change. */
static const struct
{
  const char *word;
  const char *label; /* nullable: nothing to say; or a word that needs its context */
  const char *icon_name;
  gboolean is_missed;
} ends[TRA_N_CALL_ENDS] = {
  [TRA_CALL_HANDLED] = { "handled", NULL, "call-incoming-symbolic", FALSE },
  [TRA_CALL_TIMED_OUT] = { "timed-out", NULL, "call-missed-symbolic", TRUE },
  [TRA_CALL_CALLER_LEFT] = { "caller-left", N_("Missed: the caller hung up"),
                             "call-missed-symbolic", TRUE },
  [TRA_CALL_NOT_ANSWERED] = { "not-answered", N_("Missed: your phone wasn’t answered"),
                              "call-missed-symbolic", TRUE },
  [TRA_CALL_DISCONNECTED] = { "disconnected", N_("Missed: the connection was lost"),
                              "call-missed-symbolic", TRUE },
  [TRA_CALL_REJECTED] = { "rejected", N_("You rejected"), "call-stop-symbolic", FALSE },
  [TRA_CALL_TAKEN] = { "taken", N_("Another agent took it"), "mail-forward-symbolic", FALSE },
  [TRA_CALL_WITHDRAWN] = { "withdrawn", N_("Withdrawn"), "mail-forward-symbolic", FALSE },
};

/* ---- The record ---- */

TraCallRecord *
tra_call_record_new (void)
{
  return g_new0 (TraCallRecord, 1);
}

/**
 * tra_call_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): the same once more
 */
TraCallRecord *
tra_call_record_copy (const TraCallRecord *self)
{
  TraCallRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->reservation_sid = g_strdup (self->reservation_sid);
  copy->task_sid = g_strdup (self->task_sid);
  copy->caller = g_strdup (self->caller);
  copy->queue = g_strdup (self->queue);
  copy->channel = g_strdup (self->channel);
  copy->outcome = g_strdup (self->outcome);
  copy->flight = g_strdup (self->flight);
  return copy;
}

void
tra_call_record_free (TraCallRecord *self)
{
  g_free (self->reservation_sid);
  g_free (self->task_sid);
  g_free (self->caller);
  g_free (self->queue);
  g_free (self->channel);
  g_free (self->outcome);
  g_free (self->flight);
  g_free (self);
}

/**
 * tra_call_record_get_talk_time:
 * @self: a record
 *
 * Returns: how long was talked, in microseconds; 0 if nobody did
 */
gint64
tra_call_record_get_talk_time (const TraCallRecord *self)
{
  gint64 end = self->ended != 0 ? self->ended : self->completed;

  return self->answered != 0 && end > self->answered ? end - self->answered : 0;
}

/**
 * tra_call_record_get_wrap_time:
 * @self: a record
 *
 * Returns: how long wrap-up was, in microseconds; 0 if there was none
 */
gint64
tra_call_record_get_wrap_time (const TraCallRecord *self)
{
  return self->ended != 0 && self->completed > self->ended ? self->completed - self->ended : 0;
}

/* ---- The end ---- */

const char *
tra_call_end_to_word (TraCallEnd end)
{
  g_return_val_if_fail (end < TRA_N_CALL_ENDS, NULL);

  return ends[end].word;
}

/**
 * tra_call_end_from_word:
 * @word: (nullable): as a file has it
 * @end: (out): what it means
 *
 * Returns: whether it is known
 */
gboolean
tra_call_end_from_word (const char *word, TraCallEnd *end)
{
  for (int i = 0; i < TRA_N_CALL_ENDS; i++)
    if (g_strcmp0 (word, ends[i].word) == 0)
      {
        *end = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * tra_call_end_is_missed:
 * @end: how a reservation ended
 *
 * Returns: whether somebody wanted this agent and did not get them
 */
gboolean
tra_call_end_is_missed (TraCallEnd end)
{
  g_return_val_if_fail (end < TRA_N_CALL_ENDS, FALSE);

  return ends[end].is_missed;
}

/**
 * tra_call_end_get_label:
 * @end: how a reservation ended
 *
 * Returns: (nullable): translated words for it; %NULL for a call as it should be
 */
const char *
tra_call_end_get_label (TraCallEnd end)
{
  g_return_val_if_fail (end < TRA_N_CALL_ENDS, NULL);

  if (end == TRA_CALL_TIMED_OUT)
    return C_ ("end of a call", "Missed");
  return ends[end].label != NULL ? _(ends[end].label) : NULL;
}

const char *
tra_call_end_get_icon_name (TraCallEnd end)
{
  g_return_val_if_fail (end < TRA_N_CALL_ENDS, NULL);

  return ends[end].icon_name;
}

/* ---- The object ---- */

static void
tra_history_call_finalize (GObject *object)
{
  tra_call_record_free (TRA_HISTORY_CALL (object)->record);
  G_OBJECT_CLASS (tra_history_call_parent_class)->finalize (object);
}

static void
tra_history_call_class_init (TraHistoryCallClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_history_call_finalize;
}

static void
tra_history_call_init (TraHistoryCall *self)
{
}

/**
 * tra_history_call_new:
 * @record: (transfer full): what it tells
 *
 * Returns: (transfer full): a call for a list
 */
TraHistoryCall *
tra_history_call_new (TraCallRecord *record)
{
  TraHistoryCall *self;

  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (TRA_TYPE_HISTORY_CALL, NULL);
  self->record = record;
  return self;
}

/**
 * tra_history_call_get_record:
 * @self: a call
 *
 * Returns: (transfer none): all that is known of it
 */
const TraCallRecord *
tra_history_call_get_record (TraHistoryCall *self)
{
  g_return_val_if_fail (TRA_IS_HISTORY_CALL (self), NULL);

  return self->record;
}

/**
 * tra_history_call_dup_title:
 * @self: a call
 *
 * Returns: (transfer full): who called, grouped for reading
 */
char *
tra_history_call_dup_title (TraHistoryCall *self)
{
  g_return_val_if_fail (TRA_IS_HISTORY_CALL (self), NULL);

  if (self->record->caller != NULL && *self->record->caller != '\0')
    return tra_phone_number_format (self->record->caller);
  return g_strdup (g_strcmp0 (self->record->channel, "voice") == 0 ? _("Unknown Caller") : _("Task"));
}

/**
 * tra_history_call_dup_subtitle:
 * @self: a call
 *
 * Returns: (transfer full): its queue and what became of it: "Support · Resolved"
 */
char *
tra_history_call_dup_subtitle (TraHistoryCall *self)
{
  const char *what;
  const char *queue;

  g_return_val_if_fail (TRA_IS_HISTORY_CALL (self), NULL);

  what = tra_call_end_get_label (self->record->end);
  queue = self->record->queue;
  if (what == NULL)
    what = self->record->outcome;
  if (what == NULL || *what == '\0')
    return g_strdup (queue != NULL ? queue : "");
  if (queue == NULL || *queue == '\0')
    return g_strdup (what);
  return g_strdup_printf ("%s · %s", queue, what);
}

static gboolean
holds (const char *text, const char *needle)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, needle) != NULL;
}

/* People type a number with or without its spaces. */
static gboolean
number_holds (const char *number, const char *needle)
{
  g_autoptr(GString) digits = g_string_new (NULL);

  for (const char *p = needle; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (strchr (" +-()./", *p) == NULL)
      return FALSE;
  return number != NULL && digits->len > 0 && strstr (number, digits->str) != NULL;
}

/**
 * tra_history_call_matches:
 * @self: a call
 * @needle: case-folded words; empty matches all
 *
 * Returns: whether number, queue or what became of it holds @needle
 */
gboolean
tra_history_call_matches (TraHistoryCall *self, const char *needle)
{
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (TRA_IS_HISTORY_CALL (self), FALSE);
  g_return_val_if_fail (needle != NULL, FALSE);

  if (*needle == '\0')
    return TRUE;

  subtitle = tra_history_call_dup_subtitle (self);
  return holds (subtitle, needle) || holds (self->record->caller, needle) ||
         holds (self->record->outcome, needle) || number_holds (self->record->caller, needle);
}
