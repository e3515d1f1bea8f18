// SPDX-License-Identifier: GPL-3.0-or-later
// Assignment and event callbacks, as a program gets them that uses the official REST SDK: it checks
// each signature with the SDK and answers with instructions.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';

import { once, twilio } from './support/service.mjs';
import { Stage, become } from './support/story.mjs';
import { run, story } from './support/tap.mjs';

const stage = await Stage.open ();
const { client, rest, sandbox } = stage;
const [workflow] = await rest.workflows.list ({ friendlyName: 'Support' });

/** What came in: {path, params}, each with a signature that the SDK has found good. */
const requests = [];
let answer = {};
let listener = () => {};

const program = createServer (async (request, response) => {
  const chunks = [];

  for await (const chunk of request)
    chunks.push (chunk);
  const params = Object.fromEntries (new URLSearchParams (Buffer.concat (chunks).toString ()));
  const isSigned = twilio.validateRequest (
    sandbox.env.TR_AUTH_TOKEN, request.headers['x-twilio-signature'], base + request.url, params);

  requests.push ({ path: request.url, params, isSigned });
  response.setHeader ('Content-Type', 'application/json');
  response.end (request.url.startsWith ('/assignment') ? JSON.stringify (answer) : undefined);
  listener ();
});
await new Promise (resolve => program.listen (0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${program.address ().port}`;

/** Waits until requests that pass a test have come, and yields them. */
async function heard (count, passes) {
  const deadline = Date.now () + 60000;

  while (requests.filter (passes).length < count) {
    if (Date.now () > deadline)
      throw new Error (`${requests.length} requests came, and not the ${count} waited for`);
    await new Promise (resolve => {
      listener = resolve;
      setTimeout (resolve, 100).unref ();
    });
  }
  const found = requests.filter (passes);
  assert.ok (found.every (({ isSigned }) => isSigned), 'each is signed');
  return found.map (({ params }) => params);
}

async function clear () {
  await rest.workflows (workflow.sid).update ({ assignmentCallbackUrl: '',
                                                fallbackAssignmentCallbackUrl: '' });
  await rest.update ({ eventCallbackUrl: '', eventsFilter: '' });
  await stage.clear ();
  requests.length = 0;
  answer = {};
}

const isAssignment = ({ path }) => path.startsWith ('/assignment');

story ('accept', async () => {
  const dave = await stage.signIn ('dave');

  answer = { instruction: 'accept' };
  await rest.workflows (workflow.sid).update (
    { assignmentCallbackUrl: `${base}/assignment?desk=support` });
  await become (dave, 'Available');
  const reservation = await stage.offerTask (dave, 'Support', { name: 'Ünal & söhne' });
  await once (reservation, 'accepted');
  const [form] = await heard (1, isAssignment);
  assert.equal (form.ReservationSid, reservation.sid);
  assert.equal (form.WorkerSid, dave.sid);
  assert.deepEqual (JSON.parse (form.TaskAttributes), { name: 'Ünal & söhne' });
});

story ('conference, by the fallback', async () => {
  const dave = await stage.signIn ('dave');

  answer = { instruction: 'conference', timeout: 20, end_conference_on_exit: true,
             end_conference_on_customer_exit: true };
  await rest.workflows (workflow.sid).update ({
    assignmentCallbackUrl: 'http://127.0.0.1:1/',
    fallbackAssignmentCallbackUrl: `${base}/assignment` });
  await become (dave, 'Available');
  const { reservation } = await stage.offerCall (dave);
  await heard (1, isAssignment);
  /* The clock waits for the program: what it wants is under way when a turn is over. */
  const accepted = reservation.status === 'accepted' ? null : once (reservation, 'accepted');
  await sandbox.advance (2);
  await accepted;
  assert.equal ((await client.conferences.list (
    { friendlyName: reservation.task.sid })).length, 1);
});

story ('events, filtered and in order', async () => {
  const dave = await stage.signIn ('dave');

  await rest.update ({ eventCallbackUrl: `${base}/events`, eventsFilter:
                       'task.created,reservation.created,reservation.accepted,task.completed' });
  await become (dave, 'Available');
  const reservation = await stage.offerTask (dave);
  await reservation.accept ();
  await reservation.task.complete ('done');
  const forms = await heard (4, ({ path }) => path === '/events');
  assert.deepEqual (forms.map (({ EventType }) => EventType),
                    ['task.created', 'reservation.created', 'reservation.accepted',
                     'task.completed']);
  for (const form of forms) {
    const event = await rest.events (form.Sid).fetch ();

    assert.equal (event.eventType, form.EventType);
    assert.equal (event.eventData.task_sid, form.TaskSid);
    assert.equal (event.description, form.EventDescription);
    assert.equal (String (event.eventDateMs), form.TimestampMs);
  }
  assert.equal (forms[3].TaskCompletedReason, 'done');
});

await run (async () => {
  program.close ();
  program.closeAllConnections ();
  await stage.close ();
}, clear);
