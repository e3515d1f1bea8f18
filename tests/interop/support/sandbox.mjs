// SPDX-License-Identifier: GPL-3.0-or-later
// The built sandbox as a program, and its control API.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { skipAll } from './tap.mjs';

const READY = 'Task Router sandbox ready at ';
const DEADLINE_MS = 60000;

export class Sandbox {
  /** Starts it on a free port; time stands still unless @options say otherwise. */
  static async start (...options) {
    const program = process.env.TASK_ROUTER_SANDBOX ??
      skipAll ('TASK_ROUTER_SANDBOX does not name the program');
    const self = new Sandbox ();
    let ready = false;

    self.child = spawn (program, ['--port=0', '--print-env', '--clock=virtual', ...options],
                        { stdio: ['ignore', 'pipe', 'inherit'] });
    /* It must not outlive us, however we end. */
    process.on ('exit', () => self.child.kill ('SIGKILL'));
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once (signal, () => process.exit (1));
    self.env = {};
    const timer = setTimeout (() => self.child.kill ('SIGKILL'), DEADLINE_MS);
    for await (const line of createInterface ({ input: self.child.stdout })) {
      if (line.startsWith (READY)) {
        self.url = line.slice (READY.length);
        ready = true;
        break;
      }
      const equals = line.indexOf ('=');
      self.env[line.slice (0, equals)] = line.slice (equals + 1);
    }
    clearTimeout (timer);
    if (!ready)
      throw new Error ('the sandbox did not start');
    return self;
  }

  /** Ends it as a service manager would; fails if it does not go cleanly. */
  async stop () {
    const ended = new Promise (resolve => this.child.once ('exit', (...how) => resolve (how)));

    this.child.kill ('SIGTERM');
    const [code, signal] = await ended;
    if (code !== 0)
      throw new Error (`the sandbox ended with ${signal ?? code}`);
  }

  get workspaceSid () {
    return this.env.WORKSPACE_SID;
  }

  /** One request of the control API; @path is below /sandbox/. */
  async control (method, path, form = undefined) {
    const response = await fetch (`${this.url}/sandbox/${path}`, {
      method, body: form === undefined ? undefined : new URLSearchParams (form) });
    const text = await response.text ();
    const body = text === '' ? null : JSON.parse (text);

    if (!response.ok)
      throw new Error (`${method} /sandbox/${path}: ${response.status} ${body?.message}`);
    return body;
  }

  /** Turns the clock; everything that was due has happened afterwards. */
  async advance (seconds) {
    await this.control ('POST', 'clock/advance', { seconds: String (seconds) });
  }

  /** Seconds since the epoch, by the sandbox's clock. */
  async now () {
    return (await this.control ('GET', 'clock')).epoch;
  }

  /** A caller rings and presses a digit; yields the call's SID. */
  async call (from = '+16505550100', digits = '1') {
    return (await this.control ('POST', 'calls', { From: from, Digits: digits })).sid;
  }

  async hangUp (callSid) {
    await this.control ('POST', `calls/${callSid}/hangup`, {});
  }

  async phone (number, behavior, after = 1) {
    await this.control ('POST', `phones/${encodeURIComponent (number)}`,
                        { Behavior: behavior, After: String (after) });
  }
}
