//! Writes the OpenAPI description of the API from the same table that the router reads, so that neither can drift, and
//! from the types of the wire. It is part of the Worker as text: no schema code runs there.

#[path = "build/openapi.rs"]
mod openapi;
#[path = "src/operations/mod.rs"]
#[expect(dead_code, unreachable_pub, reason = "the router uses the rest of the table")]
mod operations;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/operations");
    let folder = std::env::var("OUT_DIR")?;
    std::fs::write(format!("{folder}/openapi.json"), serde_json::to_string(&openapi::document()?)?)?;
    Ok(())
}
