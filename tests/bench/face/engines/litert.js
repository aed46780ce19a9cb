// LiteRT's web build: XNNPACK in WASM on one thread. Only networks; tensors are made and read outside the time.

import './memory.js';
import { Tensor, loadAndCompile, loadLiteRt } from '@litertjs/core';
import { answer, times } from './answer.js';
import { fixedBatch } from './batch.js';

const networks = [];
const WASM = '/packages/@litertjs/core/wasm/';
// In a worker it would look for its module beside the worker's script.
self.Module = { locateFile: (name) => WASM + name };
const loaded = loadLiteRt(WASM);

answer({
  async network({ which, file, side }) {
    await loaded;
    const model = await loadAndCompile(fixedBatch(file), { accelerator: 'wasm' });
    networks[which] = { model, side };
  },
  picture({ which, values }) {
    const { side } = networks[which];
    networks[which].input = new Tensor(values, [1, side, side, 3]);
  },
  async run({ which, count }) {
    const { model, input } = networks[which];
    const given = [];
    const took = await times(count, async () => given.push(await model.run(input)));
    given.flat().forEach((tensor) => tensor.delete());
    return { took };
  },
  async outputs({ which }) {
    const { model, input } = networks[which];
    const tensors = await model.run(input);
    const values = tensors.map((tensor) => Float32Array.from(tensor.toTypedArray()));
    tensors.forEach((tensor) => tensor.delete());
    return { ...values };
  },
});
