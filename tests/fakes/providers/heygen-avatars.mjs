// Avatars of HeyGen v3: made from a photo, trained for a while, and unusable until the one who is shown has agreed.

import { fetchInput } from '../room/inputs.mjs';
import { hex } from '../room/ids.mjs';
import { bytes, empty, json } from '../room/reply.mjs';
import { AVATARS, CONSENT, error, refuse, strict } from './heygen-fields.mjs';

const STATUSES = ['processing', 'pending_consent', 'failed', 'completed'];

export function avatarsOf(fakes, { fileOf }) {
  /** Looks and groups by id. A look is in one group. */
  const [looks, groups] = [new Map(), new Map()];
  /** Where the person goes after the consent page, by group. */
  const back = new Map();
  const look = (id) => looks.get(id) ?? (() => { throw refuse(404, 'not_found', 'This look does not exist.'); })();
  const group = (id) => groups.get(id) ?? (() => { throw refuse(404, 'not_found', 'This avatar does not exist.'); })();
  const item = ({ id, type, group_id, status, name }) => ({ id, name, avatar_type: type, group_id, status, supported_api_engines: ['avatar_iv', 'avatar_v'] });

  /** A look that is ready waits for the person, if they have not agreed. */
  const settle = (one, status) => {
    const of = groups.get(one.group_id);
    one.status = status === 'completed' && of.consent_status !== 'completed' ? 'pending_consent' : status;
    of.status = one.status;
    return one;
  };
  const create = async (request) => {
    const body = strict(request, AVATARS);
    if (body.type !== 'prompt' && !body.file) throw refuse(400, 'validation_error', 'file: Field required', 'file');
    const kind = body.type === 'digital_twin' ? 'video' : 'image';
    const input = body.file && (await fetchInput(fileOf('file', kind, body.file), (url) => fakes.files.at(url)));
    if (input?.problem) return error(400, 'asset_not_available', `file: ${input.problem}`, 'file');
    const into = body.avatar_group_id ? group(body.avatar_group_id) : { id: hex(32), name: body.name, consent_status: 'pending', status: 'processing' };
    groups.set(into.id, into);
    const made = { id: hex(32), type: body.type, name: body.name, group_id: into.id, status: 'processing', asked: 1 };
    looks.set(made.id, made);
    // The photo stays with the provider until the look or the avatar is deleted.
    made.kept = fakes.files.keep('heygen', `look-${made.id}`, { kind: 'look', type: input?.type, bytes: input?.bytes });
    const { pace } = fakes.auto;
    if (pace) setTimeout(() => looks.has(made.id) && settle(made, 'completed'), pace.queued_ms + pace.running_ms).unref();
    return json(200, { data: { avatar_item: item(made), avatar_group: into } });
  };
  const consent = (request, { gid }) => {
    const { reroute_url } = strict(request, CONSENT);
    const asked = group(gid);
    back.set(gid, reroute_url);
    return json(200, { data: { url: `${fakes.origin}/control/heygen/consent/${gid}`, avatar_group: asked } });
  };
  const removeLook = ({ lid }) => {
    fakes.files.remove(look(lid).kept);
    looks.delete(lid);
    return json(200, { data: { id: lid } });
  };
  const removeGroup = ({ gid }) => {
    group(gid);
    for (const one of [...looks.values()].filter((l) => l.group_id === gid)) removeLook({ lid: one.id });
    groups.delete(gid);
    return json(200, { data: { id: gid } });
  };
  /** The person agrees, or does not: `{ status: completed | rejected }`. Looks that only waited for it are ready then. */
  const decide = (request, { gid }) => {
    const { status = 'completed' } = request.json() ?? {};
    const asked = group(gid);
    asked.consent_status = status;
    const then = status === 'completed' ? 'completed' : fakes.unconfirmed.heygen.refused_look;
    for (const l of looks.values()) if (l.group_id === gid && l.status === 'pending_consent') l.status = then;
    const next = back.get(gid);
    return next && request.headers.accept?.includes('text/html') ? empty(303, { location: next }) : json(200, { avatar_group: asked });
  };
  /** What stands at the URL of a consent: in a demo, a person opens it. */
  const page = (_, { gid }) => {
    group(gid);
    const form = '<form method="post"><button>I agree</button></form>';
    return bytes('text/html; charset=utf-8', Buffer.from(`<!doctype html><html lang="en"><title>Consent (demo)</title><h1>Demo of a consent page</h1><p>Nobody checks anything here.</p>${form}</html>`));
  };
  const set = (request, { lid }) => {
    const { status } = request.json() ?? {};
    if (!STATUSES.includes(status)) return json(400, { error: `status is one of ${STATUSES.join(', ')}` });
    return json(200, { look: item(settle(look(lid), status)) });
  };

  return {
    /** Throws unless a video may be made of that look. Looks that HeyGen offers to all have ids with `public-`. */
    usable(id) {
      if (typeof id === 'string' && id.startsWith('public-')) return;
      const one = look(id);
      const { status, code } = fakes.unconfirmed.heygen.without_consent;
      if (groups.get(one.group_id).consent_status !== 'completed') throw refuse(status, code, 'The person in this avatar has not consented.', 'avatar_id');
      if (one.status !== 'completed') throw refuse(400, 'validation_error', `This look is ${one.status}.`, 'avatar_id');
    },
    clear: () => [looks, groups, back].forEach((all) => all.clear()),
    routes: (once) => [
      ['POST', '/v3/avatars', 'avatar', once(create, ({ avatar_item }) => looks.has(avatar_item.id) && (look(avatar_item.id).asked += 1))],
      ['GET', '/v3/avatars/looks/:lid', 'look', (_, { lid }) => json(200, { data: item(look(lid)) })],
      ['DELETE', '/v3/avatars/looks/:lid', 'delete', (_, params) => removeLook(params)],
      ['POST', '/v3/avatars/:gid/consent', 'consent', once(consent)],
      ['DELETE', '/v3/avatars/:gid', 'delete', (_, params) => removeGroup(params)],
    ],
    control: [
      ['GET', '/heygen/consent/:gid', 'control', page],
      ['POST', '/heygen/consent/:gid', 'control', decide],
      ['POST', '/heygen/looks/:lid', 'control', set],
    ],
  };
}
