// One inference of each network: ours and LiteRT's, in short rounds by turns, on the same picture.

import { engine, files } from './engine.js';
import { figures, turned } from './stats.js';

/** The networks as `tests/bench/kernel` numbers them. */
const NETWORKS = [
  { name: 'detector', file: 'face_detection_short_range.tflite', side: 128, outputs: 2, range: [-1, 1] },
  { name: 'landmarks_192', file: 'face_landmark.tflite', side: 192, outputs: 2, range: [0, 1] },
  { name: 'landmarks_256', file: 'face_landmarks_detector.tflite', side: 256, outputs: 3, range: [0, 1] },
];

/** Milliseconds of each network and engine, and how far their outputs are apart. */
export async function networks(film, { rounds, runs }) {
  const own = await engine('own', 'module');
  const litert = await engine('litert', 'classic');
  const all = {};
  for (const [which, { name, file, side, outputs, range }] of NETWORKS.entries()) {
    const [bytes] = await files(file);
    const took = new Map([[own, []], [litert, []]]);
    for (const e of took.keys()) {
      await e.ask('network', { which, file: bytes, side });
      await e.ask('picture', { which, values: film.picture(0, side, ...range) });
      await e.ask('run', { which, count: 30 });
    }
    for (let round = 0; round < rounds; round++) {
      for (const e of turned([...took.keys()], round)) {
        took.get(e).push(...(await e.ask('run', { which, count: runs })).took);
      }
    }
    const [mine, theirs] = await Promise.all([own, litert].map((e) => e.ask('outputs', { which, count: outputs })));
    all[name] = {
      own: figures(took.get(own)),
      litert: figures(took.get(litert)),
      apart: apart(mine, theirs, outputs),
    };
  }
  const memory = { own: await own.memory(), litert: await litert.memory() };
  own.end();
  litert.end();
  return { networks: all, memory };
}

/**
 * Largest difference of two engines' outputs over the largest value of that output. Their order may differ: outputs of
 * one length are taken in the order that fits best.
 */
function apart(mine, theirs, count) {
  const left = Array.from({ length: count }, (_, i) => theirs[i]);
  let worst = 0;
  for (let i = 0; i < count; i++) {
    const distances = left.map((values) => (values.length === mine[i].length ? distance(mine[i], values) : Infinity));
    const best = distances.indexOf(Math.min(...distances));
    if (distances[best] === Infinity) throw new Error('the engines give outputs of other lengths');
    worst = Math.max(worst, distances[best]);
    left.splice(best, 1);
  }
  return worst;
}

function distance(a, b) {
  let [difference, largest] = [0, 1e-9];
  for (let i = 0; i < a.length; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]));
    largest = Math.max(largest, Math.abs(b[i]));
  }
  return difference / largest;
}
