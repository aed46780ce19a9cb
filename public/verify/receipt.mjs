// Receipts: JWS in compact form (RFC 7515, EdDSA of RFC 8037), checked with the keys of a JWK set (RFC 7517).

import { unbase64, verifies } from "./tlog.mjs";

const encoder = new TextEncoder();
const TYPE = "understudy-receipt+jwt";

/** This is no receipt, or not the one that was signed. */
export class Refused extends Error {}

function unbase64url(text) {
  if (!/^[\w-]*$/.test(text)) return null;
  return unbase64(text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "="));
}

function parse(text) {
  const bytes = unbase64url(text);
  try {
    return bytes && JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

/** What a receipt says, its signature checked. */
export async function check(jws, jwks) {
  const parts = jws.split(".");
  const [header, claims] = parts.slice(0, 2).map(parse);
  if (parts.length !== 3 || !header || !claims || header.typ !== TYPE || header.alg !== "EdDSA" || "crit" in header) {
    throw new Refused("This is no receipt, or a part of it is missing.");
  }
  const jwk = jwks.keys.find((key) => key.kid === header.kid && key.kty === "OKP" && key.crv === "Ed25519");
  const key = jwk && unbase64url(jwk.x);
  if (!key) throw new Refused("This receipt names a key that is not one of this site.");
  const signature = unbase64url(parts[2]);
  const message = encoder.encode(`${parts[0]}.${parts[1]}`);
  if (signature?.length !== 64 || !(await verifies(key, signature, message))) {
    throw new Refused("The signature of this receipt is not this site's: it was changed, or made by somebody else.");
  }
  return claims;
}

/** The bytes of the entry that has to stand in the log: canonical JSON (RFC 8785). */
export function entryOf({ commitment: clip, policy, likeness: subject, iat: time }) {
  return encoder.encode(JSON.stringify({ clip, kind: "use", policy, subject, time, v: 1 }));
}
