//! Yes, no, and no more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Confirm, Look as ButtonLook, TextField};
use wire::consent::{AnswerRequest, CastRequest, Revoke};

use crate::api::{self, Intent, Whose};
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::routes::Route;
use crate::trouble::Trouble;

/// How long a swipe can be taken back, in milliseconds.
const UNDO_MS: i32 = 5000;

/// What is said once an answer has arrived.
fn told_words(allow: bool) -> &'static str {
    if allow { "You said yes." } else { "You said no. They are told." }
}

/// Yes or no to a wish. On a keyboard: Y and N while the card has the focus.
#[component]
pub fn Answering(
    /// The request.
    request: CastRequest,
    /// As it stands, for the answer.
    now: RwSignal<CastRequest>,
    /// The answer that a swipe gave, while it can be taken back.
    swiped: RwSignal<Option<bool>>,
) -> impl IntoView {
    let shared = Shared::get();
    let (yes_intent, no_intent) = (Intent::new(), Intent::new());
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let (always, refusing, note) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(String::new()));
    let (id, name) = (StoredValue::new(request.id), request.creator.display_name.to_string());
    let both = request.wants.len() > 1;
    let for_good = if both { "for good, for both" } else { "for good" };
    let answer = move |allow: bool| {
        if busy.get_untracked() {
            return;
        }
        // A button says it anew: what a swipe said is not sent, too.
        swiped.set(None);
        let note = Some(note.get_untracked()).filter(|note| !allow && !note.trim().is_empty());
        let body = AnswerRequest { allow, always: allow && always.get_untracked(), note };
        let (id, intent) = (id.get_value(), if allow { yes_intent } else { no_intent });
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match api::answer_request(&id, &body, intent).await {
                Ok(request) => {
                    shared.tell(told_words(allow));
                    now.try_set(request);
                }
                Err(error) => drop(trouble.try_set(Some(error.into()))),
            }
            busy.try_set(false);
        });
    };
    // A swipe is quickly done by mistake: its answer is sent when nobody has taken it back for a while.
    let turn = StoredValue::new(0u32);
    Effect::new(move || {
        let Some(allow) = swiped.get() else { return };
        let mine = turn.try_update_value(|turn| std::mem::replace(turn, *turn + 1) + 1);
        spawn_local(async move {
            browser::clock::sleep(UNDO_MS).await;
            if turn.try_get_value() == mine && swiped.try_get_untracked() == Some(Some(allow)) {
                swiped.set(None);
                answer(allow);
            }
        });
    });
    // Who leaves the page meanwhile has not taken it back.
    on_cleanup(move || {
        let (Some(Some(allow)), Some(id)) = (swiped.try_get_untracked(), id.try_get_value()) else { return };
        spawn_local(async move {
            let body = AnswerRequest { allow, always: false, note: None };
            let told = api::answer_request(&id, &body, Intent::new()).await;
            shared.tell(match told {
                Ok(_) => told_words(allow),
                Err(_) => "Your answer did not arrive. The request is still open.",
            });
        });
    });
    view! {
        {move || trouble.get().map(|t| view! { <TroubleView trouble=t /> })}
        <Show when=move || swiped.get().is_some()>
            <div class="request__swiped" role="status">
                <p>{move || if swiped.get() == Some(true) { "Yes. It is sent in a moment." } else { "No. It is sent in a moment." }}</p>
                <Button on_press=move |_| swiped.set(None)>"Undo"</Button>
            </div>
        </Show>
        <Show when=move || swiped.get().is_none()>
            <p class="request__how fine">"Swipe to the right for yes, to the left for no."</p>
        </Show>
        {both.then(|| view! { <p class="fine">"One answer counts for both."</p> })}
        <Checkbox checked=always>{format!("Approve {name} {for_good}: do not ask again.")}</Checkbox>
        <div class="request__answer">
            <Button busy=busy icon="x" on_press=move |_| {
                swiped.set(None);
                refusing.set(true);
            }>"No"</Button>
            <Button look=ButtonLook::Primary busy=busy icon="check" on_press=move |_| answer(true)>"Yes"</Button>
        </div>
        <Confirm open=refusing title="Say no to this?" action="Say no" keep="Back" busy=busy on_confirm=move |()| answer(false)>
            <TextField id="why-not" label="Why not, or what would be fine" value=note hint="They read it. It can stay empty." />
        </Confirm>
    }
}

/// A look at the finished file, and the yes to it.
#[component]
pub fn Look(
    /// The request.
    request: CastRequest,
    /// As it stands, for the answer.
    now: RwSignal<CastRequest>,
) -> impl IntoView {
    let clip = request.clip.clone();
    view! {
        <p>"It is made. It is published only after you have looked at it."</p>
        <div class="row">
            {clip.map(|clip| view! { <a class="button button--primary" href=Route::Clip(clip).path()>"Look at it"</a> })}
            <TakeBack request=request now=now />
        </div>
    }
}

/// Takes a yes back, after a question.
#[component]
pub fn TakeBack(
    /// The request.
    request: CastRequest,
    /// As it stands, for the answer.
    now: RwSignal<CastRequest>,
) -> impl IntoView {
    let shared = Shared::get();
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    let id = StoredValue::new(request.id);
    let all: Vec<(Whose, Intent)> = request
        .wants
        .into_iter()
        .map(|wanted| (wanted.character.map_or(Whose::Likeness, Whose::Character), Intent::new()))
        .collect();
    let all = StoredValue::new_local(all);
    let revoke = move |()| {
        busy.set(true);
        let (all, id) = (all.get_value(), id.get_value());
        spawn_local(async move {
            let mut told = Ok(());
            for (about, intent) in all {
                let revoked = api::revoke(&about, &Revoke::Render(id.clone()), intent).await;
                told = told.and(revoked.map(drop));
            }
            match told {
                Ok(()) => {
                    shared.tell("You took it back. It can be seen nowhere any more.");
                    now.try_update(|request| {
                        request.state = "withdrawn".to_owned();
                        request.matter = wire::consent::Matter::Nothing;
                        request.clip = None;
                    });
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
            open.try_set(false);
        });
    };
    view! {
        <Button look=ButtonLook::Quiet busy=busy on_press=move |_| open.set(true)>"Take it back"</Button>
        <Confirm open=open title="Take your yes back?" action="Take it back" busy=busy on_confirm=revoke>
            <p>"The clip ends or comes down at once, for everyone in it. This is final for this clip."</p>
        </Confirm>
    }
}
