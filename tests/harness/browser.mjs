// A visitor with a real browser: Chromium with a fake camera, a fake microphone and a virtual passkey.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { chromium } from 'playwright-core';

import { poses, silence, words } from './media.mjs';

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

/** Folder for screenshots, if they are wanted. */
const SHOTS = process.env.SHOTS;

/**
 * Starts Chromium. `camera` and `microphone` are true (files that can be rewritten at any time, see `Stage`) or false
 * (there is none); `allow` is what the visitor answers when they are asked for.
 */
export async function open({ camera = true, microphone = true, allow = true } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'understudy-stage-'));
  const [film, sound] = [path.join(folder, 'camera.mjpeg'), path.join(folder, 'microphone.wav')];
  silence(sound);
  const args = ['--no-sandbox', '--autoplay-policy=user-gesture-required', `--use-fake-ui-for-media-stream${allow ? '' : '=deny'}`];
  if (camera) args.push('--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`);
  if (camera && microphone) args.push(`--use-file-for-fake-audio-capture=${sound}`);
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, headless: true, args });
  return new Stage(browser, folder, film, sound);
}

class Stage {
  constructor(browser, folder, film, sound) {
    Object.assign(this, { browser, folder, film, sound });
  }

  /** A new visitor: own cookies, own storage, own passkeys. */
  async visitor(server, options = {}) {
    const context = await this.browser.newContext({ baseURL: server.origin, viewport: PHONE, locale: 'en-GB', ...options });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    const guest = new Guest(this, server, context, page);
    await guest.begin();
    return guest;
  }

  async close() {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

class Guest {
  /** Every request: `{ method, url, bytes }`. */
  requests = [];
  /** What the page complained about. */
  complaints = [];

  constructor(stage, server, context, page) {
    Object.assign(this, { stage, server, context, page });
  }

  async begin() {
    this.page.on('request', (request) => {
      const body = request.postDataBuffer();
      this.requests.push({ method: request.method(), url: request.url(), type: request.headers()['content-type'], body });
    });
    this.page.on('pageerror', (error) => this.complaints.push(String(error.stack ?? error)));
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    const cdp = await this.context.newCDPSession(this.page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    this.passkeys = { cdp, authenticatorId };
  }

  /** Identifiers of the passkeys that the device holds. */
  async credentials() {
    const { cdp, authenticatorId } = this.passkeys;
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
    return credentials.map((c) => Buffer.from(c.credentialId, 'base64'));
  }

  /** Signs in as somebody who joined over HTTP, with their own passkey. */
  async signInAs(member) {
    const key = member.passkeys.keys.at(-1);
    const { cdp, authenticatorId } = this.passkeys;
    await cdp.send('WebAuthn.addCredential', {
      authenticatorId,
      credential: {
        credentialId: key.id.toString('base64'),
        isResidentCredential: true,
        rpId: key.rpId,
        privateKey: key.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
        userHandle: Buffer.from(key.userHandle, 'base64url').toString('base64'),
        signCount: key.counter,
      },
    });
    await this.page.goto('/sign-in');
    await this.page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await this.page.waitForURL('/');
  }

  /**
   * From now on this visitor does what each draw asks for: the answer of the edge is held back until film and sound
   * are made, which is when the page opens the camera. Nothing of it is changed.
   */
  async obeys({ speaks = true, who, voice, film = poses } = {}) {
    await this.page.route('**/api/v1/captures', async (route) => {
      const response = await route.fetch();
      const capture = await response.json();
      if (capture.poses) {
        this.capture = capture;
        await film(capture.poses, this.stage.film, who);
        if (speaks) await words(capture.words, this.stage.sound, voice);
      }
      await route.fulfill({ response });
    });
  }

  /** Keeps a picture of the page if pictures are wanted. */
  async shot(name) {
    if (!SHOTS) return;
    mkdirSync(SHOTS, { recursive: true });
    await this.page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
  }
}
