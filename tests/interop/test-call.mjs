// SPDX-License-Identifier: GPL-3.0-or-later
// The official worker SDK with callers and phones: conferences and the other instructions.
import assert from 'node:assert/strict';

import { causing, once } from './support/service.mjs';
import { Stage, become, phones, refused } from './support/story.mjs';
import { run, story } from './support/tap.mjs';

const stage = await Stage.open ();
const { client, rest, sandbox } = stage;

async function daveIsAvailable () {
  const dave = await stage.signIn ('dave');

  await become (dave, 'Available');
  return dave;
}

story ('a call, from the offer to wrap-up', async () => {
  const dave = await daveIsAvailable ();
  const { callSid, reservation, task, conference } = await stage.talk (
    dave, { postWorkActivitySid: stage.activities.get ('Offline') });

  assert.equal (reservation.status, 'accepted');
  assert.equal (task.status, 'assigned');
  assert.equal (task.queueName, 'Support');
  assert.equal (task.taskChannelUniqueName, 'voice');
  assert.equal (task.attributes.from, '+16505550100');
  assert.equal (task.attributes.call_sid, callSid);
  assert.equal (task.attributes.conference.sid, conference.sid);
  assert.equal (task.attributes.conference.participants.customer, callSid);
  assert.equal (conference.friendlyName, task.sid);
  assert.equal ((await stage.participants (conference)).length, 2);
  assert.equal ((await client.queues.list ()).reduce ((sum, q) => sum + q.currentSize, 0), 0);

  const moved = once (dave, 'activityUpdated');
  await causing (reservation, 'wrapup', () => client.conferences (conference.sid).update (
    { status: 'completed' }));
  await moved;
  assert.equal (dave.activity.name, 'Offline');
  assert.equal ((await client.conferences (conference.sid).fetch ()).reasonConferenceEnded,
                'conference-ended-via-api');
  assert.equal ((await client.calls (callSid).fetch ()).status, 'completed');
  assert.equal ((await stage.participants (conference)).length, 0);
  assert.equal ((await rest.tasks (task.sid).fetch ()).assignmentStatus, 'wrapping');
  await causing (reservation, 'completed', () => task.complete ('helped'));
});

story ('the phone is not answered: canceled, and offered again', async () => {
  const dave = await daveIsAvailable ();

  await sandbox.phone (phones.dave, 'no-answer');
  const { reservation } = await stage.offerCall (dave);
  const again = once (dave, 'reservationCreated');
  await reservation.conference ({ timeout: 5 });
  await causing (reservation, 'canceled', () => sandbox.advance (5));
  assert.equal ((await again).task.sid, reservation.task.sid);
});

story ('the phone is busy', async () => {
  const dave = await daveIsAvailable ();

  await sandbox.phone (phones.dave, 'busy');
  const { reservation } = await stage.offerCall (dave);
  const canceled = once (reservation, 'canceled');
  await reservation.conference (
    { timeout: 20, postWorkActivitySid: stage.activities.get ('Offline') });
  await sandbox.advance (1);
  await canceled;
  assert.equal ((await rest.workers (dave.sid).fetch ()).activityName, 'Offline');
});

story ('the caller hangs up while the offer is open', async () => {
  const dave = await daveIsAvailable ();
  const { callSid, reservation } = await stage.offerCall (dave);

  await causing (reservation, 'canceled', () => sandbox.hangUp (callSid));
  assert.equal ((await rest.tasks (reservation.task.sid).fetch ()).assignmentStatus, 'canceled');
});

story ('the caller hangs up during the call', async () => {
  const dave = await daveIsAvailable ();
  const { callSid, reservation, conference } = await stage.talk (dave);

  await causing (reservation, 'wrapup', () => sandbox.hangUp (callSid));
  assert.equal ((await client.conferences (conference.sid).fetch ()).status, 'completed');
});

story ('a conference needs a pending reservation', async () => {
  const dave = await daveIsAvailable ();
  const { reservation } = await stage.talk (dave);

  await refused (reservation.conference (), 400,
                 `Unable to execute Conference instruction. Reservation ${reservation.sid} is not ` +
                 'currently in a Pending state.');
});

story ('hold and unhold the caller, mute and unmute himself', async () => {
  const dave = await daveIsAvailable ();
  const { callSid, reservation, task, conference } = await stage.talk (dave);
  const customer = () => client.conferences (conference.sid).participants (callSid).fetch ();
  const own = () => client.conferences (conference.sid)
    .participants (task.attributes.conference.participants.worker).fetch ();

  assert.equal ((await task.updateParticipant ({ hold: true })).sid, task.sid);
  assert.equal ((await customer ()).hold, true);
  await task.updateParticipant ({ hold: false });
  assert.equal ((await customer ()).hold, false);
  await reservation.updateParticipant ({ mute: true });
  assert.equal ((await own ()).muted, true);
  await reservation.updateParticipant ({ mute: false, endConferenceOnExit: false });
  assert.equal ((await own ()).muted, false);
  assert.equal ((await own ()).endConferenceOnExit, false);
  await refused (task.hold (stage.workers.get ('susan'), true), 400);
  await refused (task.kick (stage.workers.get ('susan')), 400);
});

story ('the same over REST', async () => {
  const dave = await daveIsAvailable ();
  const { callSid, conference } = await stage.talk (dave);
  const participant = client.conferences (conference.sid).participants (callSid);

  assert.equal ((await participant.update ({ hold: true })).hold, true);
  assert.equal ((await participant.update ({ muted: true })).muted, true);
  assert.equal ((await client.conferences (conference.sid).participants.list (
    { hold: true })).length, 1);
  assert.equal (await participant.remove (), true);
  assert.equal ((await client.calls (callSid).fetch ()).status, 'completed');
});

story ('dequeue', async () => {
  const dave = await daveIsAvailable ();
  const { reservation } = await stage.offerCall (dave);
  const accepted = once (reservation, 'accepted');

  await reservation.dequeue ({ timeout: 20, postWorkActivitySid: stage.activities.get ('Offline'),
                               statusCallbackEvents: 'initiated,answered' });
  await sandbox.advance (2);
  await accepted;
  const task = await rest.tasks (reservation.task.sid).fetch ();
  assert.match (JSON.parse (task.attributes).worker_call_sid, /^CA/);
});

story ('call, with accept', async () => {
  const dave = await daveIsAvailable ();
  const { reservation } = await stage.offerCall (dave);
  const accepted = once (reservation, 'accepted');

  await reservation.call ('+16505552222', 'http://127.0.0.1:1/twiml',
                          { accept: true, timeout: 20, to: phones.dave });
  await sandbox.advance (2);
  await accepted;
});

story ('redirect, with accept', async () => {
  const dave = await daveIsAvailable ();
  const { callSid, reservation } = await stage.offerCall (dave);

  await causing (reservation, 'accepted', () => reservation.redirect (
    callSid, 'http://127.0.0.1:1/twiml', { accept: true }));
});

story ('a call out: createTask', async () => {
  const dave = await stage.signIn ('dave');
  const [workflow] = await rest.workflows.list ({ friendlyName: 'Support' });
  const [queue] = await rest.taskQueues.list ({ friendlyName: 'Support' });
  const created = once (dave, 'reservationCreated');
  const taskSid = await dave.createTask ('+16505550199', '+16505552222', workflow.sid, queue.sid,
                                         { attributes: { account: '42' },
                                           taskChannelUniqueName: 'voice' });
  const reservation = await created;

  assert.equal (reservation.task.sid, taskSid);
  assert.equal (reservation.task.routingTarget, dave.sid);
  assert.equal (reservation.task.attributes.outbound_to, '+16505550199');
  assert.equal (reservation.task.attributes.account, '42');
  const accepted = once (reservation, 'accepted');
  await reservation.conference ({ timeout: 20, endConferenceOnExit: true });
  await sandbox.advance (3);
  await accepted;
  await refused (dave.createTask ('+16505550199', '+16505552222',
                                  'WW00000000000000000000000000000404', queue.sid), 400,
                 "Value 'WW00000000000000000000000000000404' provided for WorkflowSid as " +
                 'RoutingTarget has an invalid format');
});

story ('a conference with every option', async () => {
  const dave = await daveIsAvailable ();
  const { reservation, conference } = await stage.talk (dave, {
    to: phones.susan, from: '+16505552222', statusCallback: 'http://127.0.0.1:1/a',
    statusCallbackMethod: 'POST', statusCallbackEvent: 'initiated,answered', record: 'false',
    muted: true, beep: 'onEnter', startConferenceOnEnter: true, beepOnCustomerEntrance: false,
    waitUrl: 'http://127.0.0.1:1/wait', waitMethod: 'GET', earlyMedia: true, maxParticipants: 4,
    conferenceStatusCallback: 'http://127.0.0.1:1/b', conferenceStatusCallbackMethod: 'POST',
    conferenceStatusCallbackEvent: 'start,end,join', conferenceRecord: 'do-not-record',
    conferenceTrim: 'do-not-trim', recordingChannels: 'dual',
    recordingStatusCallback: 'http://127.0.0.1:1/c', recordingStatusCallbackMethod: 'POST',
    conferenceRecordingStatusCallback: 'http://127.0.0.1:1/d',
    conferenceRecordingStatusCallbackMethod: 'POST', region: 'us1', sipAuthUsername: 'dave',
    sipAuthPassword: 'made-up', transcribe: false });
  const own = await client.conferences (conference.sid).participants (
    reservation.task.attributes.conference.participants.worker).fetch ();

  assert.equal (own.muted, true);
  assert.equal (own.endConferenceOnExit, true);
  assert.equal ((await client.calls (own.callSid).fetch ()).to, phones.susan);
});

story ('what a conference refuses', async () => {
  const dave = await daveIsAvailable ();
  const { reservation } = await stage.offerCall (dave);

  await refused (reservation.conference ({ timeout: 1000 }), 400);
  await refused (reservation.conference ({ maxParticipants: 251 }), 400);
  await refused (reservation.conference (
    { postWorkActivitySid: 'WA00000000000000000000000000000404' }), 400);
  assert.equal ((await reservation.fetchLatestVersion ()).status, 'pending');
});

story ('hold with music of one\'s own, and a beep at the end', async () => {
  const dave = await daveIsAvailable ();
  const { callSid, reservation, task, conference } = await stage.talk (dave);
  const customer = () => client.conferences (conference.sid).participants (callSid).fetch ();

  await task.updateParticipant ({ hold: true, holdUrl: 'http://127.0.0.1:1/music',
                                  holdMethod: 'GET' });
  assert.equal ((await customer ()).hold, true);
  await task.updateParticipant ({ hold: false });
  assert.equal ((await customer ()).hold, false);
  assert.equal ((await reservation.updateParticipant ({ beepOnExit: true })).sid, reservation.sid);
});

story ('a call out to a number that is none', async () => {
  const dave = await stage.signIn ('dave');
  const [workflow] = await rest.workflows.list ({ friendlyName: 'Support' });
  const [queue] = await rest.taskQueues.list ({ friendlyName: 'Support' });
  const created = once (dave, 'reservationCreated');

  await dave.createTask ('nonsense', '+16505552222', workflow.sid, queue.sid,
                         { taskChannelUniqueName: 'voice' });
  const reservation = await created;
  const canceled = once (reservation, 'canceled');
  const over = once (reservation.task, 'canceled');
  await reservation.conference ({ timeout: 20 });
  await sandbox.advance (3);
  await canceled;
  assert.equal (reservation.canceledReasonCode, 13223);
  assert.equal ((await over).reason,
                `RoutingTarget not available for Reservation acceptance: ${dave.sid}`);
});

story ('what createTask refuses', async () => {
  const dave = await stage.signIn ('dave');
  const [workflow] = await rest.workflows.list ({ friendlyName: 'Support' });
  const [queue] = await rest.taskQueues.list ({ friendlyName: 'Support' });
  const create = (options, queueSid = queue.sid) => dave.createTask (
    '+16505550199', '+16505552222', workflow.sid, queueSid, options);

  await refused (create ({}, 'WQ00000000000000000000000000000404'), 400);
  await refused (create ({ taskChannelUniqueName: 'smoke' }), 400);
  await refused (create ({ attributes: { text: 'x'.repeat (5000) } }), 400);
});

await run (() => stage.close (), () => stage.clear ());
