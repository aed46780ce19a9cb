// The control calls of the fakes as functions, for tests in the same process or in another.

/** `origin`: what `READY` said. */
export function controlOf(origin) {
  const call = async (method, path, body) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${origin}/control${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    const said = await response.json();
    if (!response.ok) throw new Error(`control ${method} ${path}: ${response.status} ${said.error ?? ''}`);
    return said;
  };
  const at = (provider, id) => `/jobs/${provider}/${encodeURIComponent(id)}`;
  return {
    call,
    /** Keys, base URLs, secrets and what can be ordered. */
    about: () => call('GET', '/'),
    jobs: async (provider) => (await call('GET', provider ? `/jobs?provider=${provider}` : '/jobs')).jobs,
    job: async (provider, id) => (await call('GET', at(provider, id))).job,
    /** `{ progress, cause, message, webhook }` may be given. Answers `{ job, deliveries }`. */
    move: (provider, id, state, more = {}) => call('POST', `${at(provider, id)}/state`, { state, ...more }),
    /** Sends what the provider tells of a job. */
    webhook: async (provider, id, mode = 'normal', more = {}) => (await call('POST', `${at(provider, id)}/webhook`, { mode, ...more })).deliveries,
    expire: (provider, id, code) => call('POST', `${at(provider, id)}/expire`, { code }),
    /** A fault of one job. */
    spoil: (provider, id, kind, more = {}) => call('POST', `${at(provider, id)}/faults`, { kind, ...more }),
    /** A fault of the next fitting request or job. */
    fault: (kind, more = {}) => call('POST', '/faults', { kind, ...more }),
    faultless: () => call('DELETE', '/faults'),
    auto: (pace) => (pace ? call('POST', '/auto', pace) : call('DELETE', '/auto')),
    deliveries: async (job) => (await call('GET', job ? `/deliveries?job=${encodeURIComponent(job)}` : '/deliveries')).deliveries,
    ledger: () => call('GET', '/ledger'),
    log: async () => (await call('GET', '/log')).log,
    assume: (table) => call('PATCH', '/unconfirmed', table),
    reset: () => call('POST', '/reset', {}),
  };
}
