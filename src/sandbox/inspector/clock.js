// SPDX-License-Identifier: GPL-3.0-or-later
// The sandbox's clock, and turning it.
import { ask, explainFailure } from './api.js';
import { openDialog, openForm } from './dialog.js';
import { byId, h, setText } from './dom.js';
import { duration, timeOfDay } from './format.js';

const STEPS = [['1 s', 1], ['10 s', 10], ['1 min', 60], ['10 min', 600]];

let clock = null;

function describe () {
  if (clock.virtual && clock.speed === 0)
    return 'stands still';
  return clock.speed === 1 ? 'real time' : `${clock.speed} times as fast`;
}

export function showClock (overview) {
  clock = overview.clock;
  setText (byId ('clock-time'), timeOfDay (clock.epoch));
  setText (byId ('clock-kind'), describe ());
}

export function openClock () {
  if (clock === null)
    return;
  if (!clock.virtual) {
    openDialog ('Clock', h ('p', {}, 'The clock follows the machine’s. Start the sandbox with --clock=virtual to turn it here.'));
    return;
  }

  const seconds = h ('input', { name: 'seconds', type: 'number', min: 0, step: 'any', required: true, value: 10 });
  const now = h ('p', { class: 'typed figures', 'aria-live': 'polite' });
  const next = h ('button', { type: 'button' });
  const problem = h ('p', { class: 'problem', role: 'alert' });
  const show = () => {
    setText (now, timeOfDay (clock.epoch, true));
    setText (next, clock.next === null ? 'Nothing is due' : `To what is due next, in ${clock.next < 60 ? `${clock.next.toFixed (1)} s` : duration (clock.next)}`);
    next.disabled = clock.next === null;
  };
  const advance = async by => {
    problem.textContent = '';
    try {
      clock = await ask ('POST', 'clock/advance', { seconds: String (by) });
      show ();
      document.dispatchEvent (new Event ('acted'));
    } catch (error) {
      problem.textContent = explainFailure (error);
    }
  };
  const steps = STEPS.map (([words, by]) => h ('button', { type: 'button', 'aria-label': `Advance by ${words}`,
                                                            onclick: () => advance (by) }, `+${words}`));

  /* What is due at a moment is due once it has passed: a float's last digit must not hold it back. */
  next.addEventListener ('click', () => advance (Math.ceil (clock.next * 1e6) / 1e6));
  show ();
  openForm ('Clock', 'Advance', [now, h ('div', { class: 'steps', role: 'group', 'aria-label': 'Advance by' }, ...steps), next,
                                 h ('label', {}, 'Seconds', seconds), problem],
            form => ask ('POST', 'clock/advance', form));
}
