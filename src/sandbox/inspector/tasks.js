// SPDX-License-Identifier: GPL-3.0-or-later
// Queues and open tasks, with the reason why each one waits.
import { act, ask } from './api.js';
import { badge, byId, disclosure, h, setText, syncList, syncOrEmpty } from './dom.js';
import { count, duration, pretty, shown } from './format.js';

function makeQueue () {
  const name = h ('h2');
  const waiting = h ('span', { class: 'big figures' });
  const words = h ('span', { class: 'dim' });
  const wait = h ('p', { class: 'figures' });
  const workers = h ('p', { class: 'dim' });
  const element = h ('article', { class: 'card queue', role: 'listitem' }, name,
                     h ('p', {}, waiting, ' ', words), wait, workers);

  return { element, update (queue) {
    setText (name, queue.friendly_name);
    element.title = queue.target_workers;
    element.toggleAttribute ('data-busy', queue.waiting > 0);
    setText (waiting, queue.waiting);
    setText (words, queue.offered > 0 ? `waiting, ${queue.offered} offered now` : 'waiting');
    setText (wait, queue.longest_wait === null ? 'Nobody waits'
                                               : `Longest wait ${duration (queue.longest_wait)}`);
    setText (workers, `${queue.workers_available} of ${count (queue.workers, 'worker', 'workers')} available`);
  } };
}

const STATUS_KINDS = { pending: 'waiting', reserved: 'offered', assigned: 'good', wrapping: 'plain' };

/** Why each worker was, or was not, chosen. */
async function fillReasons (list, sid) {
  const answer = await act (() => ask ('GET', `explain?Task=${encodeURIComponent (sid)}`));

  syncList (list, answer?.workers ?? [], line => line.worker_sid, () => {
    const name = h ('strong');
    const words = h ('span');

    return { element: h ('li', {}, name, ' ', words), update (line) {
      setText (name, line.friendly_name);
      setText (words, line.explanation);
    } };
  });
}

function makeTask ({ sid }) {
  const title = h ('strong');
  const status = badge ();
  const wait = h ('span', { class: 'figures', title: 'Age' });
  const reason = h ('p', { class: 'reason' });
  const facts = h ('p', { class: 'dim small' });
  const reasons = h ('ul', { class: 'plain-list' });
  const attributes = h ('pre', { tabindex: '0', 'aria-label': 'Attributes' });
  const more = h ('div', { class: 'more' }, h ('h3', {}, 'Each worker'), reasons,
                  h ('h3', {}, 'Attributes'), attributes);
  const button = disclosure ('Details', more, () => fillReasons (reasons, sid));
  let known = '';

  return {
    element: h ('li', { 'data-sid': sid },
                h ('div', { class: 'row' }, h ('div', { class: 'grow' }, title), status.element, wait, button),
                reason, facts, more),
    update (task) {
      setText (title, task.from ?? `Task for ${task.queue ?? task.workflow ?? 'nobody'}`);
      status.update (task.status, STATUS_KINDS[task.status]);
      setText (wait, duration (task.age));
      setText (reason, task.explanation);
      setText (facts, [task.queue, task.channel, `priority ${task.priority}`, task.sid]
        .filter (fact => fact !== null).join (' · '));
      setText (attributes, pretty (task.attributes));
      button.setAttribute ('aria-label', `Details of task ${task.sid}`);
      if (!more.hidden && known !== task.explanation)
        fillReasons (reasons, sid);
      known = task.explanation;
    },
  };
}

export function showTasks ({ workspaces }) {
  const tasks = workspaces.flatMap (workspace => workspace.tasks);
  const total = workspaces.reduce ((sum, workspace) => sum + workspace.tasks_total, 0);

  syncList (byId ('queues'), workspaces.flatMap (workspace => workspace.queues),
            queue => queue.sid, makeQueue);
  syncOrEmpty ('tasks', tasks, task => task.sid, makeTask);
  setText (byId ('tasks-count'), total > 0 ? `${shown (tasks.length, total)} open` : '');
}
