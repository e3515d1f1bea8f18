// SPDX-License-Identifier: GPL-3.0-or-later
// The official worker SDK: Supervisor and Workspace, and what a worker's token does not open.
import assert from 'node:assert/strict';

import { causing, once, workspaceOf } from './support/service.mjs';
import { Stage, become, refused } from './support/story.mjs';
import { run, story } from './support/tap.mjs';

const stage = await Stage.open ();
const { rest, sandbox } = stage;
const names = map => [...map.values ()].map (item => item.friendlyName ?? item.name ?? item.queueName);

story ('monitor', async () => {
  const dave = await stage.signIn ('dave');
  const susan = await stage.signIn ('susan', {}, { role: 'supervisor' });

  await become (dave, 'Available');
  const { reservation, task, conference } = await stage.talk (dave);
  await susan.monitor (task.sid, reservation.sid, {});
  await sandbox.advance (2);
  const participants = await stage.participants (conference);
  assert.equal (participants.length, 3);
  assert.equal (participants.filter (participant => participant.muted).length, 1);
});

story ('another worker\'s attributes and activity', async () => {
  const dave = await stage.signIn ('dave');
  const susan = await stage.signIn ('susan', {}, { role: 'supervisor' });
  const before = dave.attributes;

  await causing (dave, 'attributesUpdated', () => susan.setWorkerAttributes (
    dave.sid, { ...before, team: 'night' }));
  assert.equal (dave.attributes.team, 'night');
  await causing (dave, 'attributesUpdated', () => susan.setWorkerAttributes (dave.sid, before));
  await causing (dave, 'activityUpdated', () => susan.setWorkerActivity (
    dave.sid, stage.activities.get ('Available')));
  assert.equal (dave.activity.name, 'Available');
  const reservation = await stage.offerTask (dave);
  await causing (reservation, 'rejected', () => susan.setWorkerActivity (
    dave.sid, stage.activities.get ('Offline'), { rejectPendingReservations: true }));
});

story ('a worker\'s token does not open others', async () => {
  const dave = await stage.signIn ('dave');
  const susan = await stage.signIn ('susan', {}, { role: 'supervisor' });

  susan.updateToken (dave._config.token);
  await refused (susan.setWorkerActivity (stage.workers.get ('edith'),
                                          stage.activities.get ('Available')), 403);
  assert.equal ((await rest.workers (stage.workers.get ('edith')).fetch ()).activityName,
                'Offline');
});

story ('workspace: workers', async () => {
  const workspace = await workspaceOf (sandbox);
  const dave = stage.workers.get ('dave');

  assert.deepEqual (names (await workspace.fetchWorkersInfo ()), ['dave', 'susan', 'edith']);
  assert.deepEqual (names (await workspace.fetchWorkersInfo ({ FriendlyName: 'dave' })), ['dave']);
  assert.deepEqual (
    names (await workspace.fetchWorkersInfo ({ TargetWorkersExpression: 'skills HAS "sales"' })),
    ['susan', 'edith']);
  assert.deepEqual (names (await workspace.fetchWorkersInfo ({ ActivityName: 'Available' })), []);
  assert.equal ((await workspace.fetchWorkerInfo (dave)).friendlyName, 'dave');
  assert.equal ((await workspace.fetchWorkers ()).size, 3);
  assert.equal ((await workspace.fetchWorker (dave)).friendlyName, 'dave');
  await refused (workspace.fetchWorkerInfo ('WK00000000000000000000000000000404'), 404);
});

story ('workspace: workers in an order, over pages', async () => {
  const workspace = await workspaceOf (sandbox);

  await sandbox.advance (5);
  await rest.workers (stage.workers.get ('susan')).update (
    { activitySid: stage.activities.get ('Unavailable') });
  const newest = await workspace.fetchWorkersInfo ({ Ordering: 'DateStatusChanged:desc' });
  assert.equal (names (newest)[0], 'susan');
  assert.equal (newest.size, 3);
});

story ('workspace: queues and tasks', async () => {
  const workspace = await workspaceOf (sandbox);
  const queues = await workspace.fetchTaskQueues ();
  const [support] = await rest.taskQueues.list ({ friendlyName: 'Support' });
  const [workflow] = await rest.workflows.list ({ friendlyName: 'Support' });
  const task = await rest.tasks.create ({ workflowSid: workflow.sid, attributes: '{"a":1}' });

  assert.equal (queues.size, 2);
  assert.equal (
    (await workspace.fetchTaskQueues ({ WorkerSid: stage.workers.get ('dave') })).size, 1);
  assert.equal ((await workspace.fetchTaskQueues ({ Ordering: 'DateUpdated:asc' })).size, 2);
  const queue = await workspace.fetchTaskQueue (support.sid);
  assert.equal (queue.targetWorkers, 'skills HAS "support"');
  const fetched = await workspace.fetchTask (task.sid);
  assert.equal (fetched.status, 'pending');
  assert.deepEqual (fetched.attributes, { a: 1 });
});

await run (() => stage.close (), () => stage.clear ());
