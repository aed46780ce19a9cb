// A small edition of the soak (tests/soak/gateway.mjs): each order ends once and is charged once, whatever providers, networks
// and power cuts do; nothing is left there or here.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';

import { audit } from '../soak/audit.mjs';
import { begin, play } from '../soak/play.mjs';

test('forty films over three power cuts: one end each, one charge each, nothing left', { timeout: 1_000_000 }, async (t) => {
  const soak = await begin({ members: 6, seed: 6 });
  const stop = await play(soak, { renders: 40, kills: 3 });
  const { wrong, figures } = await audit(soak);
  stop();
  await soak.fakes.close();
  t.diagnostic(JSON.stringify(figures));
  assert.deepEqual(wrong, []);
  assert.equal(figures.cuts, 3);
  assert.ok(figures.states.fetched >= 10 && figures.faults >= 10, 'enough goes wrong, and enough goes well');
  rmSync(soak.world.server.state, { recursive: true, force: true });
});
