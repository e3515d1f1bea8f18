// SPDX-License-Identifier: GPL-3.0-or-later
// Studio as the official SDK uses it.
import assert from 'node:assert/strict';

import { Program } from './support/program.mjs';
import { Stage } from './support/story.mjs';
import { run, story } from './support/tap.mjs';

const NUMBER = '+16505552222';

const stage = await Stage.open ();
const { client, sandbox } = stage;
const { flows } = client.studio.v2;
const flowValidate = client.studio.v2.flowValidate;
const program = await Program.open (sandbox.env.TR_AUTH_TOKEN);
const [number] = await client.incomingPhoneNumbers.list ();
const [seeded] = await flows.list ();
const seededUrl = number.voiceUrl;

const to = (event, next) => ({ event, next });

/** A flow of @states, after a trigger that leads to the first. */
const definition = (...states) => ({
  description: 'A test', initial_state: 'Trigger', flags: { allow_concurrent_calls: true },
  states: [{ name: 'Trigger', type: 'trigger', properties: {}, transitions: [
    to ('incomingCall', states[0].name), to ('incomingRequest', states[0].name)] }, ...states],
});

const say = (name, words, next) =>
  ({ name, type: 'say-play', properties: { say: words, loop: 1 },
     transitions: [next ? to ('audioComplete', next) : { event: 'audioComplete' }] });

const setVariables = (name, key, value, next) =>
  ({ name, type: 'set-variables', properties: { variables: [{ key, value }] },
     transitions: [next ? to ('next', next) : { event: 'next' }] });

async function clear () {
  await client.incomingPhoneNumbers (number.sid).update ({ voiceUrl: seededUrl });
  for (const flow of await flows.list ()) {
    if (flow.sid !== seeded.sid)
      await flows (flow.sid).remove ();
  }
  await stage.clear ();
  program.clear ();
}

story ('the flow of the seed', async () => {
  const flow = await flows (seeded.sid).fetch ();

  assert.equal (seeded.definition, null, 'lists leave definitions out');
  assert.equal (flow.friendlyName, 'Writers');
  assert.equal (flow.status, 'published');
  assert.ok (flow.definition.states.length > 5);
  const sid = await sandbox.call ('+16505550101', '2');
  const [execution] = await flows (seeded.sid).executions.list ({ pageSize: 1, limit: 1 });
  const active = await flows (seeded.sid).executions.list ({ status: 'active' });
  assert.ok (execution && active.length >= 1);
  const own = active.find (({ initiatedBy }) => initiatedBy === sid);
  assert.equal (own.contactChannelAddress, '+16505550101');
  await sandbox.hangUp (sid);
  assert.equal ((await flows (seeded.sid).executions (own.sid).fetch ()).status, 'ended');
});

story ('a flow from its draft to its end', async () => {
  const flow = await flows.create ({ friendlyName: 'First', status: 'draft',
                                     definition: definition (say ('hello', 'Hello.')) });

  assert.equal (flow.revision, 1);
  assert.equal (flow.valid, true);
  assert.ok (flow.webhookUrl.startsWith (sandbox.url));
  const published = await flows (flow.sid).update (
    { status: 'published', commitMessage: 'out', friendlyName: 'Second' });
  assert.equal (published.revision, 2);
  assert.equal (published.friendlyName, 'Second');
  await flows (flow.sid).update ({ status: 'draft',
                                   definition: definition (say ('hello', 'A draft.')) });
  /* Not with the SDK's own list, which cannot make an instance of a revision. */
  const { body } = await client.request (
    { method: 'get', uri: `${sandbox.url}/v2/Flows/${flow.sid}/Revisions` });
  assert.deepEqual (body.revisions.map (({ revision, status }) => [revision, status]),
                    [[3, 'draft'], [2, 'published'], [1, 'draft']]);
  const latest = await flows (flow.sid).revisions ('LatestPublished').fetch ();
  assert.equal (latest.revision, 2);
  assert.equal (latest.commitMessage, 'out');
  assert.equal ((await flows (flow.sid).revisions ('LatestRevision').fetch ()).revision, 3);

  await client.incomingPhoneNumbers (number.sid).update ({ voiceUrl: flow.webhookUrl });
  const sid = await sandbox.call ('+16505550101', '');
  const { transcript } = await sandbox.control ('GET', `calls/${sid}/transcript`);
  assert.ok (transcript.some (({ words }) => words === 'said: Hello.'), 'callers hear no draft');
  const users = await flows (flow.sid).testUsers ().update ({ testUsers: ['+16505550101'] });
  assert.deepEqual (users.testUsers, ['+16505550101']);
  assert.equal (await flows (flow.sid).remove (), true);
  await assert.rejects (flows (flow.sid).fetch (), { status: 404 });
});

story ('flows that are not valid', async () => {
  const good = definition (say ('hello', 'Hello.'));
  const bad = { ...good, initial_state: 'gone' };

  assert.equal ((await flowValidate.update (
    { friendlyName: 'F', status: 'draft', definition: good })).valid, true);
  const bogus = { ...good, states: good.states.map (
    (state, index) => index === 1 ? { ...state, type: 'bogus' } : state) };
  for (const promise of [
    flowValidate.update ({ friendlyName: 'F', status: 'draft', definition: bad }),
    flowValidate.update ({ friendlyName: 'F', status: 'draft', definition: bogus }),
    flows.create ({ friendlyName: 'F', status: 'published', definition: bad }),
  ])
    await assert.rejects (promise, error => {
      assert.equal (error.status, 422);
      assert.ok (error.details.errors.length > 0);
      assert.ok (error.details.errors[0].property_path.startsWith ('#/'));
      return true;
    });
  await assert.rejects (flows.create ({ friendlyName: 'F', status: 'odd', definition: good }),
                        { status: 400, code: 20001 });
});

story ('an execution with steps and contexts', async () => {
  const flow = await flows.create ({ friendlyName: 'Data', status: 'published', definition:
    definition (setVariables ('first', 'name', '{{flow.data.name | upcase}}', 'ask'),
                { name: 'ask', type: 'make-http-request', transitions: [to ('success', 'second')],
                  properties: { url: `${program.url}/data`, method: 'POST', parameters: [],
                                content_type: 'application/x-www-form-urlencoded;charset=utf-8' } },
                setVariables ('second', 'done', 'yes')) });
  const { executions } = flows (flow.sid);
  const execution = await executions.create ({ to: '+16505550101', from: NUMBER,
                                               parameters: { name: 'ann' } });

  let ended;
  for (let i = 0; i < 100 && ended?.status !== 'ended'; i++) {
    await new Promise (resolve => setTimeout (resolve, 50));
    ended = await executions (execution.sid).fetch ();
  }
  assert.equal (ended.status, 'ended');
  const { context } = await executions (execution.sid).executionContext ().fetch ();
  assert.deepEqual (context.flow.variables, { name: 'ANN', done: 'yes' });
  assert.equal (context.widgets.ask.status_code, 200);
  const steps = await executions (execution.sid).steps.list ();
  assert.deepEqual (steps.map (({ transitionedTo }) => transitionedTo).reverse (),
                    ['first', 'ask', 'second', 'Ended']);
  const step = await executions (execution.sid).steps (steps[0].sid).fetch ();
  assert.equal (step.transitionedFrom, 'second');
  const then = await executions (execution.sid).steps (steps.at (-1).sid).stepContext ().fetch ();
  assert.deepEqual (then.context.flow.variables, {}, 'as it was then');
  assert.equal (await executions (execution.sid).remove (), true);
  await assert.rejects (executions (execution.sid).fetch (), { status: 404 });
});

story ('an execution that is ended', async () => {
  const sid = await sandbox.call ('+16505550102', '');
  const active = await flows (seeded.sid).executions.list ({ status: 'active' });
  const own = active.find (({ initiatedBy }) => initiatedBy === sid);
  const ended = await flows (seeded.sid).executions (own.sid).update ({ status: 'ended' });

  assert.equal (ended.status, 'ended');
  assert.equal ((await client.calls (sid).fetch ()).status, 'completed');
});

await run (async () => {
  program.close ();
  await stage.close ();
}, clear);
