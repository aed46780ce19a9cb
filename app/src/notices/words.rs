//! What a notice says. The only place that makes its words.

use domain::notice::Notice;
use wire::accounts::Person;

use crate::routes::Route;

/// A sentence about a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// What comes after the person, or the whole sentence.
    pub(super) text: String,
    /// Where it leads, with words for the link.
    pub(super) to: Option<(Route, &'static str)>,
}

/// Whoever is not named any more.
pub(super) const LEFT: &str = "Somebody who has left";

/// What a notice says; its person stands before it.
pub(super) fn said(notice: &Notice<Option<Person>>) -> Said {
    let clip = |words| notice.clip().map(|id| (Route::Clip(id.clone()), words));
    let (text, to) = match notice {
        Notice::Followed { by } => {
            ("follows you.", by.as_ref().map(|by| (Route::Profile(by.handle.clone()), "See who it is")))
        }
        Notice::RequestReceived { .. } => ("asks to use your understudy.", Some((Route::Requests, "See the request"))),
        Notice::RequestAnswered { allowed: true, request } => {
            ("You may use the understudy that you asked for.", Some((Route::Render(request.clone()), "Go on with it")))
        }
        Notice::RequestAnswered { allowed: false, request } => (
            "The understudy that you asked for is not yours to use in this clip.",
            Some((Route::Render(request.clone()), "See why")),
        ),
        Notice::Tagged { .. } => ("published a clip with you.", clip("Watch it")),
        Notice::DraftShowsYou { .. } => ("made a draft that shows you. You can delete it.", clip("Watch it")),
        Notice::ClipDownloaded { .. } => {
            ("saved the file of a clip with you. It cannot be called back.", Some((Route::Uses, "See what was saved")))
        }
        Notice::ClipWithdrawn { by_cast: true, .. } => (
            "Somebody who plays in your clip took back their yes. It can be seen nowhere any more.",
            clip("Cast it anew"),
        ),
        Notice::ClipWithdrawn { by_cast: false, .. } => {
            ("What your clip was made out of was withdrawn, and your clip with it.", None)
        }
        Notice::ClipHeld { rule, .. } => {
            let text = format!("Your clip is held back by the rule \"{}\".", rule.replace('_', " "));
            return Said { text, to: clip("See it") };
        }
        Notice::WordsReviewed { allowed: true, .. } => {
            ("The operator lets it pass. Make the clip.", Some((Route::Make, "Go on with it")))
        }
        Notice::WordsReviewed { allowed: false, .. } => {
            ("The operator looked at it and said no.", Some((Route::Make, "Say it in another way")))
        }
        Notice::PolicyChanged { owner } => (
            "changed what their understudy may be used for. It counts for your unfinished clips, too.",
            owner.as_ref().map(|owner| (Route::Profile(owner.handle.clone()), "See who it is")),
        ),
    };
    Said { text: text.to_owned(), to }
}

/// The whole sentence.
pub(super) fn sentence(notice: &Notice<Option<Person>>) -> String {
    let Said { text, .. } = said(notice);
    match notice.person() {
        None => text,
        Some(None) => format!("{LEFT} {text}"),
        Some(Some(person)) => format!("{} {text}", person.display_name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_name_or_a_capital_and_ends() {
        let clip: domain::ClipId = "0123456789abcdefghjkmnpqrs".parse().expect("an id");
        let ana = Person { handle: "ana".parse().expect("a handle"), display_name: "Ana".parse().expect("a name") };
        for (notice, words) in [
            (Notice::Followed { by: Some(ana.clone()) }, "Ana follows you."),
            (Notice::Tagged { clip: clip.clone(), by: None }, "Somebody who has left published a clip with you."),
            (Notice::ClipHeld { clip, rule: "near_copy".into() }, "Your clip is held back by the rule \"near copy\"."),
        ] {
            assert_eq!(sentence(&notice), words);
        }
        assert_eq!(said(&Notice::Followed { by: None }).to, None);
        assert_eq!(
            said(&Notice::Followed { by: Some(ana.clone()) }).to,
            Some((Route::Profile(ana.handle), "See who it is"))
        );
    }
}
