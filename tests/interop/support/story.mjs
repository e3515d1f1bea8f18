// SPDX-License-Identifier: GPL-3.0-or-later
// The cast of the default seed, and the steps that most stories begin with.
import assert from 'node:assert/strict';

import { causing, connect, once, restClient } from './service.mjs';
import { Sandbox } from './sandbox.mjs';

export class Stage {
  static async open (...options) {
    const self = new Stage ();

    self.sandbox = await Sandbox.start (...options);
    self.client = restClient (self.sandbox);
    self.rest = self.client.taskrouter.v1.workspaces (self.sandbox.workspaceSid);
    self.workers = new Map ();
    self.connected = [];
    for (const worker of await self.rest.workers.list ())
      self.workers.set (worker.friendlyName, worker.sid);
    self.activities = new Map ();
    for (const activity of await self.rest.activities.list ())
      self.activities.set (activity.friendlyName, activity.sid);
    return self;
  }

  /** A worker of the SDK by his name, connected; he goes when the story is over. */
  async signIn (name, options = {}, token = {}) {
    const worker = await connect (this.sandbox, this.workers.get (name), options, token);

    this.connected.push (worker);
    return worker;
  }

  /** Signs out everyone, ends every task and call, and sets everyone Offline. */
  async clear () {
    for (const worker of this.connected.splice (0))
      worker.disconnect ();
    for (const sid of this.workers.values ())
      await this.rest.workers (sid).update ({ activitySid: this.activities.get ('Offline'),
                                              rejectPendingReservations: true });
    for (const call of await this.client.calls.list ()) {
      /* One leg that ends may end the others. */
      const { status } = await this.client.calls (call.sid).fetch ();

      if (['queued', 'ringing', 'in-progress'].includes (status))
        await this.client.calls (call.sid).update ({ status: 'completed' }).catch (error => {
          if (error.code !== 21220) /* it ended between the question and this */
            throw error;
        });
    }
    for (const task of await this.rest.tasks.list ())
      await this.rest.tasks (task.sid).remove ();
    for (const phone of Object.values (phones))
      await this.sandbox.phone (phone, 'answer', 1);
  }

  async close () {
    for (const worker of this.connected)
      worker.disconnect ();
    await this.sandbox.stop ();
  }

  async goAvailable (worker) {
    await become (worker, 'Available');
  }

  /** A caller of Support (1) or Sales (2), and the reservation that he leads to. */
  async offerCall (worker, digits = '1') {
    const offered = once (worker, 'reservationCreated');
    const callSid = await this.sandbox.call ('+16505550100', digits);

    await this.sandbox.advance (3);
    return { callSid, reservation: await offered };
  }

  /** The same, accepted into a conference with both legs in it. */
  async talk (worker, options = {}, digits = '1') {
    const { callSid, reservation } = await this.offerCall (worker, digits);
    const accepted = once (reservation, 'accepted');

    await reservation.conference ({ timeout: 20, endConferenceOnExit: true,
                                    endConferenceOnCustomerExit: true, ...options });
    await this.sandbox.advance (2);
    await accepted;
    const [conference] = await this.client.conferences.list (
      { friendlyName: reservation.task.sid, status: 'in-progress' });
    assert.ok (conference, 'the conference is in progress');
    return { callSid, reservation, task: reservation.task, conference };
  }

  /** A task without a call, offered to a worker who is available. */
  async offerTask (worker, workflowName = 'Support', attributes = {}) {
    const offered = once (worker, 'reservationCreated');
    const [workflow] = await this.rest.workflows.list ({ friendlyName: workflowName });

    await this.rest.tasks.create ({ workflowSid: workflow.sid,
                                    attributes: JSON.stringify (attributes) });
    return offered;
  }

  async participants (conference) {
    return this.client.conferences (conference.sid).participants.list ();
  }
}

export const phones = { dave: '+16505551111', susan: '+16505553333', edith: '+16505554444' };

export function activityOf (worker, name) {
  return [...worker.activities.values ()].find (activity => activity.name === name);
}

/** Sets a worker's own activity and waits until he hears of it. */
export async function become (worker, name) {
  if (worker.activity.name !== name)
    await causing (worker, 'activityUpdated', () => activityOf (worker, name).setAsCurrent ());
}

/** Asserts that the bridge refuses @promise with a status and a text. */
export async function refused (promise, status, text = '') {
  await assert.rejects (promise, error => {
    assert.match (error.message, new RegExp (`status code ${status}`));
    assert.ok (error.message.includes (text), `${error.message} holds ${text}`);
    return true;
  });
}
