// Inputs of the models on fal that the gateway uses (providers.md 3.5). Fields that are not listed are let through.

const string = { type: 'string' };
const url = { type: 'url' };
const bool = { type: 'bool' };
const upright = { values: ['16:9', '9:16', '1:1'] };
const needed = (rule) => ({ ...rule, required: true });

/** Either of two fields has to be there. */
const either = (...names) => (input) => (names.some((name) => input[name] !== undefined) ? [] : [{ loc: ['body', names[0]], what: `one of ${names.join(', ')} is required`, type: 'one_of' }]);

const avatar2 = { fields: { image_url: needed(url), audio_url: needed(url), prompt: string } };
const o3 = {
  fields: {
    prompt: string, multi_prompt: { type: 'array' },
    elements: { type: 'array', item: { frontal_image_url: url, reference_image_urls: { type: 'array', max: 3, item: { type: 'url' } }, video_url: url, voice_id: string } },
    image_urls: { type: 'array', item: { type: 'url' } }, start_image_url: url, end_image_url: url,
    duration: { values: Array.from({ length: 13 }, (_, n) => String(n + 3)) }, aspect_ratio: upright, generate_audio: bool, shot_type: { values: ['customize'] },
  },
  also: (input) => ((input.prompt === undefined) === (input.multi_prompt === undefined) ? [{ loc: ['body', 'prompt'], what: 'either prompt or multi_prompt', type: 'one_of' }] : []),
};

/** By model id: `fields`, `also` (what a table cannot say), `seconds` of sound that it takes. */
export const MODELS = {
  'fal-ai/heygen/avatar4/image-to-video': {
    fields: {
      image_url: needed(url), audio_url: url, prompt: string, voice: string, aspect_ratio: upright,
      resolution: { values: ['360p', '480p', '540p', '720p', '1080p'] }, talking_style: { values: ['stable', 'expressive'] }, caption: bool,
      background: { type: 'object', item: { type: { values: ['color', 'image', 'video'] }, value: string } },
    },
    also: (input) => (input.audio_url === undefined && (input.prompt === undefined || input.voice === undefined) ? [{ loc: ['body', 'audio_url'], what: 'audio_url, or prompt and voice', type: 'one_of' }] : []),
  },
  'fal-ai/kling-video/ai-avatar/v2/pro': avatar2,
  'fal-ai/kling-video/ai-avatar/v2/standard': avatar2,
  'fal-ai/ltx-2.3/audio-to-video': {
    fields: { audio_url: needed(url), image_url: url, prompt: string, aspect_ratio: { values: ['auto', '16:9', '9:16'] }, guidance_scale: { type: 'number' } },
    also: either('image_url', 'prompt'),
    seconds: [2, 20],
  },
  'fal-ai/kling-video/o3/pro/reference-to-video': o3,
  'fal-ai/kling-video/o3/standard/reference-to-video': o3,
  'fal-ai/wan/v2.7/reference-to-video': {
    fields: {
      prompt: needed({ type: 'string', max: 5000 }), reference_image_urls: { type: 'array', item: { type: 'url' } }, reference_video_urls: { type: 'array', item: { type: 'url' } },
      aspect_ratio: { values: ['16:9', '9:16', '1:1', '4:3', '3:4'] }, resolution: { values: ['1080p', '720p'] },
      duration: { values: Array.from({ length: 9 }, (_, n) => String(n + 2)) }, negative_prompt: { type: 'string', max: 500 }, multi_shots: bool,
      enable_safety_checker: bool, seed: { type: 'int', min: 0, max: 2_147_483_647 },
    },
    output: () => ({ seed: 1 }),
  },
  'fal-ai/sync-lipsync/v2/pro': {
    fields: { video_url: needed(url), audio_url: needed(url), sync_mode: { values: ['cut_off', 'loop', 'bounce', 'silence', 'remap'] } },
  },
  'fal-ai/kling-video/lipsync/audio-to-video': { fields: { video_url: needed(url), audio_url: needed(url) } },
};

/** Every file that an input names: `[{ field, kind, url }]`. */
export function filesOf(input, path = []) {
  return Object.entries(input).flatMap(([name, value]) => {
    const field = [...path, name].join('.');
    if (Array.isArray(value)) return value.flatMap((item, n) => (typeof item === 'string' ? filesOf({ [name]: item }, path) : filesOf(item ?? {}, [...path, name, n])));
    if (value !== null && typeof value === 'object') return filesOf(value, [...path, name]);
    const [, kind] = /(image|audio|video)_urls?$/.exec(name) ?? [];
    return kind && typeof value === 'string' ? [{ field, kind, url: value }] : [];
  });
}
