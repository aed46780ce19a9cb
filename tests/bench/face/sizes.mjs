// What each engine weighs on the wire: WASM alone, raw and after brotli at its best.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
const PACKAGES = path.resolve(import.meta.dirname, '../node_modules');

/** Bytes of each module: `{ raw, brotli }`. */
export async function sizes(programs) {
  const modules = {
    own: path.join(programs, 'bench-kernel.wasm'),
    product: path.join(programs, 'worker-face_bg.wasm'),
    mediapipe: path.join(PACKAGES, '@mediapipe/tasks-vision/wasm/vision_wasm_internal.wasm'),
    litert: path.join(PACKAGES, '@litertjs/core/wasm/litert_wasm_internal.wasm'),
  };
  const weighed = Object.entries(modules).map(async ([name, file]) => {
    const bytes = await readFile(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
    return [name, { raw: bytes.length, brotli: (await compress(bytes, { params })).length }];
  });
  return Object.fromEntries(await Promise.all(weighed));
}
