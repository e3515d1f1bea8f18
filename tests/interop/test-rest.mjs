// SPDX-License-Identifier: GPL-3.0-or-later
// The official REST client against every TaskRouter resource: create, fetch, list, update, remove.
import assert from 'node:assert/strict';

import { restClient } from './support/service.mjs';
import { Sandbox } from './support/sandbox.mjs';
import { run, story } from './support/tap.mjs';

const sandbox = await Sandbox.start ();
const client = restClient (sandbox);
const workspaces = client.taskrouter.v1.workspaces;
const writers = workspaces (sandbox.workspaceSid);

const names = list => list.map (item => item.friendlyName);

/** Asserts that the service refuses @promise with a status and a code of its own. */
async function refused (promise, status, code) {
  await assert.rejects (promise, error => {
    assert.equal (error.status, status);
    assert.equal (error.code, code);
    assert.ok (error.message.length > 0);
    return true;
  });
}

story ('workspaces', async () => {
  const made = await workspaces.create ({ friendlyName: 'editors', template: 'FIFO' });

  assert.match (made.sid, /^WS[0-9a-f]{32}$/);
  assert.equal (made.friendlyName, 'editors');
  assert.equal (made.multiTaskEnabled, true);
  assert.equal (made.prioritizeQueueOrder, 'FIFO');
  assert.equal (made.defaultActivityName, 'Offline');
  assert.equal ((await workspaces (made.sid).fetch ()).sid, made.sid);
  assert.deepEqual (names (await workspaces.list ({ friendlyName: 'editors' })), ['editors']);
  assert.equal ((await workspaces (made.sid).taskQueues.list ()).length, 1);
  assert.deepEqual (names (await workspaces (made.sid).activities.list ()),
                    ['Offline', 'Available', 'Unavailable']);
  const unavailable = (await workspaces (made.sid).activities.list ())[2];
  const changed = await workspaces (made.sid).update ({
    friendlyName: 'proofreaders', eventCallbackUrl: 'http://127.0.0.1:1/events',
    timeoutActivitySid: unavailable.sid, prioritizeQueueOrder: 'LIFO' });
  assert.equal (changed.friendlyName, 'proofreaders');
  assert.equal (changed.eventCallbackUrl, 'http://127.0.0.1:1/events');
  assert.equal (changed.timeoutActivityName, 'Unavailable');
  assert.equal (changed.prioritizeQueueOrder, 'LIFO');
  assert.equal (await workspaces (made.sid).remove (), true);
  await refused (workspaces (made.sid).fetch (), 404, 20404);
});

story ('activities', async () => {
  const made = await writers.activities.create ({ friendlyName: 'Training', available: false });

  assert.match (made.sid, /^WA/);
  assert.equal (made.available, false);
  assert.equal ((await writers.activities (made.sid).fetch ()).friendlyName, 'Training');
  assert.deepEqual (names (await writers.activities.list ({ available: 'true' })), ['Available']);
  assert.ok (names (await writers.activities.list ({ available: 'false' })).includes ('Training'));
  const changed = await writers.activities (made.sid).update ({ friendlyName: 'Break' });
  assert.equal (changed.friendlyName, 'Break');
  assert.equal (await writers.activities (made.sid).remove (), true);
  await refused (writers.activities (made.sid).fetch (), 404, 20404);
});

story ('task channels', async () => {
  const made = await writers.taskChannels.create ({ friendlyName: 'Fax', uniqueName: 'fax' });

  assert.match (made.sid, /^TC/);
  assert.equal ((await writers.taskChannels ('fax').fetch ()).sid, made.sid);
  assert.ok ((await writers.taskChannels.list ()).some (channel => channel.uniqueName === 'voice'));
  const changed = await writers.taskChannels (made.sid).update ({
    friendlyName: 'Telefax', channelOptimizedRouting: true });
  assert.equal (changed.friendlyName, 'Telefax');
  assert.equal (changed.channelOptimizedRouting, true);
  assert.equal (await writers.taskChannels (made.sid).remove (), true);
});

story ('workers', async () => {
  const made = await writers.workers.create ({
    friendlyName: 'carol', attributes: JSON.stringify ({ skills: ['support'], level: 3 }) });

  assert.match (made.sid, /^WK/);
  assert.equal (made.activityName, 'Offline');
  assert.equal (made.available, false);
  assert.deepEqual (JSON.parse (made.attributes), { skills: ['support'], level: 3 });
  assert.equal ((await writers.workers (made.sid).fetch ()).friendlyName, 'carol');
  assert.deepEqual (names (await writers.workers.list ({ friendlyName: 'carol' })), ['carol']);
  assert.deepEqual (
    names (await writers.workers.list ({ targetWorkersExpression: 'skills HAS "sales"' })),
    ['susan', 'edith']);
  assert.deepEqual (names (await writers.workers.list ({ taskQueueName: 'Support' })),
                    ['dave', 'edith', 'carol']);
  const available = (await writers.activities.list ({ friendlyName: 'Available' }))[0];
  const changed = await writers.workers (made.sid).update ({ activitySid: available.sid });
  assert.equal (changed.available, true);
  assert.deepEqual (names (await writers.workers.list ({ available: 'true' })), ['carol']);
  await refused (writers.workers.create ({ friendlyName: 'DAVE' }), 400, 20001);
  assert.equal (await writers.workers (made.sid).remove (), true);
  await refused (writers.workers (made.sid).fetch (), 404, 20404);
});

story ('worker versions', async () => {
  const dave = (await writers.workers.list ({ friendlyName: 'dave' }))[0];

  await refused (writers.workers (dave.sid).update ({ friendlyName: 'x', ifMatch: '999' }),
                 412, 20412);
  assert.equal ((await writers.workers (dave.sid).fetch ()).friendlyName, 'dave');
});

story ('worker channels', async () => {
  const dave = writers.workers ((await writers.workers.list ({ friendlyName: 'dave' }))[0].sid);
  const channels = await dave.workerChannels.list ();
  const voice = channels.find (channel => channel.taskChannelUniqueName === 'voice');

  assert.equal (voice.configuredCapacity, 1);
  assert.equal (voice.available, true);
  assert.equal ((await dave.workerChannels ('voice').fetch ()).sid, voice.sid);
  const changed = await dave.workerChannels (voice.sid).update ({ capacity: 2, available: false });
  assert.equal (changed.configuredCapacity, 2);
  assert.equal (changed.available, false);
  await dave.workerChannels (voice.sid).update ({ capacity: 1, available: true });
});

story ('task queues', async () => {
  const made = await writers.taskQueues.create ({
    friendlyName: 'Everyone', maxReservedWorkers: 5, taskOrder: 'LIFO' });

  assert.match (made.sid, /^WQ/);
  assert.equal (made.targetWorkers, '1==1');
  assert.equal (made.maxReservedWorkers, 5);
  assert.equal (made.taskOrder, 'LIFO');
  assert.equal ((await writers.taskQueues (made.sid).fetch ()).friendlyName, 'Everyone');
  assert.deepEqual (
    names (await writers.taskQueues.list ({ evaluateWorkerAttributes: '{"skills":["sales"]}' })),
    ['Sales', 'Everyone']);
  const changed = await writers.taskQueues (made.sid).update ({ targetWorkers: 'level > 2' });
  assert.equal (changed.targetWorkers, 'level > 2');
  await refused (writers.taskQueues (made.sid).update ({ targetWorkers: 'level >' }), 400, 20001);
  assert.equal (await writers.taskQueues (made.sid).remove (), true);
  await refused (writers.taskQueues (made.sid).fetch (), 404, 20404);
});

story ('workflows', async () => {
  const support = (await writers.taskQueues.list ({ friendlyName: 'Support' }))[0];
  const configuration = JSON.stringify ({
    task_routing: { filters: [], default_filter: { queue: support.sid } } });
  const made = await writers.workflows.create ({ friendlyName: 'Mail', configuration });

  assert.match (made.sid, /^WW/);
  assert.equal (made.taskReservationTimeout, 120);
  assert.equal (made.documentContentType, 'application/json');
  assert.equal ((await writers.workflows (made.sid).fetch ()).configuration, configuration);
  assert.deepEqual (names (await writers.workflows.list ({ friendlyName: 'Mail' })), ['Mail']);
  const changed = await writers.workflows (made.sid).update ({
    friendlyName: 'Post', taskReservationTimeout: 30, reEvaluateTasks: 'true' });
  assert.equal (changed.friendlyName, 'Post');
  assert.equal (changed.taskReservationTimeout, 30);
  await refused (writers.workflows (made.sid).update ({ configuration: '{"task_routing":' }),
                 400, 20001);
  assert.equal (await writers.workflows (made.sid).remove (), true);
});

story ('tasks', async () => {
  const workflow = (await writers.workflows.list ({ friendlyName: 'Sales' }))[0];
  const made = await writers.tasks.create ({
    workflowSid: workflow.sid, attributes: '{"type":"mail"}', priority: 7, timeout: 600,
    taskChannel: 'chat' });

  assert.match (made.sid, /^WT/);
  assert.equal (made.assignmentStatus, 'pending');
  assert.equal (made.priority, 7);
  assert.equal (made.taskChannelUniqueName, 'chat');
  assert.equal (made.taskQueueFriendlyName, 'Sales');
  assert.equal (made.workflowFriendlyName, 'Sales');
  assert.equal ((await writers.tasks (made.sid).fetch ()).sid, made.sid);
  assert.equal ((await writers.tasks.list ({ priority: 7 })).length, 1);
  assert.equal ((await writers.tasks.list ({ assignmentStatus: ['pending', 'reserved'] })).length,
                1);
  assert.equal ((await writers.tasks.list ({ assignmentStatus: ['completed'] })).length, 0);
  assert.equal (
    (await writers.tasks.list ({ evaluateTaskAttributes: 'type == "mail"' })).length, 1);
  const changed = await writers.tasks (made.sid).update ({ attributes: '{"type":"fax"}' });
  assert.deepEqual (JSON.parse (changed.attributes), { type: 'fax' });
  await refused (writers.tasks (made.sid).update ({ assignmentStatus: 'completed' }), 400, 20001);
  const canceled = await writers.tasks (made.sid).update ({
    assignmentStatus: 'canceled', reason: 'changed my mind' });
  assert.equal (canceled.assignmentStatus, 'canceled');
  assert.equal (canceled.reason, 'changed my mind');
  assert.equal (await writers.tasks (made.sid).remove (), true);
  await refused (writers.tasks (made.sid).fetch (), 404, 20404);
});

story ('reservations, below their task and below their worker', async () => {
  const edith = (await writers.workers.list ({ friendlyName: 'edith' }))[0];
  const [available, offline] = await Promise.all (['Available', 'Offline'].map (
    async friendlyName => (await writers.activities.list ({ friendlyName }))[0].sid));
  const workflow = (await writers.workflows.list ({ friendlyName: 'Sales' }))[0];

  await writers.workers (edith.sid).update ({ activitySid: available });
  const task = await writers.tasks.create ({ workflowSid: workflow.sid });
  const [offered] = await writers.tasks (task.sid).reservations.list ();
  assert.match (offered.sid, /^WR/);
  assert.equal (offered.reservationStatus, 'pending');
  assert.equal (offered.workerName, 'edith');
  assert.equal ((await writers.tasks (task.sid).reservations (offered.sid).fetch ()).taskSid,
                task.sid);
  const ofWorker = writers.workers (edith.sid).reservations;
  assert.equal ((await ofWorker.list ({ reservationStatus: 'pending' })).length, 1);
  assert.equal ((await ofWorker (offered.sid).fetch ()).sid, offered.sid);
  const accepted = await writers.tasks (task.sid).reservations (offered.sid).update ({
    reservationStatus: 'accepted' });
  assert.equal (accepted.reservationStatus, 'accepted');
  await refused (ofWorker (offered.sid).update ({ reservationStatus: 'accepted' }), 400, 20001);
  assert.equal ((await writers.tasks (task.sid).fetch ()).assignmentStatus, 'assigned');
  const completed = await ofWorker (offered.sid).update ({ reservationStatus: 'completed' });
  assert.equal (completed.reservationStatus, 'completed');
  await writers.workers (edith.sid).update ({ activitySid: offline });
});

story ('events', async () => {
  const events = await writers.events.list ({ eventType: 'reservation.accepted' });

  assert.equal (events.length, 1);
  const event = await writers.events (events[0].sid).fetch ();
  assert.equal (event.eventType, 'reservation.accepted');
  assert.equal (event.resourceType, 'reservation');
  assert.equal (event.eventData.worker_name, 'edith');
  assert.equal (event.eventData.workspace_name, 'writers');
  await sandbox.advance (16 * 60);
  assert.equal ((await writers.events.list ({ eventType: 'reservation.accepted' })).length, 0);
  assert.equal (
    (await writers.events.list ({ eventType: 'reservation.accepted', minutes: 60 })).length, 1);
});

story ('pages are followed over their addresses', async () => {
  const list = await writers.taskChannels.list ({ pageSize: 2 });

  assert.deepEqual (list.map (channel => channel.uniqueName).sort (),
                    ['chat', 'default', 'sms', 'video', 'voice']);
  const page = await writers.taskChannels.page ({ pageSize: 2 });
  const next = await page.nextPage ();
  assert.equal (next.instances.length, 2);
  assert.equal ((await next.previousPage ()).instances[0].sid, page.instances[0].sid);
  assert.equal ((await writers.workers.list ({ limit: 2, pageSize: 1 })).length, 2);
});

story ('an API key opens the same', async () => {
  const byKey = restClient (sandbox, sandbox.env.TR_API_KEY_SID, sandbox.env.TR_API_KEY_SECRET);

  assert.equal ((await byKey.taskrouter.v1.workspaces (sandbox.workspaceSid).fetch ()).sid,
                sandbox.workspaceSid);
});

story ('wrong credentials open nothing', async () => {
  const wrong = restClient (sandbox, sandbox.env.TR_ACCOUNT_SID, 'not the auth token');

  await refused (wrong.taskrouter.v1.workspaces.list (), 401, 20003);
  await refused (wrong.calls.list (), 401, 20003);
});

story ('account, calls, queues and numbers of the 2010 API', async () => {
  const account = await client.api.v2010.accounts (sandbox.env.TR_ACCOUNT_SID).fetch ();
  const [number] = await client.incomingPhoneNumbers.list ();

  assert.equal (account.status, 'active');
  assert.equal (number.phoneNumber, '+16505552222');
  assert.equal ((await client.incomingPhoneNumbers (number.sid).fetch ()).sid, number.sid);

  const sid = await sandbox.call ();
  await sandbox.advance (5);
  const call = await client.calls (sid).fetch ();
  assert.equal (call.status, 'in-progress');
  assert.equal (call.direction, 'inbound');
  assert.equal (call.from, '+16505550100');
  assert.equal (call.duration, null);
  const [queue] = await client.queues.list ();
  assert.match (queue.friendlyName, /^WW/);
  assert.equal (queue.currentSize, 1);
  const [member] = await client.queues (queue.sid).members.list ();
  assert.equal (member.callSid, sid);
  assert.equal (member.position, 1);
  assert.equal ((await client.queues (queue.sid).members (sid).fetch ()).callSid, sid);
  assert.equal ((await client.calls.list ({ status: 'in-progress' })).length, 1);
  const ended = await client.calls (sid).update ({ status: 'completed' });
  assert.equal (ended.status, 'completed');
  assert.ok (Number (ended.duration) >= 0);
  assert.equal ((await client.queues (queue.sid).fetch ()).currentSize, 0);
});

story ('plain queues', async () => {
  const made = await client.queues.create ({ friendlyName: 'lobby', maxSize: 20 });

  assert.match (made.sid, /^QU/);
  assert.equal ((await client.queues (made.sid).fetch ()).maxSize, 20);
  assert.equal ((await client.queues (made.sid).update ({ maxSize: 30 })).maxSize, 30);
  assert.equal (await client.queues (made.sid).remove (), true);
  await refused (client.queues (made.sid).fetch (), 404, 20404);
});

await run (() => sandbox.stop ());
