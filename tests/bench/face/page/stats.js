// Figures of many runs.

/** Median, tenth percentile and least of milliseconds. */
export function figures(list) {
  const sorted = Float64Array.from(list).sort();
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { median: at(0.5), p10: at(0.1), least: sorted[0], runs: sorted.length };
}

/** Median alone. */
export const median = (list) => figures(list).median;

/** The names in another order each round, so that none always follows the same one; the same orders on every run. */
export function turned(list, round) {
  const order = [...list];
  let state = round + 1;
  for (let i = order.length - 1; i > 0; i--) {
    // Park and Miller's generator, a few steps in, where neighbouring seeds have parted.
    for (let k = 0; k < 4; k++) state = (state * 48271) % 0x7fffffff;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
