// SPDX-License-Identifier: GPL-3.0-or-later
// Answers against the service's own OpenAPI documents, field by field, where they are at hand.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

import './support/service.mjs';
import { Stage, become } from './support/story.mjs';
import { note, run, skipAll, story } from './support/tap.mjs';

const root = new URL ('../../', import.meta.url).pathname;
const folder = [process.env.TR_OPENAPI, `${root}../shared/openapi`, `${root}../../shared/openapi`]
  .find (path => path && existsSync (`${path}/twilio_taskrouter_v1.json`));

if (!folder)
  skipAll ('the OpenAPI documents are not in ../shared/openapi (or $TR_OPENAPI)');

const documents = ['twilio_taskrouter_v1', 'twilio_api_v2010', 'twilio_studio_v2'].map (
  name => JSON.parse (readFileSync (`${folder}/${name}.json`, 'utf8')));
const stage = await Stage.open ();
const { sandbox } = stage;
const authorization = 'Basic ' + Buffer.from (
  `${sandbox.env.TR_ACCOUNT_SID}:${sandbox.env.TR_AUTH_TOKEN}`).toString ('base64');

async function get (path) {
  const response = await fetch (sandbox.url + path, { headers: { authorization } });

  return { status: response.status, body: await response.json () };
}

/** A schema with its reference followed. */
function follow (document, schema) {
  return schema.$ref ? document.components.schemas[schema.$ref.split ('/').pop ()] : schema;
}

function fits (schema, value) {
  switch (schema.type) {
    case 'string': return typeof value === 'string';
    case 'integer': return Number.isInteger (value);
    case 'number': return typeof value === 'number';
    case 'boolean': return typeof value === 'boolean';
    case 'array': return Array.isArray (value);
    case 'object': return typeof value === 'object' && !Array.isArray (value);
    default: return true;
  }
}

/** What the service sends beyond the document. */
const beyond = [/\bqueues?(\[\])?\.subresource_uris$/];

/** What is wrong with @value by @schema, as lines. */
function judge (document, schema, value, name) {
  const wrong = [];
  const resolved = follow (document, schema);

  if (value === null)
    return wrong;
  if (!fits (resolved, value))
    return [`${name}: ${JSON.stringify (value)} is no ${resolved.type}`];
  if (resolved.enum && !resolved.enum.includes (value))
    return [`${name}: ${JSON.stringify (value)} is none of ${resolved.enum}`];
  if (resolved.type === 'array' && resolved.items && value.length > 0)
    wrong.push (...judge (document, resolved.items, value[0], `${name}[]`));
  for (const [key, inner] of Object.entries (resolved.properties ?? {})) {
    if (!(key in value))
      wrong.push (`${name}.${key} is missing`);
    else
      wrong.push (...judge (document, inner, value[key], `${name}.${key}`));
  }
  for (const key of Object.keys (resolved.properties ? value : {})) {
    if (!(key in resolved.properties) && !beyond.some (known => known.test (`${name}.${key}`)))
      wrong.push (`${name}.${key} is not in the document`);
  }
  return wrong;
}

/** The SIDs of a call that is talked on, by the names that paths give them. */
async function talking () {
  const dave = await stage.signIn ('dave');

  await become (dave, 'Available');
  const { reservation, task, conference, callSid } = await stage.talk (dave);
  await sandbox.call ('+16505550103', '2'); // waits in a queue
  await sandbox.advance (3);
  const [queue] = await stage.rest.taskQueues.list ();
  const [workflow] = await stage.rest.workflows.list ();
  const [event] = await stage.rest.events.list ({ limit: 1 });
  const [channel] = await stage.rest.taskChannels.list ();
  const [number] = await stage.client.incomingPhoneNumbers.list ();
  const voiceQueue = (await stage.client.queues.list ()).find (q => q.currentSize > 0);
  const [member] = await stage.client.queues (voiceQueue.sid).members.list ();
  const callRecording = await stage.client.calls (callSid).recordings.create ();
  await stage.client.conferences ('Judged').participants.create (
    { from: number.phoneNumber, to: 'client:ann', conferenceRecord: 'true' });
  const { conferenceSid } = await stage.client.conferences ('Judged').participants.create (
    { from: number.phoneNumber, to: 'client:ben' });
  await sandbox.advance (1);
  const [conferenceRecording] = await stage.client.conferences (conferenceSid).recordings.list ();
  const [flow] = await stage.client.studio.v2.flows.list ();
  const [execution] = await stage.client.studio.v2.flows (flow.sid).executions.list ({ limit: 1 });
  const [step] = await stage.client.studio.v2.flows (flow.sid).executions (execution.sid)
    .steps.list ({ limit: 1 });
  const [workerChannel] = await stage.rest.workers (dave.sid).workerChannels.list ();

  return { dave, reservation, task, conference, callSid, queue, workflow, event, channel, number,
           voiceQueue, member, workerChannel, callRecording, conferenceRecording, conferenceSid,
           flow, execution, step };
}

let served;

story ('every address that is served and documented', async () => {
  const cast = await talking ();
  const values = {
    WorkspaceSid: sandbox.workspaceSid, AccountSid: sandbox.env.TR_ACCOUNT_SID,
    WorkerSid: cast.dave.sid, TaskSid: cast.task.sid, TaskQueueSid: cast.queue.sid,
    WorkflowSid: cast.workflow.sid, ConferenceSid: cast.conference.sid,
    QueueSid: cast.voiceQueue.sid, CallSid: cast.callSid, FlowSid: cast.flow.sid,
    Sid: cast.flow.sid, ExecutionSid: cast.execution.sid, StepSid: cast.step.sid,
  };
  const instances = [
    [/\/Executions\/{Sid}$/, cast.execution.sid], [/\/Steps\/{Sid}$/, cast.step.sid],
    [/\/Revisions\/{Revision}$/, '1'],
    [/\/Calls\/{CallSid}\/Recordings\/{Sid}\.json$/, cast.callRecording.sid],
    [/\/Accounts\/{AccountSid}\/Recordings\/{Sid}\.json$/, cast.callRecording.sid],
    [/\/Conferences\/{ConferenceSid}\/Recordings\/{Sid}\.json$/, cast.conferenceRecording.sid],
    [/\/Flows\/{Sid}$/, cast.flow.sid],
    [/\/Activities\/{Sid}$/, stage.activities.get ('Available')], [/\/Events\/{Sid}$/, cast.event.sid],
    [/\/Reservations\/{Sid}$/, cast.reservation.sid], [/\/TaskChannels\/{Sid}$/, cast.channel.sid],
    [/\/Channels\/{Sid}$/, cast.workerChannel.sid], [/\/Tasks\/{Sid}$/, cast.task.sid],
    [/\/TaskQueues\/{Sid}$/, cast.queue.sid], [/\/Workers\/{Sid}$/, cast.dave.sid],
    [/\/Workflows\/{Sid}$/, cast.workflow.sid], [/\/Workspaces\/{Sid}$/, sandbox.workspaceSid],
    [/\/Members\/{CallSid}\.json$/, cast.member.callSid],
    [/\/Calls\/{Sid}\.json$/, cast.callSid], [/\/Conferences\/{Sid}\.json$/, cast.conference.sid],
    [/\/Queues\/{Sid}\.json$/, cast.voiceQueue.sid], [/\/Accounts\/{Sid}\.json$/, values.AccountSid],
    [/\/IncomingPhoneNumbers\/{Sid}\.json$/, cast.number.sid],
  ];
  const wrong = [];

  served = (await sandbox.control ('GET', 'coverage')).routes.map (
    route => `${route.method} ${route.path.replace (/{[^}]*}/g, '{}')}`);
  let judged = 0;
  for (const document of documents) {
    for (const [pattern, { get: operation }] of Object.entries (document.paths)) {
      if (!operation || !served.includes (`GET ${pattern.replace (/{[^}]*}/g, '{}')}`))
        continue;
      const [, last] = instances.find (([shape]) => shape.test (pattern)) ?? [];
      /* Of the conference that is recorded; the other is a task's. */
      if (/Conferences\/{ConferenceSid}\/Recordings/.test (pattern))
        Object.assign (values, { ConferenceSid: cast.conferenceSid });
      else
        values.ConferenceSid = cast.conference.sid;
      const path = pattern.replace (/{[^}]*}(?=(\.json)?$)/, word => last ?? word)
        .replace (/{([^}]*)}/g, (word, name) => values[name] ?? word);
      const { status, body } = await get (path);
      const { schema } = operation.responses['200'].content['application/json'];
      const name = schema.$ref?.split ('.').pop () ?? pattern;

      judged++;
      if (status !== 200)
        wrong.push (`GET ${path}: ${status}`);
      else
        wrong.push (...judge (document, schema, body, name).map (line => `${pattern}: ${line}`));
    }
  }
  note (`${judged} addresses were judged`);
  assert.deepEqual (wrong, []);
});

/** Which of a document's operations are not served, and how many there are. */
function count (document, isOurs = () => true) {
  const missing = [];
  let total = 0;

  for (const [pattern, item] of Object.entries (document.paths).filter (([path]) => isOurs (path))) {
    for (const method of ['get', 'post', 'delete']) {
      const route = `${method.toUpperCase ()} ${pattern.replace (/{[^}]*}/g, '{}')}`;

      if (!item[method])
        continue;
      total++;
      if (!served.includes (route))
        missing.push (`${method.toUpperCase ()} ${pattern}`);
    }
  }
  note (`${total - missing.length} of ${total} operations are served`);
  return missing;
}

story ('how much of the TaskRouter document is served', async () => {
  assert.deepEqual (count (documents[0]), []);
});

story ('how much of the Studio document is served', async () => {
  assert.deepEqual (count (documents[2]), []);
});

/* What has to do with calls, and no resource of its own below: recordings' transcriptions and add-ons,
 * calls' events, streams and payments are not the sandbox's. */
const ours = new RegExp ('^/2010-04-01/Accounts/{[^}]*}(' +
  '/Calls(/{Sid})?|/Calls/{CallSid}/Recordings(/{Sid})?|/Conferences(/{Sid})?|' +
  '/Conferences/{ConferenceSid}/(Participants(/{CallSid})?|Recordings(/{Sid})?)|' +
  '/IncomingPhoneNumbers(/{Sid})?|/Queues(/{Sid})?|/Queues/{QueueSid}/Members(/{CallSid})?|' +
  '/Recordings(/{Sid})?)\\.json$');

story ('how much of the 2010 document is served, as far as calls go', async () => {
  assert.deepEqual (count (documents[1], pattern => ours.test (pattern)), []);
});

await run (() => stage.close (), () => stage.clear ());
