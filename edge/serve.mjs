// The built product under workerd, the runtime of Cloudflare Workers, on this machine.
//
//   node edge/serve.mjs --port 8787 --state DIR|memory --assets DIR --worker DIR [--origin URL] [--rp-id HOST]
//                       [--inspect DIR] [--secret HEX] [--name TEXT] [--var NAME=VALUE]... [--demo-providers]
//                       [--ai URL]
//
// `--inspect` is the folder of the Worker that decodes uploads: `inspect` beside that of `--worker` if not given.
// `--demo-providers` starts stand-ins of every outside generator on this machine, which need no key and say DEMO.
// `--ai` binds `AI`, the binding of Workers AI, to what answers at that address as Cloudflare does (ai.mjs).
// Applies migrations, prints `INVITE <link>` while nobody is the operator, then `READY <origin>`. Ends cleanly when its
// standard input closes, or on SIGTERM or SIGINT; then it also rewrites the databases without what was deleted.

import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { ai } from "./ai.mjs";

process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= "false";
const { Miniflare, LogLevel, Log } = await import("miniflare");

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "8787" },
    state: { type: "string", default: "memory" },
    assets: { type: "string" },
    worker: { type: "string" },
    inspect: { type: "string" },
    origin: { type: "string" },
    "rp-id": { type: "string" },
    secret: { type: "string" },
    name: { type: "string", default: "Understudy" },
    var: { type: "string", multiple: true, default: [] },
    "demo-providers": { type: "boolean", default: false },
    ai: { type: "string" },
  },
});
if (!options.worker) {
  console.error("serve: --worker DIR is needed (the folder with entry.mjs, index.js and index_bg.wasm)");
  process.exit(2);
}

const port = Number(options.port) || (await freePort());
const origin = (options.origin ?? `http://localhost:${port}`).replace(/\/$/, "");
const state = options.state === "memory" ? undefined : path.resolve(options.state);
if (state) {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  // Left over by a run that was killed.
  if (files(state, ".sqlite-wal").length > 0) scrub(state);
}

const demo = options["demo-providers"] ? await (await import("../tests/fakes/index.mjs")).startFakes({ demo: true }) : undefined;
const bound = options.ai ? ai(options.ai) : { binding: {}, workers: [] };
const keep = (name) => (state ? path.join(state, name) : undefined);
const api = {
  name: "api",
  compatibilityDate: "2026-04-01",
  modules: modules(path.resolve(options.worker)),
  bindings: {
    PUBLIC_ORIGIN: origin,
    RP_ID: options["rp-id"] ?? new URL(origin).hostname,
    INSTANCE_NAME: options.name,
    INSTANCE_SECRET: secret(),
    ...(demo && { ...demo.environment, GATEWAY_DEMO: "1" }),
    ...Object.fromEntries(options.var.map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
  },
  d1Databases: { DB: "understudy" },
  r2Buckets: { MEDIA: "media", PACKS: "packs" },
  serviceBindings: { INSPECT: "inspect" },
  ...bound.binding,
  durableObjects: {
    LIMITER: { className: "LimiterObject", useSQLite: true },
    RENDER: { className: "RenderObject", useSQLite: true },
    LIKENESS: { className: "LikenessObject", useSQLite: true },
    CHARACTER: { className: "CharacterObject", useSQLite: true },
    LOG: { className: "LogObject", useSQLite: true },
    NOTICE: { className: "NoticeObject", useSQLite: true },
    TAKEDOWN: { className: "TakedownObject", useSQLite: true },
    JOB: { className: "JobObject", useSQLite: true },
    SPEND: { className: "SpendObject", useSQLite: true },
    VOICES: { className: "VoicesObject", useSQLite: true },
    SPEECH: { className: "SpeechObject", useSQLite: true },
    AVATARS: { className: "AvatarsObject", useSQLite: true },
  },
  ...(options.assets && {
    assets: {
      directory: path.resolve(options.assets),
      binding: "ASSETS",
      // The Worker answers everything but files whose names change with their content.
      routerConfig: {
        has_user_worker: true,
        static_routing: {
          user_worker: ["/*"],
          asset_worker: ["/assets/*", "/models/*", "/fonts/*", "/icons/*"],
        },
      },
      assetConfig: { html_handling: "none", not_found_handling: "none" },
    },
  }),
};
// Decodes what is uploaded, in memory of its own.
const inspect = {
  name: "inspect",
  compatibilityDate: "2026-04-01",
  modules: modules(path.resolve(options.inspect ?? path.join(options.worker, "../inspect"))),
};
const settings = {
  host: "localhost",
  port,
  log: new Log(LogLevel.WARN),
  handleRuntimeStdio(stdout, stderr) {
    stdout.pipe(process.stderr);
    stderr.pipe(process.stderr);
  },
  cf: false,
  d1Persist: keep("d1") ?? false,
  r2Persist: keep("r2") ?? false,
  durableObjectsPersist: keep("do") ?? false,
  workers: [api, inspect, ...bound.workers],
};
let mf = new Miniflare(settings);

let ending = false;
async function end(code) {
  if (ending) return;
  ending = true;
  await mf.dispose();
  await demo?.close();
  if (state) scrub(state);
  process.exit(code);
}
process.on("SIGTERM", () => end(0));
process.on("SIGINT", () => end(0));
process.stdin.on("end", () => end(0));
process.stdin.on("error", () => end(0));
process.stdin.resume();

try {
  await mf.ready.catch(async (error) => {
    // On a busy machine workerd now and then answers nothing while it starts: once more, afresh.
    if (ending) throw error;
    console.error(`serve: started again: ${error.message}`);
    await mf.dispose().catch(() => {});
    mf = new Miniflare(settings);
    await mf.ready;
  });
  const db = await mf.getD1Database("DB");
  await migrate(db);
  const link = await operatorInvite(db);
  if (link) console.log(`INVITE ${link}`);
  console.log(`READY ${origin}`);
  // What an earlier end cut short goes on now.
  sweep();
} catch (error) {
  console.error(`serve: ${error.message}`);
  await end(1);
}

setInterval(sweep, 600_000).unref();

/** Sweeps, as a cron trigger would start it. */
async function sweep() {
  try {
    await (await mf.getWorker("api")).scheduled({ cron: "*/10 * * * *" });
  } catch (error) {
    if (!ending) console.error(`serve: the sweep failed: ${error.message}`);
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "localhost", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The entry first, then everything that it imports. */
function modules(root) {
  const kinds = { ".mjs": "ESModule", ".js": "ESModule", ".wasm": "CompiledWasm" };
  const all = files(root, "").filter((file) => kinds[path.extname(file)]);
  const entry = path.join(root, "entry.mjs");
  return [entry, ...all.filter((file) => file !== entry)].map((file) => ({
    type: kinds[path.extname(file)],
    path: path.relative(root, file),
    contents: readFileSync(file),
  }));
}

function files(root, suffix) {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

/** The given secret, or the one of this state, drawn at its first start. */
function secret() {
  if (options.secret) return options.secret;
  const fresh = randomBytes(32).toString("hex");
  if (!state) return fresh;
  const file = path.join(state, "secret");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  writeFileSync(file, `${fresh}\n`, { mode: 0o600 });
  return fresh;
}

/** Each file of migrations/, in the order of its name, once. */
async function migrate(db) {
  await db.exec("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT");
  const applied = new Set((await db.prepare("SELECT name FROM migrations").all()).results.map((row) => row.name));
  const folder = path.join(here, "api", "migrations");
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".sql")).sort()) {
    if (applied.has(name)) continue;
    const statements = readFileSync(path.join(folder, name), "utf8")
      .replace(/^\s*--.*$/gm, "")
      .split(/;\s*$/m)
      .map((sql) => sql.trim())
      .filter(Boolean);
    const done = db.prepare("INSERT INTO migrations (name, applied_at) VALUES (?1, ?2)").bind(name, Date.now());
    await db.batch([...statements.map((sql) => db.prepare(sql)), done]);
  }
}

/** A fresh invite that makes the operator, while there is none; the one before it no longer opens anything. */
async function operatorInvite(db) {
  if (await db.prepare("SELECT 1 FROM accounts WHERE operator = 1").first()) return undefined;
  const token = randomBytes(24).toString("base64url");
  const hash = createHash("sha256").update(token).digest("hex");
  await db.batch([
    db.prepare("DELETE FROM invites WHERE giver IS NULL AND used_at IS NULL"),
    db
      .prepare("INSERT INTO invites (id, token_hash, created_at) VALUES (?1, ?2, ?3)")
      .bind(newId(), hash, Date.now()),
  ]);
  return `${origin}/join#${token}`;
}

/** 128 random bits as 26 characters of lower-case Crockford base 32. */
function newId() {
  let number = BigInt(`0x${randomBytes(16).toString("hex")}`);
  let id = "";
  for (let i = 0; i < 26; i += 1, number >>= 5n) id = "0123456789abcdefghjkmnpqrstvwxyz"[Number(number & 31n)] + id;
  return id;
}

/** Deleted rows stay in free pages and journals until the databases are rewritten. workerd forbids that from within. */
function scrub(root) {
  const databases = files(root, ".sqlite");
  if (databases.length === 0) return;
  const run = spawnSync("python3", [path.join(here, "scrub.py"), ...databases], { encoding: "utf8" });
  if (run.status !== 0) {
    console.error(`serve: deleted data may still be in free pages of ${root}: ${run.error?.message ?? run.stderr}`);
  }
}
