// `/control`: moves jobs, orders faults, sends webhooks, and says what happened. For tests and demos; no key.

import { DEMO } from './auto.mjs';
import { fault, OF_JOBS, OF_MODERATORS, TRANSPORT } from './faults.mjs';
import { MODES } from './hooks.mjs';
import { ledger } from './ledger.mjs';
import { Refusal, json } from './reply.mjs';
import { CAUSES, STATES } from './state.mjs';

const bad = (error) => new Refusal(json(400, { error }));
const one = (value, values, name) => {
  if (value !== undefined && !values.includes(value)) throw bad(`${name} is one of ${values.join(', ')}`);
  return value;
};

export function control(fakes) {
  const { jobs, faults, hooks } = fakes;
  const body = (request) => (request.raw.length === 0 ? {} : (request.json() ?? (() => { throw bad('the body is a JSON object'); })()));
  const job = ({ of, jid }) => jobs.find(of, jid) ?? (() => { throw new Refusal(json(404, { error: `no job ${jid} at ${of}` })); })();
  const order = (said) => {
    try {
      return fault(said) && said;
    } catch (error) {
      throw bad(error.message);
    }
  };

  const move = async (request, params) => {
    const { state, progress, cause, message, webhook } = body(request);
    if (!one(state, STATES, 'state')) throw bad(`state is one of ${STATES.join(', ')}`);
    one(cause, CAUSES, 'cause');
    one(webhook, MODES, 'webhook');
    const moved = await jobs.move(job(params), state, { progress, cause, message, webhook });
    return json(200, { job: moved, deliveries: (await moved.hooked) ?? [] });
  };
  const send = async (request, params) => {
    const { mode = 'normal', news = 'end', age_s } = body(request);
    one(mode, MODES, 'mode');
    one(news, ['start', 'end'], 'news');
    return json(200, { deliveries: await hooks.send(job(params), news, mode, { age_s }) });
  };
  const expire = (request, params) => {
    const { code = 410 } = body(request);
    jobs.expire(job(params), code);
    return json(200, { job: job(params) });
  };
  const spoil = (request, params) => {
    const target = job(params);
    const said = order(body(request));
    if (OF_JOBS.includes(said.kind) || said.op) target.faults.push(fault(said));
    else throw bad('a fault of transport needs op');
    return json(201, { job: target });
  };
  const arm = (request) => {
    const said = order(body(request));
    if (said.provider !== undefined && !fakes.provider(said.provider)) throw bad(`no provider is called ${said.provider}`);
    return json(201, { fault: faults.arm(said) });
  };
  const pace = (request) => {
    fakes.auto.pace = { ...DEMO, jitter: 0, ...body(request) };
    return json(200, { auto: fakes.auto.pace });
  };

  return {
    name: 'control',
    prefix: '/control',
    problem: (status) => json(status, { error: 'control has no such call' }),
    routes: [
      ['GET', '/', 'control', () => json(200, { ...fakes.about(), states: STATES, causes: CAUSES, modes: MODES, faults: { transport: TRANSPORT, jobs: OF_JOBS, moderators: OF_MODERATORS } })],
      ['GET', '/jobs', 'control', (request) => json(200, { jobs: jobs.list(request.query.get('provider') ?? undefined).filter((j) => !request.query.get('state') || j.state === request.query.get('state')) })],
      ['GET', '/jobs/:of/:jid', 'control', (_, params) => json(200, { job: job(params) })],
      ['POST', '/jobs/:of/:jid/state', 'control', move],
      ['POST', '/jobs/:of/:jid/webhook', 'control', send],
      ['POST', '/jobs/:of/:jid/expire', 'control', expire],
      ['POST', '/jobs/:of/:jid/faults', 'control', spoil],
      ['GET', '/faults', 'control', () => json(200, { faults: faults.list() })],
      ['POST', '/faults', 'control', arm],
      ['DELETE', '/faults', 'control', () => (faults.clear(), json(200, {}))],
      ['POST', '/auto', 'control', pace],
      ['DELETE', '/auto', 'control', () => ((fakes.auto.pace = undefined), json(200, {}))],
      ['GET', '/deliveries', 'control', (request) => json(200, { deliveries: hooks.deliveries.filter((d) => !request.query.get('job') || d.job === request.query.get('job')) })],
      ['GET', '/ledger', 'control', () => json(200, ledger(fakes))],
      ['GET', '/log', 'control', () => json(200, { log: fakes.log })],
      ['GET', '/unconfirmed', 'control', () => json(200, fakes.unconfirmed)],
      ['PATCH', '/unconfirmed', 'control', (request) => (fakes.assume(body(request)), json(200, fakes.unconfirmed))],
      ['POST', '/reset', 'control', () => (fakes.reset(), json(200, {}))],
      ...fakes.providers.flatMap((provider) => provider.control ?? []),
    ],
  };
}
