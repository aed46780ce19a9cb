// The software passkey of these tests, judged by an independent verifier: what it does is what browsers do.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';

import { Authenticator } from '../harness/authenticator.mjs';

const origin = 'http://localhost:8787';
const challenge = () => randomBytes(32).toString('base64url');
const expected = { expectedOrigin: origin, expectedRPID: 'localhost', requireUserVerification: true };

for (const [name, alg] of [['ES256', -7], ['RS256', -257]]) {
  test(`an independent verifier takes its registrations and its sign-ins, ${name}`, async () => {
    const passkeys = new Authenticator(origin);
    const first = challenge();
    const user = { id: randomBytes(32).toString('base64url'), name: 'ana', displayName: 'Ana' };
    const response = passkeys.create({ challenge: first, rp: { id: 'localhost' }, user }, { alg });
    const registered = await verifyRegistrationResponse({ response, expectedChallenge: first, ...expected });
    assert.equal(registered.verified, true);

    const second = challenge();
    const answer = passkeys.get({ challenge: second });
    const { credential } = registered.registrationInfo;
    const signedIn = await verifyAuthenticationResponse({ response: answer, expectedChallenge: second, credential, ...expected });
    assert.equal(signedIn.verified, true);
    assert.equal(signedIn.authenticationInfo.newCounter, 1);

    const other = { response: answer, expectedChallenge: challenge(), credential, ...expected };
    await assert.rejects(verifyAuthenticationResponse(other), /challenge/);
  });
}
