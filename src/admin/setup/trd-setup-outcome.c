/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-scenario.h"

#include <string.h>

#include "trd-setup-rehearsal.h"
#include "trd-setup-value.h"

/* How long a caller may listen before there is a task, a message or an end. */
#define MAX_LISTENING (15 * 60 * G_USEC_PER_SEC)

typedef struct
{
  const TrdScenario *scenario;
  TrdRehearsal *rehearsal;
  char call[TRS_SID_LENGTH + 1]; /* "": it is a task's story */
  char task[TRS_SID_LENGTH + 1]; /* "": there is none yet */
} Story;

/* NULL: there is none, or it is over and forgotten. */
static TrsCall *
get_call (Story *self)
{
  return *self->call != '\0' ? trs_engine_get_call (self->rehearsal->engine, self->call) : NULL;
}

static TrsTask *
get_task (Story *self)
{
  return *self->task != '\0' ? trs_workspace_get_task (self->rehearsal->workspace, self->task)
         : NULL;
}

/* ---- How it begins ---- */

static gboolean
set_activities (Story *self, GError **error)
{
  TrsWorkspace *workspace = self->rehearsal->workspace;
  JsonObject *activities = self->scenario->activities;
  g_autoptr(GList) names = activities != NULL ? json_object_get_members (activities) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *name = trd_value_get_text (activities, l->data);
      TrsActivity *activity = trs_workspace_get_activity_by_name (workspace, name);
      TrsWorkerChange change = { 0 };

      if (activity == NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "there is no activity '%s'",
                       name);
          return FALSE;
        }
      change.activity_sid = activity->base.sid;
      if (!trs_worker_update (trs_workspace_get_worker_by_name (workspace, l->data),
                              TRS_ANY_VERSION, &change,
                              error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_task (Story *self)
{
  GPtrArray *tasks = self->rehearsal->workspace->tasks;

  if (*self->task == '\0' && tasks->len > 0)
    g_strlcpy (self->task, ((TrsTask *) g_ptr_array_index (tasks, 0))->base.sid, sizeof self->task);
  return *self->task != '\0';
}

static gboolean
has_message (Story *self)
{
  TrsCall *call = get_call (self);

  return call != NULL && (call->recording != NULL || call->last_recording != NULL);
}

static gboolean
is_call_over (Story *self)
{
  TrsCall *call = get_call (self);

  return call == NULL || trs_call_is_over (call);
}

/* Until there is something to wait for. */
static void
listen (Story *self)
{
  TrClock *clock = self->rehearsal->clock;
  gint64 end = tr_clock_get_monotonic_time (clock) + MAX_LISTENING;

  while (!find_task (self) && !is_call_over (self) && !has_message (self))
    {
      gint64 next = tr_clock_get_next_time (clock);

      if (next < 0 || next > end)
        return;
      tr_clock_advance (clock, MAX (next - tr_clock_get_monotonic_time (clock), 0));
    }
}

static gboolean
begin (Story *self, GError **error)
{
  const TrdScenario *scenario = self->scenario;
  TrsWorkspace *workspace = self->rehearsal->workspace;
  TrsTaskChange change = { .attributes = scenario->attributes, .task_channel = scenario->channel };
  TrsCall *call;
  TrsTask *task;

  if (!set_activities (self, error))
    return FALSE;
  if (scenario->is_call)
    {
      call = trs_call_place (self->rehearsal->engine, scenario->from, scenario->to, scenario->keys,
                             error);
      if (call == NULL)
        return FALSE;
      g_strlcpy (self->call, call->base.sid, sizeof self->call);
      listen (self);
      return TRUE;
    }
  change.workflow_sid =
      trs_workspace_get_workflow_by_name (workspace, scenario->workflow)->base.sid;
  task = trs_task_create (workspace, &change, error);
  if (task != NULL)
    g_strlcpy (self->task, task->base.sid, sizeof self->task);
  return task != NULL;
}

/* ---- How it is ---- */

static gboolean
is_over (Story *self)
{
  TrsTask *task = get_task (self);

  if (*self->task != '\0')
    return task == NULL || task->status == TRS_TASK_CANCELED || task->status == TRS_TASK_COMPLETED;
  return *self->call != '\0' && is_call_over (self);
}

static gboolean
is_reserved_for (Story *self, const char *name)
{
  TrsWorker *worker = trs_workspace_get_worker_by_name (self->rehearsal->workspace, name);
  TrsTask *task = get_task (self);

  for (guint i = 0; task != NULL && i < task->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (task->reservations, i);

      if (trs_reservation_is_open (reservation) && reservation->worker == worker)
        return TRUE;
    }
  return FALSE;
}

static gboolean
waits_in (Story *self, const char *queue)
{
  TrsTask *task = get_task (self);

  return task != NULL && task->status == TRS_TASK_PENDING && task->queue != NULL &&
         g_str_equal (task->queue->friendly_name, queue);
}

static gboolean
is_as_expected (Story *self)
{
  const TrdScenario *scenario = self->scenario;

  if (scenario->reserved != NULL)
    return is_reserved_for (self, scenario->reserved);
  if (scenario->waits != NULL)
    return waits_in (self, scenario->waits);
  return scenario->leaves_message ? has_message (self) : is_over (self);
}

static char *
dup_expected (const TrdScenario *scenario)
{
  if (scenario->reserved != NULL)
    return g_strdup_printf ("reserved for %s", scenario->reserved);
  if (scenario->waits != NULL)
    return g_strdup_printf ("waits in %s", scenario->waits);
  return g_strdup (scenario->leaves_message ? "comes to voicemail" : "ended");
}

static char *
dup_reserved (TrsTask *task)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < task->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (task->reservations, i);

      if (trs_reservation_is_open (reservation))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                                reservation->worker->friendly_name);
    }
  return names->len > 0 ? g_strdup_printf ("reserved for %s", names->str) : NULL;
}

static char *
dup_happened (Story *self)
{
  TrsTask *task = get_task (self);
  char *reserved = task != NULL ? dup_reserved (task) : NULL;

  if (reserved != NULL)
    return reserved;
  if (has_message (self))
    return g_strdup ("comes to voicemail");
  if (is_over (self))
    return g_strdup ("ended");
  if (task == NULL)
    return g_strdup ("listens, and no task was made");
  if (task->queue == NULL)
    return g_strdup ("waits in no queue");
  return g_strdup_printf ("waits in %s", task->queue->friendly_name);
}

/* What the caller went through last. */
static char *
dup_transcript (TrsCall *call)
{
  GString *words = g_string_new ("The call:");
  guint first = call->transcript->len > 4 ? call->transcript->len - 4 : 0;

  for (guint i = first; i < call->transcript->len; i++)
    g_string_append_printf (words, "%s %s", i > first ? ";" : "",
                            ((TrsTranscriptLine *) g_ptr_array_index (call->transcript, i))->words);
  return g_string_free (words, FALSE);
}

static char *
dup_reason (Story *self)
{
  TrsCall *call = get_call (self);
  TrsTask *task = get_task (self);
  TrsWorker *worker = NULL;

  if (task == NULL)
    return call != NULL ? dup_transcript (call) : NULL;
  if (self->scenario->reserved != NULL)
    worker = trs_workspace_get_worker_by_name (self->rehearsal->workspace,
                                               self->scenario->reserved);
  return worker != NULL ? trs_task_explain (task, worker) : trs_task_explain_waiting (task);
}

/**
 * trd_scenario_run:
 * @self: a scenario
 * @centre: the file's, of which trd_setup_check() found nothing wrong
 *
 * Plays it on a clock that costs no time.
 *
 * Returns: (transfer full) (nullable): what became of it; %NULL when it can't begin
 */
TrdOutcome *
trd_scenario_run (const TrdScenario *self, TrdCentre *centre, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr(TrdRehearsal) rehearsal = trd_rehearsal_new (centre, self->start, &path, error);
  Story story = { self, rehearsal, "", "" };
  TrdOutcome *outcome;

  if (rehearsal == NULL || !begin (&story, error))
    {
      g_prefix_error (error, "test '%s': ", self->name);
      return NULL;
    }
  tr_clock_advance (rehearsal->clock, self->after * G_USEC_PER_SEC);
  find_task (&story);
  outcome = g_new0 (TrdOutcome, 1);
  outcome->scenario = self;
  outcome->has_passed = is_as_expected (&story);
  outcome->expected = dup_expected (self);
  outcome->happened = dup_happened (&story);
  outcome->why = outcome->has_passed ? NULL : dup_reason (&story);
  return outcome;
}

void
trd_outcome_free (TrdOutcome *self)
{
  g_free (self->expected);
  g_free (self->happened);
  g_free (self->why);
  g_free (self);
}
