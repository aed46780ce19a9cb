// Answers: what a handler returns, and how one is written to a socket.

/** An answer that ends a handler early. */
export class Refusal extends Error {
  constructor(reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

export const json = (status, body, headers = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(body)),
});

export const bytes = (type, body, headers = {}) => ({ status: 200, headers: { 'content-type': type, ...headers }, body });

export const empty = (status = 204, headers = {}) => ({ status, headers, body: Buffer.alloc(0) });

/** Server-sent events: `feed(send, left)` calls `send(data, event?)`; `left` is a signal that the client has gone. */
export const events = (feed) => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  async stream(outgoing, left) {
    const send = (data, event) => outgoing.write(`${event ? `event: ${event}\n` : ''}data: ${JSON.stringify(data)}\n\n`);
    await feed(send, left);
    outgoing.end();
  },
});

/** A file with HEAD, `Range: bytes=` (RFC 9110, one range) and a strong length. */
export function file(request, type, body, headers = {}) {
  const all = { 'content-type': type, 'accept-ranges': 'bytes', ...headers };
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return { status: 200, headers: all, body };
  const from = asked[1] === '' ? Math.max(0, body.length - Number(asked[2])) : Number(asked[1]);
  const to = asked[1] === '' || asked[2] === '' ? body.length - 1 : Math.min(Number(asked[2]), body.length - 1);
  if (from > to) return empty(416, { 'content-range': `bytes */${body.length}` });
  return {
    status: 206,
    headers: { ...all, 'content-range': `bytes ${from}-${to}/${body.length}` },
    body: body.subarray(from, to + 1),
  };
}

/** Writes an answer. `cut`: only half of the body comes, and the connection breaks. */
export async function write(incoming, outgoing, reply, { cut = false } = {}) {
  if (reply.stream) {
    outgoing.writeHead(reply.status, reply.headers);
    const left = new AbortController();
    outgoing.on('close', () => left.abort());
    if (incoming.method === 'HEAD') return void outgoing.end();
    await reply.stream(outgoing, left.signal);
    return;
  }
  const none = reply.status === 204 || reply.status === 304;
  outgoing.writeHead(reply.status, none ? reply.headers : { 'content-length': reply.body.length, ...reply.headers });
  if (incoming.method === 'HEAD' || none) return void outgoing.end();
  if (!cut) return void outgoing.end(reply.body);
  await new Promise((resolve) => outgoing.write(reply.body.subarray(0, Math.ceil(reply.body.length / 2)), resolve));
  outgoing.destroy();
}
