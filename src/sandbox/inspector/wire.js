// SPDX-License-Identifier: GPL-3.0-or-later
// The log: what went over the wires, newest first, and one entry in full.
import { act, ask } from './api.js';
import { byId, h, setText, syncList } from './dom.js';
import { pretty, size, timeOfDay } from './format.js';

const PAGE = 200;
const MAX_LINES = 500;
const SIGNS = { request: '→ Request', event: '⚡ Event', webhook: '← Webhook' };

let lines = [];
let last = 0;
let isPaused = false;
let chosen = 0;

const isControl = line => line.kind === 'request' && line.target.startsWith ('/sandbox/');

function isShown (line, kind, wanted) {
  const text = `${line.method ?? ''} ${line.target} ${line.note ?? ''} ${line.status}`.toLowerCase ();

  /* The page's own doings are for who asks for them. */
  if (kind === 'control' ? !isControl (line) : isControl (line) || (kind !== '' && line.kind !== kind))
    return false;
  return text.includes (wanted);
}

function outcome ({ status, kind }) {
  if (status === 0)
    return kind === 'event' ? '' : 'no answer';
  return String (status);
}

function addPart (parts, title, headers, body) {
  if (headers === null && body === null)
    return;
  parts.push (h ('h3', {}, title));
  if (headers !== null)
    parts.push (h ('pre', { class: 'dim', tabindex: '0', 'aria-label': `${title}: headers` }, headers));
  if (body !== null && body !== '')
    parts.push (h ('pre', { tabindex: '0', 'aria-label': `${title}: body` }, pretty (body)));
}

async function choose (id) {
  const line = await act (() => ask ('GET', `log/${id}`));
  const detail = byId ('wire-detail');
  const parts = [];

  if (line === undefined)
    return;
  chosen = id;
  show ();
  parts.push (h ('h2', { class: 'target' }, [line.method, line.target].filter (Boolean).join (' ')));
  parts.push (h ('p', { class: 'dim figures' },
                 [timeOfDay (line.epoch, true), SIGNS[line.kind], outcome (line), line.note, size (line.bytes),
                  line.cut ? 'only the beginning is kept' : ''].filter (Boolean).join (' · ')));
  addPart (parts, line.kind === 'event' ? 'Handshake' : 'Request', line.request_headers, line.request_body);
  addPart (parts, line.kind === 'event' ? 'Message' : 'Answer', line.response_headers, line.response_body);
  detail.replaceChildren (...parts);
  detail.scrollTop = 0;
  if (matchMedia ('(max-width: 56rem)').matches)
    detail.focus ();
}

function makeLine ({ id }) {
  const time = h ('span', { class: 'figures dim' });
  const kind = h ('span', { class: 'kind' });
  const what = h ('span', { class: 'what' });
  const target = h ('span', { class: 'target' });
  const status = h ('span', { class: 'status figures' });
  const button = h ('button', { type: 'button', class: 'line', onclick: () => choose (id) }, time, kind, status, what, target);

  return { element: h ('li', {}, button), update (line) {
    setText (time, timeOfDay (line.epoch, true));
    setText (kind, SIGNS[line.kind]);
    setText (what, line.kind === 'event' ? line.note : line.method);
    setText (target, line.kind !== 'event' && line.note !== null ? `${line.target} · ${line.note}` : line.target);
    setText (status, outcome (line));
    status.toggleAttribute ('data-bad', line.status >= 400 || (line.status === 0 && line.kind !== 'event'));
    button.setAttribute ('aria-current', String (id === chosen));
  } };
}

function show () {
  const kind = byId ('wire-kind').value;
  const wanted = byId ('wire-search').value.trim ().toLowerCase ();
  const shown = lines.filter (line => isShown (line, kind, wanted));

  syncList (byId ('wire'), shown, line => line.id, makeLine);
  byId ('wire-empty').hidden = shown.length > 0;
  setText (byId ('wire-empty'), lines.some (line => isShown (line, kind, '')) ? 'Nothing that fits.' : 'Nothing went over a wire yet.');
}

/** Reads what is new, page after page; another run of the sandbox begins anew. */
export async function refreshWire () {
  if (isPaused)
    return;
  for (;;) {
    const answer = await ask ('GET', `log?After=${last}&PageSize=${PAGE}&Brief=true`);

    if (answer.newest < last) {
      last = 0;
      lines = [];
      continue;
    }
    last = answer.last;
    lines = [...answer.entries.reverse (), ...lines].slice (0, MAX_LINES);
    if (answer.entries.length === 0 || last >= answer.newest)
      break;
  }
  show ();
}

export function setUpWire () {
  const pause = byId ('wire-pause');

  byId ('wire-search').addEventListener ('input', show);
  byId ('wire-kind').addEventListener ('change', show);
  pause.addEventListener ('click', () => {
    isPaused = !isPaused;
    pause.setAttribute ('aria-pressed', String (isPaused));
    setText (pause, isPaused ? 'Resume' : 'Pause');
  });
  byId ('wire-clear').addEventListener ('click', () => {
    lines = [];
    show ();
  });
}
