// SPDX-License-Identifier: GPL-3.0-or-later
// The phones at the other ends: what they do, and what a person at one can do.
import { act, ask } from './api.js';
import { badge, byId, h, setText, syncOrEmpty } from './dom.js';
import { words } from './format.js';

const BEHAVIORS = { answer: 'answers', 'no-answer': 'lets it ring', busy: 'is busy', ask: 'waits for you', machine: 'is a machine' };
const STATE_KINDS = { ringing: 'offered', 'in-call': 'good' };

function post (number, verb, form = {}) {
  return ask ('POST', `phones/${encodeURIComponent (number)}${verb}`, form);
}

function makePhone ({ number }) {
  const name = h ('strong', { class: 'figures' });
  const owner = h ('span', { class: 'dim' });
  const state = badge ();
  const button = (verb, text, kind, done) => h ('button', { type: 'button', class: kind, 'aria-label': `${text}: ${number}`,
                                                            onclick: () => act (() => post (number, verb), done) }, text);
  const answer = button ('/answer', 'Answer', 'suggested', 'Answered.');
  const decline = button ('/decline', 'Decline', '', 'Declined.');
  const hangUp = button ('/hangup', 'Hang Up', 'danger', 'Hung up.');
  const behavior = h ('select', { 'aria-label': `How ${number} behaves`, onchange: () => change () },
                      ...Object.entries (BEHAVIORS).map (([value, text]) => h ('option', { value }, text)));
  const after = h ('input', { type: 'number', min: 0, max: 999, step: 1, required: true, class: 'seconds',
                              'aria-label': `Seconds until ${number} answers`, onchange: () => change () });
  const afterWords = h ('span', { class: 'after' }, 'after ', after, ' s');
  const change = () => after.reportValidity () &&
    act (() => post (number, '', { Behavior: behavior.value, After: after.value }), `${number} ${BEHAVIORS[behavior.value]}.`);

  return {
    element: h ('li', { 'data-number': number },
                h ('div', { class: 'row' }, h ('div', { class: 'grow' }, name, ' ', owner), state.element),
                h ('div', { class: 'row' }, behavior, afterWords, h ('span', { class: 'grow' }), answer, decline, hangUp)),
    update (phone) {
      setText (name, phone.number);
      setText (owner, phone.owner);
      state.update (words (phone.state), STATE_KINDS[phone.state]);
      if (document.activeElement !== behavior)
        behavior.value = phone.behavior;
      if (document.activeElement !== after)
        after.value = phone.after;
      afterWords.hidden = phone.behavior !== 'answer';
      answer.hidden = decline.hidden = phone.state !== 'ringing';
      hangUp.hidden = phone.state !== 'in-call';
    },
  };
}

export function showPhones ({ workspaces, phones }) {
  const owners = new Map (workspaces.flatMap (workspace => workspace.workers)
    .map (worker => [worker.contact_uri, worker.friendly_name]));
  const rows = phones.map (phone => ({ ...phone, owner: owners.get (phone.number) }));

  /* Those of workers first, and nothing jumps when one rings. */
  rows.sort ((a, b) => (a.owner === undefined) - (b.owner === undefined) || a.number.localeCompare (b.number));
  syncOrEmpty ('phones', rows, phone => phone.number, makePhone);
  setText (byId ('phones-count'), rows.length > 0 ? rows.length : '');
}
