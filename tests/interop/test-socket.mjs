// SPDX-License-Identifier: GPL-3.0-or-later
// The official worker SDK against sockets that beat, close, fall silent and expire.
import assert from 'node:assert/strict';

import { accessToken, connect, once } from './support/service.mjs';
import { Stage, become } from './support/story.mjs';
import { run, story } from './support/tap.mjs';

const stage = await Stage.open ();
const { rest, sandbox } = stage;
const sockets = async name => (await sandbox.control ('GET', `sockets/${name}`)).sockets;

/** Waits for a condition of the sandbox, which hears of a closed socket a moment later. */
async function until (holds, what) {
  for (let round = 0; round < 200; round++) {
    if (await holds ())
      return;
    await new Promise (resolve => setTimeout (resolve, 10));
  }
  throw new Error (`waited in vain for ${what}`);
}

story ('a dropped socket is replaced', async () => {
  const dave = await stage.signIn ('dave');
  const lost = once (dave, 'disconnected');

  assert.equal ((await sandbox.control ('POST', 'faults', { Fault: 'drop', Worker: 'dave' })).sockets,
                1);
  const back = once (dave, 'ready');
  await lost;
  await back;
  assert.equal (await sockets ('dave'), 1);
  await become (dave, 'Unavailable');
});

story ('closeExistingSessions closes the older one', async () => {
  const first = await stage.signIn ('dave');
  const closed = once (first, 'disconnected');

  first._signaling.reconnect = false;
  await stage.signIn ('dave', { closeExistingSessions: true });
  assert.match ((await closed).message, /newer session/);
  await until (async () => await sockets ('dave') === 1, 'one socket');
});

story ('two sessions hear the same', async () => {
  const first = await stage.signIn ('dave');
  const second = await stage.signIn ('dave');
  const heard = once (second, 'activityUpdated');

  assert.equal (await sockets ('dave'), 2);
  await become (first, 'Unavailable');
  assert.equal ((await heard).activity.name, 'Unavailable');
});

story ('offline a second after the last socket closed, if asked for', async () => {
  const jwt = await accessToken (sandbox, stage.workers.get ('dave'));
  const base = `${sandbox.url.replace ('http', 'ws')}/v1/wschannels?token=${jwt}`;
  const open = async query => {
    const { WebSocket } = await import ('ws').then (module => module.default ?? module).then (
      WebSocket => ({ WebSocket }));
    const socket = new WebSocket (base + query);

    await new Promise ((resolve, reject) => {
      socket.once ('message', resolve);
      socket.once ('error', reject);
    });
    return socket;
  };
  const goAvailable = () => rest.workers (stage.workers.get ('dave')).update (
    { activitySid: stage.activities.get ('Available') });
  const activity = async () =>
    (await rest.workers (stage.workers.get ('dave')).fetch ()).activityName;

  await goAvailable ();
  (await open ('')).close ();
  await until (async () => await sockets ('dave') === 0, 'no socket');
  await sandbox.advance (5);
  assert.equal (await activity (), 'Available');

  (await open ('&setWorkerOfflineIfDisconnected=true')).close ();
  await until (async () => await sockets ('dave') === 0, 'no socket');
  assert.equal (await activity (), 'Available');
  await sandbox.advance (1);
  assert.equal (await activity (), 'Offline');

  await goAvailable ();
  (await open ('&setWorkerOfflineIfDisconnected=true')).close ();
  await until (async () => await sockets ('dave') === 0, 'no socket');
  const back = await open ('');
  await sandbox.advance (5);
  assert.equal (await activity (), 'Available');
  back.close ();
});

story ('a token that ends closes the socket and opens nothing more', async () => {
  const dave = await connect (sandbox, stage.workers.get ('dave'), {}, { ttl: 60 });
  const closed = once (dave, 'disconnected');

  dave._signaling.reconnect = false;
  await sandbox.advance (61);
  assert.equal ((await closed).message, 'Token expired');
  await assert.rejects (dave.fetchLatestVersion (), /status code 401/);
  dave.disconnect ();
});

story ('a token that is ended before its time', async () => {
  const dave = await stage.signIn ('dave');
  const closed = once (dave, 'disconnected');

  dave._signaling.reconnect = false;
  await sandbox.control ('POST', 'faults', { Fault: 'expire-token', Worker: 'dave' });
  assert.equal ((await closed).message, 'Token expired');
  await assert.rejects (dave.fetchLatestVersion (), /status code 401/);
  await sandbox.advance (1); // so that the next token is another one
  dave.updateToken (await accessToken (sandbox, dave.sid));
  await dave.fetchLatestVersion ();
});

story ('ordered faults of requests', async () => {
  const dave = await stage.signIn ('dave');
  const order = form => sandbox.control ('POST', 'faults', { Path: '/v1/wschannels', ...form });

  await order ({ Fault: 'status', Status: '503', Times: '2' });
  await assert.rejects (dave.fetchLatestVersion (), /status code 503/);
  await assert.rejects (dave.fetchLatestVersion (), /status code 503/);
  await dave.fetchLatestVersion ();
  await order ({ Fault: 'html' });
  await assert.rejects (dave.fetchLatestVersion ());
  await order ({ Fault: 'broken-json' });
  await assert.rejects (dave.fetchLatestVersion ());
  await order ({ Fault: 'latency', Latency: '2000' });
  const late = dave.fetchLatestVersion ();
  await until (async () => (await sandbox.control ('GET', 'clock')).next !== null, 'the answer');
  await sandbox.advance (3);
  await late;
});

story ('tokenExpired is told before the token ends', async () => {
  const dave = await connect (sandbox, stage.workers.get ('dave'), {}, { ttl: 10 });

  await once (dave, 'tokenExpired'); // 5 s before, by the SDK's own clock
  dave.updateToken (await accessToken (sandbox, dave.sid));
  await dave.fetchLatestVersion ();
  dave.disconnect ();
});

story ('disconnect, and offline if asked for', async () => {
  const dave = await connect (sandbox, stage.workers.get ('dave'),
                              { setWorkerOfflineIfDisconnected: true });
  const activity = async () => (await rest.workers (dave.sid).fetch ()).activityName;

  await become (dave, 'Available');
  const told = once (dave, 'disconnected');
  dave.disconnect ();
  assert.match ((await told).message, /Disconnect/);
  await until (async () => await sockets ('dave') === 0, 'no socket');
  await sandbox.advance (1);
  assert.equal (await activity (), 'Offline');
});

story ('the heartbeat comes every 15 seconds', async () => {
  const dave = await stage.signIn ('dave');
  let beats = 0;

  dave._signaling._heartbeat.beat = () => beats++;
  for (let i = 0; i < 4; i++)
    await sandbox.advance (15);
  await until (() => beats >= 4, 'four beats');
});

await run (() => stage.close (), () => stage.clear ());
