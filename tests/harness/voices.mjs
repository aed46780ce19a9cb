// Readings, copies and speech by outside voices, over HTTP.

import { speech } from './gateway.mjs';

/** A reading of half a minute: somebody is heard, as far as numbers tell. */
export const READING = speech(30_000);

/** Asks for a copy. */
export const copy = (who, { provider = 'elevenlabs', consent = 1, bytes = READING, type = 'audio/wav', ...headers } = {}) =>
  who.post(`/api/v1/voices?provider=${provider}&consent=${consent}`, bytes, { headers: { 'content-type': type, ...headers } });

export const voices = async (who) => (await who.get('/api/v1/voices')).ok(200);

export const choices = async (who, characters, cast = who.handle) =>
  (await who.get(`/api/v1/voices/choices?cast=${cast}&characters=${characters}`)).ok(200).voices;

/** Asks for a render that an outside voice says, at the price that is shown. */
export async function wish(who, { id = 'elevenlabs', script = 'Good evening from elsewhere.', price, cast = [who.handle], ...more } = {}) {
  const shown = price ?? (await choices(who, [...script].length, cast.join(','))).find((v) => v.id === id)?.price_micro_usd ?? 0;
  return who.post('/api/v1/renders', { script, prompt: 'A quiet library', cast, voice: { id, price_micro_usd: shown }, ...more });
}

/** Has it said. */
export const say = (who, render, headers = {}) => who.post(`/api/v1/renders/${render.id}/speech`, undefined, { headers: { 'understudy-ticket': render.ticket, ...headers } });
