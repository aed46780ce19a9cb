//! A software authenticator, the two ceremonies with it, and every refusal.

use ciborium::Value as Cbor;
use ed25519_dalek::Signer as _;
use rsa::signature::SignatureEncoding as _;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::wire::encode;
use crate::{CreationOptions, Refusal, Registered, RelyingParty, Stored, authenticate, creation_options, register};
use crate::{credential_id, request_options};

mod rs256;

const PARTY: RelyingParty<'static> = RelyingParty { id: "localhost", origin: "http://localhost:8787" };
const CHALLENGE: &[u8] = &[7; 32];
const USER: &[u8] = b"a member";
/// UP, UV, BE, BS.
const FLAGS: u8 = 0x1d;

enum Key {
    P256(p256::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
    Rsa(Box<rsa::pkcs1v15::SigningKey<Sha256>>),
}

/// An authenticator and browser in one, with every knob that a test turns.
struct Device {
    key: Key,
    id: Vec<u8>,
    rp_id: &'static str,
    origin: &'static str,
    flags: u8,
    counter: u32,
    client_extra: Value,
}

impl Device {
    fn p256() -> Self {
        let key = Key::P256(p256::ecdsa::SigningKey::from_bytes(&[5; 32].into()).unwrap());
        Self {
            key,
            id: vec![9; 20],
            rp_id: "localhost",
            origin: "http://localhost:8787",
            flags: FLAGS,
            counter: 1,
            client_extra: json!({}),
        }
    }

    fn ed25519() -> Self {
        Self { key: Key::Ed25519(ed25519_dalek::SigningKey::from_bytes(&[6; 32])), ..Self::p256() }
    }

    fn rsa() -> Self {
        Self { key: Key::Rsa(Box::new(rsa::pkcs1v15::SigningKey::new(rs256::private_key()))), ..Self::p256() }
    }

    fn cose(&self) -> Cbor {
        let int = |n: i64| Cbor::from(n);
        match &self.key {
            Key::P256(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                Cbor::Map(vec![
                    (int(1), int(2)),
                    (int(3), int(-7)),
                    (int(-1), int(1)),
                    (int(-2), Cbor::Bytes(point.x().unwrap().to_vec())),
                    (int(-3), Cbor::Bytes(point.y().unwrap().to_vec())),
                ])
            }
            Key::Ed25519(key) => Cbor::Map(vec![
                (int(1), int(1)),
                (int(3), int(-8)),
                (int(-1), int(6)),
                (int(-2), Cbor::Bytes(key.verifying_key().as_bytes().to_vec())),
            ]),
            Key::Rsa(_) => rs256::cose(&rs256::modulus(), &[1, 0, 1]),
        }
    }

    fn client_data(&self, kind: &str, challenge: &[u8]) -> Vec<u8> {
        let mut data = json!({ "type": kind, "challenge": encode(challenge), "origin": self.origin });
        for (name, value) in self.client_extra.as_object().unwrap() {
            data[name] = value.clone();
        }
        serde_json::to_vec(&data).unwrap()
    }

    fn auth_data(&self, cose: Option<&Cbor>) -> Vec<u8> {
        let mut data = Sha256::digest(self.rp_id.as_bytes()).to_vec();
        data.push(self.flags | if cose.is_some() { 0x40 } else { 0 });
        data.extend(self.counter.to_be_bytes());
        if let Some(cose) = cose {
            data.extend([0; 16]);
            data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
            data.extend(&self.id);
            ciborium::into_writer(cose, &mut data).unwrap();
        }
        data
    }

    fn attestation(&self, auth_data: Vec<u8>, format: &str, statement: Cbor) -> Value {
        let object = Cbor::Map(vec![
            (Cbor::from("fmt"), Cbor::from(format)),
            (Cbor::from("attStmt"), statement),
            (Cbor::from("authData"), Cbor::Bytes(auth_data)),
        ]);
        let mut bytes = Vec::new();
        ciborium::into_writer(&object, &mut bytes).unwrap();
        json!({
            "id": encode(&self.id),
            "rawId": encode(&self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": encode(&self.client_data("webauthn.create", CHALLENGE)),
                "attestationObject": encode(&bytes),
                "transports": ["internal"],
            },
            "clientExtensionResults": {},
        })
    }

    fn create(&self) -> Value {
        self.attestation(self.auth_data(Some(&self.cose())), "none", Cbor::Map(vec![]))
    }

    fn get(&self, challenge: &[u8]) -> Value {
        let (client, auth) = (self.client_data("webauthn.get", challenge), self.auth_data(None));
        let message = [auth.as_slice(), &Sha256::digest(&client)].concat();
        let signature = match &self.key {
            Key::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(&message);
                signature.to_der().as_bytes().to_vec()
            }
            Key::Ed25519(key) => key.sign(&message).to_bytes().to_vec(),
            Key::Rsa(key) => key.sign(&message).to_vec(),
        };
        json!({
            "id": encode(&self.id),
            "rawId": encode(&self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": encode(&client),
                "authenticatorData": encode(&auth),
                "signature": encode(&signature),
                "userHandle": encode(USER),
            },
            "clientExtensionResults": {},
        })
    }
}

fn stored(passkey: &Registered) -> Stored<'_> {
    Stored {
        public_key: &passkey.public_key,
        counter: passkey.counter,
        backup_eligible: passkey.backup_eligible,
        user_handle: USER,
    }
}

fn registered() -> Registered {
    register(&PARTY, CHALLENGE, &Device::p256().create()).unwrap()
}

fn refuses_creation(device: &Device, refusal: Refusal) {
    assert_eq!(register(&PARTY, CHALLENGE, &device.create()), Err(refusal));
}

fn refuses_use(device: &Device, refusal: Refusal) {
    let passkey = registered();
    assert_eq!(authenticate(&PARTY, CHALLENGE, &device.get(CHALLENGE), &stored(&passkey)), Err(refusal));
}

#[test]
fn every_algorithm_registers_and_authenticates() {
    for mut device in [Device::p256(), Device::ed25519(), Device::rsa()] {
        let passkey = register(&PARTY, CHALLENGE, &device.create()).unwrap();
        assert_eq!(passkey.credential_id, device.id);
        assert!(passkey.backup_eligible && passkey.backed_up);
        device.counter = 2;
        let answer = device.get(CHALLENGE);
        assert_eq!(credential_id(&answer).unwrap(), device.id);
        let used = authenticate(&PARTY, CHALLENGE, &answer, &stored(&passkey)).unwrap();
        assert_eq!((used.counter, used.backed_up), (2, true));
    }
}

#[test]
fn devices_without_counter_are_taken() {
    let device = Device { counter: 0, ..Device::p256() };
    let passkey = register(&PARTY, CHALLENGE, &device.create()).unwrap();
    assert!(authenticate(&PARTY, CHALLENGE, &device.get(CHALLENGE), &stored(&passkey)).is_ok());
}

#[test]
fn options_ask_for_discoverable_verified_passkeys() {
    let about = CreationOptions {
        party_name: "Understudy",
        user_handle: USER,
        name: "ada",
        display_name: "Ada",
        exclude: &[vec![1, 2, 3]],
        timeout_ms: 300_000,
    };
    let options = creation_options(&PARTY, CHALLENGE, &about);
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["excludeCredentials"][0]["id"], "AQID");
    let algorithms: Vec<_> = options["pubKeyCredParams"].as_array().unwrap().iter().map(|p| &p["alg"]).collect();
    assert_eq!(algorithms, [-8, -7, -257]);
    let options = request_options(&PARTY, CHALLENGE, 300_000);
    assert_eq!(options["challenge"], encode(CHALLENGE));
    assert_eq!(options["userVerification"], "required");
}

#[test]
fn other_origins_are_refused() {
    for origin in ["http://localhost:8788", "https://localhost:8787", "http://localhost:8787/", "null", ""] {
        let device = Device { origin, ..Device::p256() };
        refuses_creation(&device, Refusal::Origin);
        refuses_use(&device, Refusal::Origin);
    }
    let framed = Device { client_extra: json!({ "crossOrigin": true }), ..Device::p256() };
    refuses_creation(&framed, Refusal::CrossOrigin);
    refuses_use(&framed, Refusal::CrossOrigin);
    let framed = Device { client_extra: json!({ "topOrigin": "https://elsewhere.example" }), ..Device::p256() };
    refuses_creation(&framed, Refusal::CrossOrigin);
}

#[test]
fn other_challenges_are_refused() {
    let (device, passkey) = (Device { counter: 2, ..Device::p256() }, registered());
    assert_eq!(register(&PARTY, &[8; 32], &device.create()), Err(Refusal::Challenge));
    let before = device.get(&[8; 32]);
    assert_eq!(authenticate(&PARTY, CHALLENGE, &before, &stored(&passkey)), Err(Refusal::Challenge));
    // A store that lost its challenge must not accept an empty one.
    assert_eq!(authenticate(&PARTY, &[], &device.get(&[]), &stored(&passkey)), Err(Refusal::Challenge));
}

#[test]
fn the_other_ceremony_is_refused() {
    let kind = Device { client_extra: json!({ "type": "webauthn.get" }), ..Device::p256() };
    refuses_creation(&kind, Refusal::Type);
    let kind = Device { client_extra: json!({ "type": "webauthn.create" }), ..Device::p256() };
    refuses_use(&kind, Refusal::Type);
}

#[test]
fn other_relying_parties_are_refused() {
    let device = Device { rp_id: "elsewhere.example", ..Device::p256() };
    refuses_creation(&device, Refusal::RpId);
    refuses_use(&device, Refusal::RpId);
}

#[test]
fn flags_are_checked() {
    for (flags, refusal) in [(0x1c, Refusal::UserPresence), (0x19, Refusal::UserVerification), (0x15, Refusal::Backup)]
    {
        let device = Device { flags, counter: 2, ..Device::p256() };
        refuses_creation(&device, refusal);
        refuses_use(&device, refusal);
    }
    // Eligibility for backup is decided at registration and never changes.
    refuses_use(&Device { flags: 0x05, counter: 2, ..Device::p256() }, Refusal::Backup);
    // Extension data is announced, but not there.
    refuses_use(&Device { flags: FLAGS | 0x80, counter: 2, ..Device::p256() }, Refusal::AuthenticatorData);
}

#[test]
fn a_cloned_counter_is_refused() {
    for counter in [0, 1] {
        refuses_use(&Device { counter, ..Device::p256() }, Refusal::Counter);
    }
}

#[test]
fn signatures_are_checked() {
    let passkey = registered();
    let mut answer = Device { counter: 2, ..Device::p256() }.get(CHALLENGE);
    for signature in [vec![], vec![0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00], vec![1; 64]] {
        answer["response"]["signature"] = json!(encode(&signature));
        assert_eq!(authenticate(&PARTY, CHALLENGE, &answer, &stored(&passkey)), Err(Refusal::Signature));
    }
    let other = Key::P256(p256::ecdsa::SigningKey::from_bytes(&[4; 32].into()).unwrap());
    refuses_use(&Device { key: other, counter: 2, ..Device::p256() }, Refusal::Signature);
    // A signed counter cannot be raised afterwards.
    let mut answer = Device::p256().get(CHALLENGE);
    answer["response"]["authenticatorData"] = json!(encode(&Device { counter: 9, ..Device::p256() }.auth_data(None)));
    assert_eq!(authenticate(&PARTY, CHALLENGE, &answer, &stored(&passkey)), Err(Refusal::Signature));
}

#[test]
fn the_member_must_be_named() {
    let passkey = registered();
    let mut answer = Device { counter: 2, ..Device::p256() }.get(CHALLENGE);
    for handle in [json!(null), json!(encode(b"somebody")), json!("")] {
        answer["response"]["userHandle"] = handle;
        assert_eq!(authenticate(&PARTY, CHALLENGE, &answer, &stored(&passkey)), Err(Refusal::UserHandle));
    }
}

#[test]
fn other_algorithms_are_refused() {
    let device = Device::p256();
    let with = |label: i64, value: Cbor| {
        let Cbor::Map(mut map) = device.cose() else { panic!("a COSE key is a map") };
        for entry in &mut map {
            if entry.0 == Cbor::from(label) {
                entry.1 = value.clone();
            }
        }
        let data = device.auth_data(Some(&Cbor::Map(map)));
        register(&PARTY, CHALLENGE, &device.attestation(data, "none", Cbor::Map(vec![])))
    };
    // An offered algorithm, but of another type of key.
    assert_eq!(with(3, Cbor::from(-257)), Err(Refusal::Algorithm));
    assert_eq!(with(3, Cbor::from(-8)), Err(Refusal::Algorithm));
    assert_eq!(with(-1, Cbor::from(2)), Err(Refusal::Algorithm));
    // Not on the curve, and not a coordinate.
    assert_eq!(with(-2, Cbor::Bytes(vec![1; 32])), Err(Refusal::Algorithm));
    assert_eq!(with(-2, Cbor::Bytes(vec![1; 31])), Err(Refusal::Algorithm));
}

#[test]
fn attestation_none_must_be_empty() {
    let device = Device::p256();
    let data = device.auth_data(Some(&device.cose()));
    let statement = Cbor::Map(vec![(Cbor::from("alg"), Cbor::from(-7))]);
    let with = |format| register(&PARTY, CHALLENGE, &device.attestation(data.clone(), format, statement.clone()));
    assert_eq!(with("none"), Err(Refusal::Attestation));
    assert!(with("packed").is_ok());
}

#[test]
fn truncated_bytes_are_refused_everywhere() {
    let device = Device::p256();
    let data = device.auth_data(Some(&device.cose()));
    for length in 0..data.len() {
        let cut = device.attestation(data[..length].to_vec(), "none", Cbor::Map(vec![]));
        assert_eq!(register(&PARTY, CHALLENGE, &cut), Err(Refusal::AuthenticatorData), "{length} bytes");
    }
    let long = device.attestation([data, vec![0]].concat(), "none", Cbor::Map(vec![]));
    assert_eq!(register(&PARTY, CHALLENGE, &long), Err(Refusal::AuthenticatorData));

    let mut answer = device.create();
    let object = crate::wire::decode(answer["response"]["attestationObject"].as_str().unwrap()).unwrap();
    for length in 0..object.len() {
        answer["response"]["attestationObject"] = json!(encode(&object[..length]));
        assert_eq!(register(&PARTY, CHALLENGE, &answer), Err(Refusal::AuthenticatorData), "{length} bytes");
    }
    answer["response"]["attestationObject"] = json!(encode(&[object, vec![0]].concat()));
    assert_eq!(register(&PARTY, CHALLENGE, &answer), Err(Refusal::AuthenticatorData));
}

#[test]
fn deep_or_huge_cbor_is_refused() {
    let mut answer = Device::p256().create();
    // Arrays in arrays, then a byte string that promises 2^60 bytes.
    for bytes in [vec![0x81; 4000], vec![0x5b, 0x10, 0, 0, 0, 0, 0, 0, 0, 1]] {
        answer["response"]["attestationObject"] = json!(encode(&bytes));
        assert_eq!(register(&PARTY, CHALLENGE, &answer), Err(Refusal::AuthenticatorData));
    }
}

#[test]
fn identifiers_must_agree_and_fit() {
    let mut answer = Device::p256().create();
    answer["rawId"] = json!(encode(&[9; 21]));
    assert_eq!(register(&PARTY, CHALLENGE, &answer), Err(Refusal::CredentialId));
    answer["id"] = answer["rawId"].clone();
    assert_eq!(register(&PARTY, CHALLENGE, &answer), Err(Refusal::CredentialId));
    for length in [0, 1024] {
        refuses_creation(&Device { id: vec![9; length], ..Device::p256() }, Refusal::CredentialId);
    }
    let longest = Device { id: vec![9; 1023], ..Device::p256() };
    assert!(register(&PARTY, CHALLENGE, &longest.create()).is_ok());
}

#[test]
fn only_strict_base64url_is_taken() {
    let answer = Device::p256().create();
    let id = answer["id"].as_str().unwrap().to_owned();
    for bad in [format!("{id}="), format!(" {id}"), id.replace('J', "+"), format!("{}Z", &id[..id.len() - 1])] {
        let mut answer = answer.clone();
        answer["id"] = json!(bad);
        answer["rawId"] = json!(bad);
        assert_eq!(register(&PARTY, CHALLENGE, &answer), Err(Refusal::Base64), "{bad}");
    }
}

#[test]
fn other_json_is_refused() {
    for value in [json!(null), json!([]), json!({}), json!({ "id": 1 }), json!("text")] {
        assert_eq!(register(&PARTY, CHALLENGE, &value), Err(Refusal::Malformed));
        assert_eq!(credential_id(&value), Err(Refusal::Malformed));
    }
    let mut answer = Device::p256().create();
    answer["response"]["clientDataJSON"] = json!(encode(b"{\"type\":"));
    assert_eq!(register(&PARTY, CHALLENGE, &answer), Err(Refusal::ClientData));
    let mut answer = Device::p256().create();
    answer["type"] = json!("password");
    assert_eq!(register(&PARTY, CHALLENGE, &answer), Err(Refusal::Malformed));
}
