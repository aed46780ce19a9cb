// The goals of alignment: what was measured against the most that it may be. Ratios are of medians; those of the tenth
// percentiles and of the least times beside them say what holds while nothing else takes the machine's time.

const NETWORKS = { detector: 'detector', landmarks_192: 'landmarks 192', landmarks_256: 'landmarks 256' };

/** `[{ goal, figure, p10, least, most, unit, met, met_p10 }]`: what is no ratio of times has only its figure. */
export function goals({ networks, pipeline, upright, start, sizes }) {
  const all = [];
  const goal = (name, unit, most, figure, p10, least) => {
    const met_p10 = p10 === undefined ? undefined : p10 <= most;
    all.push({ goal: name, figure, p10, least, most, unit, met: figure <= most, met_p10 });
  };
  const ratio = (mine, theirs) => ['median', 'p10', 'least'].map((key) => mine[key] / theirs[key]);
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
  return all.map(({ goal, figure, p10, least, most, unit, met, met_p10 }) => {
    const times = p10 === undefined ? '' : `   p10 ${p10.toFixed(2)}${unit} ${yes(met_p10)}, least ${least.toFixed(2)}${unit}`;
    const row = [goal.padEnd(50), `${figure.toFixed(2)}${unit}`.padStart(11), `<= ${most}${unit}`.padEnd(10), yes(met).padEnd(3)];
    return `  ${row.join('  ')}${times}`;
  });
}
