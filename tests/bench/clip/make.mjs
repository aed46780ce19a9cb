// Makes finished clips with the product's own workers in a real browser, for judges that are not the product's:
// `node tests/bench/clip/make.mjs FOLDER [CLIP…]`. Beside each `NAME.mp4` stand `NAME.json` (who plays, what is said
// when), `NAME.f32` (the speech alone, mono) and, for one of them, `NAME.bare.mp4` (the same clip without captions).

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { open } from '../../harness/browser.mjs';
import { ANA, BEN, material, poses } from '../../harness/media.mjs';
import { start } from '../../harness/server.mjs';
import { CLIPS, POSES } from './clips.mjs';

const [folder, ...only] = process.argv.slice(2);
if (!folder) {
  console.error('make: FOLDER [CLIP…]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

/** Pictures of one face that the judges compare with; those of a film are of other moments than the scan. */
const PEOPLE = {
  ana: { scan: ANA, photos: material(ANA.still), seconds: [] },
  ben: { scan: BEN, photos: material(BEN.still), seconds: [0.5, 2, 4, 5.5, 7, 8, 14, 15, 17, 18.5] },
};

/** JPEGs of a film as base64, every other: the guidance needs no more than 15 a second. */
function frames(file) {
  const [bytes, all] = [readFileSync(file), []];
  const begin = Buffer.from([0xff, 0xd8, 0xff]);
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const next = bytes.indexOf(begin, at + 3);
    const end = next < 0 ? bytes.length : next;
    if (n % 2 === 0) all.push(bytes.subarray(at, end).toString('base64'));
    at = end;
  }
  return all;
}

const server = await start();
const stage = await open({ camera: false });
try {
  const { page } = await stage.visitor(server);
  await page.goto('/');
  for (const helper of ['../page.js', 'page.js']) await page.evaluate(readFileSync(path.join(import.meta.dirname, helper), 'utf8'));
  const wanted = CLIPS.filter((c) => only.length === 0 || only.includes(c.name));
  for (const name of new Set(wanted.flatMap((c) => c.cast))) {
    const film = path.join(folder, `${name}.mjpeg`);
    await poses(POSES, film, PEOPLE[name].scan);
    await page.evaluate((all) => studioClips.scan(all), POSES);
    for (const [n, jpeg] of frames(film).entries()) {
      const caught = await page.evaluate(([j, t]) => studioClips.see(j, t), [jpeg, n / 15]);
      if (caught === POSES.at(-1)) break;
    }
    const caught = await page.evaluate((name) => studioClips.pack(name), name);
    console.log(`${name}: scanned, ${caught} takes`);
  }
  for (const clip of wanted) {
    const { film, bare, sound, ...made } = await page.evaluate((clip) => studioClips.make(clip), clip);
    const file = (ending) => path.join(folder, `${clip.name}.${ending}`);
    writeFileSync(file('mp4'), Buffer.from(film, 'base64'));
    if (bare) writeFileSync(file('bare.mp4'), Buffer.from(bare, 'base64'));
    writeFileSync(file('f32'), Buffer.from(sound, 'base64'));
    writeFileSync(file('json'), JSON.stringify({ ...clip, ...made }));
    console.log(`${clip.name}: ${made.frames} frames in ${(made.took_ms / 1000).toFixed(1)} s, load ${os.loadavg()[0].toFixed(1)}`);
  }
  writeFileSync(path.join(folder, 'people.json'), JSON.stringify(PEOPLE));
} finally {
  await stage.close();
  await server.close();
}
