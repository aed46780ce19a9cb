// What `run.mjs` calls in the page.

import { Film } from './film.js';
import { networks } from './networks.js';
import { WARM, pipeline } from './pipeline.js';
import { product } from './engine.js';
import { seen } from './pipeline.js';
import { start } from './start.js';
import { figures } from './stats.js';

const small = Film.open(640, 480, 'RGBA');

/** The product's worker alone on frames of an upright phone camera, as a camera gives them. */
async function upright({ frames }) {
  const film = await Film.open(720, 1280, 'I420');
  const worker = await product();
  await worker.ask({ ask: 'load' }, await bench.faceModels());
  await worker.ask({ ask: 'begin', poses: ['neutral'] });
  const took = [];
  for (let i = 0; i < WARM + frames; i++) took.push((await seen(worker, film.frame(i), i)).took);
  const memory = await worker.memory();
  worker.end();
  return { ...figures(took.slice(WARM)), memory };
}

globalThis.face = {
  networks: async (options) => networks(await small, options),
  pipeline: async (options) => pipeline(await small, options),
  start: async (options) => start(await small, options),
  upright,
};
