// What is measured. Each function runs inside the page, with `bench` of page.js, and gives rows of name, value, unit.

/** Speech: loading, and seconds of work for a second of sound. */
export async function voice() {
  const { ask, loaded } = await bench.speaker();
  const script = 'The understudy steps into the light, and for ten short seconds the whole house believes it.';
  const ratios = [];
  for (let i = 0; i < 6; i++) {
    const { body, buffers } = await ask({ ask: 'speak', script, speed: 1 });
    const seconds = buffers[0].byteLength / 4 / body.rate_hz;
    if (i > 0) ratios.push(body.took_ms / 1000 / seconds);
  }
  return [
    ['models read', loaded.toFixed(0), 'ms'],
    ['speaking, warm', bench.median(ratios).toFixed(3), 'x real time'],
  ];
}

/** A clip of ten seconds by stage, beside encoding alone of frames of the same clip. */
export async function studio({ still }) {
  const canvas = await bench.canvas(still);
  const look = await bench.faceWorker(['neutral']);
  for (let i = 0, caught = false; !caught; i++) {
    if (i > 300) throw new Error('the still was not caught as neutral');
    const { body } = await look({ ask: 'see', t_s: i / 30 }, [new VideoFrame(canvas, { timestamp: i * 33_333 })]);
    caught = body.caught === 'neutral';
  }
  const taken = await look({ ask: 'finish' });
  const ask = await bench.worker('worker-studio');
  const { takes, mask } = taken.body;
  const before = performance.now();
  const packed = await ask({ ask: 'pack', takes, mask }, [...taken.buffers, new ArrayBuffer(0)]);
  const rows = [['pack from one take', (performance.now() - before).toFixed(0), 'ms']];
  const pack = packed.buffers[0];
  await ask({ ask: 'open' }, [pack.slice(0)]);

  const { ask: say } = await bench.speaker();
  const script =
    'Good evening, and welcome to the smallest theatre in the world. Tonight I will play myself, in ten seconds, without ever leaving this very room.';
  const spoken = await say({ ask: 'speak', script, speed: 0.92 });
  const { rate_hz, phones, words } = spoken.body;
  const full = new Float32Array(Math.round(rate_hz * 9.6));
  full.set(new Float32Array(spoken.buffers[0]).subarray(0, full.length));

  const SIZES = [[720, 1280], [540, 960]];
  // As large as the page shows it, and each time somewhere else: from the simplest places to built rooms.
  const [places, whole, changes] = [[], [], []];
  const shown = async (list, prompt, sketch) => {
    const start = performance.now();
    await ask({ ask: 'preview', direction: { prompt, handle: 'bench', seed: 7, width: 360, height: 640 }, sketch });
    list.push(performance.now() - start);
  };
  const PLACES = [
    'a beach at noon', 'on a theatre stage', 'city at night', 'in a kitchen', 'in an office', 'a forest in fog', 'in space', 'a podcast', 'at a news desk',
    'a boxing ring', 'in a courtroom', 'in a classroom', 'in a library', 'on a train', 'an arcade', 'the red carpet', 'a disco', 'under water', 'a rooftop',
    'a desert', 'in the snow', 'neon in the rain', 'mountains', 'a sunset road',
  ];
  for (const prompt of PLACES) {
    await shown(places, prompt, true);
    await shown(changes, `${prompt}, hand-held`, true);
    await shown(whole, prompt, false);
  }
  for (const [what, list] of [['another place, sketched', places], ['same place, another camera', changes], ['another place, painted', whole]]) {
    rows.push([`preview 360x640, ${what}, median`, bench.median(list).toFixed(0), 'ms']);
    rows.push([`preview 360x640, ${what}, longest`, `${Math.max(...list).toFixed(0)}`, 'ms']);
  }
  const one = [];
  for (const [width, height] of SIZES) {
    const direction = { prompt: 'city at night in the rain', handle: 'bench', seed: 7, width, height };
    const preview = [];
    await ask({ ask: 'preview', direction });
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      await ask({ ask: 'preview', direction });
      preview.push(performance.now() - start);
    }
    rows.push([`preview ${width}x${height}, same place`, bench.median(preview).toFixed(0), 'ms']);
    const clips = [];
    let file;
    const before = await globalThis.memory(false);
    for (let i = 0; i < 3; i++) {
      const { body, buffers } = await ask({ ask: 'render', direction, rate_hz, phones, words }, [full.slice().buffer]);
      clips.push(body);
      file = buffers[0];
    }
    const most = await globalThis.memory(true);
    rows.push([`clip ${width}x${height}, memory of the page with all workers, most`, most.toFixed(0), 'MiB']);
    rows.push([`clip ${width}x${height}, more than before it`, (most - before).toFixed(0), 'MiB']);
    const stage = (name) => (bench.median(clips.map((c) => c.timings[name])) / 1000).toFixed(2);
    rows.push([`clip ${width}x${height}, frames`, clips[0].frames, '']);
    for (const [what, key] of [['prepare', 'prepare_ms'], ['draw', 'draw_ms'], ['wait for the encoder', 'encode_ms'], ['sound', 'sound_ms'], ['file', 'write_ms'], ['whole', 'total_ms']]) {
      rows.push([`clip ${width}x${height}, ${what}`, stage(key), 's']);
    }
    const alone = await encodeOnly(file, width, height, clips[0].frames);
    rows.push([`encoding alone, frames of that clip`, alone.toFixed(2), 's']);
    rows.push([`whole clip over encoding alone`, (Number(stage('total_ms')) / alone).toFixed(2), 'x']);
    one.push(Number(stage('total_ms')) / clips[0].frames);
  }
  // The same person twice, in a dialogue as long as what was said alone.
  await ask({ ask: 'join' }, [pack]);
  const texts = ['Did you eat my sandwich? I left it right here.', 'No. It was the cat, I promise you.', 'We do not have a cat. We never had one.', 'Maybe it was a very small cat.'];
  const talk = await say({ ask: 'converse', lines: texts.map((text, i) => ({ who: i % 2, text })), speed: 1 });
  for (const [i, [width, height]] of SIZES.entries()) {
    const direction = { prompt: 'city at night in the rain', handle: 'bench', names: ['@bench', '@other'], seed: 7, width, height };
    const { phones, words, cues } = talk.body;
    const took = [];
    let frames;
    for (let n = 0; n < 3; n++) {
      const { body } = await ask({ ask: 'render', direction, rate_hz, phones, words, cues }, [talk.buffers[0].slice(0)]);
      took.push(body.timings.total_ms);
      frames = body.frames;
    }
    const whole = bench.median(took) / 1000;
    rows.push([`clip of two ${width}x${height}, ${frames} frames`, whole.toFixed(2), 's']);
    rows.push([`a frame of it over one of a clip with one`, (whole / frames / one[i]).toFixed(2), 'x']);
  }
  return rows;

  /** Seconds to encode as many frames, taken from the clip itself (thirty of them, again and again). */
  async function encodeOnly(bytes, w, h, frames) {
    const video = document.createElement('video');
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/mp4' }));
    await new Promise((ready, failed) => {
      video.onloadeddata = ready;
      video.onerror = () => failed(new Error('the clip does not play'));
    });
    const pictures = [];
    for (let i = 0; i < 30; i++) {
      video.currentTime = (i * video.duration) / 30;
      await new Promise((ready) => (video.onseeked = ready));
      pictures.push(await createImageBitmap(video));
    }
    const encoder = new VideoEncoder({ output() {}, error(e) { throw e; } });
    encoder.configure({ codec: 'avc1.64001f', width: w, height: h, bitrate: (3.6e6 * w * h) / (720 * 1280), framerate: 30, latencyMode: 'quality', avc: { format: 'avc' } });
    const start = performance.now();
    for (let i = 0; i < frames; i++) {
      while (encoder.encodeQueueSize >= 4) await new Promise((next) => setTimeout(next, 1));
      const frame = new VideoFrame(pictures[i % 30], { timestamp: i * 33_333 });
      encoder.encode(frame, { keyFrame: i % 30 === 0 });
      frame.close();
    }
    await encoder.flush();
    const seconds = (performance.now() - start) / 1000;
    encoder.close();
    return seconds;
  }
}
