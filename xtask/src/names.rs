//! Short names between a module and the script around it. wasm-bindgen calls each function that a module imports by a long
//! name with a hash, once in the module and once in the script; a visitor need not download either.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use walrus::ModuleConfig;

use crate::node;
use crate::step::{command, quiet, write};

/// Names that wasm-bindgen makes, which nobody else uses.
const MADE: &str = "^(__wbg_|__wbindgen_|wasm_bindgen__)";

/// Bundles the script of a bound program to `script`, and writes its module to `module`, both with short names.
///
/// esbuild folds the inline snippets of dependencies into the one script, drops white space, and says what it called each.
pub fn shorten(bound: &Path, program: &str, script: &Path, module: &Path) -> Result<()> {
    let table = bound.join("names.json");
    write(&table, b"{}")?;
    quiet(&mut command(
        node::bin("esbuild"),
        &[
            &bound.join(format!("{program}.js")).display().to_string(),
            "--bundle",
            "--format=esm",
            "--minify",
            "--log-level=error",
            &format!("--mangle-props={MADE}"),
            &format!("--mangle-cache={}", table.display()),
            &format!("--outfile={}", script.display()),
        ],
    ))?;
    let names: BTreeMap<String, String> = serde_json::from_slice(&std::fs::read(&table)?)
        .with_context(|| format!("{} is no table of names", table.display()))?;
    let config = {
        let mut config = ModuleConfig::new();
        config.generate_name_section(false).generate_producers_section(false);
        config
    };
    let long = bound.join(format!("{program}_bg.wasm"));
    let mut wasm = config.parse_file(&long).map_err(|error| anyhow!("{}: {error}", long.display()))?;
    for import in wasm.imports.iter_mut() {
        if let Some(short) = names.get(&import.name) {
            import.name.clone_from(short);
        }
    }
    for export in wasm.exports.iter_mut() {
        if let Some(short) = names.get(&export.name) {
            export.name.clone_from(short);
        }
    }
    write(module, &wasm.emit_wasm())
}
