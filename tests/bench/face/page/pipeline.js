// Whole pipelines on a film, tracking: pixels of the frame to landmarks, as each worker times itself.

import { engine, files, product } from './engine.js';
import { figures, median, turned } from './stats.js';

const OUTER_EYE_CORNERS = [33, 263];
/** Frames before the clock counts: V8 compiles the loops again while they run. */
export const WARM = 30;

/** Every pipeline, loaded: `see(frame, i)` gives `{ took, points }`, and `webgl` where that is used. */
async function pipelines() {
  const worker = await product();
  await worker.ask({ ask: 'load' }, await bench.faceModels());
  await worker.ask({ ask: 'begin', poses: ['neutral'] });
  return {
    own_468: await own('face_landmark.tflite', false),
    own_478: await own('face_landmarks_detector.tflite', true),
    product: { ...worker, see: (frame, i) => seen(worker, frame, i) },
    mediapipe: await mediapipe(),
    // The fastest way into it here: making the bitmap is not counted.
    mediapipe_bitmap: { ...(await mediapipe()), bitmap: true },
  };
}

async function mediapipe() {
  const [task] = await files('face_landmarker.task');
  const worker = await engine('mediapipe', 'classic');
  await worker.ask('load', { task });
  return { ...worker, see: (frame, i) => worker.ask('see', { frame, at_ms: i * 33 }, [frame]) };
}

/** The aligner alone with one of its networks. */
async function own(network, irises) {
  const [detector, landmarks] = await files('face_detection_short_range.tflite', network);
  const worker = await engine('own', 'module');
  await worker.ask('load', { detector, landmarks, irises });
  return { ...worker, see: (frame) => worker.ask('see', { frame }, [frame]) };
}

/** A frame by the messages of the product's worker. */
export async function seen(worker, frame, i) {
  const { body, buffers } = await worker.ask({ ask: 'see', t_s: i / 30 }, [frame]);
  return { took: body.took_ms, points: new Float32Array(buffers[0] ?? 0) };
}

/** Milliseconds a frame of each pipeline, frame by frame in turns, and what they saw. */
export async function pipeline(film, { frames }) {
  const engines = await pipelines();
  const names = Object.keys(engines);
  const took = Object.fromEntries(names.map((name) => [name, []]));
  const points = Object.fromEntries(names.map((name) => [name, []]));
  const webgl = Object.fromEntries(names.map((name) => [name, []]));
  for (let i = 0; i < WARM + frames; i++) {
    for (const name of turned(names, i)) {
      const frame = engines[name].bitmap ? await film.bitmap(i) : film.frame(i);
      const sight = await engines[name].see(frame, i);
      if (i < WARM) continue;
      took[name].push(sight.took);
      points[name].push(sight.points);
      if (sight.webgl !== undefined) webgl[name].push(sight.webgl);
    }
  }
  const all = {};
  for (const name of names) {
    const found = points[name].filter((p) => p.length > 0);
    all[name] = { ...figures(took[name]), points: (found[0]?.length ?? 0) / 3, faces: found.length };
    all[name].memory = await engines[name].memory();
  }
  for (const name of ['mediapipe', 'mediapipe_bitmap']) {
    all[name].webgl = median(webgl[name]);
    all[name].refused = (await engines[name].ask('refused')).refused;
  }
  for (const name of ['own_468', 'own_478', 'product']) {
    all[name].apart = median(points[name].flatMap((p, i) => apart(p, points.mediapipe[i])));
  }
  for (const name of names) engines[name].end();
  return all;
}

/**
 * Mean distance of the landmarks that both have, over the distance between the outer corners of the eyes. It tells that
 * both did the same work; accuracy is tested elsewhere, because in films MediaPipe smooths its landmarks over time.
 */
function apart(a, b) {
  if (a.length === 0 || b.length === 0) return [];
  const far = (p, i, q, j) => Math.hypot(p[3 * i] - q[3 * j], p[3 * i + 1] - q[3 * j + 1]);
  const count = Math.min(a.length, b.length) / 3;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += far(a, i, b, i);
  return [sum / count / far(b, OUTER_EYE_CORNERS[0], b, OUTER_EYE_CORNERS[1])];
}
