// Workers AI, Llama Guard 3 (providers.md 10), by the REST twin of the binding.

import { credential, same } from '../room/ids.mjs';
import { judge } from '../room/judge.mjs';
import { json } from '../room/reply.mjs';

export default function llama(fakes) {
  const assumed = () => fakes.unconfirmed.workers_ai;
  const error = (status, code, message) => json(status, { result: null, success: false, errors: [{ code, message }], messages: [] });

  const guard = (request) => {
    const { messages, response_format } = request.json() ?? {};
    const { status, code } = assumed().bad_input;
    const wrong = (message) => error(status, code, message);
    if (!Array.isArray(messages) || messages.length === 0) return wrong('messages: required');
    if (messages.some((m) => !['user', 'assistant'].includes(m?.role) || typeof m.content !== 'string')) return wrong('messages: role user or assistant, and content');
    if (messages.some((m, n) => m.role !== (n % 2 === 0 ? 'user' : 'assistant'))) return wrong('Conversation roles must alternate user/assistant/user/assistant/...');
    const found = [...new Set([...judge(messages.map((m) => m.content).join('\n'), 1), ...fakes.faults.flags('workers_ai', request.text())])];
    const safe = found.length === 0;
    const text = safe ? 'safe' : `unsafe\n${found.join(',')}`;
    const response = response_format?.type === 'json_object' ? { safe, categories: found } : text;
    return json(200, { result: { response, usage: { prompt_tokens: 200, completion_tokens: 3, total_tokens: 203 } }, success: true, errors: [], messages: [] });
  };

  return {
    name: 'workers_ai',
    prefix: '/workers-ai',
    bases: { workers_ai: '/workers-ai/client/v4' },
    environment: (at) => ({ WORKERS_AI_TOKEN: fakes.keys.workers_ai, WORKERS_AI_URL: at('/workers-ai/client/v4'), WORKERS_AI_ACCOUNT: 'fake0account' }),
    auth(request) {
      const { status, code, message } = assumed().unauthenticated;
      return same(credential(request, 'Bearer'), fakes.keys.workers_ai) ? undefined : error(status, code, message);
    },
    problem: (status) => error(status, status === 429 ? 10429 : 10500, status === 429 ? 'Too many requests' : 'Internal error'),
    routes: [['POST', '/client/v4/accounts/:acct/ai/run/@cf/meta/llama-guard-3-8b', 'moderate', guard]],
  };
}
