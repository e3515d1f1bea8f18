// SPDX-License-Identifier: GPL-3.0-or-later
// What the official worker SDK offers, by its own types, against the stories: whatever a newer
// version adds is missed here at once.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

import { note, run, skipAll, story } from './support/tap.mjs';

const folder = new URL ('./', import.meta.url).pathname;
const types = `${folder}node_modules/twilio-taskrouter/dist/types.d.ts`;

if (!existsSync (types))
  skipAll ('npm package twilio-taskrouter is missing');

const declarations = readFileSync (types, 'utf8');
const stories = readdirSync (folder)
  .filter (name => name.startsWith ('test-') && name !== 'test-surface.mjs')
  .map (name => readFileSync (folder + name, 'utf8')).join ('\n') +
  readFileSync (`${folder}support/story.mjs`, 'utf8');

/** The lines between the braces of a class or interface. */
function bodyOf (name) {
  const match = declarations.match (
    new RegExp (`(class|interface) ${name}\\b[^{]*\\{\\n(.*?)\\n\\}`, 's'));

  assert.ok (match, `${name} is declared`);
  return match[2].split ('\n');
}

function membersOf (name, pattern) {
  return bodyOf (name).map (line => line.match (pattern)?.[1])
    .filter (member => member && member !== 'constructor');
}

/* Worker's 'error' is for frames that are no JSON; the sandbox has none to send. */
const untold = new Set (['error']);

for (const name of ['Worker', 'Supervisor', 'Activity', 'Task', 'Reservation', 'Workspace',
                    'OutgoingTransfer']) {
  story (`${name}: every method is called`, async () => {
    const methods = membersOf (name, /^\s+(\w+)\s*\(/);

    assert.ok (methods.length > 0);
    note (methods.join (' '));
    for (const method of methods)
      assert.match (stories, new RegExp (`\\.${method} \\(`), `${name}.${method} is in no story`);
  });
}

for (const name of ['WorkerEvents', 'ChannelEvents', 'TaskEvents', 'ReservationEvents']) {
  story (`${name}: every event is waited for`, async () => {
    const events = membersOf (name, /^\s+(\w+):/);

    assert.ok (events.length > 0);
    for (const event of events)
      assert.ok (untold.has (event) || stories.includes (`'${event}'`),
                 `${name}.${event} is in no story`);
  });
}

story ('ConferenceOptions: every option is given', async () => {
  for (const option of membersOf ('ConferenceOptions', /^\s+(\w+)\?:/))
    assert.ok (option === 'transcriptionConfiguration' || stories.includes (`${option}:`),
               `${option} is in no story`);
});

await run (async () => {});
