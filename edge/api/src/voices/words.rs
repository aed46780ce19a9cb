//! What happened at a provider of voices, in words. What it said itself may quote the script, and stays out of them.

use gateway::voices::Voice;
use gateway::{Cause, Failure, Retry};
use wire::{Code, Problem};

use super::call::Kept;
use crate::state::App;

/// A provider as people know it.
#[must_use]
pub fn title(app: &App, voice: &dyn Voice) -> String {
    crate::gateway::title(app, voice.provider())
}

/// A cause as a sentence.
#[must_use]
pub fn sentence(title: &str, cause: Cause) -> String {
    match cause {
        Cause::Key => format!("{title} does not accept this site's key."),
        Cause::Credit => format!("This site's credit at {title} is used up."),
        Cause::Busy => format!("{title} has too much to do right now."),
        Cause::Moderated
        | Cause::RealFace
        | Cause::Input
        | Cause::Contract
        | Cause::Film
        | Cause::Avatar
        | Cause::Unusable(_) => {
            format!("{title} refused it.")
        }
        Cause::Gone => format!("{title} no longer has this copy."),
        Cause::Down | Cause::Late | Cause::Cancelled | Cause::Consent => {
            format!("{title} failed, or could not be reached.")
        }
        Cause::Broken => "Something broke on this site.".to_owned(),
    }
}

/// A failure as a problem; `next` says what to do.
#[must_use]
pub fn problem(title: &str, failure: &Failure, next: &str) -> Problem {
    let detail = format!("{} {next}", sentence(title, failure.cause));
    let problem = Problem::new(Code::Provider, detail).rule(failure.cause.name());
    match failure.retry {
        Retry::After(seconds) => problem.retry_after_s(seconds),
        Retry::Later | Retry::Never => problem,
    }
}

/// Why a copy goes, and what keeps it.
#[must_use]
pub fn going(kept: &Kept, title: &str) -> String {
    let mut words = Vec::new();
    if kept.locked {
        words.push(format!(
            "{title} wants a proof of its own before it speaks with this voice. That cannot be given from here."
        ));
    }
    match kept.cause {
        Some(cause) => {
            words.push(sentence(title, cause));
            words.push("It is tried again until the copy is gone there.".to_owned());
        }
        None => words.push(format!("It is being removed at {title}.")),
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_provider_says_stays_out_of_what_is_told() {
        let failure = Failure { retry: Retry::After(7), ..Failure::passing(Cause::Busy, "my secret script") };
        let told = problem("ElevenLabs", &failure, "Use the studio voice.");
        assert_eq!(told.detail, "ElevenLabs has too much to do right now. Use the studio voice.");
        assert_eq!((told.code, told.rule.as_deref(), told.retry_after_s), (Code::Provider, Some("busy"), Some(7)));
    }
}
