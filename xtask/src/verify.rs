//! `cargo xtask verify`: checks a receipt, for whoever holds one. With keys from a file it needs no network at all.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use serde_json::Value;
use tlog::receipt::Opening;
use tlog::verify::Log;
use tlog::{Keys, Receipt};

use crate::step::{command, quiet, sha256};
use crate::tools::Usage;

/// What was asked for.
#[derive(Debug, Default)]
struct Wish {
    receipt: String,
    keys: Option<String>,
    log: Option<String>,
    vkey: Option<String>,
    clip: Option<PathBuf>,
}

/// Says what holds, line by line; fails at the first thing that does not.
pub fn main(args: &[String]) -> Result<()> {
    let wish = wish(args)?;
    let (jws, opening) = read(&wish.receipt)?;
    let issuer = claimed_issuer(&jws);
    let published = |path: &str| {
        let issuer = issuer.as_deref().context("the receipt names no issuer: give --keys")?;
        Ok::<_, anyhow::Error>(format!("{issuer}/.well-known/{path}"))
    };
    let keys = wish.keys.map_or_else(|| published("jwks.json"), Ok)?;
    let keys: Value = serde_json::from_slice(&bytes(&keys)?).with_context(|| format!("{keys} is no JSON"))?;
    // The description of an instance holds them, too.
    let keys = Keys::read(keys.get("jwks").unwrap_or(&keys)).map_err(|error| anyhow!("The keys: {error}"))?;
    let receipt = keys.check(&jws).map_err(|error| anyhow!("The receipt does not hold: {error}"))?;
    print(&receipt);
    if let Some(opening) = opening {
        receipt.open(&opening).map_err(|error| anyhow!("The receipt does not hold: {error}"))?;
        println!("opened      yes: it is about account {}, likeness {}", opening.account, opening.likeness);
    }
    if let Some(file) = wish.clip {
        let hash = sha256(&std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?);
        if hash != receipt.sha256 {
            bail!("{} is another file: its SHA-256 is {hash}", file.display());
        }
        println!("file        the very one that was agreed to");
    }
    if let Some(log) = wish.log {
        let vkey = match wish.vkey {
            Some(vkey) => vkey,
            None => published_vkey(&bytes(&published("understudy.json")?)?)?,
        };
        standing(&receipt, &log, &vkey)?;
    }
    println!("The receipt holds.");
    Ok(())
}

fn wish(args: &[String]) -> Result<Wish> {
    use lexopt::prelude::*;
    let usage = |error: lexopt::Error| Usage(error.to_string());
    let mut wish = Wish::default();
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Long("receipt") => wish.receipt = text(&mut parser)?,
            Long("keys") => wish.keys = Some(text(&mut parser)?),
            Long("log") => wish.log = Some(text(&mut parser)?),
            Long("vkey") => wish.vkey = Some(text(&mut parser)?),
            Long("clip") => wish.clip = Some(text(&mut parser)?.into()),
            Value(value) if wish.receipt.is_empty() => wish.receipt = value.string().map_err(usage)?,
            other => bail!(usage(other.unexpected())),
        }
    }
    if wish.receipt.is_empty() {
        bail!(Usage("verify needs a receipt: a JWS, or a file with one".to_owned()));
    }
    Ok(wish)
}

/// The value of an option.
fn text(parser: &mut lexopt::Parser) -> Result<String, Usage> {
    parser.value().and_then(lexopt::ValueExt::string).map_err(|error| Usage(error.to_string()))
}

/// A JWS, or a file with one, or with what the API gives beside it.
fn read(text: &str) -> Result<(String, Option<Opening>)> {
    let file = Path::new(text);
    if text.matches('.').count() == 2 && !file.is_file() {
        return Ok((text.to_owned(), None));
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("{text} is no receipt and no file with one"))?;
    let text = text.trim();
    let Ok(json) = serde_json::from_str::<Value>(text) else { return Ok((text.to_owned(), None)) };
    let jws = json["receipt"].as_str().context("the file has no field `receipt`")?;
    let opening = json.get("opening").map(|opening| serde_json::from_value(opening.clone())).transpose()?;
    Ok((jws.to_owned(), opening))
}

/// The issuer that a receipt names, before anything of it is checked: only to know where its keys are.
fn claimed_issuer(jws: &str) -> Option<String> {
    let claims = tlog::encoding::unbase64url(jws.split('.').nth(1)?)?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    let issuer = claims["iss"].as_str()?;
    (issuer.starts_with("https://") || issuer.starts_with("http://localhost:")).then(|| issuer.to_owned())
}

fn published_vkey(described: &[u8]) -> Result<String> {
    let described: Value = serde_json::from_slice(described)?;
    Ok(described["log"]["vkey"].as_str().context("the instance publishes no key of its log")?.to_owned())
}

fn standing(receipt: &Receipt, log: &str, vkey: &str) -> Result<()> {
    let source = |path: &str| bytes(&format!("{}/{path}", log.trim_end_matches('/'))).map_err(|e| format!("{e:#}"));
    let log = Log::open(&source, vkey)?;
    let standing = log.standing(receipt).context("It does not stand in the log")?;
    println!("in the log  yes: proven by {} hashes to the root of {} entries", standing.proof.len(), standing.size);
    match standing.withdrawn {
        Some(index) => println!("withdrawn   yes, by entry {index}"),
        None => println!("withdrawn   no: every later entry was looked at"),
    }
    Ok(())
}

fn print(receipt: &Receipt) {
    println!("issuer      {}", receipt.iss);
    println!("clip        {}", receipt.clip);
    println!("file        SHA-256 {}", receipt.sha256);
    println!("policy      version {}", receipt.policy);
    println!("entry       {} of {}", receipt.index, receipt.log);
    println!("hour        {} s since 1970", receipt.time);
    println!("signature   the issuer's");
}

/// The bytes of a file or of an address. Node, which the product is built with, fetches.
fn bytes(place: &str) -> Result<Vec<u8>> {
    const FETCH: &str = "const r = await fetch(process.argv[1]); if (!r.ok) { console.error(r.status); process.exit(1); } \
        process.stdout.write(Buffer.from(await r.arrayBuffer()).toString('base64'))";
    if !place.starts_with("http://") && !place.starts_with("https://") {
        return std::fs::read(place).with_context(|| format!("{place} cannot be read"));
    }
    let base64 = quiet(&mut command("node", &["--input-type=module", "-e", FETCH, place]))
        .with_context(|| format!("{place} cannot be fetched"))?;
    tlog::encoding::unbase64(&base64).with_context(|| format!("{place} came damaged"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_origin_is_asked_for_keys() {
        let jws = |issuer: &str| {
            let claims = serde_json::json!({ "iss": issuer }).to_string();
            format!("x.{}.y", tlog::encoding::base64url(claims.as_bytes()))
        };
        assert_eq!(claimed_issuer(&jws("https://example.org")).as_deref(), Some("https://example.org"));
        for other in ["file:///etc", "example.org", "/", "http://example.org", "http://localhost.example.org", ""] {
            assert_eq!(claimed_issuer(&jws(other)), None, "{other}");
        }
        assert_eq!(claimed_issuer("x"), None);
    }

    #[test]
    fn arguments_that_make_no_sense_are_named() {
        for args in [&[][..], &["--nonsense"], &["a", "b"], &["a", "--keys"]] {
            let args: Vec<String> = args.iter().map(|&arg| arg.to_owned()).collect();
            assert!(wish(&args).unwrap_err().is::<Usage>(), "{args:?}");
        }
    }
}
