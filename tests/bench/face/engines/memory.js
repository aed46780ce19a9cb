// Keeps count of the WASM memory of a worker: import this before the engine. Asked over a channel of the worker's own
// name, because the product's worker knows no such message.

const memories = new Set();

function note(object) {
  for (const value of Object.values(object ?? {})) {
    if (value instanceof WebAssembly.Memory) memories.add(value);
    else if (value?.constructor === Object) note(value);
  }
}

for (const name of ['instantiate', 'instantiateStreaming']) {
  const real = WebAssembly[name];
  WebAssembly[name] = async (source, imports) => {
    const made = await real.call(WebAssembly, source, imports);
    note(imports);
    note({ ...(made.instance ?? made).exports });
    return made;
  };
}

const channel = new BroadcastChannel(self.name);
channel.onmessage = ({ data }) => {
  if (data !== 'memory?') return;
  channel.postMessage({ wasm: [...memories].reduce((sum, m) => sum + m.buffer.byteLength, 0) });
};
