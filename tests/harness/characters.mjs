// Characters: pets, toys and drawings, whose packs are of random bytes where nobody draws them.

import { randomBytes } from 'node:crypto';

/** A character's pack of `bytes` in all, with random parts. */
export function aCharacter(bytes = 30_000) {
  const length = Buffer.alloc(4);
  length.writeUInt32LE((bytes - 12) >> 1);
  return Buffer.concat([Buffer.from('undchar\x01', 'latin1'), length, randomBytes(bytes - 12)]);
}

/** Asks for a new character of `who`. */
export function putCharacter(who, { name = 'Rex', kind = 'pet', pack = aCharacter(), headers = {} } = {}) {
  const query = new URLSearchParams({ name, kind });
  return who.post(`/api/v1/characters?${query}`, pack, { headers: { 'content-type': 'application/octet-stream', ...headers } });
}

/** A cat on paper, as a PNG. */
const drawing = (page) =>
  page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 640 });
    const pen = canvas.getContext('2d');
    const shape = (color, draw) => {
      pen.fillStyle = color;
      pen.beginPath();
      draw();
      pen.fill();
    };
    shape('#fbfaf6', () => pen.rect(0, 0, 480, 640));
    shape('#d06a2c', () => pen.ellipse(240, 470, 120, 150, 0, 0, 7));
    shape('#d06a2c', () => pen.ellipse(240, 240, 130, 115, 0, 0, 7));
    for (const side of [-1, 1]) {
      shape('#d06a2c', () => { pen.moveTo(240 + side * 40, 150); pen.lineTo(240 + side * 125, 70); pen.lineTo(240 + side * 128, 210); });
      shape('#ffffff', () => pen.ellipse(240 + side * 48, 220, 24, 22, 0, 0, 7));
      shape('#20242c', () => pen.ellipse(240 + side * 48, 222, 11, 12, 0, 0, 7));
    }
    shape('#402014', () => pen.ellipse(240, 296, 36, 9, 0, 0, 7));
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
    return Array.from(new Uint8Array(await blob.arrayBuffer()));
  });

/** Makes a character out of a drawing, as its owner does. */
export async function drawCharacter(page, name) {
  await page.goto('/characters/new');
  await page.getByRole('heading', { name: 'New character' }).waitFor();
  const png = Buffer.from(await drawing(page));
  await page.locator('input[type=file]').first().setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer: png });
  await page.getByRole('button', { name: 'Drawing' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  // It is cut anew for its kind.
  await page.waitForTimeout(1500);
  await page.locator('.cutting__stage:not([aria-busy])').waitFor();
  await page.getByRole('button', { name: 'Keep this character' }).click();
  await page.getByText(`${name} is ready to play.`).waitFor();
}
