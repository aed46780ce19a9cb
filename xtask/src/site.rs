//! The static site: everything that is served without asking the edge, under names with hashes.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use walkdir::WalkDir;

use crate::step::{command, quiet, sha256, write};
use crate::wasm::{self, Kind};
use crate::{models, names, node, paths};

/// Fonts: package file, name on the site.
const FONTS: &str = "style/fonts.txt";
/// Stylesheets in order; after a name, the only program that needs it.
const SHEETS: &str = "style/sheets.txt";

/// Programs of the app, each with a page of its own: the binaries of the package `app`.
pub const PROGRAMS: [&str; 2] = ["watch", "rooms"];

/// Builds `dist/site` anew.
pub fn build() -> Result<()> {
    let root = paths::root();
    let site = paths::dist().join("site");
    let _ = std::fs::remove_dir_all(&site);
    copy_public(&root.join("public"), &site)?;

    let mut assets = BTreeMap::new();
    for worker in ["worker-face", "worker-voice", "worker-studio"] {
        let (js, module) = program(worker, &site)?;
        let loader = format!("import init from '{js}';\nawait init({{ module_or_path: '{module}' }});\n");
        assets.insert(worker.to_owned(), hashed(&site, worker, "js", loader.as_bytes())?);
    }
    for name in models::names() {
        assets.insert(format!("models/{name}"), model(&site, name)?);
    }
    fonts(&root, &site)?;

    let table = serde_json::to_string(&assets)?;
    let page = std::fs::read_to_string(root.join("app/page.html"))?;
    for name in PROGRAMS {
        let css = hashed(&site, name, "css", &stylesheet(&root, name)?)?;
        let (script, module) = program(name, &site)?;
        let boot = format!(
            "import init from '{script}';\nglobalThis.understudy = {{ assets: {table} }};\nawait init({{ module_or_path: '{module}' }});\n"
        );
        let boot = hashed(&site, &format!("{name}-boot"), "js", boot.as_bytes())?;
        // Watching begins on the stage, which is dark in both schemes.
        let light = if name == "watch" { "#130e0b" } else { "#f8f5f0" };
        let html = page
            .replace("{{program}}", name)
            .replace("{{light}}", light)
            .replace("{{css}}", &css)
            .replace("{{boot}}", &boot)
            .replace("{{script}}", &script)
            .replace("{{module}}", &module);
        write(&site.join(format!("{name}.html")), html.as_bytes())?;
    }
    Ok(())
}

/// Puts one bound program on the site; gives the paths of its script and its module.
fn program(name: &str, site: &Path) -> Result<(String, String)> {
    let bound = wasm::bind(name, Kind::Web)?;
    let (script, short) = (bound.join("bundled.js"), bound.join("short.wasm"));
    names::shorten(&bound, name, &script, &short)?;
    let module = hashed(site, name, "wasm", &std::fs::read(short)?)?;
    let js = hashed(site, &format!("{name}-glue"), "js", &std::fs::read(script)?)?;
    Ok((js, module))
}

/// Writes an asset under a name with its hash and gives its path on the site.
fn hashed(site: &Path, name: &str, ending: &str, bytes: &[u8]) -> Result<String> {
    let path = format!("/assets/{name}-{}.{ending}", &sha256(bytes)[..12]);
    write(&site.join(&path[1..]), bytes)?;
    Ok(path)
}

fn model(site: &Path, name: &str) -> Result<String> {
    let source = paths::models().join(name);
    let bytes = std::fs::read(&source).with_context(|| format!("{name} is missing: run `cargo xtask setup`"))?;
    let flat = name.replace('/', "-");
    let (stem, ending) = flat.split_once('.').unwrap_or((&flat, "bin"));
    let path = format!("/models/{stem}-{}.{ending}", &sha256(&bytes)[..12]);
    write(&site.join(&path[1..]), &bytes)?;
    Ok(path)
}

fn copy_public(from: &Path, to: &Path) -> Result<()> {
    for entry in WalkDir::new(from).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let name = entry.path().strip_prefix(from)?;
        write(&to.join(name), &std::fs::read(entry.path())?)?;
    }
    Ok(())
}

/// `style/fonts.txt` has a line a font: path in node_modules, white space, name on the site.
fn fonts(root: &Path, site: &Path) -> Result<()> {
    for line in std::fs::read_to_string(root.join(FONTS)).unwrap_or_default().lines() {
        if let Some((from, to)) = line.trim().split_once(char::is_whitespace) {
            let bytes = std::fs::read(root.join("node_modules").join(from)).with_context(|| from.to_owned())?;
            write(&site.join("fonts").join(to.trim()), &bytes)?;
        }
    }
    Ok(())
}

/// Every sheet that `style/sheets.txt` names for a program, in its order, minified.
fn stylesheet(root: &Path, program: &str) -> Result<Vec<u8>> {
    let list = std::fs::read_to_string(root.join(SHEETS))?;
    let mut css = String::new();
    for line in list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (name, only) = line.split_once(' ').unwrap_or((line, program));
        if only != program {
            continue;
        }
        css += &std::fs::read_to_string(root.join("style").join(name)).with_context(|| name.to_owned())?;
        css.push('\n');
    }
    let whole = paths::target().join("bound").join(format!("{program}.css"));
    write(&whole, css.as_bytes())?;
    let args = ["--minify", "--log-level=error", "--target=chrome123,firefox121,safari17.5"];
    Ok(quiet(command(node::bin("esbuild"), &args).arg(&whole))?.into_bytes())
}
