// The table of the face bench: figures, then the goals.

import { goalRows } from './goals.mjs';

const ms = (f) => `${f.median.toFixed(2)} (${f.p10.toFixed(2)})`;
const mib = (bytes) => (bytes / 2 ** 20).toFixed(1);
const kib = (bytes) => (bytes / 1024).toFixed(1);
const ratio = (mine, theirs) => `${(mine.median / theirs.median).toFixed(2)}x (${(mine.p10 / theirs.p10).toFixed(2)}x)`;

function row(...cells) {
  const widths = [42, 16, 16];
  return `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : String(cell).padStart(widths[i] ?? 0))).join('  ')}`;
}

/** The whole table as text. */
export function table({ browser, cores, load, networks, memory, pipeline, upright, start, sizes, goals }) {
  const { own_468: small, own_478: large, product, mediapipe } = pipeline;
  const lines = [`\nface alignment in Chromium ${browser}, ${cores} cores, load ${load}; milliseconds: median (p10)`];

  lines.push('', row('one inference, one thread', 'ours', 'LiteRT', '  ratio'));
  for (const [name, n] of Object.entries(networks)) {
    const differ = `outputs differ by ${(100 * n.apart).toFixed(4)} %`;
    lines.push(row(name.replace('_', ' '), ms(n.own), ms(n.litert), `  ${ratio(n.own, n.litert)}; ${differ}`));
  }

  lines.push('', row('pipeline 640x480, tracking, pixels copied', 'ours', 'MediaPipe', '  ratio'));
  for (const [what, mine] of [['the aligner alone', small], ['the aligner alone', large], ["the product's worker", product]]) {
    lines.push(row(`${what}, ${mine.points} points`, ms(mine), ms(mediapipe), `  ${ratio(mine, mediapipe)}`));
    const faces = `faces in ${mine.faces} and ${mediapipe.faces} of ${mediapipe.runs} frames`;
    lines.push(`    ${faces}; landmarks ${(100 * mine.apart).toFixed(2)} % of the eyes' distance from MediaPipe's`);
  }
  const bitmap = pipeline.mediapipe_bitmap;
  const against = (most) => [small, large, product].map((mine) => `${(mine.median / most).toFixed(2)}x`).join(', ');
  lines.push(
    `  ${mediapipe.webgl.toFixed(1)} ms of MediaPipe's time pass inside WebGL, which is software here; without them: ${against(mediapipe.median - mediapipe.webgl)}`,
    `  MediaPipe given an ImageBitmap, its fastest way here: ${ms(bitmap)}, ${bitmap.webgl.toFixed(1)} in WebGL: ${against(bitmap.median)}`,
    `  its reports of usage: ${mediapipe.refused + bitmap.refused} tried, all refused; the product's worker also guides and keeps takes`,
    row("the product's worker, 720x1280 of a camera", ms(upright)),
  );

  lines.push('', row('first aligned frame, fresh worker', 'ours', 'MediaPipe'));
  for (const [key, what] of [['worker', 'worker runs'], ['models', 'from there, with the models at hand'], ['whole', 'both']]) {
    lines.push(row(what, start.product[key].toFixed(0), start.mediapipe[key].toFixed(0)));
  }
  lines.push('  MediaPipe compiles its WASM when it loads its models');

  lines.push('', row('WASM memory, MiB', 'ours', 'the other'));
  lines.push(row("the product's worker | MediaPipe", mib(product.memory), mib(mediapipe.memory)));
  lines.push(row('three networks | LiteRT', mib(memory.own), mib(memory.litert)));
  lines.push(row("the product's worker, 720x1280", mib(upright.memory), ''));

  lines.push('', row('WASM, KiB', 'raw', 'brotli'));
  const names = { own: 'our engine alone', product: "the product's worker", mediapipe: 'MediaPipe', litert: 'LiteRT' };
  for (const [key, { raw, brotli }] of Object.entries(sizes)) lines.push(row(names[key], kib(raw), kib(brotli)));
  lines.push('', row('goals', '', ''), ...goalRows(goals));
  lines.push(
    `  MediaPipe reads its pixels through WebGL: ${mediapipe.webgl.toFixed(1)} ms a frame of it here, where that is software; LiteRT is the fair bound`,
  );
  return lines.join('\n');
}
