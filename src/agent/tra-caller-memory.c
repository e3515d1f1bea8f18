/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-caller-memory.h"

#include <glib/gi18n.h>

#include "tra-facts.h"
#include "tra-history-summary.h"
#include "tra-phone-number.h"

/* More are not counted for an agent who has ten seconds to read it. */
#define MANY 10

/* "3rd call this week": one sentence for each, as no language forms its ordinals like another. */
static const char *
sentence_of (guint number)
{
  switch (number)
    {
    case 2:
      /* Translators: %s is the queue of the call before this one */
      return _("2nd call this week, last: %s");
    case 3:
      return _("3rd call this week, last: %s");
    case 4:
      return _("4th call this week, last: %s");
    case 5:
      return _("5th call this week, last: %s");
    case 6:
      return _("6th call this week, last: %s");
    case 7:
      return _("7th call this week, last: %s");
    case 8:
      return _("8th call this week, last: %s");
    case 9:
      return _("9th call this week, last: %s");
    default:
      return _("10 or more calls this week, last: %s");
    }
}

/**
 * tra_caller_memory_describe:
 * @history: the agent's own calls: nothing else is asked
 * @task: who calls now
 *
 * One call that was offered several times is one call.
 *
 * Returns: (transfer full) (nullable): what this desk remembers of the caller, in today's week and
 *   the six days before: "3rd call this week, last: Billing"; %NULL if nothing
 */
char *
tra_caller_memory_describe (TraHistory *history, TrTask *task)
{
  g_autoptr(GHashTable) tasks = NULL;
  const char *caller, *last = NULL;
  g_autoptr(GString) text = NULL;
  GListModel *calls;
  gint64 start;

  g_return_val_if_fail (TRA_IS_HISTORY (history), NULL);
  g_return_val_if_fail (TR_IS_TASK (task), NULL);

  caller = tr_task_get_caller (task);
  if (caller == NULL || tra_phone_number_is_withheld (caller))
    return NULL;

  tasks = g_hash_table_new (g_str_hash, g_str_equal);
  calls = tra_history_get_calls (history);
  start = tra_period_get_start (TRA_PERIOD_WEEK, tra_history_get_clock (history));
  for (guint i = 0; i < g_list_model_get_n_items (calls); i++)
    {
      g_autoptr(TraHistoryCall) call = g_list_model_get_item (calls, i);
      const TraCallRecord *record = tra_history_call_get_record (call);

      if (record->offered < start || g_hash_table_size (tasks) >= MANY)
        break;
      if (g_strcmp0 (record->caller, caller) != 0 || record->task_sid == NULL ||
          g_str_equal (record->task_sid, tr_task_get_sid (task)))
        continue;
      g_hash_table_add (tasks, record->task_sid);
      if (last == NULL)
        last = record->queue;
    }
  if (g_hash_table_size (tasks) == 0)
    return NULL;

  text = g_string_new (sentence_of (g_hash_table_size (tasks) + 1));
  g_string_replace (text, "%s", last != NULL ? last : "–", 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * tra_caller_memory_add_fact:
 * @history: the agent's own calls
 * @task: who calls now
 * @facts: (element-type TraFact): where to; nothing is added if nothing is remembered
 */
void
tra_caller_memory_add_fact (TraHistory *history, TrTask *task, GPtrArray *facts)
{
  g_autofree char *text = tra_caller_memory_describe (history, task);
  TraFact *fact;

  if (text == NULL)
    return;

  fact = g_new0 (TraFact, 1);
  fact->label = g_strdup (_("Before"));
  fact->value = g_steal_pointer (&text);
  g_ptr_array_insert (facts, 0, fact);
}
