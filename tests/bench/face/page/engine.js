// The workers of the bench, from the page's side.

let started = 0;

/** Starts an engine of the bench; gives `ask(name, message, transfer)`, with the worker's memory and its end. */
export async function engine(name, type) {
  const label = `${name}-${++started}`;
  const worker = new Worker(`/engines/${name}.js`, { type, name: label });
  const waiting = new Map();
  let id = 0;
  await new Promise((ready, failed) => {
    worker.onerror = (event) => failed(new Error(`${name}: ${event.message}`));
    worker.onmessage = ({ data }) => {
      if (data.id === 0) return ready();
      const [done, broken] = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.failed) broken(new Error(`${name}: ${data.failed}`));
      else done(data);
    };
  });
  const ask = (what, message = {}, transfer = []) =>
    new Promise((done, broken) => {
      waiting.set(++id, [done, broken]);
      worker.postMessage({ id, ask: what, ...message }, transfer);
    });
  return { ask, memory: () => memory(label), end: () => worker.terminate() };
}

/** The product's worker by its own messages (`tests/bench/page.js`), in the same form. */
export async function product() {
  const label = `product-${++started}`;
  const { ask, end } = await bench.start('worker-face', label);
  return { ask, memory: () => memory(label), end };
}

/** Bytes of WASM memory that a worker holds. */
function memory(label) {
  const channel = new BroadcastChannel(label);
  return new Promise((done) => {
    channel.onmessage = ({ data }) => {
      channel.close();
      done(data.wasm);
    };
    channel.postMessage('memory?');
  });
}

/** Files by their paths below `/models/`. */
export const files = (...names) =>
  Promise.all(
    names.map(async (name) => {
      const response = await fetch(`/models/${name}`);
      if (!response.ok) throw new Error(`${name} is missing`);
      return response.arrayBuffer();
    }),
  );
