// SPDX-License-Identifier: GPL-3.0-or-later
// The 2010 API as the official SDK uses it, and the programs that calls run.
import assert from 'node:assert/strict';

import { Program } from './support/program.mjs';
import { Stage } from './support/story.mjs';
import { run, story } from './support/tap.mjs';

const NUMBER = '+16505552222';
const FRIEND = '+16505550177';

const stage = await Stage.open ();
const { client, sandbox } = stage;
const program = await Program.open (sandbox.env.TR_AUTH_TOKEN);
const flowUrl = (await client.incomingPhoneNumbers.list ())[0].voiceUrl;

const words = async sid => (await sandbox.control ('GET', `calls/${sid}/transcript`)).transcript
  .map (line => line.words);

/** The call's transcript once it holds @text; programs answer in their own time. */
async function said (sid, text) {
  for (let i = 0; i < 100; i++) {
    const lines = await words (sid);

    if (lines.some (line => line.includes (text)))
      return lines;
    await new Promise (resolve => setTimeout (resolve, 50));
  }
  throw new Error (`nothing of "${text}" in ${JSON.stringify (await words (sid))}`);
}

const refused = async (promise, code, status = 400) =>
  assert.rejects (promise, error => {
    assert.equal (error.code, code, error.message);
    assert.equal (error.status, status);
    return true;
  });

async function clear () {
  for (const { sid, status } of await client.conferences.list ()) {
    if (status !== 'completed')
      await client.conferences (sid).update ({ status: 'completed' });
  }
  for (const number of await client.incomingPhoneNumbers.list ()) {
    if (number.phoneNumber !== NUMBER)
      await client.incomingPhoneNumbers (number.sid).remove ();
    else
      await client.incomingPhoneNumbers (number.sid).update ({ voiceUrl: flowUrl, voiceFallbackUrl: '', statusCallback: '' });
  }
  await stage.clear ();
  program.clear ();
}

story ('account', async () => {
  const account = await client.api.v2010.accounts (sandbox.env.TR_ACCOUNT_SID).fetch ();

  assert.equal (account.status, 'active');
});

story ('a call that runs TwiML, and is told of', async () => {
  program.pages.set ('/hello', '<Say>Hello.</Say><Gather numDigits="1" action="/key"/>');
  program.pages.set ('/key', '<Say>You pressed a key.</Say><Pause length="60"/>');
  const call = await client.calls.create ({
    to: FRIEND, from: NUMBER, url: `${program.url}/hello?a=1`,
    statusCallback: `${program.url}/status`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  });

  assert.equal (call.direction, 'outbound-api');
  await sandbox.advance (1);
  const asked = await program.heard ('/hello', { CallSid: call.sid });
  assert.equal (asked.CallStatus, 'in-progress');
  await said (call.sid, 'said: Hello.');
  await sandbox.advance (1);
  await sandbox.control ('POST', `calls/${call.sid}/press`, { Digits: '7' });
  await program.heard ('/key', { Digits: '7' });
  await said (call.sid, 'You pressed a key');
  const running = await client.calls (call.sid).fetch ();
  assert.equal (running.status, 'in-progress');
  assert.equal ((await client.calls (call.sid).update ({ status: 'completed' })).status, 'completed');
  for (const status of ['initiated', 'ringing', 'in-progress', 'completed'])
    await program.heard ('/status', { CallSid: call.sid, CallStatus: status });
  const last = await program.heard ('/status', { CallStatus: 'completed' });
  assert.equal (last.SequenceNumber, '3');
  assert.equal (last.CallbackSource, 'call-progress-events');
  await client.calls (call.sid).remove ();
  await refused (client.calls (call.sid).fetch (), 20404, 404);
});

story ('lists of calls', async () => {
  const first = await client.calls.create ({ to: FRIEND, from: NUMBER,
                                             twiml: '<Response><Pause length="60"/></Response>' });
  const second = await client.calls.create ({ to: 'client:ann', from: NUMBER,
                                              twiml: '<Response><Hangup/></Response>' });

  await sandbox.advance (2);
  assert.deepEqual ((await client.calls.list ({ to: FRIEND, status: 'in-progress' }))
    .map (call => call.sid), [first.sid]);
  assert.deepEqual ((await client.calls.list ({ to: 'client:ann', status: 'completed' }))
    .map (call => call.sid), [second.sid]);
  assert.equal ((await client.calls.list ({ startTimeAfter: new Date ('2100-01-01') })).length, 0);
});

story ('calls that are refused', async () => {
  const good = { to: FRIEND, from: NUMBER, twiml: '<Response/>' };

  await refused (client.calls.create ({ ...good, to: 'nobody' }), 21211);
  await refused (client.calls.create ({ ...good, from: '+16505550111' }), 21210);
  await refused (client.calls.create ({ to: FRIEND, from: NUMBER }), 21205);
  await refused (client.calls.create ({ to: FRIEND, from: NUMBER, url: 'nowhere' }), 21205);
  await refused (client.calls.create ({ ...good, statusCallback: 'nowhere' }), 21609);
  await refused (client.calls.create ({ ...good, sendDigits: 'abc' }), 21206);
  const call = await client.calls.create (good);
  await client.calls (call.sid).update ({ status: 'canceled' });
  assert.equal ((await client.calls (call.sid).fetch ()).status, 'canceled');
  await refused (client.calls (call.sid).update ({ twiml: '<Response/>' }), 21220);
});

story ('a call that is redirected', async () => {
  const sid = await sandbox.call ();

  program.pages.set ('/elsewhere', '<Say>Elsewhere.</Say><Pause length="60"/>');
  await client.calls (sid).update ({ url: `${program.url}/elsewhere`, method: 'GET' });
  await program.heard ('/elsewhere', { CallSid: sid });
  await said (sid, 'said: Elsewhere.');
});

story ('a number that runs TwiML', async () => {
  const number = await client.incomingPhoneNumbers.create ({
    areaCode: '415', friendlyName: 'Bought', voiceUrl: `${program.url}/voice`, voiceMethod: 'GET',
    statusCallback: `${program.url}/over` });

  assert.match (number.phoneNumber, /^\+1415\d{7}$/);
  assert.equal (number.voiceMethod, 'GET');
  program.pages.set ('/voice', '<Dial><Conference>Lobby</Conference></Dial>');
  const { sid } = await sandbox.control ('POST', 'calls', { From: FRIEND, To: number.phoneNumber });
  await program.heard ('/voice', { CallSid: sid, CallStatus: 'ringing', To: number.phoneNumber });
  await said (sid, 'joined the conference');
  const [lobby] = await client.conferences.list ({ friendlyName: 'Lobby' });
  assert.equal (lobby.status, 'init');
  await sandbox.hangUp (sid);
  await program.heard ('/over', { CallSid: sid, CallStatus: 'completed' });
  const own = client.incomingPhoneNumbers (number.sid);
  const renamed = await own.update ({ friendlyName: 'Renamed', voiceUrl: '' });
  assert.equal (renamed.friendlyName, 'Renamed');
  assert.equal (renamed.voiceUrl, '');
  await refused (own.update ({ voiceUrl: 'nowhere' }), 21402);
  await refused (client.incomingPhoneNumbers.create ({ phoneNumber: NUMBER }), 21422);
  assert.equal (await own.remove (), true);
  await refused (own.fetch (), 20404, 404);
});

story ('participants, from the first to the last', async () => {
  const room = client.conferences ('Room');
  const first = await room.participants.create ({
    from: NUMBER, to: FRIEND, label: 'friend', conferenceRecord: 'record-from-start',
    conferenceStatusCallback: `${program.url}/room`,
    conferenceStatusCallbackEvent: ['start', 'end', 'join', 'leave', 'mute', 'hold'] });
  const second = await room.participants.create ({ from: NUMBER, to: 'client:ann', muted: true,
                                                   endConferenceOnExit: true });

  assert.equal (first.status, 'ringing');
  assert.equal (second.conferenceSid, first.conferenceSid);
  await sandbox.advance (2);
  const conference = client.conferences (first.conferenceSid);
  assert.equal ((await conference.fetch ()).status, 'in-progress');
  await program.heard ('/room', { StatusCallbackEvent: 'conference-start' });
  await program.heard ('/room', { StatusCallbackEvent: 'participant-join',
                                  ParticipantLabel: 'friend' });

  program.pages.set ('/music', '<Play>music.mp3</Play>');
  const held = await conference.participants ('friend').update (
    { hold: true, holdUrl: `${program.url}/music`, holdMethod: 'GET' });
  assert.equal (held.hold, true);
  await program.heard ('/music', { CallSid: first.callSid });
  await said (first.callSid, 'played music.mp3');
  await program.heard ('/room', { StatusCallbackEvent: 'participant-hold', Hold: 'true' });
  assert.equal ((await conference.participants ('friend').update ({ hold: false })).hold, false);
  const coach = await conference.participants (second.callSid).update (
    { coaching: true, callSidToCoach: first.callSid, muted: false });
  assert.equal (coach.callSidToCoach, first.callSid);
  await program.heard ('/room', { StatusCallbackEvent: 'participant-unmute' });
  assert.equal ((await conference.participants.list ({ muted: false })).length, 2);

  await sandbox.advance (10);
  await conference.participants (second.callSid).remove ();
  const over = await conference.fetch ();
  assert.equal (over.status, 'completed');
  assert.equal (over.reasonConferenceEnded, 'participant-with-end-conference-on-exit-kicked');
  await program.heard ('/room', { StatusCallbackEvent: 'conference-end' });
  const [recording] = await conference.recordings.list ();
  assert.equal (recording.status, 'completed');
  assert.equal (recording.duration, '11');
  await refused (room.participants.create ({ from: '+16505550111', to: FRIEND }), 21210);
});

story ('recordings of a call', async () => {
  const call = await client.calls.create ({ to: FRIEND, from: NUMBER,
                                            twiml: '<Response><Pause length="60"/></Response>' });

  await refused (client.calls (call.sid).recordings.create (), 21220);
  await sandbox.advance (1);
  const recording = await client.calls (call.sid).recordings.create (
    { recordingChannels: 'dual', recordingStatusCallback: `${program.url}/recording` });
  assert.equal (recording.status, 'in-progress');
  assert.equal (recording.channels, 2);
  await sandbox.advance (4);
  const own = client.calls (call.sid).recordings (recording.sid);
  assert.equal ((await own.update ({ status: 'paused', pauseBehavior: 'skip' })).status, 'paused');
  await sandbox.advance (5);
  await client.calls (call.sid).recordings ('Twilio.CURRENT').update ({ status: 'in-progress' });
  await sandbox.advance (2);
  assert.equal ((await own.update ({ status: 'stopped' })).status, 'stopped');
  const kept = await client.recordings (recording.sid).fetch ();
  assert.equal (kept.duration, '6');
  assert.equal (kept.source, 'StartCallRecordingAPI');
  await program.heard ('/recording', { RecordingSid: recording.sid, RecordingStatus: 'completed' });
  assert.equal ((await client.recordings.list ({ callSid: call.sid })).length, 1);
  assert.equal (await client.recordings (recording.sid).remove (), true);
  await refused (client.recordings (recording.sid).fetch (), 20404, 404);
});

story ('queues and their members', async () => {
  const queue = await client.queues.create ({ friendlyName: 'line', maxSize: 5 });

  program.pages.set ('/voice', '<Enqueue waitUrl="/wait">line</Enqueue>');
  program.pages.set ('/wait', '<Say>You are waiting.</Say>');
  program.pages.set ('/out', '<Say>You are out.</Say><Pause length="60"/>');
  const [number] = await client.incomingPhoneNumbers.list ({ phoneNumber: NUMBER });
  await client.incomingPhoneNumbers (number.sid).update ({ voiceUrl: `${program.url}/voice` });
  const sid = await sandbox.call (FRIEND, '');
  await program.heard ('/wait', { CallSid: sid, QueuePosition: '1', QueueSid: queue.sid });
  const member = await client.queues (queue.sid).members ('Front').fetch ();
  assert.equal (member.callSid, sid);
  const moved = await client.queues (queue.sid).members (sid).update (
    { url: `${program.url}/out`, method: 'POST' });
  assert.equal (moved.callSid, sid);
  await said (sid, 'said: You are out.');
  assert.equal ((await client.queues (queue.sid).fetch ()).currentSize, 0);
  assert.equal (await client.queues (queue.sid).remove (), true);
});

story ('a caller who leaves a message', async () => {
  program.pages.set ('/voice', '<Record action="/message" timeout="3"/>');
  program.pages.set ('/message', '<Hangup/>');
  const [number] = await client.incomingPhoneNumbers.list ({ phoneNumber: NUMBER });
  await client.incomingPhoneNumbers (number.sid).update ({ voiceUrl: `${program.url}/voice` });
  const sid = await sandbox.call (FRIEND, '');
  await said (sid, 'is recorded');
  await sandbox.control ('POST', `calls/${sid}/say`, { Words: 'Call me back', Seconds: '4' });
  await sandbox.advance (7);
  const told = await program.heard ('/message', { CallSid: sid });
  assert.equal (told.RecordingDuration, '4');
  assert.match (told.RecordingSid, /^RE/);
});

await run (async () => {
  program.close ();
  await stage.close ();
}, clear);
