// Many films at once: members with room for their orders, and each film's way from its order to its end.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';

import { poster } from './clips.mjs';
import { ended, order, putInput, sleep, speech, until, willing } from './gateway.mjs';

/** Renders that a member may have open at a time. */
const OPEN = 5;

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A still like no other: a JPEG with a comment of its own (ITU-T T.81, B.2.4.5). */
function still() {
  const plain = poster();
  const note = randomBytes(16).toString('hex');
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, note.length + 2]), Buffer.from(note, 'latin1')]);
  return Buffer.concat([plain.subarray(0, 2), comment, plain.subarray(2)]);
}

/** Members who allow these providers. Whoever needs one for a film waits until one has room. */
export class Crowd {
  #free;
  #waiting = [];

  constructor(members) {
    this.members = members;
    // In turn: nobody is asked for five at once while others are idle.
    this.#free = Array.from({ length: OPEN }, () => members).flat();
  }

  static async of(server, ana, count, providers) {
    const links = await Promise.all(Array.from({ length: count }, () => ana.invite()));
    return new Crowd(await Promise.all(links.map((link) => willing(server, link, providers))));
  }

  async take() {
    return this.#free.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(member) {
    const next = this.#waiting.shift();
    if (next) next(member);
    else this.#free.push(member);
  }
}

let serial = 0;

/** One film: what was ordered by whom, and the jobs that a provider has for it. */
export class Take {
  /** `stage`: what `gateway` started. */
  constructor(stage, provider, who, asked, price) {
    Object.assign(this, { fakes: stage.fakes.fakes, control: stage.control, provider, who, asked, price });
    Object.assign(this, { id: asked.id, still: still(), speech: speech(3000) });
    this.picture = sha256(this.still);
    this.sound = sha256(this.speech);
  }

  /** Orders a film. `prompt` may hold what the fakes are to do wrong; no two prompts are the same. */
  static async order(stage, { fake, who, cast = [who.handle], generator, price, prompt = '' }) {
    serial += 1;
    const asked = (await order(who, generator, { cast, price, prompt: `A quiet library, take ${serial} ${prompt}` })).ok(201);
    assert.equal(asked.job.state, 'awaiting_inputs');
    assert.equal(asked.job.price_micro_usd, price);
    return new Take(stage, fake, who, asked, price);
  }

  /** Sends picture and speech. */
  async feed() {
    (await putInput(this.who, this.asked, 'still', this.still)).ok(200);
    this.fed_at = Date.now();
    return (await putInput(this.who, this.asked, 'speech', this.speech)).ok(200);
  }

  /** Every job of the provider's for this film, in the order in which they were made. */
  jobs() {
    const named = (text) => text?.includes(this.id);
    const mine = (job) => named(job.external_id) || job.inputs.some((input) => named(input.url) || input.sha256 === this.picture);
    return this.fakes.jobs.list(this.provider).filter(mine);
  }

  /** The nth of them, once it is there. */
  async job(n = 0, ms = 30_000) {
    for (const end = Date.now() + ms; Date.now() < end; await sleep(25)) {
      const job = this.jobs()[n];
      if (job) return job;
    }
    throw new Error(`${this.provider} was never asked for job ${n} of ${this.id}: ${JSON.stringify(await this.view())}`);
  }

  /** Requests that a provider had about a job. */
  asks(job, op) {
    return this.fakes.log.filter((entry) => entry.op === op && entry.path.includes(job.id)).length;
  }

  move(job, state, more = {}) {
    return this.control.move(this.provider, job.id, state, more);
  }

  spoil(job, kind, more = {}) {
    return this.control.spoil(this.provider, job.id, kind, more);
  }

  webhook(job, mode, more = {}) {
    return this.control.webhook(this.provider, job.id, mode, more);
  }

  until(wanted, ms) {
    return until(this.who, this.asked, wanted, ms);
  }

  async view() {
    return (await this.who.get(`/api/v1/renders/${this.id}`)).json.job;
  }

  cancel() {
    return this.who.post(`/api/v1/renders/${this.id}/cancel`, {});
  }

  film() {
    return this.who.get(`/api/v1/renders/${this.id}/film`, { headers: { 'understudy-ticket': this.asked.ticket } });
  }

  /** The film is here: one, as it was made, and paid for once. */
  async fetched(ms) {
    const job = await this.until(ended, ms);
    assert.deepEqual([job.state, job.cost_micro_usd, job.cause], ['fetched', this.price, undefined], JSON.stringify(job));
    const { output } = this.jobs().find((one) => one.output?.size === job.film_bytes && one.output.served > 0) ?? {};
    assert.ok(output, `none of the films has ${job.film_bytes} bytes`);
    const got = await this.film();
    got.ok(200);
    assert.equal(got.bytes.length, job.film_bytes);
    assert.equal(sha256(got.bytes), sha256(await this.fakes.films.film(output)), 'it is the film that was made');
    return job;
  }

  /** There is none: why, and that it cost nothing, is told in words. `film`: what asking for it is refused with. */
  async failed(cause, { ms, film = ['conflict', 'failed'] } = {}) {
    const job = await this.until(ended, ms);
    assert.deepEqual([job.state, job.cost_micro_usd, job.cause], ['failed', 0, cause], JSON.stringify(job));
    assert.match(job.why, /^[A-Z].{20,}\. Nothing was charged\.$/);
    (await this.film()).refused(...film);
    return job;
  }

  /** Nobody wants it any more. */
  async cancelled(cost, ms) {
    const job = await this.until(ended, ms);
    assert.deepEqual([job.state, job.cost_micro_usd], ['cancelled', cost], JSON.stringify(job));
    return job;
  }

  /** Nothing is left of it at the provider, but for jobs that `forgotten` says nobody can know of; and its inputs open no more. */
  async gone({ but = () => false, ms = 30_000 } = {}) {
    const { forgets } = this.fakes.provider(this.provider);
    const left = () => this.jobs().filter((job) => !job.deleted && forgets !== 'itself' && !but(job));
    for (const end = Date.now() + ms; left().length > 0; await sleep(50)) {
      if (Date.now() > end) assert.fail(`left at ${this.provider}: ${JSON.stringify(left())} by ${JSON.stringify(await this.view())}`);
    }
    const urls = this.jobs().flatMap((job) => job.inputs.map((input) => input.url)).filter((url) => url?.includes(this.id));
    for (const url of new Set(urls)) (await this.who.get(url)).refused('not_found');
    return this;
  }
}
