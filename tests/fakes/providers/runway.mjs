// Runway (providers.md 6): image_to_video, uploads, tasks. No webhooks. Looks at its inputs before it accepts a task.

import { wrongs } from '../room/fields.mjs';
import { credential, letters, print, same, uuid } from '../room/ids.mjs';
import { empty, json, Refusal } from '../room/reply.mjs';

const VERSION = '2024-11-06';
const KEY = /^key_[0-9a-f]{128}$/;
const RATIOS = ['1280:720', '720:1280', '1104:832', '960:960', '832:1104', '1584:672'];
const VEO = { ratios: ['720:1280', '1280:720', '1080:1920', '1920:1080'], seconds: [4, 6, 8] };
/** Ratios and whole seconds by model. */
const MODELS = {
  'gen4.5': { ratios: RATIOS, seconds: [2, 3, 4, 5, 6, 7, 8, 9, 10] },
  gen4_turbo: { ratios: RATIOS, seconds: [2, 3, 4, 5, 6, 7, 8, 9, 10] },
  'veo3.1': VEO,
  'veo3.1_fast': VEO,
};
const BODY = {
  model: { values: Object.keys(MODELS), required: true }, promptImage: { type: 'any', required: true }, promptText: { type: 'string', max: 1000 }, ratio: { type: 'string', required: true },
  duration: { type: 'number' }, seed: { type: 'int', min: 0, max: 4_294_967_295 }, audio: { type: 'bool' },
  contentModeration: { type: 'object', item: { publicFigureThreshold: { values: ['auto', 'low'] } } },
};
const IMAGE = { uri: { type: 'url', required: true, max: 7_000_000 }, position: { values: ['first', 'last'], required: true } };
const STATUS = { queued: 'PENDING', running: 'RUNNING', completed: 'SUCCEEDED', failed: 'FAILED', cancelled: 'CANCELLED' };

/** A shape of this room for a ratio in pixels. */
const aspectOf = (ratio) => ({ '1280:720': '16:9', '1920:1080': '16:9', '960:960': '1:1', '1104:832': '4:3', '832:1104': '3:4', '1584:672': '16:9' })[ratio] ?? '9:16';

export default function runway(fakes) {
  const assumed = () => fakes.unconfirmed.runway;
  const error = (status, text, issues) => json(status, { error: text, ...(issues ? { issues } : {}) });
  const refuse = (...said) => new Refusal(error(...said));

  const view = (job) => {
    const said = fakes.jobs.seen(job);
    const cost = { credits: job.credits };
    const made = { id: job.id, createdAt: new Date(job.created_at).toISOString(), status: STATUS[said.state] };
    if (said.state === 'running') return { ...made, progress: said.progress };
    if (said.state === 'completed') return { ...made, output: [job.output.url], cost };
    if (said.state === 'failed') return { ...made, failure: job.cause.message ?? 'The task failed.', failureCode: assumed().failure_codes[job.cause.kind], cost };
    return made;
  };
  const asked = ({ id }) => {
    const job = fakes.jobs.find('runway', id);
    // Deleted and aborted tasks cannot be fetched again.
    if (!job || job.deleted) throw refuse(404, 'Task not found');
    return job;
  };
  const create = async (request) => {
    const body = request.json();
    if (!body) throw refuse(400, 'Invalid JSON');
    const found = wrongs(body, BODY, { strict: false });
    const images = typeof body.promptImage === 'string' ? [{ uri: body.promptImage, position: 'first' }] : [body.promptImage ?? []].flat();
    found.push(...images.flatMap((image, n) => wrongs(image ?? {}, IMAGE, { where: ['promptImage', n] })));
    const model = MODELS[body.model];
    if (model && !model.ratios.includes(body.ratio)) found.push({ loc: ['ratio'], what: `one of ${model.ratios.join(', ')}` });
    const seconds = body.duration ?? 5;
    if (model && !model.seconds.includes(seconds)) found.push({ loc: ['duration'], what: `one of ${model.seconds.join(', ')}` });
    if (found.length > 0) throw refuse(400, 'Validation of body failed', found.map(({ loc, what }) => ({ path: loc, message: what })));
    const job = await fakes.jobs.create(provider, {
      id: uuid(), model: body.model, text: request.text(), input: { ...body, promptImage: undefined }, inputs: images.map(({ uri }, n) => ({ field: `promptImage[${n}].uri`, kind: 'image', url: uri })),
      known_by: print(request.raw), aspect: aspectOf(body.ratio), seconds, credits: seconds * assumed().credits_per_second,
    });
    return json(200, { id: job.id, estimatedCost: { credits: job.credits } });
  };
  const remove = async (_, params) => {
    const job = asked(params);
    // Running tasks are cancelled, ended ones deleted; both are gone then.
    const ended = (await fakes.jobs.cancel(job)) === 'already';
    if (ended || job.state === 'cancelled') fakes.jobs.remove(job);
    return assumed().delete_status === 204 ? empty() : json(assumed().delete_status, {});
  };
  const reserve = (request) => {
    const { filename, type } = request.json() ?? {};
    if (typeof filename !== 'string' || type !== 'ephemeral') throw refuse(400, 'Validation of body failed', [{ path: ['filename'], message: 'filename, and type ephemeral' }]);
    const kept = fakes.files.keep('runway', letters(24), { type: undefined, expires: true });
    return json(200, { uploadUrl: `${fakes.origin}/runway/upload/${kept.id}`, fields: { key: kept.id }, runwayUri: `runway://${kept.id}` });
  };
  const upload = async (request, { fid }) => {
    const form = await request.form();
    const [kept, content] = [fakes.files.find('runway', fid), form?.get('file')];
    if (!kept || form?.get('key') !== fid || !(content instanceof Blob)) throw refuse(403, 'Upload refused');
    const bytes = Buffer.from(await content.arrayBuffer());
    Object.assign(kept, { bytes, size: bytes.length, type: content.type || undefined });
    return empty();
  };

  const provider = {
    name: 'runway',
    prefix: '/runway',
    bases: { runway: '/runway' },
    environment: (at) => ({ RUNWAYML_API_SECRET: fakes.keys.runway, RUNWAY_URL: at('/runway') }),
    fetches: 'submit',
    badInput: (input) => error(400, 'Validation of body failed', [{ path: input.field.split(/[.[\]]+/).filter(Boolean), message: `Failed to fetch asset: ${input.problem}` }]),
    held: (url) => (url?.startsWith('runway://') ? fakes.files.find('runway', url.slice(9)) : undefined),
    auth(request) {
      const key = credential(request, 'Bearer');
      if (!KEY.test(key ?? '') || !same(key, fakes.keys.runway)) return error(401, 'The API key you provided is invalid.');
      if (request.headers['x-runway-version'] !== VERSION) return error(400, `The X-Runway-Version header must be ${VERSION}.`);
      return undefined;
    },
    problem: (status) => error(status, { 404: 'Not found', 405: 'Method not allowed', 429: 'You have reached your daily task limit or your concurrency limit.' }[status] ?? 'Something went wrong.'),
    routes: [
      ['POST', '/v1/image_to_video', 'submit', create],
      ['GET', '/v1/tasks/:id', 'status', (_, params) => json(200, view(asked(params)))],
      ['DELETE', '/v1/tasks/:id', 'delete', remove],
      ['POST', '/v1/uploads', 'upload', reserve],
      ['POST', '/upload/:fid', 'upload', upload, { open: true }],
    ],
  };
  return provider;
}
