// Frames drawn in WASM are those drawn natively, bit for bit: see crates/studio/tests/golden.rs.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { ROOT } from '../harness/server.mjs';

const target = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target');
const module = path.join(target, 'wasm32-unknown-unknown/release/golden.wasm');
const BUILD = 'cargo xtask test --golden builds it';

test('a stored timeline gives the same frames in WASM as natively', async () => {
  assert.ok(existsSync(module), `${module} is missing: ${BUILD}`);
  const wanted = readFileSync(path.join(ROOT, 'crates/studio/tests/golden/hashes.txt'), 'utf8');
  const { instance } = await WebAssembly.instantiate(readFileSync(module), {});
  const { count, hash } = instance.exports;
  const hashes = Array.from({ length: count() }, (_, n) => `${BigInt.asUintN(64, hash(n)).toString(16).padStart(16, '0')}\n`);
  assert.equal(hashes.join(''), wanted);
});
