// SPDX-License-Identifier: GPL-3.0-or-later
// The official packages, unchanged, pointed at a sandbox.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';

import { skipAll } from './tap.mjs';

const require = createRequire (import.meta.url);
const folder = new URL ('../', import.meta.url).pathname;

for (const name of ['twilio', 'twilio-taskrouter']) {
  if (!existsSync (`${folder}node_modules/${name}`))
    skipAll (`npm package ${name} is missing: run 'npm ci --ignore-scripts' in tests/interop`);
}

export const twilio = require ('twilio');
export const TaskRouter = require ('twilio-taskrouter');

/** The REST client with the account's auth token, or with other credentials. */
export function restClient (sandbox, user = sandbox.env.TR_ACCOUNT_SID,
                            secret = sandbox.env.TR_AUTH_TOKEN) {
  const client = twilio (user, secret, { accountSid: sandbox.env.TR_ACCOUNT_SID });

  client.taskrouter.baseUrl = sandbox.url;
  client.api.baseUrl = sandbox.url;
  client.studio.baseUrl = sandbox.url;
  return client;
}

/** A worker's AccessToken; its times are the sandbox's, whose clock may stand elsewhere. */
export async function accessToken (sandbox, workerSid, { role = 'worker', ttl = 3600 } = {}) {
  const { AccessToken } = twilio.jwt;
  const token = new AccessToken (sandbox.env.TR_ACCOUNT_SID, sandbox.env.TR_API_KEY_SID,
                                 sandbox.env.TR_API_KEY_SECRET, { identity: 'interop', ttl });
  const clock = Date.now;
  const now = await sandbox.now ();

  token.addGrant (new AccessToken.TaskRouterGrant ({ workspaceSid: sandbox.workspaceSid,
                                                     workerSid, role }));
  Date.now = () => now * 1000;
  try {
    return token.toJwt ();
  } finally {
    Date.now = clock;
  }
}

const bridgeOf = sandbox => ({
  ebServer: `${sandbox.url}/v1/wschannels`,
  wsServer: `${sandbox.url.replace ('http', 'ws')}/v1/wschannels`,
  logLevel: 'silent',
});

/** A Worker (or Supervisor) of the SDK, connected and ready. */
export async function connect (sandbox, workerSid, options = {}, token = {}) {
  const Kind = token.role === 'supervisor' ? TaskRouter.Supervisor : TaskRouter.Worker;
  const jwt = await accessToken (sandbox, workerSid, token);
  const worker = new Kind (jwt, { ...bridgeOf (sandbox), ...options });

  await once (worker, 'ready');
  return worker;
}

/** The SDK's Workspace, which has no socket. */
export async function workspaceOf (sandbox, options = {}) {
  const jwt = await accessToken (sandbox, undefined, { role: 'admin' });

  return new TaskRouter.Workspace (jwt, { ...bridgeOf (sandbox), ...options },
                                   sandbox.workspaceSid);
}

/** The next event of an object of the SDK; fails after some real seconds. */
export function once (emitter, name, seconds = 60) {
  const event = new Promise ((resolve, reject) => {
    const timer = setTimeout (() => {
      emitter.off (name, heard);
      reject (new Error (`'${name}' was not heard in ${seconds} s`));
    }, seconds * 1000);
    const heard = payload => {
      clearTimeout (timer);
      resolve (payload);
    };

    emitter.once (name, heard);
  });

  /* A story that failed before it came to wait for this one has failed already. */
  event.catch (() => {});
  return event;
}

/** Does @action and waits for the event that it causes; yields both answers. */
export async function causing (emitter, name, action) {
  const event = once (emitter, name);
  const [payload, answer] = await Promise.all ([event, action ()]);

  return { payload, answer };
}
