// The log of uses, read as others read it: by our own page's modules, and by programs that are not ours.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';

import { ROOT } from './server.mjs';

const PYTHON = path.join(process.env.UNDERSTUDY_CACHE ?? path.join(homedir(), '.cache/understudy'), 'material/python');

/** Runs a program to its end: `{ code, out, err }`. */
export function run(program, args, { input = '', env = {} } = {}) {
  const child = spawn(program, args, { cwd: ROOT, env: { ...process.env, ...env } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

/** What independent readers say of the log and of receipts; see `log_judge.py`. */
export async function judged(server, asked = {}) {
  const { log, jwks } = await (await fetch(`${server.origin}/.well-known/understudy.json`)).json();
  const input = JSON.stringify({ url: log.url, vkey: log.vkey, jwks, ...asked });
  const { code, out, err } = await run('python3', [path.join(ROOT, 'tests/harness/log_judge.py')], {
    input,
    env: { PYTHONPATH: PYTHON },
  });
  assert.equal(code, 0, err);
  return JSON.parse(out);
}

export const checkpoint = async (server) => (await fetch(`${server.origin}/log/checkpoint`)).text();

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest('hex');

/** Who an entry is about, by the words of `crates/tlog/src/entry.rs`. */
export const subject = (salt, account, likeness) => sha256('understudy log subject v1\0', salt, account, '\0', likeness);
/** Which clip an entry is about. */
export const commitment = (salt, clip, file) => sha256('understudy log clip v1\0', salt, clip, '\0', file);
