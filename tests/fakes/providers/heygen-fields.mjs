// Bodies of HeyGen v3 (providers.md 8). They are strict: a field that is not listed is refused.

import { wrongs } from '../room/fields.mjs';
import { json, Refusal } from '../room/reply.mjs';

const string = { type: 'string' };
const needed = { type: 'string', required: true };

/** Where a file is. */
export const asset = { type: { values: ['url', 'asset_id', 'base64'], required: true }, url: string, asset_id: string, media_type: string, data: string };

const speech = { script: string, voice_id: string, audio_url: string, audio_asset_id: string };
const common = {
  type: needed, title: string, callback_url: string, callback_id: string, motion_prompt: string, caption: { type: 'object', item: { file_format: { values: ['srt'], required: true }, style: { values: ['default'] } } },
  aspect_ratio: { values: ['16:9', '9:16', '4:5', '5:4', '1:1', 'auto'] }, resolution: { values: ['720p', '1080p', '4k'] },
  output_format: { values: ['mp4', 'webm'] }, fit: { values: ['cover', 'contain'] }, expressiveness: { values: ['low', 'medium', 'high'] },
  background: { type: 'object', item: { type: { values: ['color', 'image'], required: true }, value: string, url: string, asset_id: string } },
  voice_settings: { type: 'object', item: { speed: { type: 'number' }, pitch: { type: 'number' }, volume: { type: 'number' }, locale: string, engine_settings: { type: 'object' } } },
};

/** `POST /v3/videos` by `type`. */
export const VIDEOS = {
  image: { ...common, ...speech, image: { type: 'object', required: true, item: asset } },
  avatar: { ...common, ...speech, avatar_id: needed, engine: { type: 'object', item: { type: { values: ['avatar_iv', 'avatar_v', 'avatar_iii'], required: true } } } },
  cinematic_avatar: {
    ...common, prompt: needed, avatar_id: { type: 'any', required: true }, references: { type: 'array' },
    duration: { type: 'number', min: 4, max: 15 }, auto_duration: { type: 'bool' },
  },
};

/** `POST /v3/avatars`. */
export const AVATARS = { type: { values: ['photo', 'digital_twin', 'prompt'], required: true }, name: needed, file: { type: 'object', item: asset }, avatar_group_id: string, prompt: string };

export const CONSENT = { reroute_url: string };
export const ENDPOINTS = { url: needed, events: { type: 'array', item: { type: 'string' } } };

export const error = (status, code, message, param) => json(status, { error: { code, message, ...(param ? { param } : {}) } });
export const refuse = (...said) => new Refusal(error(...said));

/** A strict body. */
export function strict(request, table) {
  const body = request.json();
  if (!body) throw refuse(400, 'validation_error', 'The body is a JSON object.');
  const [wrong] = wrongs(body, table, { strict: true });
  if (wrong) throw refuse(400, 'validation_error', `${wrong.loc.join('.')}: ${wrong.what}`, wrong.loc.join('.'));
  return body;
}
