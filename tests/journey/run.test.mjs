import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

test('the first command of the README serves until it is ended', { timeout: 600_000 }, async () => {
  const state = mkdtempSync(path.join(tmpdir(), 'understudy-run-'));
  const args = ['xtask', 'run', '--no-open', '--port', '0', '--state', state];
  // A group of its own: ending it takes the server along, as Ctrl+C does.
  const child = spawn('cargo', args, { cwd: path.join(import.meta.dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    let invite = false;
    const origin = await new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
      let at;
      createInterface({ input: child.stdout }).on('line', (line) => {
        at ??= /Understudy is at (\S+)/.exec(line)?.[1];
        invite ||= /\/join#\S+/.test(line);
        if (at && invite) resolve(at);
      });
    });
    for (let i = 0; i < 3; i++) {
      assert.equal((await fetch(`${origin}/healthz`)).status, 200);
      await sleep(500);
    }
  } finally {
    process.kill(-child.pid, 'SIGINT');
    await ended;
  }
});
