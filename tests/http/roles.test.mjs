// Every operation of the API, as everyone who may or may not: a visitor, a stranger, somebody who follows and is followed,
// somebody approved for good, the owner of a likeness, another of its cast, who made the clip, and the operator. An operation
// that stands in no table here fails.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { aCharacter } from '../harness/characters.mjs';
import { showing } from '../harness/clips.mjs';
import { start } from '../harness/server.mjs';
import { Visitor, aPack, operator, scanned } from '../harness/visitor.mjs';

let server;
let who; // by role
let at; // what there is to act on
let all; // every operation of the description

/** What a stranger is told of what is not theirs. */
const HIDDEN = { visitor: 'sign_in_first', rest: 'not_found' };
/** What an outsider is told of what everyone can watch. */
const SEEN = { visitor: 'sign_in_first', rest: 'not_allowed' };
const maker = { ...HIDDEN, creator: 'may' };
const owner = { ...HIDDEN, owner: 'may' };
const both = { ...HIDDEN, owner: 'may', creator: 'may' };
const inIt = { ...HIDDEN, owner: 'may', cocast: 'may', creator: 'may' };
const desk = { ...HIDDEN, operator: 'may' };
const member = { visitor: 'sign_in_first', rest: 'may' };
const everyone = { visitor: 'may', rest: 'may' };
const ROLES = ['visitor', 'stranger', 'mutual', 'approved', 'owner', 'cocast', 'creator', 'operator'];

const octets = (body) => ({ body, headers: { 'content-type': 'application/octet-stream' } });
const ticket = () => ({ headers: { 'understudy-ticket': at.going.ticket } });

/**
 * Operations about one thing: where, who may, and what is sent. Those that only read are asked by everyone. Of the others,
 * whoever may not tries, and nothing has changed afterwards; what happens to who may is proved where the noun is tested.
 */
const ABOUT = {
  // A draft of the creator's with the owner and another.
  get_clip: ['/api/v1/clips/{draft}', { ...inIt, visitor: 'not_found' }],
  get_media: ['/media/{draft}/clip.mp4', { ...inIt, visitor: 'not_found' }],
  get_poster: ['/media/{draft}/poster.jpg', { ...inIt, visitor: 'not_found' }],
  delete_clip: ['/api/v1/clips/{draft}', inIt],
  publish_clip: ['/api/v1/clips/{draft}/publish', { ...maker, owner: 'not_allowed', cocast: 'not_allowed' }, () => ({ body: {} })],
  agree_clip: ['/api/v1/clips/{draft}/agree', { ...inIt, creator: 'may' }, () => ({ body: { sha256: at.draft.sha256 } })],
  download_clip: ['/api/v1/clips/{draft}/downloads', inIt],
  like_clip: ['/api/v1/clips/{draft}/like', { ...HIDDEN, owner: 'conflict', cocast: 'conflict', creator: 'conflict' }],
  get_remix_draft: ['/api/v1/clips/{draft}/remix', { ...HIDDEN }],
  get_clip_receipt: ['/api/v1/clips/{draft}/receipt', { visitor: 'not_found', rest: 'not_found' }],
  // What waits for the owner's answer.
  get_render: ['/api/v1/renders/{waiting}', maker],
  cancel_render: ['/api/v1/renders/{waiting}/cancel', maker],
  get_request: ['/api/v1/requests/{waiting}', both],
  answer_request: ['/api/v1/requests/{waiting}/answer', owner, () => ({ body: { allow: true } })],
  // What was granted, and waits for the creator's device.
  get_render_pack: ['/api/v1/renders/{going}/packs/{owner}', maker, ticket],
  put_file: ['/api/v1/renders/{going}/file', maker, () => fileOf(showing(801, 1))],
  put_input: ['/api/v1/renders/{going}/inputs/still', maker, () => ({ body: Buffer.alloc(9), headers: { ...ticket().headers, 'content-type': 'image/jpeg', 'content-digest': digest(Buffer.alloc(9)) } })],
  get_film: ['/api/v1/renders/{going}/film', { ...HIDDEN, creator: 'skip' }, ticket],
  watch_job: ['/api/v1/renders/{going}/events', { ...HIDDEN, creator: 'skip' }],
  answer_next: ['/api/v1/renders/{going}/next', { ...HIDDEN, creator: 'skip' }, () => ({ body: { accept: true, price_micro_usd: 1 } })],
  say_render: ['/api/v1/renders/{going}/speech', { ...HIDDEN, creator: 'skip' }, () => ticket()],
  // A published clip.
  get_download: ['{download}', { visitor: 'sign_in_first', rest: 'ticket_refused', creator: 'may' }],
  unlike_clip: ['/api/v1/clips/{published}/like', member],
  get_clip_alive: ['/api/v1/clips/{published}/alive', everyone],
  get_remixes: ['/api/v1/clips/{published}/remixes', everyone],
  share_page: ['/c/{published}', everyone],
  embed_page: ['/embed/{published}', everyone],
  get_sprite: ['/media/{published}/sprite.jpg', everyone],
  get_wave: ['/media/{published}/wave.svg', everyone],
  remove_voice: ['/api/v1/voices/{published}', { ...HIDDEN, creator: 'skip' }],
  remove_avatar: ['/api/v1/avatars/{published}', { ...HIDDEN, creator: 'skip' }],
  // A character of the owner's, which everyone may cast.
  change_character: ['/api/v1/characters/{character}', owner, () => ({ body: { name: 'Mine now' } })],
  delete_character: ['/api/v1/characters/{character}', owner],
  get_character_pack: ['/api/v1/characters/{character}/pack', owner],
  get_character_policy: ['/api/v1/characters/{character}/policy', owner],
  change_character_policy: ['/api/v1/characters/{character}/policy', owner, () => ({ body: { policy: at.policy, based_on: at.policy.version } })],
  list_character_policy_versions: ['/api/v1/characters/{character}/policy/versions', owner],
  pause_character: ['/api/v1/characters/{character}/pause', owner, () => ({ body: { paused: true } })],
  approve_for_character: ['/api/v1/characters/{character}/approved/{creator}', owner, () => ({ body: {} })],
  unapprove_for_character: ['/api/v1/characters/{character}/approved/{creator}', owner],
  list_character_uses: ['/api/v1/characters/{character}/uses', owner],
  revoke_character_uses: ['/api/v1/characters/{character}/revocations', owner, () => ({ body: 'all', json: true })],
  // The owner's scan and notice, and an invite of the operator's.
  finish_capture: ['/api/v1/captures/{capture}/result', owner, () => ({ body: Visitor.attest(at.capture) })],
  put_likeness: ['/api/v1/likeness?capture={capture}', owner, () => octets(aPack(2000))],
  read_notices: ['/api/v1/notices/read', owner, () => ({ body: { up_to: at.notice } })],
  revoke_invite: ['/api/v1/invites/{invite}', desk],
  // A clip of the creator's that is down after a report.
  appeal_hold: ['/api/v1/clips/{held}/appeal', maker, () => ({ body: { words: 'It is mine.' } })],
  get_takedown: ['/api/v1/takedowns/{takedown}', desk],
  decide_takedown: ['/api/v1/takedowns/{takedown}/decision', desk, () => ({ body: { decision: 'dismiss', reason: 'No.' } })],
  decide_hold: ['/api/v1/takedowns/{takedown}/outcome', desk, () => ({ body: { clip: at.held.id, outcome: 'reinstate', reason: 'No.' } })],
  list_takedowns: ['/api/v1/takedowns', desk],
  // Words of the creator's that were held back.
  get_review: ['/api/v1/reviews/{review}', { ...maker, operator: 'skip' }],
  list_reviews: ['/api/v1/reviews', desk],
  get_review_still: ['/api/v1/reviews/{review}/still', { ...desk, operator: 'not_found' }],
  answer_review: ['/api/v1/reviews/{review}/answer', desk, () => ({ body: { allow: true } })],
  // The instance's money.
  get_spending: ['/api/v1/spending', desk],
  get_prices: ['/api/v1/prices', desk],
  set_prices: ['/api/v1/prices', desk, () => ({ body: { json: '' } })],
  list_dead_jobs: ['/api/v1/jobs/dead', desk],
  replay_job: ['/api/v1/jobs/{going}/replay', { ...desk, operator: 'skip' }],
};

/** What a member does with what is their own: no path names anything of others. Visitors are asked to sign in. */
const OWN = `list_invites give_invite sign_out_everywhere change_account delete_account list_following list_followers
  list_blocked list_notices draw_capture get_likeness delete_likeness get_own_pack get_policy change_policy list_policy_versions
  pause_likeness get_pause pause_everything list_uses revoke_uses check_consent list_requests answer_requests export get_export_contents
  import_likeness import_clip import_people import_likes list_characters create_character list_renders create_render
  list_generators list_avatars make_avatar list_voices copy_voice list_voice_choices ask_for_review get_drafts list_downloads list_receipts
  get_bill list_sent_uses ask_for_still_review`.split(/\s+/);
/** The same where the path names another member, whom it is about, or needs more than a request. */
const TOWARDS = 'follow unfollow block unblock approve_person unapprove_person live_notices'.split(' ');

/** What anyone may: it shows what is public, or opens with a secret of its own. */
const OPEN = `health openapi get_instance get_session get_profile get_feed get_profile_clips get_log_checkpoint
  get_well_known get_jwks retention_page verify_page report_page report_status_page`.split(/\s+/);
/** The same, which takes a secret, a key or a form: tried in the tests of their nouns. */
const SECRET = `preview_invite start_registration finish_registration start_sign_in finish_sign_in start_recovery
  finish_recovery sign_out count_view report_clip look_up_report send_report_form send_report_status_form
  receive_callback get_input get_log_tile get_log_tile_2 get_log_tile_3 get_log_tile_4 oembed`.split(/\s+/);

const digest = (bytes) => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
const fileOf = (bytes) => ({ body: bytes, headers: { ...ticket().headers, 'content-type': 'video/mp4', 'content-digest': digest(bytes) } });

before(async () => {
  server = await start();
  const boss = await operator(server, { handle: 'boss', name: 'Boss' });
  await boss.scan();
  const invites = await Promise.all(Array.from({ length: 6 }, () => boss.invite()));
  const [ana, ben, cleo, dan, fay, gus] = await Promise.all(invites.map((invite) => scanned(server, invite)));
  who = { visitor: new Visitor(server), stranger: dan, mutual: fay, approved: gus, owner: ana, cocast: cleo, creator: ben, operator: boss };
  // Whoever follows and is followed, or is approved, is so by both of the cast, and gets no further than a stranger.
  for (const one of [ana, cleo, ben]) {
    for (const [a, b] of [[one, fay], [fay, one]]) (await a.put(`/api/v1/profiles/${b.handle}/follow`)).ok(200);
  }
  for (const one of [ana, cleo]) {
    await one.rule({ audience: 'everyone', holding: 'devices', ask_each: false, publish_unseen: true, caps: {}, company: 'anyone' });
    (await one.put(`/api/v1/likeness/approved/${gus.handle}`, {})).ok(200);
  }
  const cast = [ana.handle, cleo.handle];
  at = {
    draft: await ben.draft({ cast, script: 'A draft of two.' }, showing(802, 1)),
    published: await ben.publish(await ben.draft({ cast, script: 'Everyone sees this.' }, showing(803, 1))),
    held: await ben.publish(await ben.draft({ script: 'This one is reported.' }, showing(804, 1))),
    going: (await ben.askRender({ cast: [ana.handle], script: 'This one is being made.' })).ok(201),
  };
  at.download = (await ben.post(`/api/v1/clips/${at.published.id}/downloads`)).ok(200).address;
  await ana.rule({ ask_each: true });
  at.waiting = (await ben.askRender({ cast: [ana.handle], script: 'This one is asked for.' })).ok(201);
  await ana.rule({ ask_each: false });
  const query = new URLSearchParams({ name: 'Rex', kind: 'pet' });
  at.character = (await ana.post(`/api/v1/characters?${query}`, aCharacter(), { headers: { 'content-type': 'application/octet-stream' } })).ok(201);
  at.policy = await ana.rule({ audience: 'everyone', holding: 'devices', ask_each: false }, `characters/${at.character.id}`);
  at.capture = await ana.drawn();
  at.notice = (await ana.get('/api/v1/notices')).ok(200).notices[0].id;
  at.invite = (await boss.post('/api/v1/invites')).ok(201).invite;
  const report = { locator: at.held.share, ground: 'other', statement: 'It is not what it says.', name: 'Rosa Q', contact: 'rosa@example.org', entitled: true, good_faith: true, signature: 'Rosa Q' };
  const { number } = (await new Visitor(server).post('/api/v1/takedowns', report)).ok(201);
  at.takedown = (await boss.get('/api/v1/takedowns')).ok(200).takedowns.find((line) => line.number === number);
  (await boss.post(`/api/v1/takedowns/${at.takedown.id}/decision`, { decision: 'hold', reason: 'It is.' })).ok(200);
  // What the embedded rules hold back without any key, as moderation.test.mjs has it.
  const words = { script: 'Look. A naked schoolgirl.', prompt: 'A kitchen' };
  (await ben.askRender(words)).refused('held_back');
  at.review = (await ben.post('/api/v1/reviews', words)).ok(201);
  const { paths } = (await boss.get('/openapi.json')).ok(200);
  all = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { operationId }]) => ({ id: operationId, method: method.toUpperCase(), path })));
});
after(() => server.close());

const called = (id) => all.find((operation) => operation.id === id);
/** A path with what there is for its names. */
const filled = (path) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'download' ? at.download : (who[name]?.handle ?? at[name].id ?? at[name])));

/** Asks and gives the code of a refusal, or `may`. */
async function tried(id, role) {
  const [path, , send] = ABOUT[id];
  const { json, ...options } = send?.() ?? {};
  if (json) Object.assign(options, { body: JSON.stringify(options.body), headers: { 'content-type': 'application/json' } });
  const answer = await who[role].ask(called(id).method, filled(path), options);
  return answer.status < 400 ? 'may' : answer.json.code;
}

/** Everything that somebody's trying could have changed, as its people see it. */
async function state() {
  const [ana, ben, boss] = [who.owner, who.creator, who.operator];
  const read = async (one, path) => (await one.get(path)).json;
  const { notices } = await read(ana, '/api/v1/notices');
  return {
    clips: await Promise.all(['draft', 'published', 'held'].map(async (name) => { const { views, ...clip } = await read(ben, `/api/v1/clips/${at[name].id}`); return clip; })),
    waiting: (await read(ben, `/api/v1/renders/${at.waiting.id}`)).state,
    going: (await read(ben, `/api/v1/renders/${at.going.id}`)).state,
    character: await read(ana, '/api/v1/characters'),
    rules: await read(ana, `/api/v1/characters/${at.character.id}/policy`).then(({ signed, ...rest }) => rest),
    likeness: await read(ana, '/api/v1/likeness'),
    downloads: await read(ana, '/api/v1/downloads'),
    unread: notices.filter((notice) => !notice.read).length,
    invites: await read(boss, '/api/v1/invites'),
    review: await read(boss, '/api/v1/reviews'),
    case: (await read(boss, '/api/v1/takedowns')).takedowns,
    prices: await read(boss, '/api/v1/prices'),
  };
}

test('each operation of the description stands in one of the tables', () => {
  const named = [...Object.keys(ABOUT), ...OWN, ...TOWARDS, ...OPEN, ...SECRET];
  assert.equal(new Set(named).size, named.length, 'none stands in two');
  assert.deepEqual(named.filter((id) => !called(id)), [], 'none is made up');
  assert.deepEqual(all.map(({ id }) => id).filter((id) => !named.includes(id)), [], 'none is left out');
  for (const id of OWN) assert.ok(!called(id).path.includes('{'), `${id} names something`);
});

describe('what is about one thing', () => {
  test('is told, and done, to nobody else', async () => {
    const before = await state();
    const found = [];
    for (const id of Object.keys(ABOUT)) {
      const [, expected] = ABOUT[id];
      for (const role of ROLES) {
        const wanted = expected[role] ?? expected.rest;
        const reads = called(id).method === 'GET';
        if (wanted === 'skip' || (wanted === 'may' && !reads)) continue;
        const got = await tried(id, role);
        if (got !== wanted) found.push(`${id} as ${role}: ${got}, not ${wanted}`);
      }
    }
    assert.deepEqual(found, []);
    assert.deepEqual(await state(), before, 'nothing has changed');
  });

  test('is refused in other words where everyone can watch it', async () => {
    for (const [method, path] of [['POST', 'downloads'], ['DELETE', '']]) {
      for (const role of ROLES.filter((role) => !['owner', 'cocast', 'creator'].includes(role))) {
        const answer = await who[role].ask(method, `/api/v1/clips/${at.published.id}/${path}`.replace(/\/$/, ''));
        answer.refused(SEEN[role] ?? SEEN.rest);
      }
    }
    assert.equal((await who.creator.get(`/api/v1/clips/${at.published.id}`)).ok(200).state, 'published');
  });
});

test('what is a member\'s own asks visitors to sign in, and tells everyone else of theirs', async () => {
  const own = [...OWN, ...TOWARDS.filter((id) => id !== 'live_notices')];
  for (const id of own) {
    const { method, path } = called(id);
    const options = method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, body: '{}' };
    (await who.visitor.ask(method, filled(path.replace('{handle}', '{stranger}')), options)).refused('sign_in_first');
  }
  for (const id of own.filter((id) => called(id).method === 'GET' && !['list_generators', 'list_voice_choices'].includes(id))) {
    for (const role of ROLES.slice(1)) assert.equal((await who[role].get(called(id).path)).status, 200, `${id} as ${role}`);
  }
});

test('what is open is open to each', async () => {
  for (const id of OPEN) {
    const path = filled(called(id).path.replace('{handle}', '{owner}'));
    for (const role of ROLES) assert.ok((await who[role].get(path)).status < 400, `${id} as ${role}`);
  }
});
