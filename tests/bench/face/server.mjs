// The bench's own server: a page that may reach nothing else, the engines, their WASM from `node_modules`, the models
// and the film. The page is isolated from others, so that the browser gives it a fine clock.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

import { build } from 'esbuild';

import { film } from './film.mjs';

const HERE = import.meta.dirname;
const ROOT = path.resolve(HERE, '../../..');
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };
const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'self' blob: data: 'unsafe-eval' 'wasm-unsafe-eval'",
};

/** Starts it. `programs` has the WASM of the product and of the kernel, `folders` where models may lie. */
export async function start({ programs, models, material }) {
  const scripts = new Map();
  /** Engines that call `importScripts` are classic scripts, ours are modules. */
  const bundle = async (entry, format) => {
    if (!scripts.has(entry)) {
      const options = { bundle: true, write: false, format, target: 'chrome123', external: ['/programs/*'], logLevel: 'error' };
      scripts.set(entry, build({ entryPoints: [entry], ...options }).then(({ outputFiles }) => outputFiles[0].contents));
    }
    return scripts.get(entry);
  };
  const routes = {
    '/engines/': (name) => bundle(path.join(HERE, 'engines', name), /litert|mediapipe/.test(name) ? 'iife' : 'esm'),
    '/page/': (name) => bundle(path.join(HERE, 'page', name), 'iife'),
    '/programs/': (name) => (name.endsWith('.js') ? bundle(path.join(programs, name), 'esm') : readFile(path.join(programs, name))),
    '/packages/': (name) => readFile(path.join(ROOT, 'tests/bench/node_modules', name)),
    '/models/': (name) => readFile(path.join(models, name)).catch(() => readFile(path.join(material, name))),
    '/film/': (name) => {
      const [width, height, format] = name.split('-');
      return film(path.join(material, 'WolfgangLanger_Pexels.mp4'), Number(width), Number(height), format);
    },
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const route = Object.keys(routes).find((r) => pathname.startsWith(r));
    try {
      // Names come from the bench itself, but nothing outside the folders is served anyway.
      const name = path.posix.normalize(`/${pathname.slice(route?.length ?? 0)}`).slice(1);
      const body = route ? await routes[route](name) : '<!doctype html><title>Bench</title><script src="/page/main.js"></script>';
      const type = route ? TYPES[path.extname(name)] ?? 'application/octet-stream' : TYPES['.html'];
      response.writeHead(200, { ...HEADERS, 'content-type': type }).end(body);
    } catch (error) {
      response.writeHead(404, { ...HEADERS, 'content-type': 'text/plain' }).end(String(error.message));
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}
