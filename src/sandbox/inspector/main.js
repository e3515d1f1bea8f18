// SPDX-License-Identifier: GPL-3.0-or-later
// The page: which view is shown, when it is read anew, and the keyboard.
import { ask, explainFailure } from './api.js';
import { openNewestKeypad, openPlaceCall, showCalls } from './calls.js';
import { openClock, showClock } from './clock.js';
import { isDialogOpen, openDialog } from './dialog.js';
import { byId, h, setText } from './dom.js';
import { rememberOverview, refreshFaults, setUpFaults } from './faults.js';
import { showPhones } from './phones.js';
import { showTasks } from './tasks.js';
import { refreshWire, setUpWire } from './wire.js';
import { showWorkers } from './workers.js';

const PERIOD_MS = 1000;
const VIEWS = ['now', 'wire', 'faults'];

const SHORTCUTS = [
  ['c', 'Place a call', openPlaceCall],
  ['k', 'Keypad of the newest call', openNewestKeypad],
  ['t', 'Clock', openClock],
  ['1', 'Now', () => show ('now')],
  ['2', 'Wire', () => show ('wire')],
  ['3', 'Faults & State', () => show ('faults')],
  ['/', 'Search the log', () => { show ('wire'); byId ('wire-search').focus (); }],
  ['?', 'This help', openHelp],
];

let timer = 0;
let isBusy = false;
let isWanted = false;

const currentView = () => VIEWS.includes (location.hash.slice (1)) ? location.hash.slice (1) : 'now';

function show (view) {
  location.hash = view;
}

function showView () {
  const current = currentView ();

  for (const view of VIEWS)
    byId (`view-${view}`).hidden = view !== current;
  for (const link of document.querySelectorAll ('nav a')) {
    if (link.dataset.view === current)
      link.setAttribute ('aria-current', 'page');
    else
      link.removeAttribute ('aria-current');
  }
}

function showSubtitle ({ accounts, workspaces }) {
  const names = workspaces.map (workspace => workspace.friendly_name);

  setText (byId ('subtitle'), [names.length > 3 ? `${names.length} workspaces` : names.join (', '), location.host,
                               accounts.length > 1 ? `${accounts.length} accounts` : ''].filter (Boolean).join (' · '));
}

async function readAll () {
  const overview = await ask ('GET', 'overview');

  showSubtitle (overview);
  showClock (overview);
  rememberOverview (overview);
  if (currentView () === 'now') {
    showTasks (overview);
    showCalls (overview);
    showWorkers (overview);
    showPhones (overview);
  } else if (currentView () === 'wire')
    await refreshWire ();
  else
    await refreshFaults ();
}

/** Reads what is shown, once at a time; wished for meanwhile, once more. Nothing while nobody looks. */
async function refresh () {
  clearTimeout (timer);
  if (isBusy) {
    isWanted = true;
    return;
  }
  if (document.hidden)
    return;
  isBusy = true;
  try {
    await readAll ();
    byId ('banner').hidden = true;
  } catch (error) {
    setText (byId ('banner'), `${explainFailure (error)} Trying again.`);
    byId ('banner').hidden = false;
  }
  isBusy = false;
  timer = setTimeout (refresh, isWanted ? 0 : PERIOD_MS);
  isWanted = false;
}

function openHelp () {
  openDialog ('Keyboard Shortcuts', h ('dl', { class: 'shortcuts' }, ...[...SHORTCUTS, ['Esc', 'Close a dialog']]
    .flatMap (([key, words]) => [h ('dt', {}, h ('kbd', {}, key)), h ('dd', {}, words)])));
}

function onKey (event) {
  const shortcut = SHORTCUTS.find (([key]) => key === event.key);

  if (shortcut === undefined || event.ctrlKey || event.altKey || event.metaKey || isDialogOpen () ||
      event.target.closest ('input, select, textarea') !== null)
    return;
  event.preventDefault ();
  shortcut[2] ();
}

byId ('place-call').addEventListener ('click', openPlaceCall);
byId ('clock').addEventListener ('click', openClock);
byId ('help').addEventListener ('click', openHelp);
document.addEventListener ('keydown', onKey);
document.addEventListener ('acted', refresh);
document.addEventListener ('visibilitychange', refresh);
addEventListener ('hashchange', () => { showView (); refresh (); });
setUpFaults ();
setUpWire ();
showView ();
refresh ();
