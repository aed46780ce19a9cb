// The goals of alignment: what was measured against the most that it may be. Ratios are of medians; the tenth percentile
// beside them says what the machine does when nothing else takes its time.

const NETWORKS = { detector: 'detector', landmarks_192: 'landmarks 192', landmarks_256: 'landmarks 256' };

/** `[{ goal, figure, fast, most, unit, met, met_fast }]`; `fast` is the ratio of tenth percentiles, where there is one. */
export function goals({ networks, pipeline, upright, start, sizes }) {
  const all = [];
  const goal = (name, unit, most, figure, fast) => {
    const met_fast = fast === undefined ? undefined : fast <= most;
    all.push({ goal: name, figure, fast, most, unit, met: figure <= most, met_fast });
  };
  const ratio = (mine, theirs) => [mine.median / theirs.median, mine.p10 / theirs.p10];
  for (const [key, name] of Object.entries(NETWORKS)) {
    goal(`one inference, ${name}, of LiteRT's`, 'x', 1, ...ratio(networks[key].own, networks[key].litert));
  }
  const { own_468, own_478, product, mediapipe } = pipeline;
  // 478 points are MediaPipe's own network; for 468 ours may use a smaller one.
  goal("pipeline, 478 points, of MediaPipe's", 'x', 0.5, ...ratio(own_478, mediapipe));
  goal("pipeline, 468 points, of MediaPipe's", 'x', 0.25, ...ratio(own_468, mediapipe));
  goal("the product's worker, 468 points, of MediaPipe's", 'x', 0.25, ...ratio(product, mediapipe));
  goal('WASM of our engine, brotli', ' KiB', 40, sizes.own.brotli / 1024);
  goal('first face after the worker has its models', ' ms', 400, start.product.models);
  goal("WASM memory of the product's worker", ' MiB', 40, Math.max(product.memory, upright.memory) / 2 ** 20);
  return all;
}

/** The goals as lines of a table. */
export function goalRows(all) {
  const yes = (met) => (met ? 'yes' : 'NO');
  return all.map(({ goal, figure, fast, most, unit, met, met_fast }) => {
    const quiet = fast === undefined ? '' : `   p10 ${fast.toFixed(2)}${unit} ${yes(met_fast)}`;
    return `  ${goal.padEnd(50)}  ${`${figure.toFixed(2)}${unit}`.padStart(11)}  <= ${`${most}${unit}`.padEnd(7)} ${yes(met).padEnd(3)}${quiet}`;
  });
}
