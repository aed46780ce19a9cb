// `/control/ledger`: what each provider was asked for, what it would cost, and what is left there.

import { PRICES } from '../keys.mjs';

/** What is left of a job: `kept` until somebody deletes it, or `expiring` by itself. */
function left(fakes, job) {
  if (job.deleted || job.data_removed) return { kept: [], expiring: [] };
  const things = ['record', ...(job.inputs.some((input) => input.fetched) ? ['inputs'] : []), ...(job.output && !job.output.deleted ? ['output'] : [])];
  return fakes.provider(job.provider).forgets === 'itself' ? { kept: [], expiring: things } : { kept: things, expiring: [] };
}

function entry(fakes, job) {
  const billed = job.state === 'completed' && job.output !== undefined;
  return {
    provider: job.provider, id: job.id, model: job.model, state: job.state, cause: job.cause?.kind, submits: job.submits,
    idempotency_key: job.idempotency_key, external_id: job.external_id, known_by: job.known_by,
    cost_micros: billed ? Math.ceil(job.output.seconds) * (PRICES[job.provider] ?? 0) : 0,
    inputs: job.inputs.map(({ field, kind, url, fetched, head, gets, ranged, size, seconds, problem }) => ({ field, kind, url: url?.slice(0, 200), fetched: fetched ?? false, head, gets, ranged, size, seconds, problem })),
    output: job.output && { served: job.output.served, deleted: job.output.deleted, expired: job.output.expired !== undefined },
    cancel_requested: job.cancel_requested,
    faults: job.faults.map((f) => f.kind),
    left: left(fakes, job),
  };
}

/** The whole ledger. `doubled`: what was made twice, by idempotency key, external id or body. */
export function ledger(fakes) {
  const jobs = fakes.jobs.list().map((job) => entry(fakes, job));
  const files = fakes.files.list().map(({ provider, id, kind, type, size, deleted, expires }) => ({ provider, id, kind, type, size, deleted, expires }));
  const by_key = {};
  for (const job of jobs) {
    const key = `${job.provider} ${job.idempotency_key ?? job.external_id ?? job.known_by}`;
    by_key[key] ??= { jobs: 0, submits: 0 };
    by_key[key].jobs += 1;
    by_key[key].submits += job.submits;
  }
  const kept = [
    ...jobs.filter((job) => job.left.kept.length > 0).map((job) => `${job.provider} job ${job.id}: ${job.left.kept.join(', ')}`),
    ...files.filter((f) => !f.deleted && !f.expires).map((f) => `${f.provider} ${f.kind} ${f.id}`),
  ];
  const expiring = [
    ...jobs.filter((job) => job.left.expiring.length > 0).map((job) => `${job.provider} job ${job.id}: ${job.left.expiring.join(', ')}`),
    ...files.filter((f) => !f.deleted && f.expires).map((f) => `${f.provider} ${f.kind} ${f.id}`),
  ];
  const count = (what) => jobs.reduce((sum, job) => ({ ...sum, [job[what]]: (sum[job[what]] ?? 0) + 1 }), {});
  return {
    jobs, files, speech: fakes.speech, by_key,
    doubled: Object.keys(by_key).filter((key) => by_key[key].jobs > 1),
    totals: {
      jobs: jobs.length, states: count('state'), providers: count('provider'),
      submits: jobs.reduce((sum, job) => sum + job.submits, 0),
      cost_micros: jobs.reduce((sum, job) => sum + job.cost_micros, 0) + fakes.speech.reduce((sum, s) => sum + s.cost_micros, 0),
    },
    kept, expiring, nothing_left: kept.length === 0,
  };
}
