// The renewal of sessions as a company would write it with the official SDK: express, a worker token by
// twilio's AccessToken, a refresh token that is good once. Sessions are in a Map: nothing is kept on a
// disk, which is to its advantage.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire (process.env.BENCH_MODULES);
const express = require ('express');
const { AccessToken } = require ('twilio').jwt;

const env = process.env;
const sessions = new Map ();
const digest = text => createHash ('sha256').update (text).digest ();

function answer (response, session) {
  const secret = randomBytes (32).toString ('base64url');
  const token = new AccessToken (env.TR_ACCOUNT_SID, env.TR_API_KEY_SID, env.TR_API_KEY_SECRET, { identity: session.worker, ttl: 3600 });
  token.addGrant (new AccessToken.TaskRouterGrant ({ workspaceSid: env.WORKSPACE_SID, workerSid: session.workerSid, role: 'worker' }));
  session.secret = digest (secret);
  const now = Math.floor (Date.now () / 1000);
  response.json ({
    token: token.toJwt (), expires_at: now + 3600, expires_in: 3600,
    refresh_token: `${session.family}.${secret}`, refresh_expires_at: now + 2592000, refresh_expires_in: 2592000,
    device: session.device, account_sid: env.TR_ACCOUNT_SID, workspace: { sid: env.WORKSPACE_SID },
    worker: { sid: session.workerSid, name: session.worker },
    service: { base_url: env.TR_BASE_URL, taskrouter: env.TR_BASE_URL, event_bridge: `${env.TR_BASE_URL}/v1/wschannels`, event_socket: `${env.TR_BASE_URL}/v1/wschannels` },
  });
}

const app = express ();
app.use (express.json ());
app.post ('/v1/session', (request, response) => {
  const family = randomBytes (16).toString ('base64url');
  const session = { family, worker: request.body.worker, workerSid: 'WK00000000000000000000000000000001', device: request.body.device, deviceDigest: digest (request.body.device) };
  sessions.set (family, session);
  answer (response, session);
});
app.post ('/v1/session/refresh', (request, response) => {
  const [family, secret] = request.body.refresh_token.split ('.');
  const session = sessions.get (family);
  if (!session || !timingSafeEqual (session.secret, digest (secret)) || !timingSafeEqual (session.deviceDigest, digest (request.body.device))) {
    sessions.delete (family);
    response.status (401).json ({ code: 'session-ended', message: 'The session is over: sign in again' });
    return;
  }
  answer (response, session);
});
const server = app.listen (0, '127.0.0.1', () => console.log (`ready at http://127.0.0.1:${server.address ().port}`));
