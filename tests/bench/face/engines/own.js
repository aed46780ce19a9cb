// The crate `face` alone: `tests/bench/kernel` compiled as the face worker is, without its glue.

import './memory.js';
import { answer } from './answer.js';

const { instance } = await WebAssembly.instantiateStreaming(fetch('/programs/bench-kernel.wasm'));
const own = instance.exports;

/** Puts bytes where the next call finds them. */
function scratch(...parts) {
  const bytes = parts.map((part) => new Uint8Array(part.buffer ?? part, part.byteOffset ?? 0, part.byteLength));
  let at = own.scratch(bytes.reduce((sum, b) => sum + b.length, 0));
  for (const b of bytes) {
    new Uint8Array(own.memory.buffer).set(b, at);
    at += b.length;
  }
}

const floats = (at, length) => new Float32Array(own.memory.buffer, at, length).slice();

answer({
  network({ which, file }) {
    scratch(file);
    if (!own.network(which)) throw new Error(`network ${which} cannot be read`);
  },
  picture({ which, values }) {
    scratch(values);
    own.picture(which);
  },
  /** Synchronous inside: no promise is waited for between two runs. */
  run({ which, count }) {
    const took = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const start = performance.now();
      own.run(which);
      took[i] = performance.now() - start;
    }
    return { took };
  },
  outputs({ which, count }) {
    return { ...Array.from({ length: count }, (_, i) => floats(own.output(which, i), own.output_length(which, i))) };
  },
  load({ detector, landmarks, irises }) {
    scratch(detector, landmarks);
    if (!own.aligner(detector.byteLength, irises)) throw new Error('the aligner cannot be made');
  },
  async see({ frame }) {
    const [width, height] = [frame.displayWidth, frame.displayHeight];
    const start = performance.now();
    const length = width * height * 4;
    const at = own.scratch(length);
    await frame.copyTo(new Uint8Array(own.memory.buffer, at, length), { format: 'RGBA' });
    const count = own.align(width, height);
    const took = performance.now() - start;
    frame.close();
    return { took, points: floats(own.points(), 3 * count) };
  },
});
