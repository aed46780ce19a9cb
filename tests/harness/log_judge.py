"""Reads a log and receipts by programs that are not ours: aics-tlog for the log, joserfc for JWS.

Takes one JSON object on standard input and answers one on standard output:
  url, vkey   where the log is, and its verifier key
  old         signed checkpoints that were kept earlier
  receipts    JWS in compact form
  jwks        the instance's JWK set
  forged      texts that must not pass as receipts
"""

import json
import sys

from aics_tlog import (
    HttpTileReader,
    VerifiedTileReader,
    audit_tiles,
    consistency_proof_from_tiles,
    inclusion_proof_from_tiles,
    parse_note,
    parse_vkey,
    verify_checkpoint,
    verify_consistency,
    verify_leaf_inclusion,
)
from joserfc import jws
from joserfc.jwk import KeySet


def opened(note: str, key):
    result = verify_checkpoint(parse_note(note), key)
    if not result.ok:
        raise SystemExit(f"a checkpoint is refused: {result.error}")
    return result


def claims(text: str, keys: KeySet):
    """What a receipt says, or None."""
    try:
        found = jws.deserialize_compact(text.encode(), keys, algorithms=["EdDSA", "Ed25519"])
    except Exception:  # Whatever a reader stumbles over is a refusal.
        return None
    if found.headers().get("typ") != "understudy-receipt+jwt":
        return None
    return json.loads(found.payload)


def entry(said: dict) -> bytes:
    """The leaf that a receipt promises, by RFC 8785."""
    leaf = {
        "clip": said["commitment"],
        "kind": "use",
        "policy": said["policy"],
        "subject": said["likeness"],
        "time": said["iat"],
        "v": 1,
    }
    return json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode()


def main() -> None:
    asked = json.load(sys.stdin)
    key = parse_vkey(asked["vkey"])
    tiles = HttpTileReader(asked["url"], proxies={})
    now = opened(tiles.read_checkpoint().decode(), key)
    audit_tiles(tiles, now.size, now.root)
    log = VerifiedTileReader(tiles, now.size, now.root)
    consistent = []
    for note in asked.get("old", []):
        before = opened(note, key)
        proof = [] if before.size == 0 else consistency_proof_from_tiles(log, before.size, now.size)
        consistent.append(verify_consistency(before.size, now.size, before.root, now.root, proof))
    keys = KeySet.import_key_set(asked["jwks"]) if "jwks" in asked else None
    receipts = []
    for text in asked.get("receipts", []):
        said = claims(text, keys)
        stands = False
        if said is not None and said["index"] < now.size:
            index = said["index"]
            proof = inclusion_proof_from_tiles(log, index, now.size)
            stands = verify_leaf_inclusion(entry(said), index, now.size, proof, now.root)
        receipts.append({"claims": said, "stands": stands})
    answer = {
        "origin": now.origin,
        "size": now.size,
        "consistent": consistent,
        "receipts": receipts,
        "passed": [text for text in asked.get("forged", []) if claims(text, keys) is not None],
        "entries": [log.entry(index).decode() for index in range(now.size)],
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
