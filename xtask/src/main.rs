//! Every command of the project: `cargo xtask help` lists them.

mod bench;
mod build;
mod check;
mod deploy;
mod fuzz;
mod material;
mod models;
mod names;
mod node;
mod paths;
mod run;
mod serve;
mod sheet;
mod site;
mod size;
mod soak;
mod step;
mod test;
mod tidy;
mod tilt;
mod tools;
mod verify;
mod wasm;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  run      build, migrate and serve the whole product on http://localhost:8787
           --port N   another port          --state DIR  where data lives (default .understudy)
           --no-open  do not open a browser
  build    build the site and the edge into dist/
  setup    install what is missing: the WASM target, node packages, models
           --tests    and the faces and voices that tests are made with
  test     every test, browser journeys included
           --native | --http | --journey    only these
  check    formatting, clippy (native and WASM), tidy rules, size budgets
  tidy     only formatting and tidy rules
  size     what a visitor downloads, against the budgets
  bench    NAME: clip, face, likeness, voice, studio or gateway; prints a table and a JSON line
  soak     gateway [--renders 1000] [--kills 20] [--members 16] [--seed N]: films ordered at providers that fail in every
           way, with power cuts in between; ends with 1 if one is lost, doubled, charged twice or left behind
  sheet    stills of every scene with real people, as contact sheets in dist/sheet
           --places a,b   only these        --looks  styles, hours, props and framings, too
           --moods  only how people act: every mood side by side, every place in three
           --full   every still alone, too  --out DIR
  tilt     measures what the landmark network gets wrong of turned heads: remakes crates/studio/src/pack/tilt.bin
  fuzz     [NAME] [--seconds N]: hostile bytes for every parser, a minute each
  deploy   put it on Cloudflare with wrangler; --dry-run only builds and checks
  verify   RECEIPT [--keys FILE|URL] [--log DIR|URL --vkey KEY] [--clip FILE]: checks a receipt, a JWS or a file with
           one, by keys that were kept or that its issuer publishes; with a log also that it stands there
  help     this text
";

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let command = if args.is_empty() { "help".to_owned() } else { args.remove(0) };
    let result = match command.as_str() {
        "run" => run::main(&args),
        "build" => build::main(&args),
        "setup" => {
            tools::setup().and_then(|()| if args.iter().any(|a| a == "--tests") { material::install() } else { Ok(()) })
        }
        "test" => test::main(&args),
        "check" => check::main(&args),
        "tidy" => check::tidy(),
        "size" => size::main(),
        "bench" => bench::main(&args),
        "soak" => soak::main(&args),
        "sheet" => sheet::main(&args),
        "tilt" => tilt::main(),
        "fuzz" => fuzz::main(&args),
        "deploy" => deploy::main(&args),
        "verify" => verify::main(&args),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("There is no command \"{other}\".\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::from(if error.is::<tools::Missing>() || error.is::<tools::Usage>() { 2 } else { 1 })
        }
    }
}
