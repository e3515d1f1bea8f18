// SPDX-License-Identifier: GPL-3.0-or-later
// The official REST SDK against the rules that the service's pages state: limits, defaults,
// filters, orders, versions and refusals.
import assert from 'node:assert/strict';

import { restClient } from './support/service.mjs';
import { Sandbox } from './support/sandbox.mjs';
import { run, story } from './support/tap.mjs';

const sandbox = await Sandbox.start ();
const client = restClient (sandbox);
const { workspaces } = client.taskrouter.v1;
const names = list => list.map (item => item.friendlyName);
const NOWHERE = 'http://127.0.0.1:1/';

const authorization =
  `Basic ${btoa (`${sandbox.env.TR_ACCOUNT_SID}:${sandbox.env.TR_AUTH_TOKEN}`)}`;

let made = 0;

/** A workspace of one's own, with what every new one has. */
async function workspace (options = {}) {
  const { sid } = await workspaces.create ({ friendlyName: `rules ${made++}`, ...options });
  const self = workspaces (sid);
  const activities = new Map ();

  for (const activity of await self.activities.list ())
    activities.set (activity.friendlyName, activity.sid);
  return { sid, rest: self, activities };
}

/** A workflow that sends everything to one queue. */
function workflowTo (rest, queueSid, options = {}) {
  return rest.workflows.create ({
    friendlyName: `to ${queueSid}`, configuration: JSON.stringify (
      { task_routing: { default_filter: { queue: queueSid } } }), ...options });
}

async function refused (promise, status, code, text = '') {
  await assert.rejects (promise, error => {
    assert.equal (error.status, status, error.message);
    assert.equal (error.code, code);
    assert.ok (error.message.includes (text), `'${error.message}' holds '${text}'`);
    return true;
  });
}

story ('templates', async () => {
  const none = await workspace ({ template: 'NONE' });
  const fifo = await workspace ({ template: 'FIFO' });

  assert.deepEqual (await none.rest.taskQueues.list (), []);
  assert.deepEqual (await none.rest.workflows.list (), []);
  for (const { rest, activities } of [none, fifo]) {
    assert.deepEqual ([...activities.keys ()], ['Offline', 'Available', 'Unavailable']);
    assert.deepEqual ((await rest.taskChannels.list ()).map (({ uniqueName }) => uniqueName),
                      ['default', 'voice', 'chat', 'sms', 'video']);
    const { defaultActivityName, timeoutActivityName } = await rest.fetch ();
    assert.equal (defaultActivityName, 'Offline');
    assert.equal (timeoutActivityName, 'Offline');
  }
  const [queue] = await fifo.rest.taskQueues.list ();
  const [workflow] = await fifo.rest.workflows.list ();
  assert.equal (queue.friendlyName, 'Sample Queue');
  assert.equal (queue.targetWorkers, '1==1');
  assert.equal (workflow.friendlyName, 'Default Fifo Workflow');
  assert.equal (workflow.taskReservationTimeout, 120);
  await refused (workspaces.create ({ friendlyName: 'x', template: 'LIFO' }), 400, 20001);
});

story ('names: 64 characters at most, whatever they are', async () => {
  const { rest } = await workspace ();
  const long = 'ä'.repeat (64);

  assert.equal ((await rest.workers.create ({ friendlyName: long })).friendlyName, long);
  await refused (rest.workers.create ({ friendlyName: `${long}x` }), 400, 20001);
  await refused (rest.workers.create ({ friendlyName: long.toUpperCase () }), 400, 20001,
                 'Worker with the same friendly name already exists');
  await refused (rest.taskQueues.create ({ friendlyName: 'x'.repeat (65) }), 400, 20001);
});

story ('attributes: an object of 4096 characters at most', async () => {
  const { rest } = await workspace ({ template: 'FIFO' });
  const text = JSON.stringify ({ text: 'ä'.repeat (4096 - '{"text":""}'.length) });
  const dave = await rest.workers.create ({ friendlyName: 'dave', attributes: text });

  assert.equal (dave.attributes, text);
  await refused (rest.workers (dave.sid).update ({ attributes: `${text} ` }), 400, 20001);
  const task = await rest.tasks.create ({ attributes: text });
  assert.equal (task.attributes, text);
  await refused (rest.tasks (task.sid).update ({ attributes: `${text} ` }), 400, 20001);
  for (const bad of ['[]', '7', '"x"', '{', 'null'])
    await refused (rest.tasks.create ({ attributes: bad }), 400, 20001);
});

story ('activities: what they are does not change', async () => {
  const { rest, activities } = await workspace ();
  const lunch = await rest.activities.create ({ friendlyName: 'Lunch' });

  assert.equal (lunch.available, false);
  assert.equal ((await rest.activities (lunch.sid).update ({ friendlyName: 'Break' }))
    .friendlyName, 'Break');
  const answer = await fetch (
    `${sandbox.url}/v1/Workspaces/${(await rest.fetch ()).sid}/Activities/${lunch.sid}`,
    { method: 'POST', body: new URLSearchParams ({ Available: 'true' }),
      headers: { Authorization: authorization } });
  assert.equal (answer.status, 200);
  assert.equal ((await answer.json ()).available, false);
  assert.deepEqual (names (await rest.activities.list ({ available: 'yes' })), ['Available']);
  assert.deepEqual (names (await rest.activities.list ({ available: '1' })), ['Available']);
  assert.deepEqual (names (await rest.activities.list ({ available: 'whatever' })),
                    ['Offline', 'Unavailable', 'Break']);
  assert.deepEqual (names (await rest.activities.list ({ friendlyName: 'break' })), []);
  await refused (rest.activities (activities.get ('Offline')).remove (), 400, 20001);
  const dave = await rest.workers.create ({ friendlyName: 'dave', activitySid: lunch.sid });
  await refused (rest.activities (lunch.sid).remove (), 400, 20001);
  await rest.workers (dave.sid).remove ();
  assert.equal (await rest.activities (lunch.sid).remove (), true);
});

story ('activities: a hundred at most', async () => {
  const { rest } = await workspace ();

  for (let i = 3; i < 100; i++)
    await rest.activities.create ({ friendlyName: `activity ${i}` });
  await refused (rest.activities.create ({ friendlyName: 'one too many' }), 400, 20001);
});

story ('task channels: names, and those that stay', async () => {
  const { rest } = await workspace ();

  for (const uniqueName of ['with-hyphen', '1st', 'a b', 'voice', 'ä'])
    await refused (rest.taskChannels.create ({ friendlyName: 'x', uniqueName }), 400, 20001);
  const fax = await rest.taskChannels.create ({ friendlyName: 'Fax', uniqueName: 'fax_$1' });
  assert.equal (fax.channelOptimizedRouting, false);
  assert.equal ((await rest.taskChannels ('fax_$1').fetch ()).sid, fax.sid);
  assert.equal (await rest.taskChannels ('fax_$1').remove (), true);
});

story ('a new task channel is every worker\'s', async () => {
  const { rest } = await workspace ();
  const dave = await rest.workers.create ({ friendlyName: 'dave' });

  await rest.taskChannels.create ({ friendlyName: 'Fax', uniqueName: 'fax' });
  const channel = await rest.workers (dave.sid).workerChannels ('fax').fetch ();
  assert.equal (channel.configuredCapacity, 1);
  assert.equal (channel.available, true);
  assert.equal (channel.availableCapacityPercentage, 100);
  assert.equal ((await rest.workers (dave.sid).workerChannels (channel.taskChannelSid).fetch ())
    .sid, channel.sid);
  await refused (rest.workers (dave.sid).workerChannels ('fax').update ({ capacity: -1 }), 400,
                 20001);
  await refused (rest.workers (dave.sid).workerChannels ('letter').fetch (), 404, 20404);
});

story ('workers: filters and their order', async () => {
  const { rest, activities } = await workspace ();
  const dave = await rest.workers.create ({ friendlyName: 'dave',
                                            attributes: '{"level":1,"name":"dave"}' });

  await sandbox.advance (1);
  await rest.workers.create ({ friendlyName: 'ann', activitySid: activities.get ('Available'),
                               attributes: '{"level":2,"name":"ann"}' });
  await sandbox.advance (1);
  await rest.workers (dave.sid).update ({ activitySid: activities.get ('Unavailable') });
  const list = filters => rest.workers.list (filters).then (names);
  assert.deepEqual (await list ({ ordering: 'DateStatusChanged:desc' }), ['dave', 'ann']);
  assert.deepEqual (await list ({ ordering: 'DateStatusChanged:asc' }), ['ann', 'dave']);
  assert.deepEqual (await list ({ activityName: 'Available' }), ['ann']);
  assert.deepEqual (await list ({ activitySid: activities.get ('Unavailable') }), ['dave']);
  assert.deepEqual (await list ({ available: 'no' }), ['dave']);
  assert.deepEqual (await list ({ targetWorkersExpression: 'level >= 2 OR name == "dave"' }),
                    ['dave', 'ann']);
  assert.deepEqual (await list ({ targetWorkersExpression: 'activity_name == "Available"' }),
                    ['ann']);
  assert.deepEqual (await list ({ targetWorkersExpression: `sid == "${dave.sid}"` }), ['dave']);
  assert.deepEqual (await list ({ targetWorkersExpression: 'level ==' }), []);
  assert.deepEqual (await list ({ taskQueueName: 'nothing' }), []);
  await refused (rest.workers.list ({ ordering: 'Name:asc' }), 400, 20001);
});

story ('versions: in the ETag, and asked for with If-Match', async () => {
  const { rest, activities } = await workspace ({ template: 'FIFO' });
  const dave = await rest.workers.create ({ friendlyName: 'dave' });
  const task = await rest.tasks.create ({});
  const etag = async url => (await fetch (url, { headers: { Authorization: authorization } }))
    .headers.get ('etag');
  const version = await etag (dave.url);

  assert.match (version, /^"?\d+"?$/);
  await rest.workers (dave.sid).update ({ attributes: '{"a":1}', ifMatch: version });
  await refused (rest.workers (dave.sid).update ({ attributes: '{}', ifMatch: version }), 412,
                 20412);
  await refused (rest.workers (dave.sid).update ({ attributes: '{}', ifMatch: 'garbage' }), 412,
                 20412);
  await refused (rest.workers (dave.sid).remove ({ ifMatch: version }), 412, 20412);
  const ofTask = await etag (task.url);
  await rest.tasks (task.sid).update ({ priority: 5, ifMatch: ofTask.replaceAll ('"', '') });
  await refused (rest.tasks (task.sid).update ({ priority: 6, ifMatch: ofTask }), 412, 20412);
  await refused (rest.tasks (task.sid).remove ({ ifMatch: ofTask }), 412, 20412);
  await rest.workers (dave.sid).update ({ activitySid: activities.get ('Available') });
  const [reservation] = await rest.tasks (task.sid).reservations.list ();
  await refused (rest.tasks (task.sid).reservations (reservation.sid).update (
    { reservationStatus: 'accepted', ifMatch: '"999"' }), 412, 20412);
  const ofReservation = await etag (reservation.url);
  await rest.tasks (task.sid).reservations (reservation.sid).update (
    { reservationStatus: 'accepted', ifMatch: ofReservation });
});

story ('task queues: what they take and refuse', async () => {
  const { rest } = await workspace ();
  const queue = await rest.taskQueues.create ({ friendlyName: 'q' });

  assert.equal (queue.targetWorkers, '1==1');
  assert.equal (queue.maxReservedWorkers, 1);
  assert.equal (queue.taskOrder, 'FIFO');
  for (const bad of [{ maxReservedWorkers: 0 }, { maxReservedWorkers: 51 }, { taskOrder: 'RANDOM' },
                     { targetWorkers: 'evel-x == 1' }, { targetWorkers: '(' },
                     { reservationActivitySid: 'WA00000000000000000000000000000404' }])
    await refused (rest.taskQueues (queue.sid).update (bad), 400, 20001);
  await refused (rest.taskQueues.create ({ friendlyName: 'q' }), 400, 20001);
  await sandbox.advance (1);
  await rest.taskQueues.create ({ friendlyName: 'none', targetWorkers: 'level > 3' });
  await sandbox.advance (1);
  await rest.taskQueues (queue.sid).update ({ friendlyName: 'all' });
  const list = filters => rest.taskQueues.list (filters).then (names);
  assert.deepEqual (await list ({ ordering: 'DateUpdated:desc' }), ['all', 'none']);
  assert.deepEqual (await list ({ ordering: 'DateUpdated:asc' }), ['none', 'all']);
  assert.deepEqual (await list ({ evaluateWorkerAttributes: '{"level":4}' }), ['all', 'none']);
  assert.deepEqual (await list ({ evaluateWorkerAttributes: '{}' }), ['all']);
  const dave = await rest.workers.create ({ friendlyName: 'dave' });
  assert.deepEqual (await list ({ workerSid: dave.sid }), ['all']);
  await refused (rest.taskQueues.list ({ evaluateWorkerAttributes: '{' }), 400, 20001);
  const workflow = await workflowTo (rest, queue.sid);
  await refused (rest.taskQueues (queue.sid).remove (), 400, 20001);
  await rest.workflows (workflow.sid).remove ();
  assert.equal (await rest.taskQueues (queue.sid).remove (), true);
});

story ('workflows: what is refused, with the place', async () => {
  const { rest } = await workspace ({ template: 'FIFO' });
  const [queue] = await rest.taskQueues.list ();
  const make = routing => rest.workflows.create (
    { friendlyName: 'x', configuration: JSON.stringify ({ task_routing: routing }) });
  const filter = (target, more = {}) => ({ filters: [
    { expression: '1==1', targets: [{ queue: queue.sid, ...target }], ...more }] });

  await refused (make ({}), 400, 20001);
  await refused (make ({ filters: [{ targets: [{ queue: queue.sid }] }] }), 400, 20001,
                 'expression');
  await refused (make (filter ({}, { targets: [] })), 400, 20001, 'targets');
  await refused (make (filter ({}, { targets: [{}] })), 400, 20001, 'queue');
  await refused (make (filter ({ queue: 'WQ00000000000000000000000000000404' })), 400, 20001);
  await refused (make (filter ({ timeout: 'soon' })), 400, 20001, 'timeout');
  await refused (make (filter ({ priority: -1 })), 400, 20001, 'priority');
  await refused (make (filter ({ expression: 'worker.level >' })), 400, 20001, 'expression');
  await refused (make (filter ({ order_by: 'level' })), 400, 20001, 'order_by');
  await refused (make (filter ({ skip_if: '(' })), 400, 20001, 'skip_if');
  await refused (make (filter ({ known_worker_sid: 'task.a',
                                 known_worker_friendly_name: 'task.b' })), 400, 20001);
  await refused (rest.workflows.create ({ friendlyName: 'x', configuration: '[]' }), 400, 20001);
  const numbers = await make (filter ({ timeout: '10', priority: '3' }));
  const task = await rest.tasks.create ({ workflowSid: numbers.sid });
  assert.equal (task.priority, 3);
  for (const taskReservationTimeout of [0, 86401])
    await refused (rest.workflows (numbers.sid).update ({ taskReservationTimeout }), 400, 20001);
  await refused (rest.workflows (numbers.sid).remove (), 400, 20001);
});

story ('tasks: what they begin with, and what is refused', async () => {
  const { rest } = await workspace ({ template: 'FIFO' });
  const task = await rest.tasks.create ({});
  const [workflow] = await rest.workflows.list ();
  const [queue] = await rest.taskQueues.list ();

  assert.equal (task.workflowSid, workflow.sid); // the only one
  assert.equal (task.priority, 0);
  assert.equal (task.timeout, 86400);
  assert.equal (task.taskChannelUniqueName, 'default');
  assert.equal (task.attributes, '{}');
  assert.equal (task.reason, null);
  assert.equal (task.routingTarget, null);
  assert.equal (task.virtualStartTime.getTime (), task.dateCreated.getTime ());
  assert.equal (task.ignoreCapacity, false);
  await workflowTo (rest, queue.sid);
  await refused (rest.tasks.create ({}), 400, 20001, 'WorkflowSid');
  const workflowSid = workflow.sid;
  for (const bad of [{ priority: -1 }, { priority: 2147483648 }, { timeout: 0 },
                     { timeout: 1209601 }, { taskChannel: 'smoke' },
                     { virtualStartTime: new Date ('2999-01-01') },
                     { virtualStartTime: new Date ('1899-12-31') }])
    await refused (rest.tasks.create ({ workflowSid, ...bad }), 400, 20001);
  const early = await rest.tasks.create (
    { workflowSid, virtualStartTime: new Date ('1900-01-02T00:00:00Z') });
  assert.equal (early.virtualStartTime.getTime (), Date.parse ('1900-01-02T00:00:00Z'));
});

story ('tasks: filters and orders', async () => {
  const { rest } = await workspace ({ template: 'FIFO' });
  const [workflow] = await rest.workflows.list ();
  const [queue] = await rest.taskQueues.list ();
  const now = await sandbox.now ();
  const create = (name, options) => rest.tasks.create (
    { attributes: JSON.stringify ({ name }), ...options });

  await create ('a', { priority: 1, virtualStartTime: new Date ((now - 10) * 1000) });
  await sandbox.advance (1);
  await create ('b', { priority: 2, virtualStartTime: new Date ((now - 30) * 1000) });
  await sandbox.advance (1);
  const c = await create ('c', { priority: 1, virtualStartTime: new Date ((now - 20) * 1000) });
  await rest.tasks (c.sid).update ({ assignmentStatus: 'canceled' });
  const list = async filters => (await rest.tasks.list (filters))
    .map (({ attributes }) => JSON.parse (attributes).name).join ('');
  assert.equal (await list ({}), 'abc');
  assert.equal (await list ({ ordering: 'DateCreated:desc' }), 'cba');
  assert.equal (await list ({ ordering: 'Priority:desc,DateCreated:desc' }), 'bca');
  assert.equal (await list ({ ordering: 'VirtualStartTime:asc' }), 'bca');
  await refused (rest.tasks.list ({ ordering: 'DateCreated:asc,VirtualStartTime:asc' }), 400,
                 20001);
  await refused (rest.tasks.list ({ ordering: 'Age:asc' }), 400, 20001);
  assert.equal (await list ({ assignmentStatus: ['pending', 'canceled'] }), 'abc');
  assert.equal (await list ({ assignmentStatus: ['canceled'] }), 'c');
  assert.equal (await list ({ priority: 1 }), 'ac');
  assert.equal (await list ({ workflowName: workflow.friendlyName }), 'abc');
  assert.equal (await list ({ workflowSid: 'WW00000000000000000000000000000404' }), '');
  assert.equal (await list ({ taskQueueSid: queue.sid }), 'abc');
  assert.equal (await list ({ taskQueueName: queue.friendlyName }), 'abc');
  assert.equal (await list ({ evaluateTaskAttributes: 'name IN ["a", "c"]' }), 'ac');
  assert.equal (await list ({ hasAddons: true }), '');
  assert.equal (await list ({ routingTarget: queue.sid }), '');
});

story ('routing target: a worker, a queue, a workflow', async () => {
  const { rest, activities } = await workspace ({ template: 'FIFO' });
  const [workflow] = await rest.workflows.list ();
  const [queue] = await rest.taskQueues.list ();
  const dave = await rest.workers.create ({ friendlyName: 'dave' });
  const first = await rest.tasks.create ({ routingTarget: dave.sid });
  const second = await rest.tasks.create ({ routingTarget: dave.sid });

  /* Offline, and with no capacity left. */
  for (const { sid } of [first, second]) {
    assert.equal ((await rest.tasks (sid).fetch ()).assignmentStatus, 'reserved');
    assert.equal ((await rest.tasks (sid).reservations.list ())[0].workerSid, dave.sid);
  }
  const patient = await rest.tasks.create ({ routingTarget: dave.sid, ignoreCapacity: false });
  assert.equal (patient.assignmentStatus, 'pending');
  assert.equal (patient.ignoreCapacity, false);
  assert.equal ((await rest.tasks.create ({ routingTarget: queue.sid })).taskQueueSid, queue.sid);
  assert.equal ((await rest.tasks.create ({ routingTarget: workflow.sid })).workflowSid,
                workflow.sid);
  await refused (rest.tasks.create ({ routingTarget: 'WK00000000000000000000000000000404' }), 400,
                 20001);
  assert.ok (activities.size > 0);
});

story ('tasks: what may change, and when', async () => {
  const { rest, activities } = await workspace ({ template: 'FIFO' });
  const task = await rest.tasks.create ({});
  const { sid } = await rest.fetch ();
  const conflict = words => `${words[0]} task ${task.sid} in workspace ${sid} for account ` +
    `${sandbox.env.TR_ACCOUNT_SID} because it is ${words[1]}.`;

  await refused (rest.tasks (task.sid).update ({ assignmentStatus: 'completed' }), 400, 20001,
                 conflict (['Cannot complete', 'not currently assigned']));
  await refused (rest.tasks (task.sid).update ({ assignmentStatus: 'wrapping' }), 400, 20001);
  await refused (rest.tasks (task.sid).update ({ assignmentStatus: 'reserved' }), 400, 20001);
  await rest.workers.create ({ friendlyName: 'dave', activitySid: activities.get ('Available') });
  const [reservation] = await rest.tasks (task.sid).reservations.list ();
  await rest.tasks (task.sid).reservations (reservation.sid).update (
    { reservationStatus: 'accepted' });
  await refused (rest.tasks (task.sid).update ({ assignmentStatus: 'canceled' }), 400, 20001,
                 conflict (['Cannot cancel', 'not pending or reserved']));
  await refused (rest.tasks (task.sid).update (
    { assignmentStatus: 'completed', attributes: '{"a":1}' }), 400, 20001);
  assert.equal ((await rest.tasks (task.sid).fetch ()).attributes, '{}');
  const wrapping = await rest.tasks (task.sid).update ({ assignmentStatus: 'wrapping',
                                                         reason: 'paper' });
  assert.equal (wrapping.assignmentStatus, 'wrapping');
  const completed = await rest.tasks (task.sid).update ({ assignmentStatus: 'completed',
                                                          reason: 'done' });
  assert.equal (completed.reason, 'done');
  assert.equal ((await rest.tasks (task.sid).reservations (reservation.sid).fetch ())
    .reservationStatus, 'completed');
  await sandbox.advance (301);
  await refused (rest.tasks (task.sid).fetch (), 404, 20404);
});

story ('a task\'s time runs over all its steps', async () => {
  const { rest } = await workspace ({ template: 'FIFO' });
  const task = await rest.tasks.create ({ timeout: 60 });

  await sandbox.advance (59);
  assert.equal ((await rest.tasks (task.sid).fetch ()).assignmentStatus, 'pending');
  await sandbox.advance (1);
  const canceled = await rest.tasks (task.sid).fetch ();
  assert.equal (canceled.assignmentStatus, 'canceled');
  assert.equal (canceled.reason, 'Task TTL Exceeded');
  assert.equal (canceled.age, 60);
});

story ('a workspace with one task at a time', async () => {
  const { rest, activities } = await workspace ({ multiTaskEnabled: false });
  const reserved = await rest.activities.create ({ friendlyName: 'Reserved' });
  const busy = await rest.activities.create ({ friendlyName: 'Busy' });
  const queue = await rest.taskQueues.create ({ friendlyName: 'q',
                                                reservationActivitySid: reserved.sid,
                                                assignmentActivitySid: busy.sid });
  await workflowTo (rest, queue.sid, { taskReservationTimeout: 30 });
  const dave = await rest.workers.create ({ friendlyName: 'dave',
                                            activitySid: activities.get ('Available') });
  const activity = async () => (await rest.workers (dave.sid).fetch ()).activityName;

  assert.equal ((await rest.fetch ()).multiTaskEnabled, false);
  await rest.workers (dave.sid).workerChannels ('chat').update ({ capacity: 3 });
  const chat = await rest.tasks.create ({ taskChannel: 'chat' });
  assert.equal (await activity (), 'Reserved');
  assert.equal ((await rest.tasks.create ({ taskChannel: 'sms' })).assignmentStatus, 'pending');
  const [reservation] = await rest.tasks (chat.sid).reservations.list ();
  await rest.tasks (chat.sid).reservations (reservation.sid).update (
    { reservationStatus: 'accepted' });
  assert.equal (await activity (), 'Busy');
  await rest.tasks (chat.sid).update ({ assignmentStatus: 'completed' });
  assert.equal (await activity (), 'Busy');
});

story ('max reserved workers: one wins, the others are rescinded', async () => {
  const { rest, activities } = await workspace ({ template: 'FIFO' });
  const [queue] = await rest.taskQueues.list ();
  const activitySid = activities.get ('Available');

  await rest.taskQueues (queue.sid).update ({ maxReservedWorkers: 2 });
  for (const friendlyName of ['ann', 'bob', 'carl'])
    await rest.workers.create ({ friendlyName, activitySid });
  const task = await rest.tasks.create ({});
  const reservations = rest.tasks (task.sid).reservations;
  const [first, second] = await reservations.list ();
  assert.equal ((await reservations.list ()).length, 2);
  assert.equal ((await reservations.list ({ workerSid: first.workerSid })).length, 1);
  await reservations (second.sid).update ({ reservationStatus: 'accepted' });
  assert.equal ((await reservations (first.sid).fetch ()).reservationStatus, 'rescinded');
  assert.equal ((await reservations.list ({ reservationStatus: 'accepted' })).length, 1);
});

story ('priority, order of a queue, and which kind of queue goes first', async () => {
  for (const [prioritizeQueueOrder, expected] of [['FIFO', 'fifo'], ['LIFO', 'lifo 2']]) {
    const { rest, activities } = await workspace ({ prioritizeQueueOrder });
    const queues = {};

    for (const taskOrder of ['FIFO', 'LIFO'])
      queues[taskOrder] = await rest.taskQueues.create ({ friendlyName: taskOrder, taskOrder });
    for (const [name, taskOrder, priority] of [['lifo 1', 'LIFO', 9], ['fifo', 'FIFO', 0],
                                               ['lifo 2', 'LIFO', 1]])
      await rest.tasks.create ({ routingTarget: queues[taskOrder].sid, priority,
                                 attributes: JSON.stringify ({ name }) });
    await rest.workers.create ({ friendlyName: 'dave', activitySid: activities.get ('Available') });
    const [task] = await rest.tasks.list ({ assignmentStatus: ['reserved'] });
    assert.equal (JSON.parse (task.attributes).name, expected);
  }
});

story ('reservations: what they refuse', async () => {
  const { rest, activities } = await workspace ({ template: 'FIFO' });
  const dave = await rest.workers.create ({ friendlyName: 'dave',
                                            activitySid: activities.get ('Available') });
  const task = await rest.tasks.create ({});
  const [{ sid }] = await rest.tasks (task.sid).reservations.list ();
  const update = options => rest.workers (dave.sid).reservations (sid).update (options);

  await refused (update ({}), 400, 20001);
  await refused (update ({ reservationStatus: 'pending' }), 400, 20001);
  await refused (update ({ reservationStatus: 'completed' }), 400, 20001);
  await refused (update ({ instruction: 'nonsense' }), 400, 20001);
  await refused (update ({ instruction: 'call', callFrom: '+16505550100' }), 400, 20001, 'CallUrl');
  await refused (update ({ instruction: 'conference', timeout: 1000 }), 400, 20001);
  await refused (update ({ reservationStatus: 'rejected',
                           workerActivitySid: 'WA00000000000000000000000000000404' }), 400, 20001);
  await refused (rest.workers (dave.sid).remove (), 400, 20001);
  await sandbox.advance (120);
  await refused (update ({ reservationStatus: 'accepted' }), 400, 20001);
  await refused (update ({ instruction: 'conference' }), 400, 20001,
                 `Unable to execute Conference instruction. Reservation ${sid} is not currently ` +
                 'in a Pending state.');
  assert.equal ((await rest.workers (dave.sid).fetch ()).activityName, 'Offline');
});

story ('rejecting pending reservations goes with an unavailable activity', async () => {
  const { rest, activities } = await workspace ({ template: 'FIFO' });
  const dave = await rest.workers.create ({ friendlyName: 'dave',
                                            activitySid: activities.get ('Available') });
  const task = await rest.tasks.create ({});

  await refused (rest.workers (dave.sid).update ({ activitySid: activities.get ('Available'),
                                                   rejectPendingReservations: true }), 400, 20001);
  await rest.workers (dave.sid).update ({ activitySid: activities.get ('Unavailable') });
  assert.equal ((await rest.tasks (task.sid).reservations.list ())[0].reservationStatus, 'pending');
  await rest.workers (dave.sid).update ({ activitySid: activities.get ('Offline'),
                                          rejectPendingReservations: true });
  assert.equal ((await rest.tasks (task.sid).reservations.list ())[0].reservationStatus,
                'rejected');
});

story ('events: a time, a kind, a thing', async () => {
  const { rest, activities } = await workspace ({ template: 'FIFO' });
  const dave = await rest.workers.create ({ friendlyName: 'dave',
                                            activitySid: activities.get ('Available') });
  const task = await rest.tasks.create ({ taskChannel: 'chat' });
  const [reservation] = await rest.tasks (task.sid).reservations.list ();
  const [queue] = await rest.taskQueues.list ();
  const [workflow] = await rest.workflows.list ();
  const kinds = async filters => new Set (
    (await rest.events.list (filters)).map (({ eventType }) => eventType));

  assert.deepEqual (await kinds ({ reservationSid: reservation.sid }),
                    new Set (['reservation.created']));
  assert.ok ((await kinds ({ taskSid: task.sid })).has ('task.created'));
  assert.ok ((await kinds ({ taskSid: task.sid })).has ('workflow.target-matched'));
  assert.ok (!(await kinds ({ taskSid: task.sid })).has ('worker.created'));
  assert.ok ((await kinds ({ workerSid: dave.sid })).has ('worker.created'));
  assert.ok ((await kinds ({ taskQueueSid: queue.sid })).has ('task-queue.entered'));
  assert.ok ((await kinds ({ workflowSid: workflow.sid })).has ('workflow.created'));
  assert.deepEqual (await kinds ({ taskChannel: 'sms', eventType: 'task.created' }), new Set ());
  assert.deepEqual (await kinds ({ taskChannel: 'chat', eventType: 'task.created' }),
                    new Set (['task.created']));
  const now = await sandbox.now ();
  await refused (rest.events.list ({ startDate: new Date ((now - 31 * 86400) * 1000) }), 400,
                 14241);
  await sandbox.advance (1200);
  assert.deepEqual (await kinds ({ eventType: 'task.created' }), new Set ());
  assert.deepEqual (await kinds ({ eventType: 'task.created', minutes: 30 }),
                    new Set (['task.created']));
  assert.deepEqual (await kinds ({ eventType: 'task.created',
                                   startDate: new Date ((now - 60) * 1000),
                                   endDate: new Date ((now + 60) * 1000) }),
                    new Set (['task.created']));
});

story ('a workspace that is in use, or of another name', async () => {
  const { rest, activities } = await workspace ({ eventCallbackUrl: NOWHERE,
                                                  eventsFilter: 'task.created' });

  assert.equal ((await rest.fetch ()).eventsFilter, 'task.created');
  assert.equal ((await rest.update ({ eventsFilter: '' })).eventsFilter, null);
  assert.equal ((await rest.update ({ eventCallbackUrl: '' })).eventCallbackUrl, null);
  await refused (rest.update ({ defaultActivitySid: 'WA00000000000000000000000000000404' }), 400,
                 20001);
  await refused (rest.update ({ prioritizeQueueOrder: 'RANDOM' }), 400, 20001);
  await rest.update ({ defaultActivitySid: activities.get ('Unavailable') });
  assert.equal ((await rest.workers.create ({ friendlyName: 'dave' })).activityName,
                'Unavailable');
  await refused (workspaces.create ({ friendlyName: (await rest.fetch ()).friendlyName }), 400,
                 20001);
});

story ('pages: sizes, and no jumping', async () => {
  const { rest } = await workspace ();

  for (let i = 0; i < 5; i++)
    await rest.workers.create ({ friendlyName: `worker ${i}` });
  await refused (rest.workers.page ({ pageSize: 1001 }), 400, 20001);
  await refused (rest.workers.page ({ pageSize: 0 }), 400, 20001);
  await refused (rest.workers.page ({ pageNumber: 1 }), 400, 40153);
  const first = await rest.workers.page ({ pageSize: 2 });
  const second = await first.nextPage ();
  /* Who goes meanwhile takes nobody along. */
  await rest.workers (first.instances[0].sid).remove ();
  const third = await second.nextPage ();
  assert.deepEqual (names (second.instances), ['worker 2', 'worker 3']);
  assert.deepEqual (names (third.instances), ['worker 4']);
  assert.equal (await third.nextPage (), undefined);
  const again = await rest.workers.page ({ pageSize: 2 });
  await rest.workers (again.instances[1].sid).remove ();
  assert.deepEqual (names ((await again.nextPage ()).instances), ['worker 3', 'worker 4']);
});

await run (() => sandbox.stop ());
