// Inside the page: scans, packs and finished clips, by messages to the product's own workers.
globalThis.studioClips = {
  packs: {},

  async scan(poses) {
    this.look ??= await bench.faceWorker(poses);
    await this.look({ ask: 'begin', poses });
  },

  /** One frame of a scan. Says which pose was caught on it. */
  async see(jpeg, t_s) {
    const image = await createImageBitmap(new Blob([this.bytes(jpeg)], { type: 'image/jpeg' }));
    const { body } = await this.look({ ask: 'see', t_s }, [new VideoFrame(image, { timestamp: Math.round(t_s * 1e6) })]);
    return body.caught;
  },

  /** Makes a pack of the takes. Says how many there are. */
  async pack(name) {
    const { body, buffers } = await this.look({ ask: 'finish' });
    if (body.takes.length === 0) throw new Error(`${name}: no pose was caught`);
    const studio = await bench.start('worker-studio');
    const packed = await studio.ask({ ask: 'pack', takes: body.takes, mask: body.mask }, [...buffers, new ArrayBuffer(0)]);
    studio.end();
    this.packs[name] = packed.buffers[0];
    return body.takes.length;
  },

  async make({ name, cast, prompt, mood, captions, script, lines, bare }) {
    this.voice ??= (await bench.speaker()).ask;
    const delivery = { pitch_range: 1, pauses: 1, mood };
    const spoken = script
      ? await this.voice({ ask: 'speak', script, speed: 1, delivery })
      : await this.voice({ ask: 'converse', lines: lines.map((text, i) => ({ who: i % 2, text })), speed: 1, delivery });
    const { rate_hz, phones, words, cues = [] } = spoken.body;
    const studio = await bench.start('worker-studio');
    await studio.ask({ ask: 'open' }, [this.packs[cast[0]].slice(0)]);
    if (cast.length > 1) await studio.ask({ ask: 'join' }, [this.packs[cast[1]].slice(0)]);
    const names = cast.length > 1 ? cast.map((who) => `@${who}`) : [];
    const render = (style) => {
      const choices = { mood, captions: style, music: 'none' };
      const direction = { prompt, handle: cast[0], names, seed: 7, width: 720, height: 1280, choices };
      const ask = { ask: 'render', direction, rate_hz, phones, words, cues: cast.length > 1 ? cues : [] };
      return studio.ask(ask, [spoken.buffers[0].slice(0)]);
    };
    const made = await render(captions);
    const plain = bare ? await render('none') : null;
    studio.end();
    return {
      film: await this.text(made.buffers[0]),
      bare: plain && (await this.text(plain.buffers[0])),
      sound: await this.text(spoken.buffers[0]),
      rate_hz,
      phones,
      words,
      cues,
      frames: made.body.frames,
      took_ms: made.body.timings.total_ms,
    };
  },

  bytes: (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)),
  text: (buffer) =>
    new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
      reader.readAsDataURL(new Blob([buffer]));
    }),
};
