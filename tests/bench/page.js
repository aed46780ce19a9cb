// Helpers of the benches inside the page: workers by their own messages, as `crates/wire/src/workers` describes them.
globalThis.bench = {
  median(list) {
    const sorted = [...list].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  },
  /** Starts a worker; gives `ask(body, buffers) -> { body, buffers }`, which skips reports of progress, and its end. */
  async start(program, name) {
    const worker = new Worker(globalThis.understudy.assets[program], { type: 'module', name });
    const waiting = new Map();
    let id = 0;
    await new Promise((ready, failed) => {
      worker.onerror = (event) => failed(new Error(event.message));
      worker.onmessage = ({ data }) => {
        if (data.id === 0) return ready();
        const body = JSON.parse(data.body);
        if (body.answer === 'progress') return;
        const [done, broken] = waiting.get(data.id);
        waiting.delete(data.id);
        if (body.answer === 'failed') broken(new Error(`${body.code}: ${body.message}`));
        else done({ body, buffers: data.buffers });
      };
    });
    const ask = (body, buffers = []) =>
      new Promise((done, broken) => {
        waiting.set(++id, [done, broken]);
        worker.postMessage({ id, body: JSON.stringify(body), buffers }, buffers);
      });
    return { ask, end: () => worker.terminate() };
  },
  async worker(program) {
    return (await this.start(program)).ask;
  },
  async models(...names) {
    const load = async (name) => (await fetch(globalThis.understudy.assets[`models/${name}`])).arrayBuffer();
    return Promise.all(names.map(load));
  },
  /** The still on a canvas of an upright camera. */
  async canvas(still, width = 720, height = 1280) {
    const bytes = Uint8Array.from(atob(still), (c) => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(width, height);
    const scale = Math.max(width / image.width, height / image.height);
    const [w, h] = [image.width * scale, image.height * scale];
    canvas.getContext('2d').drawImage(image, (width - w) * 0.44, (height - h) / 2, w, h);
    return canvas;
  },
  /** What the face worker loads, in its order. */
  faceModels() {
    return this.models('face_detection_short_range.tflite', 'face_landmark.tflite', 'selfie_segmentation.tflite');
  },
  async faceWorker(poses) {
    const ask = await this.worker('worker-face');
    await ask({ ask: 'load' }, await this.faceModels());
    await ask({ ask: 'begin', poses });
    return ask;
  },
  async speaker() {
    const ask = await this.worker('worker-voice');
    const names = ['hibari.onnx', 'lexicon_us_gold.json.gz', 'lexicon_us_silver.json.gz', 'tagger.json.gz', 'oov.onnx', 'oov.json', 'vocab.json', 'normalize.json'];
    const files = await this.models(...names.map((name) => `hibari/${name}`));
    const start = performance.now();
    await ask({ ask: 'load_speaker' }, files);
    return { ask, loaded: performance.now() - start };
  },
};
