// axe on a page that has settled.

import assert from 'node:assert/strict';

import { AxeBuilder } from '@axe-core/playwright';

/** Opens `path` and expects that axe finds nothing. */
export async function audit(page, path) {
  await page.goto(path);
  await page.locator('h1, video').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle').catch(() => {});
  const { violations } = await new AxeBuilder({ page }).analyze();
  const size = page.viewportSize();
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join('; ')} (${v.help})`);
  assert.deepEqual(found, [], `${path} at ${size.width}x${size.height}`);
}
