// Runway through its own SDK.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import RunwayML, { APIConnectionError, AuthenticationError, BadRequestError, InternalServerError, NotFoundError, RateLimitError, TaskFailedError } from '@runwayml/sdk';

import { error, look, stage, still } from './stage.mjs';

const { origin, control, files, keys } = await stage();
const client = (options = {}) => new RunwayML({ apiKey: keys.runway, baseURL: `${origin}/runway`, maxRetries: 0, ...options });
const runway = client();
const body = (more = {}) => ({ model: 'gen4.5', promptImage: `${files.url}/still.jpg`, promptText: 'She waves', ratio: '720:1280', duration: 5, ...more });
const create = (more) => runway.imageToVideo.create(body(more));

beforeEach(() => control.reset());

test('create, retrieve, succeed, delete', async () => {
  const task = await create();
  assert.equal(typeof task.estimatedCost.credits, 'number');
  assert.equal((await runway.tasks.retrieve(task.id)).status, 'PENDING');
  await control.move('runway', task.id, 'running', { progress: 0.25 });
  const running = await runway.tasks.retrieve(task.id);
  assert.deepEqual([running.status, running.progress], ['RUNNING', 0.25]);
  await control.move('runway', task.id, 'completed');
  const done = await runway.tasks.retrieve(task.id).waitForTaskOutput();
  assert.equal(done.status, 'SUCCEEDED');
  const seen = look(Buffer.from(await (await fetch(done.output[0])).arrayBuffer()));
  assert.deepEqual([seen.width, seen.height, seen.seconds], [720, 1280, 5]);

  await runway.tasks.delete(task.id);
  assert.ok((await error(runway.tasks.retrieve(task.id))) instanceof NotFoundError);
  assert.equal((await fetch(done.output[0])).status, 404);
  assert.equal((await control.ledger()).nothing_left, true);
});

test('delete of a running task cancels it', async () => {
  const task = await create();
  await control.move('runway', task.id, 'running');
  await runway.tasks.delete(task.id);
  assert.equal((await control.job('runway', task.id)).state, 'cancelled');
  assert.ok((await error(runway.tasks.retrieve(task.id))) instanceof NotFoundError);
});

test('moderation, before and after, with its code', async () => {
  for (const [fault, prefix] of [['refuse', /^SAFETY\.INPUT\./], ['refuse-output', /^SAFETY\.OUTPUT\./]]) {
    const task = await create({ promptText: `She waves [fake:${fault}]` });
    await control.move('runway', task.id, 'completed');
    const failed = await error(runway.tasks.retrieve(task.id).waitForTaskOutput());
    assert.ok(failed instanceof TaskFailedError);
    assert.match(failed.taskDetails.failureCode, prefix);
  }
});

test('inputs: HEAD, no redirect, type and length', async () => {
  for (const way of ['redirect', 'no-head', 'no-type', 'no-length', 'gone', 'page', 'short']) {
    const failed = await error(create({ promptImage: `${files.url}/${way}/still.jpg` }));
    assert.ok(failed instanceof BadRequestError, way);
    assert.match(JSON.stringify(failed.error), /Failed to fetch asset/);
  }
  assert.ok((await error(create({ promptImage: 'http://192.0.2.1/still.jpg' }))) instanceof BadRequestError, 'plain HTTP elsewhere');
  assert.deepEqual(await control.jobs(), []);
  files.asked.length = 0;
  await create();
  assert.deepEqual(files.asked.map((a) => a.method), ['HEAD', 'GET', 'GET']);
  assert.match(files.asked[1].range, /^bytes=0-/);
  assert.ok((await create({ promptImage: `data:image/jpeg;base64,${still().toString('base64')}` })).id);
  assert.ok((await create({ promptImage: [{ uri: `${files.url}/no-range/still.jpg`, position: 'first' }] })).id, 'Range is not owed');
});

test('an upload becomes an input', async () => {
  const { uri } = await runway.uploads.createEphemeral({ file: new File([still()], 'still.jpg', { type: 'image/jpeg' }) });
  assert.match(uri, /^runway:\/\//);
  assert.ok((await create({ promptImage: uri })).id);
  assert.ok((await error(create({ promptImage: 'runway://none' }))) instanceof BadRequestError);
});

test('bodies', async () => {
  for (const more of [{ model: 'gen9' }, { ratio: '1:1' }, { duration: 11 }, { promptText: 'x'.repeat(1001) }, { promptImage: undefined }, { model: 'veo3.1', duration: 5 }]) {
    assert.ok((await error(create(more))) instanceof BadRequestError, JSON.stringify(more));
  }
});

test('key, scheme and version', async () => {
  assert.ok((await error(client({ apiKey: `key_${'0'.repeat(128)}` }).tasks.retrieve('x'))) instanceof AuthenticationError);
  assert.ok((await error(client({ runwayVersion: '2024-09-13' }).tasks.retrieve('x'))) instanceof BadRequestError);
  assert.equal((await fetch(`${origin}/runway/v1/tasks/x`, { headers: { authorization: `Bearer ${keys.runway}` } })).status, 400);
});

test('limits and outages, by class', async () => {
  await control.fault('429', { provider: 'runway' });
  assert.ok((await error(create())) instanceof RateLimitError);
  await control.fault('503', { provider: 'runway' });
  assert.ok((await error(create())) instanceof InternalServerError);
  await control.fault('reset', { provider: 'runway' });
  assert.ok((await error(create())) instanceof APIConnectionError);
});
