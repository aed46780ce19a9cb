// Figures of many runs.

/** Median and tenth percentile of milliseconds. */
export function figures(list) {
  const sorted = Float64Array.from(list).sort();
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { median: at(0.5), p10: at(0.1), runs: sorted.length };
}

/** Median alone. */
export const median = (list) => figures(list).median;

/** The names in another order each round, so that none always follows the same one. */
export const turned = (list, round) => list.map((_, i) => list[(i + round) % list.length]);
