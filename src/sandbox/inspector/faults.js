// SPDX-License-Identifier: GPL-3.0-or-later
// What is to go wrong, and the state as a whole: snapshots, reset.
import { act, ask, toast } from './api.js';
import { openConfirmation } from './dialog.js';
import { byId, h, setText, syncOrEmpty } from './dom.js';
import { count, words } from './format.js';

/* Which fields each has beside whom it strikes; the sandbox checks them all. */
const SOCKETS = ['Worker', 'Account'];
const REQUESTS = ['Path', 'Worker', 'Account', 'Times', 'Probability'];
const EVENTS = ['Worker', 'Account', 'Times', 'Probability'];
const FAULTS = {
  drop: ['A worker’s connections are cut, now.', SOCKETS],
  silence: ['A worker’s connections say nothing any more, from now on.', SOCKETS],
  'expire-token': ['A worker’s token ends, now.', SOCKETS],
  status: ['A request is answered with a status.', [...REQUESTS, 'Status', 'RetryAfter', 'Latency']],
  latency: ['The right answer comes late.', [...REQUESTS, 'Latency']],
  html: ['A captive portal’s page is the answer.', [...REQUESTS, 'Latency']],
  'broken-json': ['The answer’s JSON is cut off.', [...REQUESTS, 'Latency']],
  cut: ['The connection is cut instead of an answer.', REQUESTS],
  'lose-answer': ['It is carried out, and the answer is lost.', REQUESTS],
  'no-answer': ['There is no answer, and then the connection is cut.', [...REQUESTS, 'Latency']],
  'double-event': ['An event comes twice.', EVENTS],
  'late-event': ['An event comes late.', [...EVENTS, 'Latency']],
  'reorder-event': ['An event comes after the next one.', [...EVENTS, 'Latency']],
  'lose-event': ['An event does not come.', EVENTS],
  'lose-webhook': ['A program is not asked, or not told.', REQUESTS],
};

const FIELDS = {
  Path: ['Path or URL begins with', { placeholder: 'any', spellcheck: 'false' }],
  Times: ['How many times', { type: 'number', min: 1, step: 1, placeholder: '1' }],
  Probability: ['Probability', { type: 'number', min: 0, max: 1, step: 'any', placeholder: '1' }],
  Status: ['Status', { type: 'number', min: 400, max: 599, step: 1, value: 503, required: true }],
  RetryAfter: ['Retry-After, seconds', { type: 'number', min: 0, step: 1, placeholder: 'none' }],
  Latency: ['Late by, milliseconds', { type: 'number', min: 0, step: 1, placeholder: 'as usual' }],
};

let overview = null;

function makeChoice (name, label, choices) {
  return h ('label', {}, label, h ('select', { name }, h ('option', { value: '' }, 'any'),
                                   ...choices.map (([value, text]) => h ('option', { value }, text))));
}

function makeField (name) {
  if (name === 'Worker')
    return makeChoice (name, 'Worker', (overview?.workspaces ?? []).flatMap (workspace => workspace.workers)
      .map (worker => [worker.sid, worker.friendly_name]));
  if (name === 'Account')
    return makeChoice (name, 'Account', (overview?.accounts ?? [])
      .map (account => [account.sid, account.friendly_name || account.sid]));
  return h ('label', {}, FIELDS[name][0], h ('input', { name, ...FIELDS[name][1] }));
}

function showFields () {
  const [text, fields] = FAULTS[byId ('fault-kind').value];

  setText (byId ('fault-words'), text);
  byId ('fault-fields').replaceChildren (...fields.map (makeField));
}

async function inject (event) {
  const filled = [...new FormData (event.target)].filter (([, value]) => value !== '');

  event.preventDefault ();
  const answer = await act (() => ask ('POST', 'faults', Object.fromEntries (filled)));
  if (answer !== undefined)
    toast (answer.id !== undefined ? 'It will strike.' : `Struck ${count (answer.sockets, 'connection', 'connections')}.`);
}

/* Everything that a fault says but its name, as words. */
function describe (fault) {
  return Object.entries (fault)
    .filter (([key, value]) => !['id', 'fault'].includes (key) && value !== null)
    .map (([key, value]) => `${key.replaceAll ('_', ' ')} ${value}`).join (' · ');
}

function makeFault ({ id }) {
  const name = h ('strong');
  const facts = h ('span', { class: 'dim small' });
  const remove = h ('button', { type: 'button', onclick: () => act (() => ask ('DELETE', `faults/${id}`), 'Removed.') }, 'Remove');

  return { element: h ('li', {}, h ('div', { class: 'row' }, h ('div', { class: 'grow' }, name, h ('br'), facts), remove)),
           update (fault) {
             setText (name, words (fault.fault));
             setText (facts, describe (fault));
             remove.setAttribute ('aria-label', `Remove ${fault.fault}`);
           } };
}

function makeSnapshot (name) {
  const path = `snapshots/${encodeURIComponent (name)}`;
  const restore = h ('button', { type: 'button', 'aria-label': `Restore ${name}`, onclick: () =>
    openConfirmation ('Restore This Snapshot?', `Everything will be as it was in “${name}”, and workers’ connections are cut.`,
                      'Restore', () => act (() => ask ('POST', `${path}/restore`, {}), 'Restored.')) }, 'Restore…');
  const remove = h ('button', { type: 'button', 'aria-label': `Delete ${name}`, onclick: () =>
    openConfirmation ('Delete This Snapshot?', `“${name}” can’t be had again.`,
                      'Delete', () => act (() => ask ('DELETE', path), 'Deleted.')) }, 'Delete…');

  return { element: h ('li', {}, h ('div', { class: 'row' }, h ('strong', { class: 'grow' }, name), restore, remove)),
           update () {} };
}

export async function refreshFaults () {
  const [{ faults }, { snapshots }] = await Promise.all ([ask ('GET', 'faults'),
    ask ('GET', 'snapshots').catch (() => ({ snapshots: [] }))]);

  syncOrEmpty ('faults', faults, fault => fault.id, makeFault);
  byId ('faults-clear').hidden = faults.length === 0;
  syncOrEmpty ('snapshots', snapshots, name => name, makeSnapshot);
}

export function rememberOverview (news) {
  const isFirst = overview === null;

  overview = news;
  if (isFirst)
    showFields ();
}

export function setUpFaults () {
  byId ('fault-kind').append (...Object.keys (FAULTS).map (value => h ('option', { value }, words (value))));
  byId ('fault-kind').value = 'status';
  byId ('fault-kind').addEventListener ('change', showFields);
  byId ('fault-form').addEventListener ('submit', inject);
  byId ('faults-clear').addEventListener ('click', () => act (() => ask ('DELETE', 'faults'), 'Removed.'));
  byId ('snapshot-form').addEventListener ('submit', event => {
    const name = byId ('snapshot-name').value;

    event.preventDefault ();
    act (() => ask ('POST', `snapshots/${encodeURIComponent (name)}`, {}), `Saved as “${name}”.`);
  });
  byId ('reset').addEventListener ('click', () =>
    openConfirmation ('Start Over?', 'All calls, tasks and changes are forgotten.', 'Reset',
                      () => act (() => ask ('POST', 'reset', {}), 'Everything is as the seed has it.')));
}
