// Jobs of every provider in one shape, and how they move. No clock moves a job: a control call does, or the automatic
// mode that a demo asks for.

import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';

import { has } from './faults.mjs';
import { fetchInput } from './inputs.mjs';
import { json, Refusal } from './reply.mjs';

export const STATES = ['queued', 'running', 'completed', 'failed', 'cancelled'];
export const ended = (job) => ['completed', 'failed', 'cancelled'].includes(job.state);

/** Why a job fails. `input`: what it was given cannot be had. `refused`: by a moderator, before; `refused-output`: after;
 * `real-face`: because somebody real is shown. */
export const CAUSES = ['input', 'invalid', 'refused', 'refused-output', 'real-face', 'internal', 'timeout'];

/** Seconds of a film when neither the request nor a sound says it, and what one has that is too short or too long. */
const USUAL_S = 5;
const TOO_SHORT_S = 0.6;
const TOO_LONG_S = 14;
/** A host that no provider's films lie at. */
export const ELSEWHERE = 'https://elsewhere.invalid';

export class Jobs extends EventEmitter {
  #all = new Map();

  constructor(fakes) {
    super();
    this.setMaxListeners(0);
    this.fakes = fakes;
  }

  /**
   * A new job. `inputs`: `[{ field, kind, url | bytes }]`; `known_by`: whatever tells a repeated submit from a new job;
   * `seconds` and `aspect` as asked for. Providers that look at inputs before they accept throw a Refusal here.
   */
  async create(provider, { id, text, inputs = [], ...more }) {
    const job = {
      provider: provider.name, id, state: 'queued', progress: 0, cause: undefined, cancel_requested: false, created_at: Date.now(),
      started_at: undefined, ended_at: undefined, submits: 1, output: undefined, deleted: false, data_removed: false, ...more,
      inputs, faults: this.fakes.faults.ofJob(provider.name, text),
    };
    Object.defineProperty(job, 'turn', { value: Promise.resolve(), writable: true });
    Object.defineProperty(job, 'hooked', { value: Promise.resolve(), writable: true });
    if (provider.fetches === 'submit') {
      await this.#fetch(job);
      const bad = job.inputs.find((input) => input.problem);
      if (bad) throw new Refusal(provider.badInput(bad));
    }
    this.#all.set(`${provider.name}/${id}`, job);
    this.emit('created', job);
    return job;
  }

  find(provider, id) {
    return this.#all.get(`${provider}/${id}`);
  }

  list(provider) {
    return [...this.#all.values()].filter((job) => provider === undefined || job.provider === provider);
  }

  clear() {
    for (const job of this.#all.values()) {
      // Whoever waits for it is let go.
      job.state = ended(job) ? job.state : 'cancelled';
      this.emit('moved', job);
    }
    this.#all.clear();
  }

  /** Resolves when a job has ended. */
  async finished(job) {
    while (!ended(job)) await new Promise((go) => this.once('moved', go));
    return job;
  }

  /** State and progress as a poll sees them: `[fake:stale-status times=2]` shows an ended job as running that often. */
  seen(job) {
    const stale = has(job, 'stale-status');
    if (!stale || job.state !== 'completed' || (stale.times ?? 1) <= 0) return job;
    stale.times = (stale.times ?? 1) - 1;
    return { ...job, state: 'running', progress: 0.9 };
  }

  /** Moves a job; one move of a job at a time. `webhook`: a mode of hooks.mjs, or `none`. */
  async move(job, state, { progress, cause, message, webhook = 'normal' } = {}) {
    const before = job.state;
    const turn = job.turn.then(() => this.#move(job, state, { progress, cause, message }));
    job.turn = turn.catch(() => {});
    await turn;
    // Outside of the turn: whoever is told may want to cancel or delete at once.
    const news = ended(job) ? 'end' : job.state === 'running' && before === 'queued' ? 'start' : undefined;
    if (news && webhook !== 'none' && !has(job, 'no-webhook')) job.hooked = this.fakes.hooks.send(job, news, webhook);
    return job;
  }

  async #move(job, state, { progress, cause, message }) {
    if (ended(job)) throw new Refusal(json(409, { error: `job ${job.id} is ${job.state} already` }));
    if (state === 'queued') job.state = 'queued';
    if (state === 'running' || state === 'completed') await this.#begin(job);
    if (ended(job)) return;
    if (state === 'running') Object.assign(job, { state, progress: progress ?? job.progress });
    if (state === 'completed') await this.#complete(job);
    if (state === 'failed') this.#end(job, 'failed', { kind: cause ?? 'internal', message });
    if (state === 'cancelled') this.#end(job, 'cancelled');
    this.emit('moved', job);
  }

  /** What a provider does first: it fetches what it was given, and looks whether it may. */
  async #begin(job) {
    if (job.started_at) return;
    job.started_at = Date.now();
    if (this.fakes.provider(job.provider).fetches === 'run') await this.#fetch(job);
    const bad = job.inputs.find((input) => input.problem);
    if (ended(job)) return;
    if (job.invalid) this.#end(job, 'failed', { kind: 'invalid' });
    else if (bad) this.#end(job, 'failed', { kind: 'input', message: bad.problem, field: bad.field });
    else if (has(job, 'real-face')) this.#end(job, 'failed', { kind: 'real-face' });
    else if (has(job, 'refuse')) this.#end(job, 'failed', { kind: 'refused' });
  }

  #fetch(job) {
    const known = (url) => this.fakes.held(job.provider, url);
    const unreadable = has(job, 'unreadable');
    const fetch = async (input) => {
      await fetchInput(input, known);
      if (unreadable) Object.assign(input, { fetched: false, problem: 'GET answers 404' });
    };
    return Promise.all(job.inputs.map(fetch));
  }

  async #complete(job) {
    const fail = has(job, 'fail');
    if (fail) return this.#end(job, 'failed', { kind: fail.cause ?? 'internal' });
    if (has(job, 'refuse-output')) return this.#end(job, 'failed', { kind: 'refused-output' });
    const sound = job.inputs.find((input) => input.kind === 'audio' && input.bytes);
    const still = job.inputs.find((input) => input.kind === 'image' && input.bytes);
    const odd = (kind, usual) => has(job, kind) && (has(job, kind).ms / 1000 || usual);
    const seconds = odd('too-short', TOO_SHORT_S) ?? odd('too-long', TOO_LONG_S) ?? job.seconds ?? sound?.seconds ?? USUAL_S;
    const upright = job.aspect === undefined || job.aspect === '9:16';
    const shape = has(job, 'wrong-shape') ? '4:1' : has(job, 'too-small') ? 'tiny' : undefined;
    const aspect = shape ?? (has(job, 'wrong-aspect') ? (upright ? '16:9' : '9:16') : (job.aspect ?? '9:16'));
    const bytes = await this.fakes.films.film({ aspect, seconds, sound, still });
    if (ended(job)) return;
    const nonce = randomBytes(12).toString('hex');
    const expired = has(job, 'expired');
    const elsewhere = has(job, 'elsewhere');
    const url = elsewhere?.to ?? `${elsewhere ? ELSEWHERE : this.fakes.origin}/media/out/${job.provider}/${job.id}/${nonce}.mp4`;
    job.output = {
      nonce, url, size: bytes.length, aspect, seconds, served: 0, deleted: false, expired: expired ? (expired.code ?? 410) : undefined,
    };
    Object.defineProperty(job.output, 'bytes', { value: bytes, enumerable: false, writable: true });
    if (expired) job.data_removed = true;
    this.#end(job, 'completed');
  }

  #end(job, state, cause) {
    Object.assign(job, { state, cause, ended_at: Date.now(), progress: state === 'completed' ? 1 : job.progress });
    // What it was given is not kept in memory.
    for (const input of job.inputs) input.bytes &&= undefined;
    this.emit('moved', job);
  }

  /** Cancels: `already` when it had ended (or ends just now), else `requested`, after which it may complete all the same. */
  async cancel(job) {
    if (ended(job)) return 'already';
    if (has(job, 'cancel-late')) {
      await this.move(job, 'completed').catch(() => {});
      return 'already';
    }
    job.cancel_requested = true;
    if (!has(job, 'cancel-ignored')) {
      this.#end(job, 'cancelled');
      job.hooked = this.fakes.hooks.send(job, 'end', 'normal');
    }
    return 'requested';
  }

  /** The provider forgets the output by itself. `code`: what its URL answers from then on. */
  expire(job, code = 410) {
    job.data_removed = true;
    if (job.output) job.output.expired = code;
  }

  /** Deletes what the provider holds of a job. */
  remove(job) {
    job.deleted = true;
    if (job.output) Object.assign(job.output, { deleted: true, bytes: undefined });
  }
}
