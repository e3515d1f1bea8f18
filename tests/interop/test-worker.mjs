// SPDX-License-Identifier: GPL-3.0-or-later
// The official worker SDK: signing in, activities, attributes, channels, and reservations of tasks
// without a call.
import assert from 'node:assert/strict';

import { accessToken, causing, once } from './support/service.mjs';
import { Stage, activityOf, become, refused } from './support/story.mjs';
import { run, story } from './support/tap.mjs';

const stage = await Stage.open ();
const { rest, sandbox } = stage;

story ('a worker is ready with what he is', async () => {
  const dave = await stage.signIn ('dave');

  assert.equal (dave.sid, stage.workers.get ('dave'));
  assert.equal (dave.name, 'dave');
  assert.equal (dave.accountSid, sandbox.env.TR_ACCOUNT_SID);
  assert.equal (dave.workspaceSid, sandbox.workspaceSid);
  assert.equal (dave.activity.name, 'Offline');
  assert.deepEqual (dave.attributes.skills, ['support']);
  assert.deepEqual ([...dave.activities.values ()].map (activity => activity.name).sort (),
                    ['Available', 'Offline', 'Unavailable']);
  assert.ok ([...dave.channels.values ()].some (
    channel => channel.taskChannelUniqueName === 'voice' && channel.capacity === 1));
  assert.equal (dave.reservations.size, 0);
});

story ('activity: by himself, with his reservations, and by another program', async () => {
  const dave = await stage.signIn ('dave');
  const available = activityOf (dave, 'Available');

  const { payload } = await causing (dave, 'activityUpdated', () => available.setAsCurrent ());
  assert.equal (payload.activity.name, 'Available');
  assert.equal (available.isCurrent, true);
  const reservation = await stage.offerTask (dave);
  await causing (reservation, 'rejected', () => activityOf (dave, 'Unavailable').setAsCurrent (
    { rejectPendingReservations: true }));
  assert.equal (dave.activity.name, 'Unavailable');
  await causing (dave, 'activityUpdated', () => rest.workers (dave.sid).update (
    { activitySid: stage.activities.get ('Offline') }));
  assert.equal (dave.activity.name, 'Offline');
});

story ('connectActivitySid sets an activity at sign-in', async () => {
  const dave = await stage.signIn ('dave', {
    connectActivitySid: stage.activities.get ('Unavailable') });

  await sandbox.control ('GET', 'clock');
  assert.equal ((await dave.fetchLatestVersion ()).sid, dave.sid);
  assert.equal ((await rest.workers (dave.sid).fetch ()).activityName, 'Unavailable');
});

story ('attributes', async () => {
  const dave = await stage.signIn ('dave');
  const before = dave.attributes;

  const { payload } = await causing (dave, 'attributesUpdated', () => dave.setAttributes (
    { ...before, languages: ['en'] }));
  assert.deepEqual (payload.attributes.languages, ['en']);
  assert.deepEqual (
    JSON.parse ((await rest.workers (dave.sid).fetch ()).attributes).languages, ['en']);
  await causing (dave, 'attributesUpdated', () => dave.setAttributes (before));
});

story ('fetchLatestVersion', async () => {
  const dave = await stage.signIn ('dave');
  const { version } = dave;

  await causing (dave, 'activityUpdated', () => rest.workers (dave.sid).update (
    { activitySid: stage.activities.get ('Unavailable') }));
  await dave.fetchLatestVersion ();
  assert.equal (Number (dave.version), Number (version) + 1);
});

story ('capacity and availability of a channel', async () => {
  const dave = await stage.signIn ('dave');
  const chat = [...dave.channels.values ()].find (
    channel => channel.taskChannelUniqueName === 'chat');
  const channels = rest.workers (dave.sid).workerChannels;

  await causing (chat, 'capacityUpdated', () => channels ('chat').update ({ capacity: 4 }));
  assert.equal (chat.capacity, 4);
  await causing (chat, 'availabilityUpdated',
                 () => channels ('chat').update ({ available: false }));
  assert.equal (chat.available, false);
  await channels ('chat').update ({ capacity: 1, available: true });
});

story ('a task: accept, wrap, complete', async () => {
  const dave = await stage.signIn ('dave');

  await become (dave, 'Available');
  const reservation = await stage.offerTask (dave, 'Support', { type: 'mail' });
  assert.equal (reservation.status, 'pending');
  assert.equal (reservation.timeout, 10);
  assert.equal (reservation.task.status, 'reserved');
  assert.equal (reservation.task.attributes.type, 'mail');
  await causing (reservation, 'accepted', () => reservation.accept ());
  assert.equal (reservation.status, 'accepted');
  assert.equal (reservation.task.status, 'assigned');
  assert.equal ((await reservation.fetchLatestVersion ()).status, 'accepted');
  await causing (reservation, 'wrapup', () => reservation.wrap ());
  assert.equal (reservation.status, 'wrapping');
  await causing (reservation, 'completed', () => reservation.complete ());
  assert.equal ((await rest.tasks (reservation.task.sid).fetch ()).assignmentStatus, 'completed');
});

story ('a task: its own verbs', async () => {
  const dave = await stage.signIn ('dave');

  await become (dave, 'Available');
  const reservation = await stage.offerTask (dave);
  const { task } = reservation;
  await causing (reservation, 'accepted', () => reservation.accept ());
  await causing (task, 'updated', () => task.setAttributes ({ note: 'VIP' }));
  assert.deepEqual (task.attributes, { note: 'VIP' });
  const start = new Date ((await sandbox.now () - 3600) * 1000);
  await causing (task, 'updated', () => task.setVirtualStartTime (start));
  assert.equal (Math.floor (task.virtualStartTime.getTime () / 1000),
                Math.floor (start.getTime () / 1000));
  await refused (task.setVirtualStartTime (new Date ((await sandbox.now () + 3600) * 1000)), 400,
                 'future');
  assert.equal ((await task.fetchLatestVersion ()).sid, task.sid);
  await causing (task, 'wrapup', () => task.wrapUp ({ reason: 'writing notes' }));
  await causing (task, 'completed', () => task.complete ('done'));
  assert.equal (task.status, 'completed');
  assert.equal ((await rest.tasks (task.sid).fetch ()).reason, 'done');
});

story ('reject, with an activity and without', async () => {
  const dave = await stage.signIn ('dave');

  await become (dave, 'Available');
  const first = await stage.offerTask (dave);
  const again = once (dave, 'reservationCreated');
  await causing (first, 'rejected', () => first.reject ());
  const second = await again;
  assert.equal (second.task.sid, first.task.sid);
  const moved = once (dave, 'activityUpdated');
  await causing (second, 'rejected', () => second.reject (
    { activitySid: stage.activities.get ('Unavailable') }));
  await moved;
  assert.equal (dave.activity.name, 'Unavailable');
});

story ('no answer: timeout, and the worker goes offline', async () => {
  const dave = await stage.signIn ('dave');

  await become (dave, 'Available');
  const reservation = await stage.offerTask (dave);
  const moved = once (dave, 'activityUpdated');
  await causing (reservation, 'timeout', () => sandbox.advance (10));
  await moved;
  assert.equal (reservation.status, 'timeout');
  assert.equal (dave.activity.name, 'Offline');
  assert.equal ((await rest.tasks (reservation.task.sid).fetch ()).assignmentStatus, 'pending');
  await refused (reservation.accept (), 400);
});

story ('canceled by a program', async () => {
  const dave = await stage.signIn ('dave');

  await become (dave, 'Available');
  const reservation = await stage.offerTask (dave);
  const canceled = once (reservation.task, 'canceled');
  await causing (reservation, 'canceled', () => rest.tasks (reservation.task.sid).update (
    { assignmentStatus: 'canceled', reason: 'not needed' }));
  assert.equal ((await canceled).reason, 'not needed');
});

story ('rescinded when another was faster', async () => {
  const [support] = await rest.taskQueues.list ({ friendlyName: 'Support' });

  await rest.taskQueues (support.sid).update ({ maxReservedWorkers: 2 });
  const [dave, edith] = [await stage.signIn ('dave'), await stage.signIn ('edith')];
  await become (dave, 'Available');
  await become (edith, 'Available');
  const ofEdith = once (edith, 'reservationCreated');
  const mine = await stage.offerTask (dave);
  const other = await ofEdith;
  assert.equal (other.task.sid, mine.task.sid);
  const rescinded = once (other, 'rescinded');
  await causing (mine, 'accepted', () => mine.accept ());
  await rescinded;
  assert.equal (other.status, 'rescinded');
  await rest.taskQueues (support.sid).update ({ maxReservedWorkers: 1 });
});

story ('versions are checked when asked for', async () => {
  const dave = await stage.signIn ('dave', { enableVersionCheck: true });

  await become (dave, 'Available');
  const reservation = await stage.offerTask (dave);
  await causing (reservation, 'accepted', () => reservation.accept ());
  await causing (reservation.task, 'updated',
                 () => reservation.task.setAttributes ({ note: 'mine' }));
  dave.version = '999';
  await refused (dave.setAttributes (dave.attributes), 412);
});

story ('open reservations are there after signing in again', async () => {
  const first = await stage.signIn ('dave');

  await become (first, 'Available');
  const offered = await stage.offerTask (first);
  const second = await stage.signIn ('dave');
  assert.deepEqual ([...second.reservations.keys ()], [offered.sid]);
  const mirrored = second.reservations.get (offered.sid);
  const heard = once (mirrored, 'accepted');
  await causing (offered, 'accepted', () => offered.accept ());
  await heard;
  await causing (mirrored, 'wrapup', () => offered.wrap ());
  const third = await stage.signIn ('dave');
  assert.equal (third.reservations.get (offered.sid).status, 'wrapping');
});

story ('a token can be renewed', async () => {
  const dave = await stage.signIn ('dave');
  const renewed = once (dave, 'tokenUpdated');

  dave.updateToken (await accessToken (sandbox, dave.sid, { ttl: 7200 }));
  await renewed;
  await become (dave, 'Unavailable');
});

story ('what is not there, and what is not his', async () => {
  const dave = await stage.signIn ('dave');
  const unknown = 'WA00000000000000000000000000000404';
  const available = activityOf (dave, 'Available');

  available.sid = unknown;
  await refused (available.setAsCurrent (), 400, unknown);
});

story ('a task for him alone that finds him away: reservationFailed', async () => {
  const dave = await stage.signIn ('dave');
  const [workflow] = await rest.workflows.list ({ friendlyName: 'Support' });
  const task = await rest.tasks.create ({ workflowSid: workflow.sid, attributes: '{}',
                                          routingTarget: dave.sid, ignoreCapacity: false });

  const { payload } = await causing (dave, 'reservationFailed', () => sandbox.advance (60));
  assert.equal (payload.sid, task.sid);
  assert.match (payload.reason, /RoutingTarget SLA/);
  assert.equal ((await rest.tasks (task.sid).fetch ()).assignmentStatus, 'canceled');
});

story ('lists that come page by page', async () => {
  const first = await stage.signIn ('dave');

  await rest.workers (first.sid).workerChannels ('default').update ({ capacity: 3 });
  await become (first, 'Available');
  const offers = [await stage.offerTask (first), await stage.offerTask (first),
                  await stage.offerTask (first)];
  const second = await stage.signIn ('dave', { pageSize: 1 });
  assert.equal (second.activities.size, 3);
  assert.equal (second.channels.size, first.channels.size);
  /* It does not wait for the later pages of this one. */
  for (let round = 0; round < 200 && second.reservations.size < offers.length; round++)
    await new Promise (resolve => setTimeout (resolve, 10));
  assert.deepEqual ([...second.reservations.keys ()].sort (),
                    offers.map (offer => offer.sid).sort ());
  await rest.workers (first.sid).workerChannels ('default').update ({ capacity: 1 });
});

story ('versions: an activity, a channel and an offer count', async () => {
  const dave = await stage.signIn ('dave', { enableVersionCheck: true });
  const chat = [...dave.channels.values ()].find (
    channel => channel.taskChannelUniqueName === 'chat');

  await causing (dave, 'activityUpdated', () => activityOf (dave, 'Available').setAsCurrent ());
  await causing (chat, 'capacityUpdated',
                 () => rest.workers (dave.sid).workerChannels ('chat').update ({ capacity: 2 }));
  const reservation = await stage.offerTask (dave);
  await causing (reservation, 'rejected', () => reservation.reject (
    { activitySid: stage.activities.get ('Unavailable') }));
  /* Refused with 412 if the SDK and the sandbox counted differently. */
  await causing (dave, 'attributesUpdated', () => dave.setAttributes (dave.attributes));
  await rest.workers (dave.sid).workerChannels ('chat').update ({ capacity: 1 });
});

story ('what a reservation refuses', async () => {
  const dave = await stage.signIn ('dave');

  await become (dave, 'Available');
  const reservation = await stage.offerTask (dave);
  await refused (reservation.wrap (), 400);
  await refused (reservation.complete (), 400);
  await refused (reservation.task.complete ('too early'), 400,
                 `Cannot complete task ${reservation.task.sid} in workspace ` +
                 `${sandbox.workspaceSid} for account ${sandbox.env.TR_ACCOUNT_SID} because it ` +
                 'is not currently assigned.');
  await refused (reservation.task.wrapUp ({ reason: 'too early' }), 400);
  await refused (reservation.reject ({ activitySid: 'WA00000000000000000000000000000404' }), 400);
  await refused (reservation.updateParticipant ({ mute: true }), 400);
  await causing (reservation, 'accepted', () => reservation.accept ());
  await refused (reservation.accept (), 400);
  await refused (reservation.reject (), 400);
});

await run (() => stage.close (), () => stage.clear ());
