//! RS256: the keys of TPMs.

use ciborium::Value as Cbor;
use rsa::traits::PublicKeyParts as _;
use rsa::{BigUint, Pkcs1v15Sign, RsaPrivateKey};
use serde_json::json;
use sha2::{Digest, Sha256, Sha384};

use super::{CHALLENGE, Device, PARTY, refuses_use, stored};
use crate::wire::{decode, encode};
use crate::{Refusal, Registered, authenticate, register};

/// The primes of a key of 2048 bits, base64url. It was made for these tests: searching for primes takes seconds.
const PRIMES: [&str; 2] = [
    "w8eeN1sm_rCKhx4wP4qn6FHnw9BEgvtQtSLvRtn9NQoxKxgSGVY-_ENrrOHf2V3GVbJCXq1-V7nI65_Z\
     aIgHYhp8Ttc_ChQeIQ6H2HTDIEqw4XnratFkChfR6Y0EuNWzRsdVGa4X-caHKP0M6r2rSRR-1hk_2lXiXbfEU9d-MAM",
    "vNfhdhSLgi6JbM6RiSIOkW2pHQWMgYLLni986SZkeVHTPsp8oFInZtiXTqsgDqnC5O0Kdxwsen4hd_MK\
     LyWMYdzRI4OnMRPLnvLd7TjP5nN-VfwueW1GzhcWEQfVvNrGVUYPjDhVHpaLfbvIkMEtE9xDfbksEvsT7jissWaMX80",
];

pub(super) fn private_key() -> RsaPrivateKey {
    let [p, q] = PRIMES.map(|prime| BigUint::from_bytes_be(&decode(prime).unwrap()));
    RsaPrivateKey::from_p_q(p, q, BigUint::from(65537_u32)).unwrap()
}

pub(super) fn modulus() -> Vec<u8> {
    private_key().n().to_bytes_be()
}

pub(super) fn cose(n: &[u8], e: &[u8]) -> Cbor {
    with(3, -257, Cbor::Bytes(n.to_vec()), Cbor::Bytes(e.to_vec()))
}

fn with(kind: i64, algorithm: i64, n: Cbor, e: Cbor) -> Cbor {
    let entries = [(1, Cbor::from(kind)), (3, Cbor::from(algorithm)), (-1, n), (-2, e)];
    Cbor::Map(entries.map(|(label, value)| (Cbor::from(label), value)).to_vec())
}

fn registers(cose: &Cbor) -> Result<Registered, Refusal> {
    let device = Device::rsa();
    register(&PARTY, CHALLENGE, &device.attestation(device.auth_data(Some(cose)), "none", Cbor::Map(vec![])))
}

#[test]
fn moduli_have_2048_to_4096_bits() {
    for length in [256, 257, 384, 512] {
        let passkey = registers(&cose(&vec![0xff; length], &[1, 0, 1])).unwrap();
        assert_eq!(passkey.public_key, [vec![3], vec![0xff; length]].concat());
    }
    for length in [0, 1, 128, 255, 513, 1024] {
        let short_or_long = cose(&vec![0xff; length], &[1, 0, 1]);
        assert_eq!(registers(&short_or_long), Err(Refusal::Algorithm), "{length} bytes");
    }
    // 2047 bits, and a second form of 2048.
    let n = modulus();
    assert_eq!(registers(&cose(&[&[n[0] & 0x7f], &n[1..]].concat(), &[1, 0, 1])), Err(Refusal::Algorithm));
    assert_eq!(registers(&cose(&[&[0], n.as_slice()].concat(), &[1, 0, 1])), Err(Refusal::Algorithm));
    let even = [&n[..255], &[n[255] & 0xfe]].concat();
    assert_eq!(registers(&cose(&even, &[1, 0, 1])), Err(Refusal::Algorithm));
}

#[test]
fn the_exponent_is_65537() {
    let n = modulus();
    for e in [&[][..], &[1], &[3], &[1, 0, 0], &[1, 0, 3], &[0, 1, 0, 1], &[1, 0, 1, 0], &[1; 256]] {
        assert_eq!(registers(&cose(&n, e)), Err(Refusal::Algorithm), "{e:?}");
    }
}

#[test]
fn other_keys_are_refused() {
    let (n, e) = (Cbor::Bytes(modulus()), Cbor::Bytes(vec![1, 0, 1]));
    assert!(registers(&with(3, -257, n.clone(), e.clone())).is_ok());
    // Elliptic curves, and no type at all.
    for kind in [0, 1, 2] {
        assert_eq!(registers(&with(kind, -257, n.clone(), e.clone())), Err(Refusal::Algorithm));
    }
    // PS256, RS384, RS512, RS1, ES256, EdDSA.
    for algorithm in [-37, -258, -259, -65535, -7, -8] {
        assert_eq!(registers(&with(3, algorithm, n.clone(), e.clone())), Err(Refusal::Algorithm));
    }
    for (n, e) in [(n.clone(), Cbor::from(65537)), (Cbor::from(1), e.clone()), (n.clone(), Cbor::Null)] {
        assert_eq!(registers(&with(3, -257, n, e)), Err(Refusal::Algorithm));
    }
    let Cbor::Map(mut twice) = with(3, -257, n, e) else { panic!("a COSE key is a map") };
    twice.push(twice[2].clone());
    assert_eq!(registers(&Cbor::Map(twice)), Err(Refusal::Algorithm));
}

#[test]
fn bytes_after_the_key_are_refused() {
    let device = Device::rsa();
    let data = [device.auth_data(Some(&device.cose())), vec![0]].concat();
    let answer = device.attestation(data, "none", Cbor::Map(vec![]));
    assert_eq!(register(&PARTY, CHALLENGE, &answer), Err(Refusal::AuthenticatorData));
}

#[test]
fn signatures_are_checked() {
    let mut device = Device::rsa();
    let passkey = register(&PARTY, CHALLENGE, &device.create()).unwrap();
    device.counter = 2;
    let mut answer = device.get(CHALLENGE);
    let part = |name: &str| decode(answer["response"][name].as_str().unwrap()).unwrap();
    let good = part("signature");
    let message = [part("authenticatorData"), Sha256::digest(part("clientDataJSON")).to_vec()].concat();
    let sign = |padding, hash: &[u8]| private_key().sign(padding, hash).unwrap();
    assert_eq!(sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(&message)), good);
    let unnamed_hash = sign(Pkcs1v15Sign::new_unprefixed(), &Sha256::digest(&message));
    let other_hash = sign(Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(&message));
    let mut flipped = good.clone();
    flipped[100] ^= 1;
    let plus_modulus = (BigUint::from_bytes_be(&good) + BigUint::from_bytes_be(&modulus())).to_bytes_be();
    for bad in [
        unnamed_hash,
        other_hash,
        vec![],
        vec![0; 256],
        vec![0xff; 256],
        modulus(),
        good[..255].to_vec(),
        [good.as_slice(), &[0]].concat(),
        [&[0], good.as_slice()].concat(),
        flipped,
        plus_modulus,
    ] {
        answer["response"]["signature"] = json!(encode(&bad));
        assert_eq!(authenticate(&PARTY, CHALLENGE, &answer, &stored(&passkey)), Err(Refusal::Signature));
    }
    answer["response"]["signature"] = json!(encode(&good));
    assert!(authenticate(&PARTY, CHALLENGE, &answer, &stored(&passkey)).is_ok());
    // Nor does it fit a key of another algorithm, nor the signature of such a key this one.
    refuses_use(&device, Refusal::Signature);
    let other = Device { counter: 2, ..Device::p256() }.get(CHALLENGE);
    assert_eq!(authenticate(&PARTY, CHALLENGE, &other, &stored(&passkey)), Err(Refusal::Signature));
    // A signed counter cannot be raised afterwards.
    let raised = Device { counter: 9, ..Device::rsa() }.auth_data(None);
    answer["response"]["authenticatorData"] = json!(encode(&raised));
    assert_eq!(authenticate(&PARTY, CHALLENGE, &answer, &stored(&passkey)), Err(Refusal::Signature));
}
