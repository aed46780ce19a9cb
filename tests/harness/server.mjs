// The real Worker on workerd, with state of its own.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const ROOT = path.resolve(import.meta.dirname, '../..');

const running = new Set();
process.on('exit', () => {
  for (const server of running) server.abandon();
});

/** Memory where there is some: the local database syncs to disk at every read. */
function scratch() {
  try {
    return mkdtempSync('/dev/shm/understudy-test-');
  } catch {
    return mkdtempSync(path.join(tmpdir(), 'understudy-test-'));
  }
}

/**
 * Starts a server and waits until it answers.
 * `state` is a folder to go on with (a new one if not given); `args` are further arguments of `edge/serve.mjs`.
 */
export async function start({ state = scratch(), port = 0, args = [] } = {}) {
  try {
    return await launch(state, port, args);
  } catch (error) {
    // On a machine that is busy, workerd now and then loses its first connection while it starts. Said, and tried once more.
    console.error(`started again: ${error.message}`);
    return launch(state, port, args);
  }
}

async function launch(state, port, args) {
  const dist = process.env.DIST ?? path.join(ROOT, 'dist');
  const child = spawn(
    process.execPath,
    [
      path.join(ROOT, 'edge/serve.mjs'),
      ...['--port', String(port), '--state', state],
      ...['--assets', path.join(dist, 'site'), '--worker', path.join(dist, 'api')],
      ...args,
    ],
    // A group of its own: a kill must take workerd with it.
    { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  const log = [];
  let invite;
  const origin = await new Promise((resolve, reject) => {
    const failed = (why) => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended already, or never began.
      }
      reject(new Error(`${why}\n${log.join('\n')}`));
    };
    const late = setTimeout(() => failed('the server was not ready in 60 s'), 60_000);
    child.once('error', (error) => failed(error.message));
    child.once('exit', (code) => failed(`the server ended with ${code} before it was ready`));
    createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('INVITE ')) invite = line.slice('INVITE '.length);
      else if (line.startsWith('READY ')) {
        clearTimeout(late);
        resolve(line.slice('READY '.length));
      } else log.push(line);
    });
  });
  const server = new Server(child, origin, invite, state, log);
  running.add(server);
  return server;
}

class Server {
  #child;
  #ended;

  constructor(child, origin, invite, state, log) {
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', resolve));
    this.origin = origin;
    /** The link that makes the operator. */
    this.invite = invite;
    this.state = state;
    this.log = log;
  }

  #signal(name) {
    try {
      process.kill(-this.#child.pid, name);
    } catch {
      // It has ended already.
    }
  }

  /** Ends it as a power cut does: no goodbye, no flush. The state stays. */
  async kill() {
    this.#signal('SIGKILL');
    await this.#ended;
    running.delete(this);
  }

  /** Asks it to end; the state stays. */
  async stop() {
    this.#child.stdin.end();
    const late = setTimeout(() => this.#signal('SIGKILL'), 10_000);
    await this.#ended;
    clearTimeout(late);
    // What outlives its parent would hold files open.
    this.#signal('SIGKILL');
    running.delete(this);
  }

  /** Ends it and removes its state. */
  async close() {
    await this.stop();
    rmSync(this.state, { recursive: true, force: true });
  }

  abandon() {
    this.#signal('SIGKILL');
    rmSync(this.state, { recursive: true, force: true });
  }

  /** Starts it again on the same port with the same state. */
  async again({ args = [] } = {}) {
    return start({ state: this.state, port: Number(new URL(this.origin).port), args });
  }

  /** Every file that the server has written: name and bytes. */
  *stored() {
    // The server goes on while it is looked at: what it removes meanwhile is not stored.
    const there = (look) => {
      try {
        return look();
      } catch (error) {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      }
    };
    const walk = function* (folder) {
      for (const name of there(() => readdirSync(folder)) ?? []) {
        const file = path.join(folder, name);
        if (there(() => statSync(file).isDirectory())) yield* walk(file);
        else {
          const bytes = there(() => readFileSync(file));
          if (bytes) yield [file, bytes];
        }
      }
    };
    yield* walk(this.state);
  }

  /**
   * Where any of these lies in what is stored: databases, their free pages and logs, objects, file names.
   * `traces` maps a description to a text or a Buffer; a Buffer is also looked for in hex and base64.
   */
  find(traces) {
    const found = [];
    const files = [...this.stored()];
    for (const [what, value] of Object.entries(traces)) {
      const forms = Buffer.isBuffer(value)
        ? [value, Buffer.from(value.toString('hex')), base64Inside(value, 'base64'), base64Inside(value, 'base64url')]
        : [Buffer.from(value)];
      for (const [file, bytes] of files) {
        const name = path.relative(this.state, file);
        if (forms.some((form) => bytes.includes(form) || name.includes(form.toString('latin1')))) found.push(`${what} in ${name}`);
      }
    }
    return found;
  }
}

/** The characters of a base64 text that depend on nothing after these bytes. */
function base64Inside(bytes, encoding) {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 3)).toString(encoding));
}
