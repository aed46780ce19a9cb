// Avatars at outside providers, over HTTP.

import { poster } from './clips.mjs';

/** What making one costs by the product's own table. */
export const MAKING = 1_000_000;

/** Asks for an avatar. */
export const make = (who, { provider = 'heygen', consent = 1, price = MAKING, bytes = poster(), type = 'image/jpeg', ...headers } = {}) =>
  who.post(`/api/v1/avatars?provider=${provider}&consent=${consent}&price=${price}`, bytes, { headers: { 'content-type': type, ...headers } });

export const avatars = async (who) => (await who.get('/api/v1/avatars')).ok(200);

/** The only one, as it stands. */
export const avatar = async (who) => (await avatars(who)).avatars[0];
