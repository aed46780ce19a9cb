//! One request: a still, who, what they want said, which rules it touches, and the answer.

use domain::consent::Parts;
use domain::text::CharacterName;
use leptos::prelude::*;
use wire::consent::{CastRequest, Matter, Told, Wanted};

use super::answer::{Answering, Look, TakeBack};
use super::many::{Choosing, Pick};
use super::still::{Still, Turn};
use super::swipe::Swipe;
use crate::clip::Original;
use crate::routes::Route;
use crate::time::relative;
use crate::trouble::sentence;

/// The card.
#[component]
pub fn Card(
    /// The request.
    request: CastRequest,
    /// Whether the visitor sent it.
    sent: bool,
    /// Whose turn with the studio it is.
    turn: Turn,
    /// Which requests are chosen.
    choosing: Choosing,
) -> impl IntoView {
    let (now, swiped) = (RwSignal::new(request), RwSignal::new(None::<bool>));
    let open = move || {
        let wish = now.with(|request| request.matter == Matter::Wish);
        !sent && wish && swiped.get().is_none() && !choosing.on.get()
    };
    view! {
        <li class="request">
            <Swipe open=Signal::derive(open) on_answer=move |yes| swiped.set(Some(yes))>
            {move || {
                let request = now.get();
                let still = match (&request.clip, request.matter) {
                    (Some(clip), _) => {
                        let poster = wire::paths::clip(wire::paths::MEDIA_POSTER, clip);
                        view! { <img class="request__still" src=poster alt="Still of the clip" loading="lazy" /> }.into_any()
                    }
                    (None, Matter::Wish) if !sent && seen(&request).is_some() => view! { <Still request=request.clone() turn=turn /> }.into_any(),
                    _ => view! { <div class="request__still" aria-hidden="true"></div> }.into_any(),
                };
                view! {
                    {still}
                    <div class="request__words">
                        <Words request=request.clone() sent=sent />
                        <Next request=request sent=sent now=now swiped=swiped choosing=choosing />
                    </div>
                }
            }}
            </Swipe>
        </li>
    }
}

#[component]
fn Words(request: CastRequest, sent: bool) -> impl IntoView {
    let other = if sent { request.owner.clone() } else { request.creator.clone() };
    let company: Vec<String> = request
        .cast
        .iter()
        .filter(|person| person.handle != request.owner.handle && person.handle != request.creator.handle)
        .map(|person| format!("@{}", person.handle))
        .collect();
    let when = relative(request.asked_at, browser::clock::now_ms());
    let both = request.wants.len() > 1;
    let name = request.character.as_ref().map(|character| character.name.to_string());
    let open = request.state == "asked";
    let wants = request
        .wants
        .into_iter()
        .map(|wanted| {
            let words = words(&wanted, name.clone(), sent);
            let label = match (&wanted.character, both) {
                (_, false) => "Rules that it touches".to_owned(),
                (Some(_), true) => format!("Rules of {} that it touches", called(wanted.name.as_ref())),
                (None, true) => "Rules of the understudy that it touches".to_owned(),
            };
            let rules = wanted.reasons.iter().map(|told| view! { <li>{rule(told)}</li> }).collect_view();
            let none = (both && open && wanted.reasons.is_empty()).then(|| view! { <li>"Allowed by its rules"</li> });
            view! {
                {words.map(|words| view! { <p class="request__wanted">{words}</p> })}
                <ul class="request__rules" aria-label=label>{rules}{none}</ul>
            }
        })
        .collect_view();
    view! {
        <p class="request__who">
            <a href=Route::Profile(other.handle.clone()).path()>{other.display_name.to_string()}</a>
            <span class="fine" title=browser::clock::written(request.asked_at)>{format!(" @{} · {when}", other.handle)}</span>
        </p>
        {request.remix_of.map(|of| view! { <p class="fine"><Original of=of /></p> })}
        <blockquote class="request__script">{request.script}</blockquote>
        <p class="request__prompt">{request.prompt}</p>
        {wants}
        {request.generator.map(|by| view! { <p class="request__wanted">{format!("Made by a generator outside: {by}")}</p> })}
        {request
            .voice
            .map(|by| {
                let whose = if sent { "their" } else { "your" };
                view! { <p class="request__wanted">{format!("Said by {by}, with the copy of {whose} voice there")}</p> }
            })}
        {(!company.is_empty()).then(|| view! { <p class="fine">{format!("With {}", company.join(", "))}</p> })}
        {(request.purpose != domain::consent::Purpose::Personal)
            .then(|| view! { <p class="fine">"It is to earn or sell something."</p> })}
        {request.note.map(|note| view! { <p class="request__note">{format!("They write: {note}")}</p> })}
    }
}

/// What of the visitor's would be seen: a voice is not, and nobody who does not play.
pub(super) fn seen(request: &CastRequest) -> Option<&Wanted> {
    request.wants.iter().find(|wanted| wanted.plays && wanted.parts != Parts::Voice)
}

/// What a character is called.
fn called(name: Option<&CharacterName>) -> String {
    name.map_or_else(|| "a character that is gone".into(), ToString::to_string)
}

/// What is asked for, where it is not somebody's face and voice. `name`: of the character that is seen.
fn words(wanted: &Wanted, name: Option<String>, sent: bool) -> Option<String> {
    match (&wanted.character, wanted.plays, wanted.parts) {
        (Some(_), ..) => Some(format!("For {}, a character", called(wanted.name.as_ref()))),
        (None, false, _) if sent => Some("They do not play in it: it is a remix of a clip of theirs".to_owned()),
        (None, false, _) => Some("A remix of your clip. You do not play in it".to_owned()),
        (None, true, Parts::Both) => None,
        (None, true, Parts::Face) => Some("The face alone: the studio speaks".to_owned()),
        (None, true, Parts::Voice) => {
            Some(format!("The voice alone, heard from {}", name.unwrap_or_else(|| "a character".into())))
        }
    }
}

/// A rule that a request touches, with the words that it is about.
fn rule(told: &Told) -> String {
    let words: Vec<String> = told.spans.iter().map(|span| format!("“{}”", span.text)).collect();
    let words = if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) };
    format!("{}{words}", title(&told.rule))
}

/// What a rule is called beside a request.
fn title(rule: &str) -> String {
    match rule {
        "ask_each" => "You answer each request".to_owned(),
        "not_approved" => "Not approved by you yet".to_owned(),
        "never_say" => "Words that you never say".to_owned(),
        "never_show" => "Things that you are never shown with".to_owned(),
        "other_device" => "Drawn on the device of someone else in the cast".to_owned(),
        "remix" => "You answer for remixes of your clips".to_owned(),
        "undecided" => "Nobody could tell what it is about".to_owned(),
        other => sentence(&other.replace('_', " ")).trim_end_matches('.').to_owned(),
    }
}

/// What can be done about it now.
#[component]
fn Next(
    request: CastRequest,
    sent: bool,
    now: RwSignal<CastRequest>,
    swiped: RwSignal<Option<bool>>,
    choosing: Choosing,
) -> impl IntoView {
    if sent {
        let words = match (request.state.as_str(), request.matter) {
            ("asked", _) => "Waits for their answer.",
            ("allowed", Matter::Draw) => "They agreed. It waits to be drawn on their device.",
            ("allowed", Matter::File) => "They agreed. They still look at the finished file.",
            ("allowed", _) if request.clip.is_some() => "They agreed.",
            ("allowed", _) => "They agreed. It can be made now.",
            ("refused", _) => "They said no.",
            ("withdrawn", _) => "They took it back.",
            _ => "Over.",
        };
        let to = match (&request.clip, request.state.as_str()) {
            (Some(clip), _) => Some((Route::Clip(clip.clone()), "See the clip")),
            (None, "asked" | "allowed" | "refused" | "withdrawn") => {
                Some((Route::Render(request.id.clone()), "Open it"))
            }
            _ => None,
        };
        return view! {
            <p>{words}</p>
            {request.answer_note.map(|note| view! { <p class="request__note">{format!("They write: {note}")}</p> })}
            {to.map(|(route, words)| view! { <div class="row"><a class="button" href=route.path()>{words}</a></div> })}
        }
        .into_any();
    }
    match request.matter {
        Matter::Wish => {
            let request = StoredValue::new(request);
            view! {
                {move || {
                    let request = request.get_value();
                    if choosing.on.get() {
                        view! { <Pick choosing=choosing id=request.id /> }.into_any()
                    } else {
                        view! { <Answering request=request now=now swiped=swiped /> }.into_any()
                    }
                }}
            }
            .into_any()
        }
        Matter::Draw => view! {
            <p>"You agreed. Your pack stays home, so this device draws it."</p>
            <div class="row">
                <a class="button button--primary" href=Route::Render(request.id.clone()).path()>"Draw it here"</a>
                <TakeBack request=request now=now />
            </div>
        }
        .into_any(),
        Matter::File => view! { <Look request=request now=now /> }.into_any(),
        Matter::Nothing => {
            let words = match request.state.as_str() {
                "allowed" if request.clip.is_some() => "You agreed.",
                "allowed" => "You agreed. It is being made.",
                "refused" => "You said no.",
                "withdrawn" => "You took it back.",
                _ => "Over: whoever asked has given it up.",
            };
            let alive = request.state == "allowed";
            view! {
                <p>{words}</p>
                {alive.then(|| view! { <div class="row"><TakeBack request=request now=now /></div> })}
            }
            .into_any()
        }
    }
}
