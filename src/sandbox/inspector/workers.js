// SPDX-License-Identifier: GPL-3.0-or-later
// Workers: activity, capacity, what they have, and why nobody calls them.
import { act, ask } from './api.js';
import { badge, byId, disclosure, h, setText, syncOrEmpty } from './dom.js';
import { count, duration, shown } from './format.js';

const RESERVATION_WORDS = { pending: 'is offered a task', accepted: 'has a task', wrapping: 'wraps up' };

function describeReservations (reservations) {
  return reservations.map (({ status }) => RESERVATION_WORDS[status] ?? status).join (', ');
}

/* Those that can't take anything say nothing to anybody. */
function describeChannels (channels) {
  return channels.filter (({ capacity, available }) => available && capacity > 0)
    .map (({ channel, in_use: used, capacity }) => `${channel} ${used}/${capacity}`).join (' · ');
}

async function fillReason (element, sid) {
  const answer = await act (() => ask ('GET', `explain?Worker=${encodeURIComponent (sid)}`));

  setText (element, answer?.explanation);
}

function setActivity (sid, name, activity) {
  return act (() => ask ('POST', `workers/${encodeURIComponent (sid)}/activity`, { Activity: activity }),
              `${name} is ${activity}.`);
}

function makeWorker ({ sid, friendly_name: label, activities }) {
  const name = h ('strong');
  const activity = badge ();
  const since = h ('span', { class: 'figures dim', title: 'In this activity for' });
  const choice = h ('select', { 'aria-label': `Activity of ${label}`, onchange: () => setActivity (sid, label, choice.value) },
                    ...activities.map (text => h ('option', { value: text }, text)));
  const work = h ('p');
  const facts = h ('p', { class: 'dim small figures' });
  const reason = h ('p', { class: 'reason' });
  const id = h ('p', { class: 'dim small' });
  const more = h ('div', { class: 'more' }, reason, id);
  const button = disclosure ('Why?', more, () => fillReason (reason, sid));
  let known = '';

  return {
    element: h ('li', { 'data-sid': sid },
                h ('div', { class: 'row' }, h ('div', { class: 'grow' }, name), activity.element, since, button),
                h ('div', { class: 'row' }, choice), work, facts, more),
    update (worker) {
      const state = JSON.stringify ([worker.activity, worker.reservations, worker.channels]);

      setText (name, worker.friendly_name);
      activity.update (worker.activity, worker.available ? 'good' : 'plain');
      if (document.activeElement !== choice)
        choice.value = worker.activity;
      setText (since, worker.since === null ? '' : duration (worker.since));
      setText (work, describeReservations (worker.reservations));
      work.hidden = worker.reservations.length === 0;
      setText (facts, [worker.sockets > 0 ? count (worker.sockets, 'connection', 'connections') : 'not connected',
                       describeChannels (worker.channels)].join (' · '));
      setText (id, worker.sid);
      button.setAttribute ('aria-label', `Why ${worker.friendly_name} has, or has not, a task`);
      if (!more.hidden && known !== state)
        fillReason (reason, sid);
      known = state;
    },
  };
}

export function showWorkers ({ workspaces }) {
  const workers = workspaces.flatMap (({ workers: list, activities }) =>
    list.map (worker => ({ ...worker, activities })));
  const total = workspaces.reduce ((sum, workspace) => sum + workspace.workers_total, 0);

  syncOrEmpty ('workers', workers, worker => worker.sid, makeWorker);
  setText (byId ('workers-count'), shown (workers.length, total));
}
