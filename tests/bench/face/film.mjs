// Frames of a real film as raw pixels, scaled to cover the wanted size and cut in the middle.

import { spawn } from 'node:child_process';

const made = new Map();

/** How many frames: four seconds of a man who moves and speaks. */
export const FRAMES = 96;

/** The frames one after another, in a pixel format of ffmpeg. */
export function film(file, width, height, format) {
  const key = `${file} ${width}x${height} ${format}`;
  if (!made.has(key)) made.set(key, decode(file, width, height, format));
  return made.get(key);
}

function decode(file, width, height, format) {
  const cut = `scale=${width}:${height}:force_original_aspect_ratio=increase:flags=bicubic,crop=${width}:${height}`;
  const args = ['-v', 'error', '-i', file, '-frames:v', String(FRAMES), '-vf', cut, '-pix_fmt', format, '-f', 'rawvideo', '-'];
  return new Promise((done, failed) => {
    const ffmpeg = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const [bytes, said] = [[], []];
    ffmpeg.stdout.on('data', (chunk) => bytes.push(chunk));
    ffmpeg.stderr.on('data', (chunk) => said.push(chunk));
    ffmpeg.on('error', failed);
    ffmpeg.on('close', (code) => (code === 0 ? done(Buffer.concat(bytes)) : failed(new Error(`ffmpeg: ${Buffer.concat(said)}`))));
  });
}
