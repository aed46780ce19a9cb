// axe on a page that has settled, and whether it fits the screen.

import { AxeBuilder } from '@axe-core/playwright';

/** Opens `path` and tells what axe finds there: nothing, one hopes. */
export async function audit(page, path, status = 200) {
  const response = await page.goto(path);
  await page.locator('h1, video').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle').catch(() => {});
  const { violations } = await new AxeBuilder({ page }).analyze();
  const size = page.viewportSize();
  const where = `${path} at ${size.width}x${size.height}`;
  const found = violations.map((v) => `${where}: ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join('; ')} (${v.help})`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) found.push(`${where}: ${wide} px wider than the screen`);
  if (response && response.status() !== status) found.push(`${where}: status ${response.status()}`);
  return found;
}
