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
