// Someone with a browser's manners but no browser: cookies, an origin, an address, and what members do over HTTP.

import assert from 'node:assert/strict';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { Authenticator } from './authenticator.mjs';
import { clip } from './clips.mjs';
import { ROOT } from './server.mjs';

export const key = () => randomBytes(16).toString('base64url');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** An answer with its body read. */
class Answer {
  constructor(response, bytes) {
    this.status = response.status;
    this.headers = response.headers;
    this.bytes = bytes;
  }
  get text() {
    return this.bytes.toString('utf8');
  }
  get json() {
    return JSON.parse(this.text);
  }
  /** Expects success and returns the body. */
  ok(status) {
    const explain = this.status < 400 ? `status ${this.status}` : `${this.status}: ${this.text.slice(0, 500)}`;
    assert.ok(status === undefined ? this.status < 300 : this.status === status, explain);
    return this.headers.get('content-type')?.includes('json') ? this.json : undefined;
  }
  /** Expects a problem with this code, and this rule if one is given. Returns it. */
  refused(code, rule) {
    assert.ok(this.status >= 400, `expected ${code}, got ${this.status}`);
    assert.equal(this.headers.get('content-type'), 'application/problem+json', this.text.slice(0, 300));
    const problem = this.json;
    assert.equal(problem.code, code, JSON.stringify(problem));
    assert.equal(problem.status, this.status);
    assert.equal(problem.type, `urn:understudy:problem:${code}`);
    assert.ok(problem.title && problem.detail.length > 10, 'a problem says what happened');
    if (rule !== undefined) assert.equal(problem.rule, rule, JSON.stringify(problem));
    return problem;
  }
}

/** A head that turns so far: its yaw and width, frame by frame. */
export const turned = (degrees) =>
  Array.from({ length: 12 }, (_, i) => ({ yaw_deg: (degrees * (i + 1)) / 12, width: Math.cos((degrees * (i + 1) * Math.PI) / 12 / 180) }));

/** What the landmarks of one frame measure in each pose. */
const POSED = {
  eyes_shut: { eyes: 0.1 },
  blink: { eyes: 0.1 },
  smile: { width: 0.98 },
  ah: { mouth: 0.4 },
  oo: { width: 0.66 },
  turn_left: { yaw: 21 },
  turn_right: { yaw: -20 },
  up: { pitch: 12 },
  down: { pitch: -12 },
  brows: { brows: 0.45 },
};

/** How the words of the challenge sound, from the table that the edge judges by. */
const SOUNDS = (() => {
  const read = (file) => readFileSync(path.join(ROOT, 'crates/domain/src/capture', file), 'utf8');
  const list = (text, name) => [...text.split(`const ${name}: [&str; 48] = [`)[1].split('];')[0].matchAll(/"([^"]+)"/g)].map((m) => m[1]);
  const [words, sounds] = [list(read('words.rs'), 'WORDS'), list(read('sounds.rs'), 'SOUNDS')];
  return new Map(words.map((word, i) => [word, sounds[i]]));
})();

/** A word as the voice worker hears it: half a second, all by one voice. */
export const heard = (word, i) => ({
  word,
  said: true,
  start_ms: 600 + 900 * i,
  end_ms: 1100 + 900 * i,
  phones: SOUNDS.get(word) ?? '',
  voice: [5.3, 0.12, 0, 1, 0.5, 0, 0, 0, 0, 0, 0, 0, 0].map((v, k) => v + 0.01 * ((i + k) % 3)),
});

/** What tells two faces apart: proportions of this one, and which way its edges run. */
const SHAPE = Array.from({ length: 22 }, (_, k) => 0.1 + 0.05 * k);
const TEXTURE = Array.from({ length: 128 }, (_, k) => 20 + ((37 * k) % 60));

/** A look at the face at rest. */
export const resting = (at_ms) => ({ at_ms, shape: SHAPE, tone: [0.2, -0.1, 0.2, -0.1, 0.2, -0.1], texture: TEXTURE });

/** Milliseconds from one pose to the next. */
export const BEAT_MS = 240;

/**
 * A person who does these poses, as numbers: about 18 glimpses a second, each pose in the second half of its beat, a blink over
 * at its end. Nobody stands still, and landmarks have noise.
 */
export const traced = (poses) =>
  Array.from({ length: Math.ceil(((poses.length + 1) * BEAT_MS) / 55) }, (_, i) => {
    const at = 55 * i;
    const beat = Math.floor(at / BEAT_MS);
    const there = at % BEAT_MS >= BEAT_MS / 2 - 30 && !(poses[beat] === 'blink' && at % BEAT_MS > BEAT_MS - 60);
    const { eyes = 0.7, width = 0.84, mouth = 0.02, yaw = 0, pitch = 0, brows = 0.38 } = (there && POSED[poses[beat]]) || {};
    const sway = (hz, phase) => Math.sin(2 * Math.PI * hz * (at / 1000) + phase) + 0.1 * (Math.random() - 0.5);
    const part = (x) => Math.round(1000 * x);
    const angle = (x) => Math.round(100 * x);
    return [
      at, part(0.5 + 0.004 * sway(0.31, 1)), part(0.4 + 0.003 * sway(0.23, 2)), part(0.18 + 0.001 * sway(0.17, 0)),
      angle(yaw + 0.6 * sway(0.41, 0)), angle(pitch + 0.5 * sway(0.29, 1)), angle(0.3 * sway(0.19, 2)),
      part(eyes), part(mouth), part(width), part(brows), part(Math.cos((yaw * Math.PI) / 180)),
    ];
  });

/** A pack of `bytes` in all, with random parts: magic, length of the face pack, face pack, voice pack. */
export function aPack(bytes) {
  const length = Buffer.alloc(4);
  const face = Math.max(bytes - 12, 0) >> 1;
  length.writeUInt32LE(face);
  return Buffer.concat([Buffer.from('undstdy\x01', 'latin1'), length, randomBytes(Math.max(bytes - 12, 0))]);
}

/** A pack with a face that can be drawn, as the studio keeps it, and without a voice: it speaks with the studio's. */
export function facePack() {
  const face = readFileSync(path.join(ROOT, 'crates/studio/tests/fixtures/ustudyf1.pack'));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(face.length);
  return Buffer.concat([Buffer.from('undstdy\x01', 'latin1'), length, face]);
}

/** How long a whole answer may take. Nothing here takes a tenth of it. */
const PATIENCE_MS = 120_000;
/** What a request ends with when the connection that it was given had just been closed. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * Asks, and asks again. A kept connection may be closed by the server just as it is used again: it closes those whose request
 * it answered without reading the body. And now and then, on a busy machine, the end of an answer does not come. Every
 * mutation has its key, so asking once more is what any client does.
 */
async function patiently(send, again, what) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      const late = error.name === 'TimeoutError';
      // With many requests at once, several kept connections may have been closed at once.
      if (!again || !(late || CLOSED.has(error.cause?.code)) || tries >= (late ? 1 : 4)) throw error;
      if (late) console.error(`asked again: no whole answer to ${what} in ${PATIENCE_MS / 1000} s`);
    }
  }
}

export class Visitor {
  cookies = new Map();
  /** Networks differ, and limits count by address: the platform puts it into this header. */
  address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;

  constructor(server) {
    this.server = server;
    this.passkeys = new Authenticator(server.origin);
  }

  /** One request. `body` may be an object (sent as JSON), bytes, or nothing. Headers that are `null` are left out. */
  async ask(method, path, { body, headers = {}, signal } = {}) {
    const all = { 'cf-connecting-ip': this.address };
    if (this.cookies.size > 0) all.cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
    if (!['GET', 'HEAD'].includes(method)) {
      all.origin = this.server.origin;
      all['idempotency-key'] = key();
    }
    let bytes = body;
    if (body !== undefined && !Buffer.isBuffer(body) && typeof body !== 'string' && !(body instanceof ReadableStream)) {
      all['content-type'] = 'application/json';
      bytes = JSON.stringify(body);
    }
    Object.assign(all, headers);
    for (const name of Object.keys(all)) if (all[name] === null) delete all[name];
    // Making a file blocks this process; a connection that was closed meanwhile is noticed now, not in mid-request.
    await sleep(2);
    const options = { method, headers: all, body: bytes, redirect: 'manual', signal };
    if (body instanceof ReadableStream) options.duplex = 'half';
    const url = new URL(path, this.server.origin);
    const send = async () => {
      const response = await fetch(url, { ...options, signal: signal ?? AbortSignal.timeout(PATIENCE_MS) });
      return [response, Buffer.from(await response.arrayBuffer())];
    };
    const [response, answer] = await patiently(send, !(signal || options.duplex), `${method} ${url.pathname}`);
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return new Answer(response, answer);
  }

  get = (path, options) => this.ask('GET', path, options);
  post = (path, body, options) => this.ask('POST', path, { body, ...options });
  put = (path, body, options) => this.ask('PUT', path, { body, ...options });
  patch = (path, body, options) => this.ask('PATCH', path, { body, ...options });
  delete = (path, body, options) => this.ask('DELETE', path, { body, ...options });

  /** Spends an invite link (or its secret) and is a member from then on. */
  async join(invite, { handle = `m${randomBytes(6).toString('hex')}`, name = `Member ${randomBytes(6).toString('hex')}` } = {}) {
    const ceremony = (await this.startJoining(invite, { handle, name })).ok(201);
    const credential = this.passkeys.create(ceremony.options);
    const registered = (await this.post(`/api/v1/registrations/${ceremony.id}`, { credential })).ok(201);
    Object.assign(this, { handle, name, codes: registered.recovery_codes, credential });
    return this;
  }

  startJoining(invite, { handle = 'somebody', name = 'Somebody', adult = true } = {}) {
    const secret = invite.includes('#') ? invite.split('#')[1] : invite;
    return this.post('/api/v1/registrations', { invite: secret, handle, display_name: name, adult });
  }

  /** Signs in with the newest passkey; `change` lies in its answer. */
  async signIn(change = {}) {
    const ceremony = (await this.post('/api/v1/sign-ins', {})).ok(201);
    return this.post(`/api/v1/sign-ins/${ceremony.id}`, { credential: this.passkeys.get(ceremony.options, change) });
  }

  async invite() {
    return (await this.post('/api/v1/invites')).ok(201).link;
  }

  /** What a device attests of a draw that went well. `change` edits it. */
  static attest(capture, change = () => {}) {
    const yaw = { turn_left: 21, turn_right: -20 };
    const result = {
      consent_version: 2,
      poses: capture.poses.map((pose, i) => ({
        pose,
        at_ms: BEAT_MS * (i + 1) - 40,
        yaw_deg: yaw[pose] ?? 0.5,
        mouth_open: pose === 'ah' ? 0.4 : 0.02,
        shape: SHAPE,
        tone: [0.2, -0.1, 0.2, -0.1, 0.2, -0.1],
        texture: TEXTURE,
        ...(pose in yaw && { turn: turned(yaw[pose]) }),
      })),
      words: capture.words.map(heard),
      trace: traced(capture.poses),
      rests: [resting(BEAT_MS * (capture.poses.length + 1) - 60)],
    };
    change(result);
    return result;
  }

  /** A capture, its poses done. */
  async drawn() {
    const capture = (await this.post('/api/v1/captures')).ok(201);
    // Nobody does nine poses in no time.
    await sleep(capture.poses.length * BEAT_MS);
    return capture;
  }

  /** Scans: a capture, and a pack of random bytes, which is all that a pack is to the edge. */
  async scan(pack = aPack(40_000)) {
    const capture = await this.drawn();
    (await this.post(`/api/v1/captures/${capture.id}/result`, Visitor.attest(capture))).ok(204);
    const likeness = (await this.putPack(capture.id, pack)).ok(200);
    this.pack = pack;
    return likeness;
  }

  putPack(capture, pack) {
    return this.put(`/api/v1/likeness?capture=${capture}`, pack, { headers: { 'content-type': 'application/octet-stream' } });
  }

  /** Asks for a render of themselves. */
  askRender({ script = 'Hello from the other side of the camera.', prompt = 'A quiet library at night', cast = [this.handle], parts, choices, purpose, appeal, remix_of, ...options } = {}) {
    return this.post('/api/v1/renders', { script, prompt, cast, parts, choices, purpose, appeal, remix_of }, options);
  }

  putFile(render, bytes = clip(), headers = {}) {
    const digest = createHash('sha256').update(bytes).digest('base64');
    return this.put(`/api/v1/renders/${render.id}/file`, bytes, {
      headers: {
        'content-type': 'video/mp4',
        'understudy-ticket': render.ticket,
        'content-digest': `sha-256=:${digest}:`,
        ...headers,
      },
    });
  }

  /** A draft, from the first request to the stored file. */
  async draft(render = {}, file = clip()) {
    const asked = (await this.askRender(render)).ok(201);
    return (await this.putFile(asked, file)).ok(200);
  }

  /** Changes the rules about the own likeness, or a character: `change` edits the policy, or names what differs. */
  async rule(change, about = 'likeness') {
    const { policy } = (await this.get(`/api/v1/${about}/policy`)).ok(200);
    const based_on = policy.version;
    if (typeof change === 'function') change(policy);
    else Object.assign(policy, change);
    return (await this.put(`/api/v1/${about}/policy`, { policy, based_on })).ok(200).policy;
  }

  /** What was sent or asked, newest first. */
  async requests(box = 'inbox') {
    return (await this.get(`/api/v1/requests?box=${box}`)).ok(200).requests;
  }

  answer(request, allow, more = {}) {
    return this.post(`/api/v1/requests/${request.id}/answer`, { allow, ...more });
  }

  /** The rest of a render that was granted: poster and file. */
  async finish(render, file = clip()) {
    return (await this.putFile(render, file)).ok(200);
  }

  async publish(clip) {
    return (await this.post(`/api/v1/clips/${clip.id}/publish`, {})).ok(200);
  }
}

/** The operator of a fresh server. */
export const operator = (server, who) => new Visitor(server).join(server.invite, who);

/** A member who scanned a face. */
export async function scanned(server, invite, who) {
  const member = await new Visitor(server).join(invite, who);
  await member.scan();
  return member;
}
