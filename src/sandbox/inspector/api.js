// SPDX-License-Identifier: GPL-3.0-or-later
// The sandbox's control API, from the same port as this page.
import { h, byId } from './dom.js';

const TOAST_MS = 6000;
const DEADLINE_MS = 10000;

export class Refused extends Error {}

/** One request below /sandbox/; yields the JSON of the answer, or null. */
export async function ask (method, path, form = undefined) {
  const response = await fetch (`/sandbox/${path}`, {
    method,
    body: form === undefined ? undefined : new URLSearchParams (form),
    cache: 'no-store',
    credentials: 'omit',
    signal: AbortSignal.timeout (DEADLINE_MS) });
  const text = await response.text ();
  let body = null;

  try {
    body = text === '' ? null : JSON.parse (text);
  } catch {
    throw new Refused (`The answer to ${method} ${path} is no JSON.`);
  }
  if (!response.ok)
    throw new Refused (body?.message ?? `The sandbox answered with status ${response.status}.`);
  return body;
}

export function toast (words, kind = 'done') {
  const element = h ('p', { class: 'toast', 'data-kind': kind }, words);

  byId ('toasts').append (element);
  setTimeout (() => element.remove (), TOAST_MS);
}

export function explainFailure (error) {
  return error instanceof Refused ? error.message : 'The sandbox does not answer.';
}

/** Does what a button says; what goes wrong is told in words. Yields the answer, or undefined. */
export async function act (run, done = undefined) {
  try {
    const answer = await run ();

    if (done !== undefined)
      toast (done);
    document.dispatchEvent (new Event ('acted'));
    return answer;
  } catch (error) {
    toast (explainFailure (error), 'failed');
    return undefined;
  }
}
