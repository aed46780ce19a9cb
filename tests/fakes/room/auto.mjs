// Automatic mode: jobs go on by themselves, as in a demo or under load. Off unless asked for.

import { ended } from './state.mjs';

/** Milliseconds of a demo: long enough to be seen. */
export const DEMO = { queued_ms: 1500, running_ms: 4000, jitter: 0.4 };
/** Steps of progress while it runs. */
const STEPS = 4;
/** Tries to deliver a webhook, and milliseconds between them. */
const TRIES = 3;
const AGAIN_MS = 1000;

export class Auto {
  #timers = new Set();
  /** `{ queued_ms, running_ms, jitter: 0..1 }` or undefined. */
  pace;

  constructor(fakes, pace) {
    this.fakes = fakes;
    this.pace = pace;
    fakes.jobs.on('created', (job) => {
      if (this.pace) void this.#drive(job, this.pace).catch((error) => console.error(`fakes: ${job.provider} ${job.id}: ${error.message}`));
    });
  }

  close() {
    for (const stop of this.#timers) stop();
  }

  async #drive(job, { queued_ms, running_ms, jitter = 0 }) {
    const vary = (ms) => ms * (1 + jitter * (Math.random() - 0.5) * 2);
    const go = (state, options) => (ended(job) ? undefined : this.fakes.jobs.move(job, state, options).catch(() => {}));
    await this.#wait(vary(queued_ms));
    await go('running', { progress: 0 });
    for (let step = 1; step <= STEPS && !ended(job); step += 1) {
      await this.#wait(vary(running_ms / STEPS));
      if (step < STEPS) await go('running', { progress: step / STEPS });
    }
    await go('completed');
    await this.#retry(await job.hooked);
  }

  async #retry(deliveries) {
    for (const delivery of deliveries ?? []) {
      for (let n = 1, last = delivery; n < TRIES && !(last.status >= 200 && last.status < 300); n += 1) {
        await this.#wait(AGAIN_MS * n);
        last = await this.fakes.hooks.again(delivery);
      }
    }
  }

  #wait(ms) {
    return new Promise((resolve) => {
      const stop = () => {
        clearTimeout(timer);
        this.#timers.delete(stop);
      };
      const timer = setTimeout(() => (stop(), resolve()), ms);
      this.#timers.add(stop);
    });
  }
}
