// Reading a transparency log (C2SP tlog-tiles, RFC 6962) that is not trusted: what comes out is proven by the root that the
// log's key has signed. Pure: how bytes are fetched is an argument, so that tests run it without a browser.

const WIDTH = 256;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Something is not as the log's key has signed it. */
export class Broken extends Error {}

export async function sha256(...parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Bytes from base64 in the one way to write it, or `null`. */
export function unbase64(text) {
  try {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return btoa(String.fromCharCode(...bytes)) === text ? bytes : null;
  } catch {
    return null;
  }
}

export async function verifies(key, signature, message) {
  const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature, message);
}

/** A verifier key of C2SP signed notes: `{ name, id, key }`. */
export async function readKey(vkey) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  const bytes = encoded && unbase64(encoded);
  if (!bytes || bytes.length !== 33 || bytes[0] !== 1) throw new Broken("The log's key cannot be read.");
  const hash = await sha256(encoder.encode(`${name}\n`), bytes);
  const found = [...hash.subarray(0, 4)].map((b) => b.toString(16).padStart(2, "0")).join("");
  if (found !== id) throw new Broken("The log's key does not fit its name.");
  return { name, id: hash.subarray(0, 4), key: bytes.subarray(1) };
}

/** A signed checkpoint, checked: `{ origin, size, root }`. */
export async function openCheckpoint(note, key) {
  const broken = new Broken("The log's checkpoint is not signed by its key.");
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0) throw broken;
  const text = note.slice(0, cut + 1);
  const lines = note.slice(cut + 2).split("\n").map((line) => /^— (\S+) (\S+)$/.exec(line)).filter(Boolean);
  for (const [, name, encoded] of lines) {
    const bytes = unbase64(encoded);
    if (name !== key.name || bytes?.length !== 68 || !same(bytes.subarray(0, 4), key.id)) continue;
    if (!(await verifies(key.key, bytes.subarray(4), encoder.encode(text)))) throw broken;
    const [origin, size, root] = text.split("\n");
    const hash = unbase64(root);
    if (origin !== key.name || !/^(0|[1-9]\d{0,14})$/.test(size) || hash?.length !== 32) throw broken;
    return { origin, size: Number(size), root: hash };
  }
  throw broken;
}

function tilePath(label, index, width) {
  let place = String(index % 1000).padStart(3, "0");
  for (let n = Math.floor(index / 1000); n > 0; n = Math.floor(n / 1000)) place = `x${String(n % 1000).padStart(3, "0")}/${place}`;
  return `tile/${label}/${place}${width < WIDTH ? `.p/${width}` : ""}`;
}

/** A log at one checkpoint. `fetchBytes(path)` gives what is at a path below the log's address. */
export class Log {
  #tiles = new Map();

  constructor(checkpoint, fetchBytes) {
    this.checkpoint = checkpoint;
    this.fetchBytes = fetchBytes;
  }

  /** Bytes of a tile or a bundle, fetched once. */
  #fetch(label, level, index) {
    const all = Math.floor(this.checkpoint.size / WIDTH ** level);
    const path = tilePath(label, index, Math.min(WIDTH, all - index * WIDTH));
    if (!this.#tiles.has(path)) this.#tiles.set(path, this.fetchBytes(path));
    return this.#tiles.get(path);
  }

  /** The entries of one bundle, as they come. */
  async bundle(index) {
    const bytes = await this.#fetch("entries", 0, index);
    const entries = [];
    for (let at = 0; at < bytes.length; ) {
      const end = at + 2 + (bytes[at] << 8) + bytes[at + 1];
      if (!(end <= bytes.length)) throw new Broken("The log has a bundle that is cut.");
      entries.push(bytes.subarray(at + 2, end));
      at = end;
    }
    return entries;
  }

  /** The hash of a whole subtree of 2^level leaves, as a tile has it. */
  async #node(level, index) {
    const [tileLevel, height] = [Math.floor(level / 8), level % 8];
    const first = index * 2 ** height;
    const tile = Math.floor(first / WIDTH);
    const bytes = await this.#fetch(String(tileLevel), tileLevel, tile);
    let hashes = Array.from({ length: 2 ** height }, (_, i) => bytes.subarray((first - tile * WIDTH + i) * 32).subarray(0, 32));
    if (hashes.some((hash) => hash.length !== 32)) throw new Broken("The log has a tile that is cut.");
    while (hashes.length > 1) {
      const pairs = [];
      for (let i = 0; i < hashes.length; i += 2) pairs.push(await nodeHash(hashes[i], hashes[i + 1]));
      hashes = pairs;
    }
    return hashes[0];
  }

  /** The hash of leaves `from` to `to` (RFC 6962 §2.1): our own where we have them, the log's elsewhere. */
  async #range(from, to, own) {
    const count = to - from;
    const level = Math.log2(count);
    const ours = from < own.to && to > own.from;
    if (!ours && Number.isInteger(level) && from % count === 0) return this.#node(level, from / count);
    if (count === 1) return own.hashes[from - own.from];
    const half = 2 ** Math.ceil(level - 1);
    return nodeHash(await this.#range(from, from + half, own), await this.#range(from + half, to, own));
  }

  /** Proves that these entries, from `from` on, stand in the log: with them the root is the one that was signed. */
  async prove(from, entries) {
    const own = { from, to: from + entries.length, hashes: await Promise.all(entries.map(leafHash)) };
    const { size, root } = this.checkpoint;
    if (own.to > size || !same(await this.#range(0, size, own), root)) {
      throw new Broken("The entry is not in the log at the place that the receipt names.");
    }
  }

  /**
   * Proves that `entry` stands at `index`, and looks for one that withdraws it in every later bundle, at most `limit` of
   * them: `{ withdrawn, whole }`. What was looked at is proven, too.
   */
  async standing(entry, index, limit = 64) {
    const { size } = this.checkpoint;
    if (!(index < size)) throw new Broken("The log is not as long as the receipt says.");
    const first = Math.floor(index / WIDTH);
    const last = Math.min(Math.ceil(size / WIDTH), first + limit);
    const entries = [];
    for (let bundle = first; bundle < last; bundle += 1) entries.push(...(await this.bundle(bundle)));
    const found = entries[index - first * WIDTH];
    if (!found || !same(found, entry)) throw new Broken("Another entry is in the log at the place that the receipt names.");
    await this.prove(first * WIDTH, entries);
    let withdrawn = null;
    for (let at = index - first * WIDTH + 1; at < entries.length && withdrawn === null; at += 1) {
      const { kind, of } = JSON.parse(decoder.decode(entries[at]));
      if (kind === "withdrawal" && of === index) withdrawn = first * WIDTH + at;
    }
    return { withdrawn, whole: last * WIDTH >= size };
  }
}
