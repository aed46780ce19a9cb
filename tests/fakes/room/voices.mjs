// Cloned voices of the providers of speech, and the speech that was made with them.

import { KEYS, PRICES } from '../keys.mjs';
import { fetchInput } from './inputs.mjs';
import { speak } from './sound.mjs';

export class Voices {
  constructor(fakes, provider) {
    if (!(provider in KEYS)) throw new Error(`no provider is called ${provider}`);
    Object.assign(this, { fakes, provider });
  }

  /** Looks whether a reading is sound at all: what is wrong with it, or nothing. */
  async wrong(field, file) {
    const input = { field, kind: 'audio', type: file.type || undefined, bytes: Buffer.from(await file.arrayBuffer()) };
    const { problem, seconds } = await fetchInput(input, () => undefined);
    return { problem, seconds };
  }

  /** Keeps a voice until it is deleted. */
  keep(id, about) {
    return Object.assign(this.fakes.files.keep(this.provider, id, { kind: 'voice', type: 'voice' }), { about });
  }

  find(id) {
    const kept = this.fakes.files.find(this.provider, id);
    return kept?.kind === 'voice' ? kept : undefined;
  }

  list() {
    return this.fakes.files.list().filter((f) => f.provider === this.provider && f.kind === 'voice' && !f.deleted);
  }

  remove(kept) {
    kept.about = undefined;
    this.fakes.files.remove(kept);
  }

  /** Speech of a text: samples of 16 bit, and its length in seconds. It is written into the ledger. */
  async say(voice, text, rate, speed = 1) {
    const pcm = await speak(text, rate, speed);
    const seconds = pcm.length / 2 / rate;
    const count = [...text].length;
    this.fakes.speech.push({ provider: this.provider, voice, letters: count, seconds, cost_micros: count * PRICES[this.provider] });
    return { pcm, seconds };
  }
}
