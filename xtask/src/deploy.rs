//! `cargo xtask deploy`: the same product on Cloudflare, with wrangler.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::step::{command, quiet, sha256, show};
use crate::tools::Usage;
use crate::{build, node, paths, tools};

/// What names the Worker and its parts, in the checkout.
const CONFIG: &str = "edge/api/wrangler.jsonc";
/// The Worker that decodes: the other one calls it, so it goes first.
const INSPECT: &str = "edge/inspect/wrangler.jsonc";

/// Builds and deploys, and prints one invite link while nobody is the operator; `--dry-run` stops before anything leaves
/// the machine.
pub fn main(args: &[String]) -> Result<()> {
    let dry = match args {
        [] => false,
        [only] if only == "--dry-run" => true,
        _ => bail!(Usage("deploy takes only --dry-run".to_owned())),
    };
    tools::setup()?;
    build::all()?;
    let config = ["--config", CONFIG];
    if dry {
        for (config, out) in [(INSPECT, "target/deploy/inspect"), (CONFIG, "target/deploy/api")] {
            let args = ["deploy", "--dry-run", "--outdir", out, "--config", config];
            show(command(node::bin("wrangler"), &args).envs(QUIET))?;
        }
        return Ok(());
    }
    show(command(node::bin("wrangler"), &["deploy", "--config", INSPECT]).envs(QUIET))?;
    let mut migrate = command(node::bin("wrangler"), &["d1", "migrations", "apply", "DB", "--remote"]);
    show(migrate.args(config).envs(QUIET))?;
    show(command(node::bin("wrangler"), &["deploy"]).args(config).envs(QUIET))?;
    let origin = origin()?;
    println!("\nUnderstudy is at {origin}");
    match invite(&origin)? {
        Some(link) => println!("Your invite, which makes you the operator: {link}"),
        None => println!("Sign in there with your passkey; invites are in the settings."),
    }
    Ok(())
}

/// A fresh invite that makes the operator, while there is none; the one before it no longer opens anything. The secret
/// stays here: the database gets its hash.
fn invite(origin: &str) -> Result<Option<String>> {
    let random = quiet(&mut command("node", &["-p", "require('node:crypto').randomBytes(40).toString('hex')"]))?;
    let (id, secret) = random.trim().split_at_checked(32).context("node gave no random bytes")?;
    let id = write_id(u128::from_str_radix(id, 16)?);
    let hash = sha256(secret.as_bytes());
    let sql = format!(
        "DELETE FROM invites WHERE giver IS NULL AND used_at IS NULL; \
         INSERT INTO invites (id, token_hash, created_at) SELECT '{id}', '{hash}', unixepoch() * 1000 \
         WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE operator = 1) RETURNING id"
    );
    let args = ["d1", "execute", "DB", "--remote", "--json", "--command", sql.as_str(), "--config", CONFIG];
    let answer = quiet(command(node::bin("wrangler"), &args).envs(QUIET))?;
    let statements: Vec<Value> = serde_json::from_str(&answer).with_context(|| format!("wrangler said {answer}"))?;
    let rows = |statement: &Value| statement["results"].as_array().is_some_and(|rows| !rows.is_empty());
    Ok(statements.iter().any(rows).then(|| format!("{origin}/join#{secret}")))
}

/// An identifier as the edge writes it: 26 characters of lower-case Crockford base 32.
fn write_id(bits: u128) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    (0..26).rev().map(|i| char::from(ALPHABET[(bits >> (5 * i)) as usize & 31])).collect()
}

/// Where the deployed instance is reached.
fn origin() -> Result<String> {
    let text = std::fs::read_to_string(paths::root().join(CONFIG))?;
    let value = text.split_once("\"PUBLIC_ORIGIN\"").and_then(|(_, after)| after.split('"').nth(1));
    Ok(value.with_context(|| format!("{CONFIG} has no PUBLIC_ORIGIN"))?.trim_end_matches('/').to_owned())
}

/// No telemetry, no banners.
const QUIET: [(&str, &str); 3] =
    [("WRANGLER_SEND_METRICS", "false"), ("WRANGLER_SEND_ERROR_REPORTS", "false"), ("WRANGLER_HIDE_BANNER", "true")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_those_of_the_edge() {
        assert_eq!(write_id(u128::MAX), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
        assert_eq!(write_id(32), "00000000000000000000000010");
    }

    #[test]
    fn the_configuration_names_the_origin() {
        assert!(origin().unwrap().starts_with("http"));
    }
}
