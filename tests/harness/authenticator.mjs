// A passkey in software: W3C Web Authentication Level 3, ES256 or RS256, no attestation, user verified.

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const b64 = (bytes) => Buffer.from(bytes).toString('base64url');
const unb64 = (text) => Buffer.from(text, 'base64url');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

const UP = 0x01;
const UV = 0x04;
const AT = 0x40;

/** CBOR (RFC 8949) of maps with unsorted keys kept in their order, integers, texts and byte strings. */
export function cbor(value) {
  const head = (major, n) => {
    if (n < 24) return Buffer.from([(major << 5) | n]);
    if (n < 256) return Buffer.from([(major << 5) | 24, n]);
    return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  };
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map) {
    return Buffer.concat([head(5, value.size), ...[...value].flatMap(([k, v]) => [cbor(k), cbor(v)])]);
  }
  return Buffer.concat([head(2, value.length), value]);
}

/**
 * Holds passkeys and answers ceremonies as a browser on `origin` would.
 * `change` lets a test lie: `{ origin, rpId, flags, counter, challenge, type }`. With `alg: -257` the key is one of RSA.
 */
export class Authenticator {
  keys = [];

  constructor(origin) {
    this.origin = origin;
  }

  #clientData(type, challenge, change) {
    const data = {
      type: change.type ?? type,
      challenge: change.challenge ?? challenge,
      origin: change.origin ?? this.origin,
      crossOrigin: false,
    };
    return Buffer.from(JSON.stringify(data));
  }

  #data(rpId, flags, counter, attested = Buffer.alloc(0)) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested]);
  }

  /** Answers `PublicKeyCredentialCreationOptionsJSON` with `RegistrationResponseJSON`. */
  create(options, change = {}) {
    const alg = change.alg ?? -7;
    const kind = alg === -257 ? ['rsa', { modulusLength: 2048 }] : ['ec', { namedCurve: 'P-256' }];
    const { publicKey, privateKey } = generateKeyPairSync(...kind);
    const jwk = publicKey.export({ format: 'jwk' });
    const key = { id: randomBytes(32), privateKey, rpId: options.rp.id, userHandle: options.user.id, counter: 0 };
    const labels = alg === -257
      ? [[1, 3], [3, alg], [-1, unb64(jwk.n)], [-2, unb64(jwk.e)]]
      : [[1, 2], [3, alg], [-1, 1], [-2, unb64(jwk.x)], [-3, unb64(jwk.y)]];
    const cose = cbor(new Map(labels));
    const length = Buffer.from([0, key.id.length]);
    const attested = Buffer.concat([Buffer.alloc(16), length, key.id, cose]);
    const data = this.#data(change.rpId ?? key.rpId, change.flags ?? UP | UV | AT, change.counter ?? 0, attested);
    const object = cbor(new Map([['fmt', 'none'], ['attStmt', new Map()], ['authData', data]]));
    this.keys.push(key);
    return {
      id: b64(key.id),
      rawId: b64(key.id),
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: b64(this.#clientData('webauthn.create', options.challenge, change)),
        attestationObject: b64(object),
        authenticatorData: b64(data),
        publicKey: b64(publicKey.export({ format: 'der', type: 'spki' })),
        publicKeyAlgorithm: alg,
        transports: ['internal'],
      },
    };
  }

  /** Answers `PublicKeyCredentialRequestOptionsJSON` with `AuthenticationResponseJSON`, by the newest passkey. */
  get(options, change = {}) {
    const key = change.key ?? this.keys.at(-1);
    key.counter = change.counter ?? key.counter + 1;
    const data = this.#data(change.rpId ?? key.rpId, change.flags ?? UP | UV, key.counter);
    const clientData = this.#clientData('webauthn.get', options.challenge, change);
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), change.privateKey ?? key.privateKey);
    return {
      id: b64(key.id),
      rawId: b64(key.id),
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: b64(clientData),
        authenticatorData: b64(data),
        signature: b64(signature),
        userHandle: key.userHandle,
      },
    };
  }
}
