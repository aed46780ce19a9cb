// A page's live connection, without the page.

import assert from 'node:assert/strict';

import WebSocket from 'ws';

const LATE_MS = 15_000;

/** What a handshake was refused with: an answer like those of `Visitor.ask`, but without help to read it. */
export class Refused extends Error {
  constructor(status, problem) {
    super(`refused with ${status}: ${problem}`);
    this.status = status;
    this.problem = JSON.parse(problem);
  }
}

/** Opens the live connection of a visitor. `headers` that are null are left out. */
export async function listen(visitor, { since, headers = {}, query } = {}) {
  const address = new URL('/api/v1/notices/live', visitor.server.origin.replace(/^http/, 'ws'));
  if (since) address.searchParams.set('since', since);
  if (query) address.search = query;
  const all = { origin: visitor.server.origin, cookie: [...visitor.cookies].map(([k, v]) => `${k}=${v}`).join('; '), ...headers };
  for (const name of Object.keys(all)) if (all[name] === null || all[name] === '') delete all[name];
  const socket = new WebSocket(address, { headers: all });
  const live = new Live(socket);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (_, response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => reject(new Refused(response.statusCode, Buffer.concat(parts).toString('utf8'))));
    });
  });
  return live;
}

class Live {
  /** Every message, in order. */
  messages = [];

  constructor(socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })));
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const text = data.toString();
      this.messages.push(text === 'pong' ? text : JSON.parse(text));
    });
  }

  get notices() {
    return this.messages.flatMap((message) => (message.notice ? [message.notice] : []));
  }

  /** The last number that came. */
  get unread() {
    return this.messages.findLast((message) => message.unread !== undefined)?.unread;
  }

  /** Waits until `there(this)` is true. */
  async until(there, what) {
    const end = Date.now() + LATE_MS;
    while (!there(this)) {
      assert.ok(Date.now() < end, `${what} did not come: ${JSON.stringify(this.messages).slice(0, 600)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this;
  }

  /** Waits until the other side has said goodbye. It may keep the connection below a little longer. */
  async ended() {
    await this.until((live) => live.socket.readyState !== WebSocket.OPEN, 'the end');
    this.socket.terminate();
  }

  send(text) {
    this.socket.send(text);
  }

  close() {
    this.socket.close();
    return this.closed;
  }
}
