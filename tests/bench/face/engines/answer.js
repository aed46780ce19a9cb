// The port of the bench's own workers: `{ id, ask, ... }` in, `{ id, ... }` or `{ id, failed }` out.

/** Serves these functions by their names. Each takes the message and gives the answer, and what to transfer with it. */
export function answer(functions) {
  self.onmessage = async ({ data }) => {
    try {
      const given = (await functions[data.ask](data)) ?? {};
      const buffers = Object.values(given).filter((v) => ArrayBuffer.isView(v)).map((v) => v.buffer);
      self.postMessage({ id: data.id, ...given }, buffers);
    } catch (error) {
      self.postMessage({ id: data.id, failed: String(error?.stack ?? error) });
    }
  };
  self.postMessage({ id: 0 });
}

/** Runs a thing again and again; milliseconds of each. */
export async function times(count, run) {
  const took = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await run();
    took[i] = performance.now() - start;
  }
  return took;
}
