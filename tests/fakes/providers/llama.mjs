// Workers AI, Llama Guard 3 (providers.md 10): behind the binding, and by its REST twin.
//
// Behind the binding it is asked as the class `Ai` of workerd asks (its module `cloudflare-internal:ai-api`, in the runtime's
// binary): `POST /run?version=3` with `{inputs, options}`, the model in a header, no key. What it answers is the model's output
// itself, and an error is `{internalCode, name, description}`.

import { credential, same } from '../room/ids.mjs';
import { judge } from '../room/judge.mjs';
import { json } from '../room/reply.mjs';

const MODEL = '@cf/meta/llama-guard-3-8b';

export default function llama(fakes) {
  const assumed = () => fakes.unconfirmed.workers_ai;
  const error = (status, code, message) => json(status, { result: null, success: false, errors: [{ code, message }], messages: [] });

  /** What the model makes of its input: its output, or what is wrong with the input. */
  const judged = ({ messages, response_format }, said) => {
    const wrong = (message) => ({ wrong: message });
    if (!Array.isArray(messages) || messages.length === 0) return wrong('messages: required');
    if (messages.some((m) => !['user', 'assistant'].includes(m?.role) || typeof m.content !== 'string')) return wrong('messages: role user or assistant, and content');
    if (messages.some((m, n) => m.role !== (n % 2 === 0 ? 'user' : 'assistant'))) return wrong('Conversation roles must alternate user/assistant/user/assistant/...');
    const found = [...new Set([...judge(messages.map((m) => m.content).join('\n'), 1), ...fakes.faults.flags('workers_ai', said)])];
    const safe = found.length === 0;
    const text = safe ? 'safe' : `unsafe\n${found.join(',')}`;
    const object = response_format?.type === 'json_object' && assumed().heeds_format;
    let response = object ? { safe, categories: found } : text;
    // A model is a model: neither form says what it says here.
    if (fakes.faults.babbles('workers_ai', said)) response = object ? { safe: true, categories: ['S1'] } : 'That is probably safe.';
    return { output: { response, usage: { prompt_tokens: 200, completion_tokens: 3, total_tokens: 203 } } };
  };

  const twin = (request) => {
    const { status, code } = assumed().bad_input;
    const { output, wrong } = judged(request.json() ?? {}, request.text());
    return wrong ? error(status, code, wrong) : json(200, { result: output, success: true, errors: [], messages: [] });
  };

  const bound = (request) => {
    const refused = ({ status, code }, description) => json(status, { internalCode: code, name: 'InferenceUpstreamError', description });
    if (request.query.get('version') !== '3' || request.headers['cf-consn-model-id'] !== MODEL) return refused(assumed().no_model, 'No such model');
    const { output, wrong } = judged(request.json()?.inputs ?? {}, request.text());
    return wrong ? refused(assumed().bad_input, wrong) : json(200, output);
  };

  return {
    name: 'workers_ai',
    prefix: '/workers-ai',
    bases: { workers_ai: '/workers-ai/client/v4', workers_ai_binding: '/workers-ai/binding' },
    environment: (at) => ({ WORKERS_AI_TOKEN: fakes.keys.workers_ai, WORKERS_AI_URL: at('/workers-ai/client/v4'), WORKERS_AI_ACCOUNT: 'fake0account' }),
    auth(request) {
      const { status, code, message } = assumed().unauthenticated;
      return same(credential(request, 'Bearer'), fakes.keys.workers_ai) ? undefined : error(status, code, message);
    },
    problem: (status) => error(status, status === 429 ? 10429 : 10500, status === 429 ? 'Too many requests' : 'Internal error'),
    routes: [
      ['POST', `/client/v4/accounts/:acct/ai/run/${MODEL}`, 'moderate', twin],
      ['POST', '/binding/run', 'moderate', bound, { open: true }],
    ],
  };
}
