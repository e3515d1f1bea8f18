// SPDX-License-Identifier: GPL-3.0-or-later
// Calls with their transcripts; placing one, its keypad, hanging up.
import { act, ask, explainFailure, toast } from './api.js';
import { openDialog, openForm } from './dialog.js';
import { badge, byId, disclosure, h, setText, syncList, syncOrEmpty } from './dom.js';
import { shown, timeOfDay } from './format.js';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const DEFAULT_CALLER = '+16505550100';

let calls = [];
let numbers = [];

export function openPlaceCall () {
  const from = h ('input', { name: 'From', required: true, value: DEFAULT_CALLER, inputmode: 'tel', spellcheck: 'false' });
  const to = h ('select', { name: 'To' }, ...numbers.map (number => h ('option', { value: number }, number)));
  const digits = h ('input', { name: 'Digits', inputmode: 'tel', pattern: '[0-9*#wW]*', placeholder: 'none',
                               title: '0 to 9, * and #' });
  const hint = h ('p', { class: 'dim hint' }, 'Left empty, the caller listens: press keys later.');

  openForm ('Place a Call', 'Call', [
    h ('label', {}, 'Caller', from), h ('label', {}, 'Number called', to), h ('label', {}, 'Keys to press', digits), hint,
  ], async form => {
    if (form.Digits === '')
      delete form.Digits;
    if (form.To === undefined)
      delete form.To;
    const { sid } = await ask ('POST', 'calls', form);
    toast (`${form.From} calls (${sid}).`);
  });
}

/** Digits of one call, by mouse or keyboard, as long as the dialog is open. */
export function openKeypad (sid) {
  const call = calls.find (one => one.sid === sid);
  const typed = h ('output', { class: 'typed figures', 'aria-live': 'polite' }, ' ');
  const problem = h ('p', { class: 'problem', role: 'alert' });
  const press = async key => {
    problem.textContent = '';
    try {
      await ask ('POST', `calls/${sid}/digits`, { Digits: key });
      typed.textContent += key;
      document.dispatchEvent (new Event ('acted'));
    } catch (error) {
      problem.textContent = explainFailure (error);
    }
  };
  const keys = KEYS.map (key => h ('button', { type: 'button', 'aria-label': `Press ${key}`,
                                               onclick: () => press (key) }, key));
  const dialog = openDialog (`Keypad of ${call?.from ?? sid}`, typed,
                             h ('div', { class: 'keypad', role: 'group', 'aria-label': 'Keys' }, ...keys), problem);

  dialog.addEventListener ('keydown', event => {
    if (KEYS.includes (event.key) && !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat)
      press (event.key);
  });
  keys[0].focus ();
}

/** The keypad of the newest call that goes on. */
export function openNewestKeypad () {
  const call = calls.find (one => one.status === 'in-progress');

  if (call === undefined)
    toast ('No call goes on.', 'failed');
  else
    openKeypad (call.sid);
}

async function fillTranscript (list, sid) {
  const answer = await act (() => ask ('GET', `calls/${sid}`));
  const lines = (answer?.transcript ?? []).map ((line, index) => ({ ...line, index }));

  syncList (list, lines, line => line.index, () => {
    const time = h ('span', { class: 'figures dim' });
    const words = h ('span');

    return { element: h ('li', {}, time, ' ', words), update (line) {
      setText (time, timeOfDay (Date.parse (line.time) / 1000));
      setText (words, line.words);
    } };
  });
}

const STATUS_KINDS = { 'in-progress': 'good', ringing: 'offered', queued: 'offered', failed: 'bad' };

function makeCall ({ sid }) {
  const from = h ('strong', { class: 'figures' });
  const to = h ('span', { class: 'figures' });
  const status = badge ();
  const time = h ('span', { class: 'figures dim' });
  const last = h ('p', { class: 'reason' });
  const list = h ('ol', { class: 'plain-list transcript', tabindex: '0', 'aria-label': 'Transcript' });
  const more = h ('div', { class: 'more' }, list, h ('p', { class: 'dim small' }, sid));
  const keypad = h ('button', { type: 'button', onclick: () => openKeypad (sid) }, 'Keypad');
  const hangUp = h ('button', { type: 'button', class: 'danger', onclick: () =>
    act (() => ask ('POST', `calls/${sid}/hangup`, {}), 'Hung up.') }, 'Hang Up');
  const transcript = disclosure ('Transcript', more, () => fillTranscript (list, sid));
  let lines = 0;

  return {
    element: h ('li', { 'data-sid': sid },
                h ('div', { class: 'row' }, h ('div', { class: 'grow' }, from, ' → ', to), status.element, time),
                last, h ('div', { class: 'row actions' }, keypad, hangUp, transcript), more),
    update (call) {
      setText (from, call.from);
      setText (to, call.to);
      status.update (call.status, STATUS_KINDS[call.status]);
      setText (time, timeOfDay (call.epoch));
      setText (last, call.last_line);
      keypad.hidden = call.status !== 'in-progress';
      hangUp.hidden = call.over;
      for (const [button, words] of [[keypad, 'Keypad of'], [hangUp, 'Hang up'], [transcript, 'Transcript of']])
        button.setAttribute ('aria-label', `${words} the call from ${call.from} to ${call.to}`);
      if (!more.hidden && lines !== call.lines)
        fillTranscript (list, sid);
      lines = call.lines;
    },
  };
}

export function showCalls (overview) {
  calls = overview.calls;
  numbers = overview.accounts.flatMap (account => account.numbers);
  syncOrEmpty ('calls', calls, call => call.sid, makeCall);
  setText (byId ('calls-count'), calls.length > 0 ? shown (calls.length, overview.calls_total) : '');
}
