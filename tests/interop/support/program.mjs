// SPDX-License-Identifier: GPL-3.0-or-later
// A program that the service asks for TwiML and tells of what happened. Each request is checked as
// the official SDK checks it.
import { createServer } from 'node:http';

import { twilio } from './service.mjs';

export class Program {
  /** Listens; signatures are by @authToken. */
  static async open (authToken) {
    const self = new Program ();

    self.requests = []; // {method, path, params, isSigned}
    self.pages = new Map (); // path → verbs
    self.server = createServer ((request, response) => self.take (request, response));
    self.authToken = authToken;
    await new Promise (resolve => self.server.listen (0, '127.0.0.1', resolve));
    self.url = `http://127.0.0.1:${self.server.address ().port}`;
    return self;
  }

  async take (request, response) {
    const chunks = [];

    for await (const chunk of request)
      chunks.push (chunk);
    const url = new URL (request.url, this.url);
    const form = Object.fromEntries (new URLSearchParams (Buffer.concat (chunks).toString ()));
    const params = request.method === 'GET' ? Object.fromEntries (url.searchParams) : form;
    const isSigned = twilio.validateRequest (
      this.authToken, request.headers['x-twilio-signature'] ?? '', this.url + request.url,
      request.method === 'GET' ? {} : form);

    this.requests.push ({ method: request.method, path: url.pathname, params, isSigned });
    response.setHeader ('Content-Type', 'text/xml');
    response.end (`<Response>${this.pages.get (url.pathname) ?? ''}</Response>`);
    this.wake?.();
  }

  /** Waits for a request to @path whose parameters hold @values, and yields its parameters. */
  async heard (path, values = {}) {
    const deadline = Date.now () + 60000;
    const fits = request => request.path === path &&
      Object.entries (values).every (([name, value]) => request.params[name] === value);

    for (;;) {
      const found = this.requests.find (fits);

      if (found && !found.isSigned)
        throw new Error (`the SDK refuses the signature of ${found.method} ${path}`);
      if (found)
        return found.params;
      if (Date.now () > deadline)
        throw new Error (`nobody asked for ${path} with ${JSON.stringify (values)}, but for ` +
                         JSON.stringify (this.requests.map (({ path: other, params }) =>
                           [other, params.CallStatus, params.StatusCallbackEvent])));
      await new Promise (resolve => {
        this.wake = resolve;
        setTimeout (resolve, 100).unref ();
      });
    }
  }

  clear () {
    this.requests.length = 0;
    this.pages.clear ();
  }

  close () {
    this.server.closeAllConnections?.();
    this.server.close ();
  }
}
