// SPDX-License-Identifier: GPL-3.0-or-later
// The README's program, as it is printed there, takes a call.
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';

import { Sandbox } from './support/sandbox.mjs';
import { run, skipAll, story } from './support/tap.mjs';

const AsyncFunction = (async () => {}).constructor;
const readme = await readFile (new URL ('../../README.md', import.meta.url), 'utf8');
const [, program] = /```js\n(.*?)```/s.exec (readme) ?? [];
const missing = () => skipAll ('the SDKs are not installed: npm ci --ignore-scripts in tests/interop');
const { default: twilio } = await import ('twilio').catch (missing);
const { default: TaskRouter } = await import ('twilio-taskrouter').catch (missing);
const sandbox = await Sandbox.start ();

async function overview () {
  const { workspaces: [workspace] } = await sandbox.control ('GET', 'overview');

  return workspace;
}

async function until (holds) {
  while (!await holds ())
    await new Promise (resolve => setTimeout (resolve, 20));
}

story ('the worker of the README becomes available, and accepts', async () => {
  const said = [];
  const body = program.replaceAll (/^import .*$/mg, '');

  assert.match (program, /^import twilio from 'twilio';\nimport TaskRouter from 'twilio-taskrouter';$/m);
  await new AsyncFunction ('twilio', 'TaskRouter', 'process', 'console', body) (
    twilio, TaskRouter, { env: { TR_BASE_URL: sandbox.url } }, { log: (...words) => said.push (words) });
  await until (async () => (await overview ()).workers.find (worker => worker.friendly_name === 'dave').available);
  await sandbox.control ('POST', 'calls', { From: '+16505550100', Digits: '1' });
  await sandbox.advance (8);
  await until (() => said.length > 0);
  assert.equal (said[0][0], 'accepted');
  assert.equal (said[0][1].from, '+16505550100');
});

await run (() => sandbox.stop ());
