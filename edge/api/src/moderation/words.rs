//! What a clip says, and the words that it is drawn by.

use domain::AccountId;
use domain::consent::{Classify, Field, Finding, Lexicon, Span, Theme};
use futures_util::future::join_all;
use gateway::moderation::{Matter, Objection, Stance, of_site, pieces, weigh};
use wire::consent::Told;
use wire::reviews::ReviewState;
use wire::{Code, Problem};

use super::ask::Panel;
use super::{reviews, store};
use crate::body::sentence;
use crate::error::{Answer, Failure};
use crate::state::App;

/// The rule of words that no moderator could look at.
const UNLOOKED: &str = "unlooked";
/// The rule of words that the operator refused.
const REFUSED: &str = "operator";
/// The rule of words that wait for the operator.
const WAITS: &str = "waits";

/// Lets words pass, with what owners have to know about them; or holds them back.
///
/// # Errors
/// [`Code::HeldBack`] with the rule, the words, and what to do.
pub async fn pass(app: &App, account: &AccountId, script: &str, prompt: &str) -> Answer<Vec<Finding>> {
    if let Some(row) = store::read(&app.db()?, &reviews::id(app, account, script, prompt)).await? {
        match row.state {
            ReviewState::Allowed => return Ok(allowed(app, script, prompt).await),
            ReviewState::Refused => return Err(refused(row.answer.as_deref()).into()),
            // A moderator may have come back meanwhile, or think otherwise by now.
            ReviewState::Waiting => return look(app, script, prompt).await.map_err(|_| waits().into()),
        }
    }
    look(app, script, prompt).await
}

/// What the words are held back for, as told to whoever asks the operator about them. Nothing: they pass.
///
/// # Errors
/// The database fails.
pub(super) async fn reasons(app: &App, script: &str, prompt: &str) -> Answer<Vec<Told>> {
    match look(app, script, prompt).await {
        Ok(_) => Ok(Vec::new()),
        Err(Failure::Problem(problem)) => Ok(problem.reasons),
        Err(failure) => Err(failure),
    }
}

async fn look(app: &App, script: &str, prompt: &str) -> Answer<Vec<Finding>> {
    let (held, told) = sorted(app, script, prompt).await.map_err(|_| unlooked())?;
    if held.is_empty() { Ok(told) } else { Err(held_back(&held).into()) }
}

/// What owners have to know about words that the operator let pass: that this site may show them says nothing about whose face
/// says them. Where nothing can look at them just now, they may be about anything.
async fn allowed(app: &App, script: &str, prompt: &str) -> Vec<Finding> {
    match sorted(app, script, prompt).await {
        Ok((held, told)) => held.iter().flat_map(Objection::told).chain(told).collect(),
        Err(_) => {
            let span = Span::of(Field::Script, script, (0, script.chars().count()));
            Theme::ALL.iter().map(|theme| Finding { theme: *theme, sure: false, span: span.clone() }).collect()
        }
    }
}

/// What holds these words back, and what the rules of owners are told.
async fn sorted(app: &App, script: &str, prompt: &str) -> Result<(Vec<Objection>, Vec<Finding>), gateway::Failure> {
    let mut objections: Vec<Objection> = of_site(&Lexicon.classify(script, prompt)).into_iter().collect();
    let panel = Panel::of(app, false);
    if !panel.is_empty() {
        objections.extend(outside(&panel, script, prompt).await?);
    }
    let whole = |field, text: &str| Span::of(field, text, (0, text.chars().count()));
    Ok(weigh(objections, &[whole(Field::Script, script), whole(Field::Prompt, prompt)]))
}

/// Asks about all of it; only where something is found, sentence by sentence, for the words.
async fn outside(panel: &Panel, script: &str, prompt: &str) -> Result<Vec<Objection>, gateway::Failure> {
    let whole = format!("{script}\n\n{prompt}");
    let found = panel.look(Matter { text: &whole, picture: None }).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let texts = [(Field::Script, script), (Field::Prompt, prompt)];
    let parts =
        texts.into_iter().flat_map(|(field, text)| pieces(text).into_iter().map(move |piece| (field, text, piece)));
    let asked = parts.map(|(field, text, piece)| async move {
        let words = Span::of(field, text, piece).text;
        let found = panel.look(Matter { text: &words, picture: None }).await?;
        let objections = found.into_iter().map(|found| Objection::in_piece(found, field, text, piece));
        Ok::<_, gateway::Failure>(objections.collect::<Vec<_>>())
    });
    let mut objections: Vec<Objection> = Vec::new();
    for piece in join_all(asked).await {
        objections.extend(piece?);
    }
    // What shows in the whole alone is meant by all of it.
    let alone: Vec<Objection> = found
        .into_iter()
        .filter(|found| !objections.iter().any(|other| other.found.code == found.code))
        .map(|found| Objection { found, spans: Vec::new() })
        .collect();
    objections.extend(alone);
    Ok(objections)
}

fn held_back(held: &[Objection]) -> Problem {
    let told = |objection: &Objection| {
        let title = objection.found.title;
        let (sentence, advice) = match objection.found.stance {
            Stance::Never => (format!("no clip here is about {title}"), "Say it in another way, or ask the operator."),
            Stance::Person | Stance::Owners => {
                (format!("this may be about {title}"), "Say it in another way, or let the operator look at it.")
            }
        };
        let rule = objection.found.code.clone();
        Told { rule, sentence, advice: advice.to_owned(), spans: objection.spans.clone(), can_be_asked: true }
    };
    problem(held.iter().map(told).collect())
}

/// The problem that says why words are held back.
fn problem(reasons: Vec<Told>) -> Problem {
    let first = reasons.first();
    let detail = first.map(|told| format!("{} {} Nothing was charged.", sentence(&told.sentence), told.advice));
    let rule = first.map(|told| told.rule.clone()).unwrap_or_default();
    let field = first.and_then(|told| told.spans.first()).map_or("script", |span| match span.field {
        Field::Script => "script",
        Field::Prompt => "prompt",
    });
    let mut problem = Problem::new(Code::HeldBack, detail.unwrap_or_default()).rule(&rule).field(field);
    problem.reasons = reasons;
    problem
}

fn unlooked() -> Problem {
    problem(vec![Told {
        rule: UNLOOKED.to_owned(),
        sentence: "nothing could look at these words just now".to_owned(),
        advice: "Try again in a minute, or let the operator look at them.".to_owned(),
        spans: Vec::new(),
        can_be_asked: true,
    }])
}

fn waits() -> Problem {
    let detail =
        "The operator has been asked about these words. You hear from them in your notices. Nothing was charged.";
    Problem::new(Code::HeldBack, detail).rule(WAITS).field("script")
}

fn refused(answer: Option<&str>) -> Problem {
    let why = answer.map(|answer| format!(" They wrote: “{answer}”.")).unwrap_or_default();
    let detail = format!("The operator looked at these words and said no.{why} Say it in another way.");
    Problem::new(Code::HeldBack, detail).rule(REFUSED).field("script")
}
