//! What a browser, or somebody who plays one, answers to a passkey's ceremony.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passkey::RelyingParty;

fuzz_target!(|bytes: &[u8]| {
    let Ok(credential) = serde_json::from_slice(bytes) else { return };
    let party = RelyingParty { id: "localhost", origin: "http://localhost:8787" };
    drop(passkey::credential_id(&credential));
    drop(passkey::register(&party, &[7; 32], &credential));
});
