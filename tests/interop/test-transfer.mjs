// SPDX-License-Identifier: GPL-3.0-or-later
// The official worker SDK: warm and cold transfers to a worker and to a queue.
import assert from 'node:assert/strict';

import { causing, once } from './support/service.mjs';
import { Stage, become, refused } from './support/story.mjs';
import { run, story } from './support/tap.mjs';

const stage = await Stage.open ();
const { client, rest, sandbox } = stage;

/** dave talks with a caller; susan is there to help. */
async function talking () {
  const dave = await stage.signIn ('dave');
  const susan = await stage.signIn ('susan');

  await become (dave, 'Available');
  const call = await stage.talk (dave);
  await become (susan, 'Available');
  return { dave, susan, ...call };
}

/** Starts a transfer and yields what both sides hear of it. */
async function transfer (task, susan, to, options) {
  const offered = once (susan, 'reservationCreated');
  const { payload } = await causing (task, 'transferInitiated', () => task.transfer (to, options));

  return { outgoing: payload, offer: await offered };
}

story ('warm, to a worker who takes it', async () => {
  const { susan, task, conference, callSid } = await talking ();
  const { outgoing, offer } = await transfer (task, susan, susan.sid,
                                              { mode: 'WARM', attributes: { reason: 'price' } });

  assert.match (outgoing.sid, /^TT/);
  assert.equal (outgoing.mode, 'WARM');
  assert.equal (outgoing.type, 'WORKER');
  assert.equal (outgoing.to, susan.sid);
  assert.equal (offer.task.sid, task.sid);
  assert.equal (offer.transfer.sid, outgoing.sid);
  assert.equal ((await client.conferences (conference.sid).participants (callSid).fetch ()).hold,
                true);
  await refused (task.wrapUp ({ reason: 'too early' }), 400);

  const completed = once (outgoing, 'completed');
  const accepted = once (offer, 'accepted');
  await offer.conference ({ timeout: 20 });
  await sandbox.advance (2);
  await accepted;
  await completed;
  assert.equal ((await stage.participants (conference)).length, 3);
});

story ('warm: hold and kick the other worker', async () => {
  const { dave, susan, task, conference } = await talking ();
  const { outgoing, offer } = await transfer (task, susan, susan.sid, { mode: 'WARM' });
  const completed = once (outgoing, 'completed');

  await offer.conference ({ timeout: 20 });
  await sandbox.advance (2);
  await completed;
  await task.hold (susan.sid, true);
  assert.equal ((await client.conferences (conference.sid).participants.list (
    { hold: true })).length, 2);
  await task.hold (susan.sid, false);
  await task.kick (susan.sid);
  assert.equal ((await stage.participants (conference)).length, 2);
  assert.ok (dave.sid);
});

story ('warm, and refused by the other', async () => {
  const { susan, task } = await talking ();
  const { outgoing, offer } = await transfer (task, susan, susan.sid, { mode: 'WARM' });
  const failed = once (outgoing, 'failed');

  await causing (offer, 'rejected', () => offer.reject ());
  await failed;
  assert.equal (outgoing.transferFailedReason,
                'Transfer failed because the reservation was rejected');
  assert.equal ((await rest.tasks (task.sid).fetch ()).assignmentStatus, 'assigned');
});

story ('warm, and not answered by the other', async () => {
  const { susan, task } = await talking ();
  const { outgoing, offer } = await transfer (task, susan, susan.sid, { mode: 'WARM' });
  const failed = once (outgoing, 'failed');

  await causing (offer, 'timeout', () => sandbox.advance (10));
  await failed;
  assert.match (outgoing.transferFailedReason, /timed out/);
});

story ('canceled by the one who began it', async () => {
  const { susan, task } = await talking ();
  const { outgoing, offer } = await transfer (task, susan, susan.sid, { mode: 'WARM' });
  const canceled = once (outgoing, 'canceled');
  const gone = once (offer, 'canceled');

  await outgoing.cancel ();
  await canceled;
  await gone;
  await refused (outgoing.cancel (), 400,
                 `Transfer ${outgoing.sid} is already canceled . Cannot cancel transfer.`);
  assert.equal ((await rest.tasks (task.sid).fetch ()).assignmentStatus, 'assigned');
});

story ('cold, to a worker who takes it', async () => {
  const { susan, reservation, task, conference } = await talking ();
  const left = once (reservation, 'wrapup');
  const { outgoing, offer } = await transfer (task, susan, susan.sid, { mode: 'COLD' });
  const accepted = once (offer, 'accepted');

  await left;
  assert.equal (outgoing.mode, 'COLD');
  await offer.conference ({ timeout: 20 });
  await sandbox.advance (2);
  await accepted;
  assert.equal ((await stage.participants (conference)).length, 2);
  await causing (reservation, 'completed', () => reservation.complete ());
});

story ('to a queue', async () => {
  const { susan, task } = await talking ();
  const [sales] = await rest.taskQueues.list ({ friendlyName: 'Sales' });
  const { outgoing, offer } = await transfer (task, susan, sales.sid,
                                              { mode: 'WARM', priority: 5 });

  assert.equal (outgoing.type, 'QUEUE');
  assert.equal (outgoing.to, sales.sid);
  const missed = once (outgoing, 'attemptFailed');
  const moved = once (susan, 'activityUpdated');
  await causing (offer, 'rejected', () => offer.reject (
    { activitySid: stage.activities.get ('Unavailable') }));
  await missed;
  await moved;
  assert.equal (outgoing.status.toLowerCase (), 'initiated');
  const again = once (susan, 'reservationCreated');
  await become (susan, 'Available');
  const completed = once (outgoing, 'completed');
  await (await again).conference ({ timeout: 20 });
  await sandbox.advance (2);
  await completed;
});

story ('to a worker who is not available', async () => {
  const { susan, task } = await talking ();

  await become (susan, 'Offline');
  await refused (task.transfer (susan.sid, { mode: 'WARM' }), 400);
});

story ('cold, and refused by the other', async () => {
  const { susan, reservation, task, conference } = await talking ();
  const left = once (reservation, 'wrapup');
  const { outgoing, offer } = await transfer (task, susan, susan.sid, { mode: 'COLD' });
  const failed = once (outgoing, 'failed');

  await left;
  await causing (offer, 'rejected', () => offer.reject (
    { activitySid: stage.activities.get ('Unavailable') }));
  await failed;
  assert.equal ((await stage.participants (conference)).length, 1);
  assert.equal ((await rest.tasks (task.sid).fetch ()).assignmentStatus, 'assigned');
});

story ('cold, to a queue', async () => {
  const { susan, reservation, task, conference } = await talking ();
  const [sales] = await rest.taskQueues.list ({ friendlyName: 'Sales' });
  const left = once (reservation, 'wrapup');
  const { outgoing, offer } = await transfer (task, susan, sales.sid, { mode: 'COLD' });
  const completed = once (outgoing, 'completed');

  await left;
  assert.equal (offer.task.queueSid, sales.sid);
  await offer.conference ({ timeout: 20 });
  await sandbox.advance (2);
  await completed;
  assert.equal ((await stage.participants (conference)).length, 2);
  assert.equal ((await rest.tasks (task.sid).fetch ()).taskQueueFriendlyName, 'Sales');
});

story ('what both transfers say of themselves', async () => {
  const { dave, susan, reservation, task } = await talking ();
  const { outgoing, offer } = await transfer (task, susan, susan.sid, { mode: 'WARM' });
  const { incoming } = offer.task.transfers;

  assert.equal (task.transfers.outgoing.sid, outgoing.sid);
  assert.equal (incoming.sid, outgoing.sid);
  assert.equal (incoming.mode, 'WARM');
  assert.equal (incoming.type, 'WORKER');
  assert.equal (incoming.to, susan.sid);
  assert.equal (incoming.workerSid, dave.sid);
  assert.equal (incoming.reservationSid, reservation.sid);
  assert.equal (outgoing.reservationSid, reservation.sid);
});

story ('signing in again while it is open', async () => {
  const { susan, reservation, task } = await talking ();
  const { outgoing, offer } = await transfer (task, susan, susan.sid, { mode: 'WARM' });
  const again = await stage.signIn ('dave');
  const mirrored = again.reservations.get (reservation.sid).task.transfers.outgoing;

  assert.equal (mirrored.sid, outgoing.sid);
  const canceled = once (offer, 'canceled');
  await causing (mirrored, 'canceled', () => mirrored.cancel ());
  await canceled;
});

story ('the other\'s phone has no number', async () => {
  const { susan, task } = await talking ();
  const { outgoing, offer } = await transfer (task, susan, susan.sid, { mode: 'WARM' });
  const failed = once (outgoing, 'failed');
  const canceled = once (offer, 'canceled');

  await offer.conference ({ to: 'nonsense' });
  await sandbox.advance (2);
  await canceled;
  assert.equal (offer.canceledReasonCode, 13223);
  await failed;
  assert.equal ((await rest.tasks (task.sid).fetch ()).assignmentStatus, 'assigned');
});

story ('only some instructions are for a transfer', async () => {
  const { susan, task, callSid } = await talking ();
  const { offer } = await transfer (task, susan, susan.sid, { mode: 'WARM' });

  await refused (offer.dequeue (), 400);
  await refused (offer.call ('+16505552222', 'http://127.0.0.1:1/'), 400);
  await refused (offer.redirect (callSid, 'http://127.0.0.1:1/'), 400);
  await causing (offer, 'accepted', () => offer.accept ());
});

await run (() => stage.close (), () => stage.clear ());
