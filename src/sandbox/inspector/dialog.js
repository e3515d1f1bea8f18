// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogs: the browser's own, which keep the focus inside and give it back.
import { explainFailure } from './api.js';
import { h } from './dom.js';

let number = 0;

/** Shows a dialog with a title; gone when it is closed, by Escape too. */
export function openDialog (title, ...children) {
  const id = `dialog-title-${++number}`;
  const close = h ('button', { type: 'button', class: 'round', 'aria-label': 'Close',
                               onclick: () => dialog.close () }, '×');
  const dialog = h ('dialog', { 'aria-labelledby': id },
                    h ('header', {}, h ('h2', { id }, title), close), ...children);

  dialog.addEventListener ('close', () => dialog.remove ());
  /* A click beside it. */
  dialog.addEventListener ('pointerdown', event => {
    if (event.target === dialog)
      dialog.close ();
  });
  document.body.append (dialog);
  dialog.showModal ();
  return dialog;
}

/** A form in a dialog: @submit gets its fields; what it fails with is told there. */
export function openForm (title, verb, children, submit) {
  const problem = h ('p', { class: 'problem', role: 'alert' });
  const button = h ('button', { type: 'submit', class: 'suggested' }, verb);
  const form = h ('form', { class: 'form', autocomplete: 'off' }, ...children, problem,
                  h ('div', { class: 'actions' }, button));
  const dialog = openDialog (title, form);

  form.addEventListener ('submit', async event => {
    event.preventDefault ();
    button.disabled = true;
    problem.textContent = '';
    try {
      await submit (Object.fromEntries (new FormData (form)));
      dialog.close ();
      document.dispatchEvent (new Event ('acted'));
    } catch (error) {
      problem.textContent = explainFailure (error);
    }
    button.disabled = false;
  });
  form.querySelector ('input, select')?.focus ();
  return dialog;
}

/** Asks before something can't be undone. */
export function openConfirmation (title, words, verb, confirmed) {
  const cancel = h ('button', { type: 'button', onclick: () => dialog.close () }, 'Cancel');
  const go = h ('button', { type: 'button', class: 'destructive', onclick () {
    dialog.close ();
    confirmed ();
  } }, verb);
  const dialog = openDialog (title, h ('p', {}, words), h ('div', { class: 'actions' }, cancel, go));

  cancel.focus ();
}

export function isDialogOpen () {
  return document.querySelector ('dialog[open]') !== null;
}
