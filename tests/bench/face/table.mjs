// The table of the face bench: figures beside their goals.

const ms = (f) => `${f.median.toFixed(2)} (${f.p10.toFixed(2)})`;
const mib = (bytes) => (bytes / 2 ** 20).toFixed(1);
const kib = (bytes) => (bytes / 1024).toFixed(1);

/** A figure against the most that it may be. */
function goal(figure, most, unit) {
  return `${figure.toFixed(2)}${unit}, goal <= ${most}${unit}: ${figure <= most ? 'met' : 'missed'}`;
}

function row(...cells) {
  const widths = [42, 16, 16];
  return `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : String(cell).padStart(widths[i] ?? 0))).join('  ')}`;
}

/** The whole table as text. */
export function table({ browser, cores, load, networks, memory, pipeline, upright, start, sizes }) {
  const { own_468: small, own_478: large, product, mediapipe } = pipeline;
  const lines = [`\nface alignment in Chromium ${browser}, ${cores} cores, load ${load}; milliseconds: median (p10)`];

  lines.push('', row('one inference, one thread', 'ours', 'LiteRT', '  ratio'));
  for (const [name, n] of Object.entries(networks)) {
    const ratio = goal(n.own.median / n.litert.median, 1, 'x');
    const fast = (n.own.p10 / n.litert.p10).toFixed(2);
    lines.push(row(name.replace('_', ' '), ms(n.own), ms(n.litert), `  ${ratio}; p10 ${fast}x; outputs differ by ${(100 * n.apart).toFixed(4)} %`));
  }

  lines.push('', row('pipeline 640x480, tracking, pixels copied', 'ours', 'MediaPipe', '  ratio'));
  for (const [what, mine] of [['the aligner alone', small], ['the aligner alone', large], ["the product's worker", product]]) {
    // 478 points are MediaPipe's own network; for 468 ours may use a smaller one.
    const ratio = goal(mine.median / mediapipe.median, mine.points === 478 ? 0.5 : 0.25, 'x');
    const fast = (mine.p10 / mediapipe.p10).toFixed(2);
    lines.push(row(`${what}, ${mine.points} points`, ms(mine), ms(mediapipe), `  ${ratio}; p10 ${fast}x`));
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
  lines.push(`  the worker with its models: ${goal(start.product.models, 400, ' ms')} (MediaPipe compiles its WASM in that time)`);

  lines.push('', row('WASM memory, MiB', 'ours', 'the other'));
  lines.push(row("the product's worker | MediaPipe", mib(product.memory), mib(mediapipe.memory)));
  lines.push(row('three networks | LiteRT', mib(memory.own), mib(memory.litert)));
  lines.push(`  the product's worker: ${goal(product.memory / 2 ** 20, 40, ' MiB')}`);

  lines.push('', row('WASM, KiB', 'raw', 'brotli'));
  const names = { own: 'our engine alone', product: "the product's worker", mediapipe: 'MediaPipe', litert: 'LiteRT' };
  for (const [key, { raw, brotli }] of Object.entries(sizes)) lines.push(row(names[key], kib(raw), kib(brotli)));
  lines.push(`  our engine: ${goal(sizes.own.brotli / 1024, 40, ' KiB')}`);
  return lines.join('\n');
}
