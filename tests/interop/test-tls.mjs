// SPDX-License-Identifier: GPL-3.0-or-later
// The official SDKs against a sandbox that speaks TLS, told whom to trust as Node.js is told: by
// NODE_EXTRA_CA_CERTS, which it reads when it starts. So this starts itself once more.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { request } from 'node:https';
import { once } from 'node:events';

import { Sandbox } from './support/sandbox.mjs';

if (process.env.SANDBOX_OVER_TLS === undefined) {
  const sandbox = await Sandbox.start ('--tls');
  const child = spawn (process.execPath, [new URL (import.meta.url).pathname], {
    stdio: 'inherit',
    env: { ...process.env, NODE_EXTRA_CA_CERTS: sandbox.env.TR_CA_FILE,
           SANDBOX_OVER_TLS: JSON.stringify ({ url: sandbox.url, env: sandbox.env }) },
  });
  const [code] = await once (child, 'exit');

  await sandbox.stop ();
  process.exit (code ?? 1);
}

const { accessToken, connect, restClient } = await import ('./support/service.mjs');
const { run, story } = await import ('./support/tap.mjs');
const sandbox = Object.assign (new Sandbox (), JSON.parse (process.env.SANDBOX_OVER_TLS));
const workspace = restClient (sandbox).taskrouter.v1.workspaces (sandbox.workspaceSid);

story ('the REST SDK', async () => {
  assert.match (sandbox.url, /^https:/);
  assert.equal ((await workspace.fetch ()).friendlyName, 'writers');
});

story ('the worker SDK, requests and socket', async () => {
  const [{ sid }] = await workspace.workers.list ({ friendlyName: 'dave' });
  const dave = await connect (sandbox, sid);
  const told = once (dave, 'attributesUpdated');

  await dave.setAttributes ({ languages: ['de'] });
  await told;
  dave.updateToken (await accessToken (sandbox, sid));
  await dave.fetchLatestVersion ();
  dave.disconnect ();
});

for (const version of ['TLSv1.2', 'TLSv1.3']) {
  story (`a client of ${version}`, async () => {
    const [answer] = await once (request (`${sandbox.url}/sandbox/clock`,
                                          { minVersion: version, maxVersion: version }).end (),
                                 'response');

    assert.equal (answer.statusCode, 200);
    assert.equal (answer.socket.getProtocol (), version);
    answer.resume ();
  });
}

await run (async () => {});
