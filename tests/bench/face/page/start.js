// From nothing to the first aligned frame, in fresh workers. Files are in the page's memory before the clock starts.

import { engine, files, product } from './engine.js';
import { seen } from './pipeline.js';
import { median } from './stats.js';

/** Median milliseconds: to the running worker, from there with its models to the first face, and both. */
export async function start(film, { times }) {
  const [task] = await files('face_landmarker.task');
  const models = await bench.faceModels();
  const began = {
    async product() {
      const worker = await product();
      const ready = performance.now();
      await worker.ask({ ask: 'load' }, models.map((m) => m.slice(0)));
      await worker.ask({ ask: 'begin', poses: ['neutral'] });
      return { worker, ready, sight: await seen(worker, film.frame(0), 0) };
    },
    async mediapipe() {
      const worker = await engine('mediapipe', 'classic');
      const ready = performance.now();
      await worker.ask('load', { task });
      const frame = film.frame(0);
      return { worker, ready, sight: await worker.ask('see', { frame, at_ms: 0 }, [frame]) };
    },
  };
  const all = {};
  for (const name of Object.keys(began)) all[name] = { worker: [], models: [], whole: [] };
  for (let i = 0; i < times; i++) {
    for (const [name, begin] of Object.entries(began)) {
      const from = performance.now();
      const { worker, ready, sight } = await begin();
      const end = performance.now();
      if (sight.points.length === 0) throw new Error(`${name} sees no face in the first frame`);
      worker.end();
      all[name].worker.push(ready - from);
      all[name].models.push(end - ready);
      all[name].whole.push(end - from);
    }
  }
  for (const part of Object.values(all)) for (const key of Object.keys(part)) part[key] = median(part[key]);
  return all;
}
