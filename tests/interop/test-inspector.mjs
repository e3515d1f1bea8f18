// SPDX-License-Identifier: GPL-3.0-or-later
// The inspector in a real browser without a window, driven as a person would: by what is written on
// its buttons, and by keys.
import { strict as assert } from 'node:assert';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { Sandbox } from './support/sandbox.mjs';
import { note, run, skipAll, story } from './support/tap.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const CALLER = '+16505550142';
const DAVES_PHONE = '+16505551111';
const DEADLINE_MS = 60000;

async function findBrowser () {
  for (const folder of (process.env.PATH ?? '').split (delimiter)) {
    for (const name of NAMES) {
      const path = join (folder, name);

      if (await access (path, constants.X_OK).then (() => true, () => false))
        return path;
    }
  }
  return skipAll ('there is no chromium');
}

const executablePath = await findBrowser ();
const { default: puppeteer } = await import ('puppeteer-core')
  .catch (() => skipAll ('puppeteer-core is not installed: npm ci --ignore-scripts in tests/interop'));
const sandbox = await Sandbox.start ();
/* Chromium has no sandbox for root. */
const browser = await puppeteer.launch ({
  executablePath,
  args: ['--disable-gpu', '--disable-dev-shm-usage', ...(process.getuid () === 0 ? ['--no-sandbox'] : [])],
});
const complaints = [];
const strangers = [];
const page = await browser.newPage ();

page.setDefaultTimeout (DEADLINE_MS);
page.on ('console', message => ['error', 'warn'].includes (message.type ()) && complaints.push (message.text ()));
page.on ('pageerror', error => complaints.push (String (error)));
page.on ('request', request => new URL (request.url ()).origin !== sandbox.url && strangers.push (request.url ()));

/* Everything that a person can read, and more: texts, values, attributes. */
const readPage = () => page.evaluate (() => document.documentElement.outerHTML +
  [...document.querySelectorAll ('input, select')].map (field => field.value).join (' '));

const see = (selector, words) => page.waitForFunction ((where, text) =>
  [...document.querySelectorAll (where)].some (element => element.checkVisibility () && element.innerText.includes (text)),
                                                       {}, selector, words);

/** Presses the button with that accessible name. */
async function press (name) {
  const button = await page.waitForSelector (`::-p-aria([name="${name}"][role="button"])`, { visible: true });

  await button.click ();
}

async function closeDialog () {
  await page.keyboard.press ('Escape');
  await page.waitForFunction (() => document.querySelector ('dialog') === null);
}

/** As an account's program: with a password that must never be seen. */
async function rest (method, path, form = undefined) {
  const { TR_ACCOUNT_SID: user, TR_AUTH_TOKEN: password } = sandbox.env;
  const response = await fetch (`${sandbox.url}/v1/Workspaces/${sandbox.workspaceSid}${path}`, {
    method, body: form === undefined ? undefined : new URLSearchParams (form),
    headers: { authorization: `Basic ${Buffer.from (`${user}:${password}`).toString ('base64')}` } });

  return response.json ();
}

story ('nothing is there yet, and it says so', async () => {
  await page.setViewport ({ width: 1280, height: 900 });
  await page.goto (`${sandbox.url}/`);
  await see ('#tasks-empty', 'No open task');
  await see ('#calls-empty', 'Nobody has called');
  await see ('#workers', 'dave');
  await see ('#queues', 'Support');
});

story ('a call is placed, and a key pressed', async () => {
  await page.keyboard.press ('c');
  await page.waitForSelector ('dialog input[name=From]');
  await page.$eval ('dialog input[name=From]', (field, value) => { field.value = value; }, CALLER);
  await page.keyboard.press ('Enter');
  await see ('#calls', CALLER);
  await sandbox.advance (2);
  await press (`Keypad of the call from ${CALLER} to +16505552222`);
  await press ('Press 1');
  await page.waitForFunction (() => document.querySelector ('dialog .typed').textContent.includes ('1'));
  await closeDialog ();
  await sandbox.advance (5);
});

story ('the task waits, and the reason is there', async () => {
  await see ('#tasks', CALLER);
  await see ('#tasks', 'The task waits in queue Support with 2 workers, none of them in an activity in which tasks come.');
  await page.click ('#tasks .disclosure');
  await see ('#tasks .more', 'dave');
});

story ('a phone is answered, and hung up', async () => {
  const workers = (await rest ('GET', '/Workers')).workers;
  const dave = workers.find (worker => worker.friendly_name === 'dave');

  await page.select (`[data-number="${DAVES_PHONE}"] select`, 'ask');
  await see ('#toasts', `${DAVES_PHONE} waits for you`);
  await page.select (`[data-sid="${dave.sid}"] select`, 'Available');
  await see ('#toasts', 'dave is Available.');
  await see ('#tasks', 'The task is offered to dave now.');
  const [{ sid }] = (await rest ('GET', `/Workers/${dave.sid}/Reservations`)).reservations;
  await rest ('POST', `/Workers/${dave.sid}/Reservations/${sid}`, {
    Instruction: 'conference', From: '+16505552222' });
  await press (`Answer: ${DAVES_PHONE}`);
  await see (`[data-number="${DAVES_PHONE}"]`, 'In call');
  await press (`Hang Up: ${DAVES_PHONE}`);
  await see (`[data-number="${DAVES_PHONE}"]`, 'Idle');
});

story ('what is refused is told in words', async () => {
  await page.keyboard.press ('c');
  await page.waitForSelector ('dialog input[name=From]');
  await page.$eval ('dialog input[name=From]', field => { field.value = 'nobody'; });
  const seen = complaints.length;
  await page.keyboard.press ('Enter');
  await page.waitForFunction (() => document.querySelector ('dialog .problem').textContent.length > 0);
  await closeDialog ();
  /* The browser itself complains of the status. */
  for (const complaint of complaints.splice (seen))
    assert.match (complaint, /status of 400/);
});

story ('the clock is turned', async () => {
  const before = await sandbox.now ();

  await page.keyboard.press ('t');
  await press ('Advance by 10 s');
  await page.waitForFunction (() => document.querySelector ('dialog .problem').textContent === '');
  while (await sandbox.now () < before + 10)
    await page.evaluate (() => new Promise (requestAnimationFrame));
  await closeDialog ();
});

story ('a fault is injected, and is listed', async () => {
  await page.keyboard.press ('3');
  await page.waitForSelector ('#fault-fields input[name=Path]');
  await page.type ('#fault-fields input[name=Path]', '/v1/Workspaces');
  await press ('Inject');
  await see ('#faults', 'Status');
  assert.equal ((await rest ('GET', '/Workers')).status, 503);
  await see ('#faults-empty', 'None');
});

story ('the wire is there as it was, without a secret', async () => {
  const { TR_AUTH_TOKEN: token, TR_API_KEY_SECRET: secret } = sandbox.env;

  await fetch (`${sandbox.url}/v1/wschannels?token=${secret}x`);
  await page.keyboard.press ('2');
  await see ('#wire', 'token=***');
  await page.select ('#wire-kind', 'request');
  await page.type ('#wire-search', '503');
  await see ('#wire', '503');
  await page.click ('#wire .line');
  await see ('#wire-detail', 'Basic ***');
  await page.select ('#wire-kind', 'control');
  await page.$eval ('#wire-search', field => {
    field.value = '';
    field.dispatchEvent (new Event ('input'));
  });
  await sandbox.control ('GET', 'env');
  await see ('#wire', '/sandbox/env');
  await page.evaluate (() => [...document.querySelectorAll ('#wire .line')]
    .find (line => line.textContent.includes ('/sandbox/env')).click ());
  await see ('#wire-detail', 'TR_AUTH_TOKEN');
  const text = await readPage ();
  for (const hidden of [token, secret, Buffer.from (`${sandbox.env.TR_ACCOUNT_SID}:${token}`).toString ('base64')])
    assert.ok (!text.includes (hidden), 'a secret can be read');
});

story ('words from the wire stay words', async () => {
  await rest ('POST', '/Tasks', {
    Attributes: JSON.stringify ({ a: '<img src=x onerror="document.title=1">' }),
    WorkflowSid: (await rest ('GET', '/Workflows')).workflows[0].sid });
  await page.keyboard.press ('1');
  await see ('#tasks', 'default');
  await page.evaluate (() => document.querySelectorAll ('#tasks .disclosure[aria-expanded=false]')
    .forEach (button => button.click ()));
  await see ('#tasks pre', '<img src=x');
  assert.equal (await page.$ ('#tasks img'), null);
});

story ('everything has a name, and nothing is wider than a phone', async () => {
  await page.setViewport ({ width: 360, height: 740 });
  for (const view of ['1', '2', '3']) {
    await page.keyboard.press (view);
    const [width, nameless] = await page.evaluate (() => [document.documentElement.scrollWidth,
      [...document.querySelectorAll ('button, input, select, a')]
        .filter (element => element.checkVisibility ())
        .filter (element => !(element.getAttribute ('aria-label') ?? element.labels?.[0]?.textContent ??
                              element.textContent).trim ())
        .map (element => element.outerHTML)]);

    assert.ok (width <= 360, `view ${view} is ${width} px wide`);
    assert.deepEqual (nameless, []);
  }
});

story ('the keys are listed', async () => {
  await page.keyboard.type ('?');
  await see ('dialog', 'Place a call');
  await closeDialog ();
});

story ('the browser complained of nothing, and asked nobody else', async () => {
  for (const complaint of complaints)
    note (complaint);
  assert.deepEqual (complaints, []);
  assert.deepEqual (strangers, []);
});

await run (async () => {
  await browser.close ();
  await sandbox.stop ();
});
