// axe on a page that has settled, and whether it fits the screen.

import { AxeBuilder } from '@axe-core/playwright';

/** What axe finds in the page as it stands, once nothing fades or moves any more: a line a rule, with where and why. */
export async function complaints(page) {
  // A button that becomes able changes its ground over a moment: the colours in between are nobody's reading.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((a) => a.playState === 'running' && a.effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map((a) => a.finished));
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join('; ')} (${v.help})`);
}

/** Opens `path` and tells what axe finds there: nothing, one hopes. */
export async function audit(page, path, status = 200) {
  const response = await page.goto(path);
  await page.locator('h1, video').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle').catch(() => {});
  const heard = await complaints(page);
  const size = page.viewportSize();
  const where = `${path} at ${size.width}x${size.height}`;
  const found = heard.map((line) => `${where}: ${line}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) found.push(`${where}: ${wide} px wider than the screen`);
  if (response && response.status() !== status) found.push(`${where}: status ${response.status()}`);
  return found;
}
