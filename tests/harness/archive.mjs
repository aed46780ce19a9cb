// Exports as other programs see them, and an importer that is no browser: it sends what the page sends.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ROOT } from './server.mjs';

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
export const digest = (bytes) => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

/** An export, unpacked by Python and tested by unzip. */
export class Archive {
  constructor(folder, found) {
    Object.assign(this, { folder, ...found });
  }

  /** Checks the bytes of a ZIP with `unzip -t` and Python's zipfile, and unpacks them. */
  static open(bytes) {
    const folder = mkdtempSync(path.join(tmpdir(), 'understudy-archive-'));
    const file = path.join(folder, 'export.zip');
    writeFileSync(file, bytes);
    assert.match(execFileSync('unzip', ['-t', file], { encoding: 'utf8' }), /No errors detected/);
    const out = execFileSync('python3', [path.join(ROOT, 'tests/harness/archive.py'), file, path.join(folder, 'all')], { encoding: 'utf8', maxBuffer: 1 << 26 });
    const found = JSON.parse(out);
    assert.deepEqual([found.broken, found.wrong, found.missing], [null, [], []], 'every file is what the manifest says');
    return new Archive(folder, found);
  }

  bytes(name) {
    return readFileSync(path.join(this.folder, 'all', name));
  }

  json(name) {
    return JSON.parse(this.bytes(name).toString('utf8'));
  }

  has(name) {
    return this.names.includes(name);
  }

  below(folder, ending) {
    return this.names.filter((name) => name.startsWith(folder) && name.endsWith(ending));
  }

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a page sends for a clip of an export. */
export function wish(archive, clip, more = {}) {
  return {
    source: clip.id,
    handle: archive.manifest.handle,
    cast: clip.cast.map((person) => person.handle),
    script: clip.script,
    prompt: clip.prompt,
    created_at: clip.created_at,
    sha256: clip.sha256,
    ...more,
  };
}

export const putImportedPack = (who, pack, { consent = 2, headers = {} } = {}) =>
  who.put(`/api/v1/import/likeness?consent=${consent}`, pack, {
    headers: { 'content-type': 'application/octet-stream', 'content-digest': digest(pack), ...headers },
  });

/** Brings everything of an export as the page does. Answers what became of each clip: a clip, or the refusal. */
export async function bring(who, archive) {
  const fates = {};
  if (archive.has('likeness/pack.bin')) {
    (await putImportedPack(who, archive.bytes('likeness/pack.bin'))).ok(200);
  }
  if (archive.has('likeness/policy.json')) {
    const { policy, approved } = archive.json('likeness/policy.json');
    const based_on = (await who.get('/api/v1/likeness/policy')).ok(200).policy.version;
    (await who.put('/api/v1/likeness/policy', { policy, based_on })).ok(200);
    fates.unknown = [];
    for (const { handle } of approved) {
      const answer = await who.put(`/api/v1/likeness/approved/${handle}`, {});
      if (answer.status === 404) fates.unknown.push(handle);
      else answer.ok(200);
    }
  }
  const characters = {};
  for (const name of archive.below('characters/', '.json')) {
    const there = archive.json(name);
    const pack = archive.bytes(name.replace('.json', '.bin'));
    const made = await who.post(`/api/v1/characters?kind=${there.kind}&name=${encodeURIComponent(there.name)}`, pack, {
      headers: { 'content-type': 'application/octet-stream', 'idempotency-key': `character-${there.id}` },
    });
    characters[there.id] = made.ok(201).id;
    const rules = `character-rules/${there.id}.json`;
    if (!archive.has(rules)) continue;
    for (const { handle } of archive.json(rules).approved) {
      const answer = await who.put(`/api/v1/characters/${characters[there.id]}/approved/${handle}`, {});
      if (answer.status !== 404) answer.ok(200);
    }
  }
  for (const name of archive.below('clips/', '.json')) {
    const clip = archive.json(name);
    if (clip.left_out) continue;
    const more = clip.character ? { character: characters[clip.character] } : {};
    const begun = await who.post('/api/v1/import/clips', wish(archive, clip, more));
    if (begun.status !== 200) {
      fates[clip.id] = { refused: begun.json };
      continue;
    }
    const { clip: here, render, ticket } = begun.json;
    if (here) {
      fates[clip.id] = { here };
      continue;
    }
    fates[clip.id] = { brought: (await who.putFile({ id: render, ticket }, archive.bytes(name.replace('.json', '.mp4')))).ok(200) };
  }
  if (archive.has('follows.json')) {
    const { following, blocked } = archive.json('follows.json');
    const handles = (people) => people.map((person) => person.handle).reverse();
    fates.people = (await who.post('/api/v1/import/people', { following: handles(following), blocked: handles(blocked) })).ok(200);
  }
  if (archive.has('likes.json')) {
    const likes = archive.json('likes.json').likes.map(({ creator, sha256 }) => ({ creator, sha256 })).reverse();
    fates.likes = (await who.post('/api/v1/import/likes', { likes })).ok(200);
  }
  return fates;
}
