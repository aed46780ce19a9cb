//! From crates to WASM that a browser or workerd can start: cargo, wasm-bindgen (as a library, so that its version is
//! the lock file's), wasm-opt.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::node;
use crate::step::{command, quiet, sha256, step, write};

/// Packages with WASM binaries: the app (two programs), its workers and the edge's two Workers.
pub const PACKAGES: [&str; 6] = ["app", "worker-face", "worker-voice", "worker-studio", "api", "inspect"];

/// Compiles every WASM package in release form. One call, so that what they share is compiled once.
pub fn compile() -> Result<()> {
    step("Compiling the page, its workers and the edge", || {
        let mut args = vec!["build", "--release", "--locked", "--target", "wasm32-unknown-unknown"];
        for package in PACKAGES {
            args.extend(["-p", package]);
        }
        quiet(&mut command("cargo", &args)).map(drop)
    })
}

/// Compiles one more program for a test, with what it shares with the product as the product has it.
pub fn compile_beside(program: &str) -> Result<()> {
    step(&format!("Compiling {program}"), || {
        let mut args = vec!["build", "--release", "--locked", "--target", "wasm32-unknown-unknown"];
        for package in PACKAGES.into_iter().chain([program]) {
            args.extend(["-p", package]);
        }
        args.extend(["--bin", program]);
        quiet(&mut command("cargo", &args)).map(drop)
    })
}

/// Compiles one package in release form, for a bench.
pub fn compile_alone(package: &str) -> Result<()> {
    step(&format!("Compiling {package}"), || {
        let args = ["build", "--release", "--locked", "--target", "wasm32-unknown-unknown", "-p", package];
        quiet(&mut command("cargo", &args)).map(drop)
    })
}

/// How the JavaScript around a module finds it.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// Fetched by a page or a web worker.
    Web,
    /// Imported by workerd; can be started afresh after a trap.
    Edge,
}

/// Binds and shrinks one binary. Gives the folder with `<name>.js` (`index.js` for the edge) and `<name>_bg.wasm`.
/// Nothing is done when the compiled module is the one that was bound last.
pub fn bind(program: &str, kind: Kind) -> Result<PathBuf> {
    let file = format!("{}.wasm", program.replace('-', "_"));
    let release = crate::paths::target().join("wasm32-unknown-unknown").join("release");
    let input = [release.join(&file), release.join(format!("{program}.wasm"))]
        .into_iter()
        .find(|p| p.is_file())
        .with_context(|| format!("{file} was not built"))?;
    let out = crate::paths::target().join("bound").join(program);
    let want = sha256(&std::fs::read(&input)?);
    let stamp = out.join(".source");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == want) {
        return Ok(out);
    }
    let _ = std::fs::remove_dir_all(&out);
    let name = if kind == Kind::Edge { "index" } else { program };
    step(&format!("Binding {program}"), || {
        let mut bindgen = Bindgen::new();
        bindgen.input_path(&input).out_name(name).typescript(false);
        match kind {
            Kind::Web => bindgen
                .web(true)?
                .omit_default_module_path(true)
                .remove_name_section(true)
                .remove_producers_section(true),
            Kind::Edge => bindgen
                .web(true)?
                .omit_default_module_path(true)
                .reset_state_function(true)
                .remove_producers_section(true),
        };
        bindgen.generate(&out)
    })?;
    // Binaryen takes minutes over the large kernels and gains little on what LLVM has optimised for speed.
    if !["worker-voice", "worker-studio", "inspect"].contains(&program) {
        step(&format!("Shrinking {program}"), || optimise(&out.join(format!("{name}_bg.wasm")), program))?;
    }
    write(&stamp, want.as_bytes())?;
    Ok(out)
}

/// Runs Binaryen over a module, for size; the kernel that runs at camera frame rate keeps its speed.
pub fn optimise(module: &Path, program: &str) -> Result<()> {
    let path = module.display().to_string();
    // What LLVM kept apart in the kernel stays apart: a loop that Binaryen inlines into its only caller shares that
    // caller's registers, and V8 then takes half as long again for the networks. The lowest bytes of memory are the far
    // end of the stack, so no address below zero reaches them by an offset.
    let level: &[&str] = if program == "worker-face" {
        &["-O3", "--skip-pass=inlining-optimizing", "--low-memory-unused"]
    } else {
        &["-Oz"]
    };
    let features = [
        "--enable-simd",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
    ];
    let mut args = vec![path.as_str(), "-o", path.as_str()];
    args.extend(level);
    args.extend(features);
    quiet(&mut command(node::bin("wasm-opt"), &args)).map(drop)
}
