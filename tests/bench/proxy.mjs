// A bare proxy, as a Worker: what the gateway is compared with. It knows nothing: no accounts, no prices, no database.

const kept = new Map();

/** A picture or a speech, with HEAD and one range, as providers ask for it. */
function part(request, { type, bytes }) {
  const headers = { 'content-type': type, 'accept-ranges': 'bytes' };
  if (request.method === 'HEAD') return new Response(null, { headers: { ...headers, 'content-length': String(bytes.byteLength) } });
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? [];
  if (from === undefined) return new Response(bytes, { headers });
  const last = to ? Math.min(Number(to), bytes.byteLength - 1) : bytes.byteLength - 1;
  return new Response(bytes.slice(Number(from), last + 1), { status: 206, headers: { ...headers, 'content-range': `bytes ${from}-${last}/${bytes.byteLength}` } });
}

export default {
  async fetch(request, env) {
    const { pathname, search } = new URL(request.url);
    if (pathname.startsWith('/callbacks/')) return new Response(null, { status: 204 });
    if (pathname.startsWith('/inputs/')) {
      if (request.method === 'PUT') {
        kept.set(pathname, { type: request.headers.get('content-type'), bytes: await request.arrayBuffer() });
        return new Response(null, { status: 204 });
      }
      const input = kept.get(pathname);
      return input ? part(request, input) : new Response(null, { status: 404 });
    }
    const headers = new Headers(request.headers);
    headers.delete('host');
    return fetch(`${env.FAKES}${pathname}${search}`, { method: request.method, headers, body: request.body, redirect: 'manual' });
  },
};
