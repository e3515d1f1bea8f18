// SPDX-License-Identifier: GPL-3.0-or-later
// The official REST client's statistics, after a known story.
import assert from 'node:assert/strict';

import { causing, once } from './support/service.mjs';
import { Stage, become } from './support/story.mjs';
import { run, story } from './support/tap.mjs';

const stage = await Stage.open ();
const { rest, sandbox } = stage;
const [support] = await rest.taskQueues.list ({ friendlyName: 'Support' });
const [workflow] = await rest.workflows.list ({ friendlyName: 'Support' });
const byName = list => Object.fromEntries (list.map (item => [item.friendly_name, item]));

// dave is available after 60 s; a task waits 20 s for him, is accepted and completed; the next one
// is rejected, and canceled while it waits.
const dave = await stage.signIn ('dave');
await sandbox.advance (40);
await rest.tasks.create ({ workflowSid: workflow.sid });
await sandbox.advance (20);
const offered = once (dave, 'reservationCreated');
await become (dave, 'Available');
const first = await offered;
await causing (first, 'accepted', () => first.accept ());
await sandbox.advance (30);
await causing (first, 'completed', () => first.complete ());
const second = await stage.offerTask (dave);
await causing (second, 'rejected',
               () => second.reject ({ activitySid: stage.activities.get ('Offline') }));
await sandbox.advance (10);
await rest.tasks (second.task.sid).update ({ assignmentStatus: 'canceled', reason: 'gone' });
await rest.tasks.create ({ workflowSid: workflow.sid, priority: 3 });
await sandbox.advance (5);

story ('workspace', async () => {
  const now = await rest.realTimeStatistics ().fetch ();
  const past = await rest.cumulativeStatistics ().fetch ({ splitByWaitTime: '15' });
  const both = await rest.statistics ().fetch ({ minutes: 30 });

  assert.equal (now.totalWorkers, 3);
  assert.equal (now.totalTasks, 1);
  assert.equal (now.tasksByStatus.pending, 1);
  assert.deepEqual (now.tasksByPriority, { 3: 1 });
  assert.equal (now.longestTaskWaitingAge, 5);
  assert.match (now.longestTaskWaitingSid, /^WT/);
  assert.equal (byName (now.activityStatistics).Offline.workers, 3);
  assert.equal (past.tasksCreated, 3);
  assert.equal (past.tasksCompleted, 1);
  assert.equal (past.tasksCanceled, 1);
  assert.equal (past.reservationsCreated, 2);
  assert.equal (past.reservationsAccepted, 1);
  assert.equal (past.reservationsRejected, 1);
  assert.equal (past.avgTaskAcceptanceTime, 20);
  assert.deepEqual (past.waitDurationUntilAccepted, { avg: 20, min: 20, max: 20, total: 20 });
  assert.deepEqual (past.waitDurationUntilCanceled, { avg: 10, min: 10, max: 10, total: 10 });
  assert.deepEqual (past.splitByWaitTime['15'], {
    above: { tasks_canceled: 0, reservations_accepted: 1 },
    below: { tasks_canceled: 1, reservations_accepted: 0 } });
  assert.equal (both.cumulative.tasks_created, 3);
  assert.equal (both.realtime.total_workers, 3);
});

story ('queues', async () => {
  const queue = rest.taskQueues (support.sid);
  const now = await queue.realTimeStatistics ().fetch ();
  const past = await queue.cumulativeStatistics ().fetch ();

  assert.equal (now.taskQueueSid, support.sid);
  assert.equal (now.totalEligibleWorkers, 2);
  assert.equal (now.totalAvailableWorkers, 0);
  assert.equal (now.longestRelativeTaskAgeInQueue, 5);
  assert.equal (past.tasksEntered, 3);
  assert.deepEqual (past.waitDurationInQueueUntilAccepted,
                    { avg: 20, min: 20, max: 20, total: 20 });
  assert.equal ((await queue.statistics ().fetch ()).realtime.total_tasks, 1);
  const list = await rest.taskQueues.statistics.list ({ friendlyName: 'Support' });
  assert.equal (list.length, 1);
  assert.equal (list[0].cumulative.reservations_created, 2);
  assert.equal ((await rest.taskQueues.statistics.list ({ pageSize: 1 })).length, 2);
  const bulk = await rest.taskQueues.bulkRealTimeStatistics.create (
    { TaskQueueSids: [support.sid, 'WQ00000000000000000000000000000404'] });
  assert.equal (bulk.taskQueueResponseCount, 1);
  assert.equal (bulk.taskQueueData[0].task_queue_sid, support.sid);
});

story ('workflows', async () => {
  const ours = rest.workflows (workflow.sid);
  const past = await ours.cumulativeStatistics ().fetch ();

  assert.equal (past.tasksEntered, 3);
  assert.equal (past.workflowSid, workflow.sid);
  assert.equal ((await ours.realTimeStatistics ().fetch ()).totalTasks, 1);
  assert.equal ((await ours.statistics ().fetch ()).cumulative.tasks_completed, 1);
});

story ('workers', async () => {
  const past = await rest.workers (dave.sid).statistics ().fetch ();
  const durations = byName (past.cumulative.activity_durations);

  assert.equal (past.cumulative.reservations_accepted, 1);
  assert.equal (durations.Available.total, 30);
  assert.equal (durations.Offline.total, 75);
  assert.equal (durations.Offline.min, 15);
  assert.equal ((await rest.workers.statistics ().fetch ({ friendlyName: 'susan' }))
    .cumulative.reservations_created, 0);
  assert.equal ((await rest.workers.statistics ().fetch ({ taskQueueName: 'Sales' }))
    .realtime.total_workers, 2);
});

story ('all workers', async () => {
  const now = await rest.workers.statistics ().fetch ();

  assert.equal (now.realtime.total_workers, 3);
  assert.equal (now.cumulative.reservations_created, 2);
});

story ('what is asked wrongly', async () => {
  const refused = async (query) => assert.rejects (
    rest.statistics ().fetch (query), error => error.status === 400);

  await refused ({ taskChannel: 'pigeon' });
  await refused ({ splitByWaitTime: 'x' });
  await refused ({ startDate: new Date ('2020-01-01') });
});

await run (() => stage.close ());
