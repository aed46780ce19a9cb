//! Where an avatar stands, in words. What its provider says itself stays out of them.

use gateway::avatars::Maker;

use super::call::{End, Kept, Stage};
use crate::state::App;
use crate::voices::words::sentence;

/// A provider as people know it.
#[must_use]
pub fn title(app: &App, maker: &dyn Maker) -> String {
    crate::gateway::title(app, maker.provider())
}

/// What keeps an avatar, or why it goes or came to nothing; none while all is as it should be.
#[must_use]
pub fn why(kept: &Kept, title: &str) -> Option<String> {
    let mut words = Vec::new();
    words.extend(kept.end.map(|end| ended(end, title, &kept.name)));
    words.extend(kept.cause.map(|cause| sentence(title, cause)));
    let tried = "It is tried again until it is gone there.";
    match &kept.stage {
        Stage::Making if !kept.wanted => {
            words.push(format!("It is asked for once more at {title}, so that it can be removed."))
        }
        Stage::Removing(_) if kept.cause.is_some() => words.push(tried.to_owned()),
        Stage::Removing(_) | Stage::Gone => words.push(format!("It is being removed at {title}.")),
        Stage::Making if kept.cause.is_some() => words.push("It is tried again.".to_owned()),
        Stage::Consent(_, None) => words.push(format!("The page of {title} is fetched.")),
        _ => {}
    }
    (!words.is_empty()).then(|| words.join(" "))
}

fn ended(end: End, title: &str, name: &str) -> String {
    match end {
        End::Refused(cause) => format!("{} It was not made, and cost nothing.", sentence(title, cause)),
        End::Failed => format!("{title} could not make it of this still, or the answer on its page was no."),
        End::Unanswered => format!("The page of {title} had no answer for a week."),
        End::Late => format!("{title} took longer than a day."),
        End::Lost => format!("{title} no longer has it."),
        End::Unknown => format!(
            "{title} never said whether it was made, and cannot be asked any more. If it is there, it is called {name}: tell the operator of this site, who can remove it there."
        ),
    }
}
