// Webhooks: sent as the provider signs them, and in every way in which they may go wrong.

import { createHash } from 'node:crypto';

import { call } from './call.mjs';

/** How a webhook may be sent. */
export const MODES = ['normal', 'duplicate', 'late', 'future', 'reordered', 'forged', 'altered', 'unsigned', 'stranger', 'none'];

/** Seconds that a receiver has, and how old `late` is (and how far off `future`). */
const PATIENCE_S = 15;
const OFF_S = 600;
/** Seconds between the two of `reordered`. */
const APART_S = 30;

const now = () => Math.floor(Date.now() / 1000);

export class Hooks {
  deliveries = [];
  #serial = 0;

  constructor(fakes) {
    this.fakes = fakes;
  }

  /**
   * Tells whoever asked about a job. `news`: `start` or `end`; what a provider does not tell is not sent.
   * Returns what became of each delivery.
   */
  async send(job, news, mode = 'normal', { age_s = OFF_S } = {}) {
    if (mode === 'none') return [];
    const provider = this.fakes.provider(job.provider);
    const told = (what) => provider.hooks?.(job, what) ?? [];
    // Somebody else's job, rightly signed: the receiver cannot know it.
    if (mode === 'stranger') {
      const other = { ...job, id: `${job.id.slice(0, -4)}0000` };
      return this.#each(provider.hooks?.(other, news) ?? [], (hook) => this.#deliver(job, hook, mode, now()));
    }
    if (mode === 'reordered') {
      const last = await this.#each(told('end'), (hook) => this.#deliver(job, hook, mode, now()));
      const first = told('start');
      const late = first.length > 0 ? first : told('end');
      return [...last, ...(await this.#each(late, (hook) => this.#deliver(job, hook, mode, now() - APART_S)))];
    }
    const at = { late: now() - age_s, future: now() + age_s }[mode] ?? now();
    const sent = await this.#each(told(news), (hook) => this.#deliver(job, hook, mode, at));
    if (mode !== 'duplicate') return sent;
    // The same bytes and headers once more.
    return [...sent, ...(await this.#each(sent, (delivery) => this.#post(job, delivery, mode)))];
  }

  /** Sends a delivery again as it was. */
  again(delivery) {
    return this.#post(this.fakes.jobs.find(delivery.provider, delivery.job) ?? { provider: delivery.provider, id: delivery.job }, delivery, 'duplicate');
  }

  clear() {
    this.deliveries = [];
  }

  async #each(list, run) {
    const done = [];
    for (const one of list) done.push(await run(one));
    return done;
  }

  async #deliver(job, { url, id, body, sign }, mode, timestamp) {
    this.#serial += 1;
    const raw = Buffer.from(JSON.stringify(body));
    const signed = mode === 'unsigned' || !sign ? {} : sign(raw, { id: id ?? `msg_${this.#serial}`, timestamp, forged: mode === 'forged' });
    const sent = mode === 'altered' ? Buffer.from(JSON.stringify({ ...body, altered: true })) : raw;
    const headers = { 'content-type': 'application/json', 'user-agent': 'understudy-fakes', ...signed };
    const delivery = { url, headers, raw: sent };
    return this.#post(job, delivery, mode);
  }

  async #post(job, { url, headers, raw }, mode) {
    const entry = { provider: job.provider, job: job.id, url, mode, at: Date.now(), sha256: createHash('sha256').update(raw).digest('hex'), status: undefined, error: undefined };
    Object.defineProperties(entry, { raw: { value: raw }, headers: { value: headers } });
    this.deliveries.push(entry);
    try {
      entry.status = (await call(url, { method: 'POST', headers, body: raw, patience_s: PATIENCE_S })).status;
    } catch (error) {
      entry.error = error.code ?? error.message;
    }
    return entry;
  }
}
