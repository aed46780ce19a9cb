// A member whose client does not give up: a request that a power cut broke is sent again with the same key.

import { Visitor, key } from '../harness/visitor.mjs';

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Tries of one request, half a second and more apart. */
const TRIES = 120;

/** The server as its clients see it: one origin, which is there or not. */
export class World {
  /** Answers that were not as they should be, and how often. */
  met = { 'cut off': 0, 'still running': 0, 'server error': 0 };
  #up = Promise.resolve();
  #open = () => {};

  constructor(server, args) {
    Object.assign(this, { server, args, origin: server.origin });
  }

  get ready() {
    return this.#up;
  }

  /** Ends the server as a power cut does, and starts it again on what it left. */
  async cut() {
    this.#up = new Promise((open) => (this.#open = open));
    await this.server.kill();
    this.server = await this.server.again({ args: this.args });
    this.#open();
  }
}

export class Creator extends Visitor {
  /** One after another: what concerns the face as a whole. */
  turn = Promise.resolve();

  async ask(method, path, options = {}) {
    const sent = { ...options, headers: { ...(method === 'GET' ? {} : { 'idempotency-key': key() }), ...options.headers } };
    const world = this.server;
    for (let tries = 1; ; tries++) {
      await world.ready;
      let met;
      try {
        const answer = await super.ask(method, path, sent);
        const busy = answer.status === 409 && answer.text.includes('in_flight');
        met = busy ? 'still running' : answer.status >= 500 ? 'server error' : undefined;
        if (!met || tries >= TRIES) return answer;
      } catch (error) {
        if (tries >= TRIES || error.code === 'ERR_ASSERTION') throw error;
        met = 'cut off';
      }
      world.met[met] += 1;
      await sleep(met === 'still running' ? 1000 : 500);
    }
  }

  /** Scans, and allows these providers pictures; begun again if a power cut came between. */
  async willing(providers) {
    for (let tries = 1; ; tries++) {
      try {
        await this.scan();
        await this.allow(providers);
        return this;
      } catch (error) {
        if (tries >= 5) throw error;
      }
    }
  }

  allow(providers) {
    return this.rule((policy) => (policy.providers = providers));
  }

  /** Does something about the face while nobody else does. */
  alone(work) {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }
}
