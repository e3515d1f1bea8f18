// SPDX-License-Identifier: GPL-3.0-or-later
// The official worker SDK: Supervisor and Workspace, and what a worker's token does not open.
import assert from 'node:assert/strict';

import { accessToken, causing, once, workspaceOf } from './support/service.mjs';
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

story ('workspace: pages, and no more workers than wanted', async () => {
  const workspace = await workspaceOf (sandbox, { pageSize: 1 });

  assert.deepEqual (names (await workspace.fetchWorkersInfo ()), ['dave', 'susan', 'edith']);
  assert.equal ((await workspace.fetchWorkersInfo ({ Ordering: 'DateStatusChanged:asc' })).size, 3);
  assert.equal ((await workspace.fetchWorkersInfo ({ MaxWorkers: 2 })).size, 2);
  assert.equal ((await workspace.fetchWorkers ({ MaxWorkers: 1 })).size, 1);
  assert.equal ((await workspace.fetchTaskQueues ()).size, 2);
  assert.equal ((await workspace.fetchTaskQueues ({ Ordering: 'DateUpdated:desc' })).size, 2);
});

story ('workspace: what is not there, and what is no filter', async () => {
  const workspace = await workspaceOf (sandbox);

  await refused (workspace.fetchWorker ('WK00000000000000000000000000000404'), 404);
  await refused (workspace.fetchTaskQueue ('WQ00000000000000000000000000000404'), 404);
  await refused (workspace.fetchTask ('WT00000000000000000000000000000404'), 404);
  await refused (workspace.fetchWorkersInfo ({ AfterSid: 'nonsense' }), 400);
  await refused (workspace.fetchWorkersInfo ({ ActivitySid: 'nonsense' }), 400);
  await refused (workspace.fetchWorkersInfo ({ Ordering: 'Age:asc' }), 400);
  await refused (workspace.fetchTaskQueues ({ Ordering: 'Age:asc' }), 400);
  assert.equal ((await workspace.fetchWorkersInfo (
    { ActivitySid: stage.activities.get ('Offline') })).size, 3);
  assert.equal ((await workspace.fetchTaskQueues ({ FriendlyName: 'Sales' })).size, 1);
});

story ('workspace: a token that is renewed', async () => {
  const workspace = await workspaceOf (sandbox);

  await sandbox.advance (3700);
  await refused (workspace.fetchWorkersInfo (), 401);
  workspace.updateToken (await accessToken (sandbox, undefined, { role: 'admin' }));
  assert.equal ((await workspace.fetchWorkersInfo ()).size, 3);
});

story ('monitor: an accepted reservation only, and as a supervisor only', async () => {
  const dave = await stage.signIn ('dave');
  const susan = await stage.signIn ('susan', {}, { role: 'supervisor' });

  await become (dave, 'Available');
  const { reservation } = await stage.offerCall (dave);
  await refused (susan.monitor (reservation.task.sid, reservation.sid, {}), 400);
  await refused (susan.monitor (reservation.task.sid, 'WR00000000000000000000000000000404', {}),
                 404);
  susan.updateToken (await accessToken (sandbox, susan.sid));
  await refused (susan.monitor (reservation.task.sid, reservation.sid, {}), 403);
});

story ('whisper and barge, over REST', async () => {
  const dave = await stage.signIn ('dave');

  await become (dave, 'Available');
  const { reservation, task, conference } = await stage.talk (dave);
  const supervise = (supervisorMode, name) => rest.tasks (task.sid)
    .reservations (reservation.sid).update (
      { instruction: 'supervise', supervisor: stage.workers.get (name), supervisorMode });

  await supervise ('whisper', 'susan');
  await sandbox.advance (2);
  const coach = (await stage.participants (conference)).find (({ coaching }) => coaching);
  assert.equal (coach.callSidToCoach, task.attributes.conference.participants.worker);
  await supervise ('barge', 'edith');
  await sandbox.advance (2);
  const participants = await stage.participants (conference);
  assert.equal (participants.length, 4);
  assert.equal (participants.filter (({ muted }) => muted).length, 0);
});

await run (() => stage.close (), () => stage.clear ());
