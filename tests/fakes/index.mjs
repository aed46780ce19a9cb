// Fakes of every third party that the gateway speaks to, in one process: a prefix a provider, shared rooms for state,
// faults, signing and media. Contracts: README.md.

import { KEYS, SECRETS } from './keys.mjs';
import { controlOf } from './remote.mjs';
import cartesia from './providers/cartesia.mjs';
import elevenlabs from './providers/elevenlabs.mjs';
import fal from './providers/fal.mjs';
import google from './providers/google.mjs';
import heygen from './providers/heygen.mjs';
import llama from './providers/llama.mjs';
import moderations from './providers/moderations.mjs';
import openai from './providers/openai.mjs';
import replicate from './providers/replicate.mjs';
import runway from './providers/runway.mjs';
import { Auto, DEMO } from './room/auto.mjs';
import { control } from './room/control.mjs';
import { Faults } from './room/faults.mjs';
import { Films } from './room/film.mjs';
import { Hooks } from './room/hooks.mjs';
import { listen } from './room/http.mjs';
import { Files, media } from './room/media.mjs';
import { Jobs } from './room/state.mjs';
import { changed, UNCONFIRMED } from './unconfirmed.mjs';

const PROVIDERS = [fal, heygen, replicate, google, runway, openai, moderations, elevenlabs, cartesia, llama];

/**
 * Starts the fakes on 127.0.0.1. `port` 0 takes a free one; `origin`: what URLs in answers start with, if not that
 * port; `demo`: jobs advance by themselves and films say DEMO; `light`: films are cut without the sound that was sent, for
 * load; `keys`, `secrets`, `unconfirmed`: other values than the tables'.
 * Answers `{ origin, control, environment, fakes, close }`; `control` is what remote.mjs describes, `environment` the edge's
 * variables.
 */
export async function startFakes({ port = 0, origin, demo = false, light = false, keys = {}, secrets = {}, unconfirmed = {} } = {}) {
  const fakes = {
    origin: origin?.replace(/\/$/, '') ?? '',
    demo,
    keys: { ...KEYS, ...keys },
    secrets: { ...SECRETS, ...secrets },
    unconfirmed: changed(UNCONFIRMED, unconfirmed),
    faults: new Faults(),
    films: new Films({ demo, light }),
    /** Every request but those of `/control`, and every speech that was made. */
    log: [],
    speech: [],
    provider: (name) => fakes.providers.find((p) => p.name === name),
    /** Bytes that a provider holds under a URL of its own, as `{ type, bytes }`. */
    held: (name, url) => fakes.provider(name).held?.(url),
    assume(table) {
      fakes.unconfirmed = changed(fakes.unconfirmed, table);
    },
    about: () => ({
      origin: fakes.origin, demo, keys: fakes.keys, secrets: fakes.secrets, environment: fakes.environment(),
      bases: Object.fromEntries(fakes.providers.flatMap((p) => Object.entries(p.bases).map(([name, path]) => [name, `${fakes.origin}${path}`]))),
    }),
    /** Variables of the edge that make it speak to the fakes. */
    environment: () => Object.assign({}, ...fakes.providers.map((p) => p.environment((path) => `${fakes.origin}${path}`))),
    reset() {
      for (const room of [fakes.jobs, fakes.files, fakes.faults, fakes.hooks]) room.clear();
      for (const list of [fakes.log, fakes.speech]) list.length = 0;
      for (const provider of fakes.providers) provider.reset?.();
    },
  };
  fakes.jobs = new Jobs(fakes);
  fakes.files = new Files(fakes);
  fakes.hooks = new Hooks(fakes);
  fakes.auto = new Auto(fakes, demo ? DEMO : undefined);
  fakes.providers = PROVIDERS.map((make) => make(fakes));

  const server = await listen(fakes, [...fakes.providers, media(fakes), control(fakes)], port);
  fakes.origin ||= `http://127.0.0.1:${server.address().port}`;
  const close = async () => {
    fakes.auto.close();
    fakes.jobs.clear();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    fakes.films.close();
  };
  return { origin: fakes.origin, control: controlOf(fakes.origin), environment: fakes.environment(), fakes, close };
}
