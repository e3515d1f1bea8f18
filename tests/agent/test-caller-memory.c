/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-data.h"
#include "tra-caller-memory.h"
#include "tra-settings.h"

/* What this desk remembers of a caller. */

#define NOW (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC)
#define CALLER "+16505550100"

typedef struct
{
  TrClock *clock;
  GSettings *settings;
  TraHistory *history;
  TrTask *task; /* of CALLER, or another one */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = test_data_event_payload ("protocol/ws-reservation.created.json");
  JsonObject *task = json_object_get_object_member (json_node_get_object (node), "task");
  g_autoptr(JsonNode) task_node = json_node_alloc ();
  g_autofree char *attributes = g_strdup_printf ("{\"from\":\"%s\"}", (const char *) data);

  json_object_set_string_member (task, "attributes", attributes);
  json_object_set_string_member (task, "sid", "WT00000000000000000000000000000009");
  json_node_init_object (task_node, task);
  self->task = tr_task_new_from_json (task_node, &error);
  g_assert_no_error (error);
  self->clock = tr_clock_new_manual (NOW);
  self->settings = tra_settings_new (&error);
  g_assert_no_error (error);
  self->history = tra_history_new (self->clock, self->settings, "/dev/null/none");
  tra_history_open (self->history, "WK1", FALSE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->history);
  g_assert_finalize_object (self->task);
  g_object_unref (self->settings);
  g_assert_finalize_object (self->clock);
}

static void
add (Fixture *self, const char *caller, const char *task_sid, const char *queue, gint64 days_ago)
{
  TraCallRecord *record = tra_call_record_new ();

  record->reservation_sid = g_strdup ("WR1");
  record->task_sid = g_strdup (task_sid);
  record->caller = g_strdup (caller);
  record->queue = g_strdup (queue);
  record->offered = NOW - days_ago * G_TIME_SPAN_DAY;
  tra_history_add (self->history, record);
}

static void
assert_remembers (Fixture *self, const char *wanted)
{
  g_autofree char *text = tra_caller_memory_describe (self->history, self->task);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_stranger (Fixture *self, gconstpointer data)
{
  add (self, "+16505550199", "WT1", "Billing", 0);
  assert_remembers (self, NULL);
}

static void
test_third (Fixture *self, gconstpointer data)
{
  add (self, CALLER, "WT1", "Support", 2);
  assert_remembers (self, "2nd call this week, last: Support");
  add (self, CALLER, "WT2", "Billing", 1);
  assert_remembers (self, "3rd call this week, last: Billing");
}

/* One call that went round, and the one that rings now, are not calls before. */
static void
test_same_call (Fixture *self, gconstpointer data)
{
  add (self, CALLER, "WT1", "Billing", 1);
  add (self, CALLER, "WT1", "Billing", 1);
  add (self, CALLER, tr_task_get_sid (self->task), "Sales", 0);
  assert_remembers (self, "2nd call this week, last: Billing");
}

static void
test_last_week (Fixture *self, gconstpointer data)
{
  add (self, CALLER, "WT1", "Billing", 7);
  assert_remembers (self, NULL);
}

static void
test_many (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *task_sid = g_strdup_printf ("WT%d", i);

      add (self, CALLER, task_sid, "100 %s", 0);
    }
  assert_remembers (self, "10 or more calls this week, last: 100 %s");
}

/* Who shows no number is anybody. */
static void
test_withheld (Fixture *self, gconstpointer data)
{
  add (self, data, "WT1", "Billing", 1);
  assert_remembers (self, NULL);
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/caller-memory/" path, Fixture, CALLER, set_up, function, tear_down)
  ADD ("stranger", test_stranger);
  ADD ("third", test_third);
  ADD ("same-call", test_same_call);
  ADD ("last-week", test_last_week);
  ADD ("many", test_many);
  g_test_add ("/caller-memory/withheld", Fixture, "+266696687", set_up, test_withheld, tear_down);

  return g_test_run ();
}
