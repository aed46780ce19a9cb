// What goes wrong, and when. A fault is ordered by a token in a prompt or by a control call.
//
//   [fake:429 retry_after=2 times=1]   [fake:timeout op=status]   [fake:oversized]
//
// Faults of transport spoil one answer; faults of a job are kept with the job that the prompt makes.

/** Spoil an answer: `op` says of which operation (the one with the prompt, if not given), `times` how often. */
export const TRANSPORT = ['401', '402', '403', '429', '500', '502', '503', '504', 'timeout', 'reset', 'partial', 'lost', 'garbage', 'slow'];
/** Change how a job goes or what comes out of it. */
export const OF_JOBS = [
  'refuse', 'refuse-output', 'real-face', 'fail', 'redirect', 'elsewhere', 'expired', 'oversized', 'oversized-lying', 'oversized-excess', 'wrong-type', 'wrong-aspect',
  'wrong-shape', 'too-small', 'too-short', 'too-long', 'partial-output', 'cancel-late', 'cancel-ignored', 'no-webhook', 'stale-status', 'unreadable',
];
/** Make a moderator say yes to a category, `categories=violence,sexual` or `S1,S10`; or say what decides nothing. */
export const OF_MODERATORS = ['flag', 'babble'];
const KINDS = [...TRANSPORT, ...OF_JOBS, ...OF_MODERATORS];

/** Operations whose body may carry a token without `op=`. */
const SPOKEN = ['submit', 'speak'];
const TOKEN = /\[fake:([a-z0-9-]+)((?:\s+[a-z_]+=[\w.,:/-]+)*)\s*\]/g;

/** Reads a fault, from a token or from a control call. Throws with what is wrong. */
export function fault({ kind, op, times, retry_after, ms, code, cause, categories, provider, to, bytes }) {
  if (!KINDS.includes(String(kind))) throw new Error(`no fault is called ${kind}: one of ${KINDS.join(', ')}`);
  const number = (value, name) => {
    if (value === undefined || value === null) return undefined;
    if (!Number.isFinite(Number(value))) throw new Error(`${name} is a number`);
    return Number(value);
  };
  return {
    kind: String(kind), op, provider, cause, to, categories: typeof categories === 'string' ? categories.split(',') : categories,
    times: number(times, 'times'), retry_after: number(retry_after, 'retry_after'), ms: number(ms, 'ms'), code: number(code, 'code'), bytes: number(bytes, 'bytes'),
  };
}

/** The faults that a text asks for. */
export function tokens(text) {
  return [...text.matchAll(TOKEN)].map(([whole, kind, rest]) => ({
    whole,
    ...fault({ kind, ...Object.fromEntries(rest.trim().split(/\s+/).filter(Boolean).map((pair) => pair.split('='))) }),
  }));
}

export class Faults {
  #armed = [];
  #spent = new Map();

  /** Orders a fault for the next fitting requests: once, if `times` is not given. */
  arm(order) {
    const made = { ...fault(order), job: order.job };
    made.times ??= 1;
    this.#armed.push(made);
    return made;
  }

  list() {
    return this.#armed;
  }

  clear() {
    this.#armed = [];
    this.#spent.clear();
  }

  /** The fault of transport for this request, if there is one; it is used up by that. */
  take({ provider, op, job, text }) {
    const fits = (f) => (f.op === undefined || f.op === op) && (f.provider === undefined || f.provider === provider);
    for (const f of this.#armed) {
      const meant = TRANSPORT.includes(f.kind) && fits(f) && f.times > 0 && (f.job === undefined || f.job === job?.id);
      if (meant) return this.#use(f);
    }
    for (const f of job?.faults ?? []) {
      if (TRANSPORT.includes(f.kind) && f.op === op && (f.times ?? 1) > 0) {
        f.times ??= 1;
        return this.#use(f);
      }
    }
    if (op === 'open' || op === 'status') return undefined;
    const body = text();
    for (const f of body.includes('[fake:') ? tokens(body) : []) {
      const meant = TRANSPORT.includes(f.kind) && (f.op ?? (SPOKEN.includes(op) ? op : '')) === op;
      if (!meant || (f.provider !== undefined && f.provider !== provider)) continue;
      // Signed addresses differ from try to try; the order is the same.
      const key = `${provider} ${op} ${f.whole} ${body.replace(/https?:[^"\s]+/g, '')}`;
      const spent = this.#spent.get(key) ?? 0;
      if (spent >= (f.times ?? Infinity)) continue;
      this.#spent.set(key, spent + 1);
      return f;
    }
    return undefined;
  }

  /** What a new job carries with it. */
  ofJob(provider, text) {
    const own = (text.includes('[fake:') ? tokens(text) : []).filter(
      (f) => (f.provider === undefined || f.provider === provider) && (OF_JOBS.includes(f.kind) || (f.op !== undefined && f.op !== 'submit')),
    );
    const armed = this.#armed.filter((f) => OF_JOBS.includes(f.kind) && f.times > 0 && (f.provider ?? provider) === provider);
    return [...own, ...armed.map((f) => ({ ...this.#use(f), times: undefined }))];
  }

  /** Categories that a moderator is told to flag, `[]` if none. */
  flags(provider, text) {
    return this.#ofModerator('flag', provider, text).flatMap((f) => f.categories ?? []);
  }

  /** Whether a moderator is to say what decides nothing. */
  babbles(provider, text) {
    return this.#ofModerator('babble', provider, text).length > 0;
  }

  #ofModerator(kind, provider, text) {
    const armed = this.#armed.find((f) => f.kind === kind && f.times > 0 && (f.provider ?? provider) === provider);
    if (armed) return [this.#use(armed)];
    return (text.includes('[fake:') ? tokens(text) : []).filter((f) => f.kind === kind);
  }

  #use(f) {
    f.times -= 1;
    return { ...f };
  }
}

/** The fault of that kind which a job carries. */
export const has = (job, kind) => job.faults.find((f) => f.kind === kind);
