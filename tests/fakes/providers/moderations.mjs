// OpenAI moderations (providers.md 10): texts, and one image by URL or data URL.

import { fetchInput } from '../room/inputs.mjs';
import { hex } from '../room/ids.mjs';
import { judge } from '../room/judge.mjs';
import { json } from '../room/reply.mjs';
import { auth, error } from './openai.mjs';

const CATEGORIES = [
  'harassment', 'harassment/threatening', 'hate', 'hate/threatening', 'illicit', 'illicit/violent', 'self-harm', 'self-harm/intent',
  'self-harm/instructions', 'sexual', 'sexual/minors', 'violence', 'violence/graphic',
];
/** Categories that are judged by text alone. */
const TEXT_ONLY = /^(harassment|hate|illicit|sexual\/minors)/;
const MODELS = ['omni-moderation-latest', 'omni-moderation-2024-09-26'];

export default function moderations(fakes) {
  /** One result: of a text, or of an image. */
  const result = (text, kinds, flagged) => {
    const found = new Set([...judge(text, 0), ...flagged]);
    const each = (value) => Object.fromEntries(CATEGORIES.map((name) => [name, value(name)]));
    return {
      flagged: found.size > 0, categories: each((name) => found.has(name)), category_scores: each((name) => (found.has(name) ? 0.97 : 0.0001)),
      category_applied_input_types: each((name) => (TEXT_ONLY.test(name) ? kinds.filter((kind) => kind === 'text') : kinds)),
    };
  };

  const moderate = async (request) => {
    const body = request.json();
    if (!body || body.input === undefined) return error(400, "Missing required parameter: 'input'.", { code: 'missing_required_parameter', param: 'input' });
    const model = body.model ?? MODELS[0];
    if (!MODELS.includes(model)) return error(404, `The model '${model}' does not exist.`, { code: 'model_not_found', param: 'model' });
    const flags = fakes.faults.flags('moderations', request.text());
    const parts = [body.input].flat();
    if (parts.length === 0) return error(400, "Invalid 'input': empty array.", { param: 'input' });
    let results;
    if (parts.every((part) => typeof part === 'string')) results = parts.map((text) => result(text, ['text'], flags));
    else {
      // Parts of a message are judged together.
      const images = parts.filter((part) => part?.type === 'image_url');
      if (parts.some((part) => !['text', 'image_url'].includes(part?.type))) return error(400, "Invalid 'input': parts are of type text or image_url.", { param: 'input' });
      if (images.length > fakes.unconfirmed.moderations.max_images) return error(400, 'Too many images.', { param: 'input' });
      for (const image of images) {
        const { problem } = await fetchInput({ field: 'image_url', kind: 'image', url: image.image_url?.url ?? '' }, () => undefined);
        if (problem) return error(400, `Failed to download or read the image: ${problem}`, { code: 'invalid_image_url', param: 'input' });
      }
      const kinds = [...new Set(parts.map((part) => (part.type === 'text' ? 'text' : 'image')))];
      results = [result(parts.map((part) => part.text ?? '').join('\n'), kinds, flags)];
    }
    return json(200, { id: `modr-${hex(32)}`, model: MODELS[1], results });
  };

  return {
    name: 'moderations',
    prefix: '/openai/v1/moderations',
    bases: { moderations: '/openai/v1/moderations' },
    environment: (at) => ({ OPENAI_API_KEY: fakes.keys.openai, OPENAI_URL: at('/openai') }),
    auth: auth(fakes),
    problem: (status) =>
      error(status, status === 429 ? 'Rate limit reached for omni-moderation.' : 'The server had an error while processing your request.', {
        code: status === 429 ? 'rate_limit_exceeded' : null, headers: status === 429 ? fakes.unconfirmed.moderations.rate_limit_headers : {},
      }),
    routes: [['POST', '/', 'moderate', moderate]],
  };
}
