//! One answer to several requests: they are chosen one by one, and answered at the bottom, where the thumb is.

use domain::RenderId;
use domain::limits::MAX_ANSWERS;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Dialog, Look, Notice, Tone};
use wire::consent::{CastRequest, CastRequests, Matter, NotAnswered};

use crate::api::{self, Intent};
use crate::context::Shared;
use crate::fetched::Fetched;
use crate::time::count;
use crate::trouble::Trouble;

/// A request that waits for a yes or a no.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wish {
    id: RenderId,
    /// Who asks, and for what: `@ben: “Hello”`.
    words: String,
}

impl Wish {
    fn of(request: &CastRequest) -> Option<Self> {
        (request.matter == Matter::Wish).then(|| Self {
            id: request.id.clone(),
            words: format!("@{}: “{}”", request.creator.handle, request.script),
        })
    }
}

/// What could not be answered, and why.
type Left = (String, String);

/// Which requests are chosen.
#[derive(Clone, Copy)]
pub struct Choosing {
    /// Whether they are being chosen.
    pub on: RwSignal<bool>,
    /// All on the page that wait.
    waiting: RwSignal<Vec<Wish>>,
    chosen: RwSignal<Vec<RenderId>>,
    left: RwSignal<Vec<Left>>,
}

impl Choosing {
    /// Nothing is chosen yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            on: RwSignal::new(false),
            waiting: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(Vec::new()),
            left: RwSignal::new(Vec::new()),
        }
    }

    /// The page has been fetched: nothing is chosen on it.
    pub fn begin(self, requests: &[CastRequest]) {
        self.on.set(false);
        self.chosen.set(Vec::new());
        self.waiting.set(requests.iter().filter_map(Wish::of).collect());
    }

    /// More of the list has been fetched. The page may be left by now.
    pub fn more(self, requests: &[CastRequest]) {
        self.waiting.try_update(|waiting| waiting.extend(requests.iter().filter_map(Wish::of)));
    }

    fn has(self, id: &RenderId) -> bool {
        self.chosen.with(|chosen| chosen.contains(id))
    }

    fn choose(self, id: &RenderId, yes: bool) {
        self.chosen.update(|chosen| {
            chosen.retain(|other| other != id);
            if yes {
                chosen.push(id.clone());
            }
        });
    }

    /// What was chosen, in words.
    fn words(self) -> Vec<String> {
        let chosen = self.chosen.get();
        self.waiting
            .with(|all| all.iter().filter(|one| chosen.contains(&one.id)).map(|one| one.words.clone()).collect())
    }
}

/// A box on a card.
#[component]
pub fn Pick(
    /// Which requests are chosen.
    choosing: Choosing,
    /// The request of this card.
    id: RenderId,
) -> impl IntoView {
    let id = StoredValue::new(id);
    view! {
        <label class="checkbox__row">
            <input
                type="checkbox"
                prop:checked=move || id.with_value(|id| choosing.has(id))
                on:change:target=move |event| id.with_value(|id| choosing.choose(id, event.target().checked()))
            />
            <span>"Choose this one"</span>
        </label>
    }
}

/// How many wait, and the way to answer several; and what was left of the last answer.
#[component]
pub fn Head(
    /// Which requests are chosen.
    choosing: Choosing,
    /// How many wait in all.
    waiting: u32,
) -> impl IntoView {
    let several = move || choosing.waiting.with(|all| all.len() > 1);
    view! {
        <Show when=move || choosing.left.with(|left| !left.is_empty())>
            <Notice tone=Tone::Trouble title="Not all could be answered">
                <ul>
                    {move || {
                        let line = |(what, why): Left| view! { <li>{format!("{what} {why}")}</li> };
                        choosing.left.get().into_iter().map(line).collect_view()
                    }}
                </ul>
            </Notice>
        </Show>
        <Show when=several>
            <div class="requests__many">
                <p>{format!("{} wait for you.", count(waiting, "request", "requests"))}</p>
                <Button look=Look::Quiet on_press=move |_| choosing.on.update(|on| *on = !*on)>
                    {move || if choosing.on.get() { "One by one" } else { "Answer several" }}
                </Button>
            </div>
        </Show>
    }
}

/// The bar with the answers, while requests are chosen.
#[component]
pub fn Bar(
    /// Which requests are chosen.
    choosing: Choosing,
    /// The list, fetched anew afterwards.
    all: Fetched<CastRequests>,
) -> impl IntoView {
    let shared = Shared::get();
    let (asking, busy) = (RwSignal::new(None::<bool>), RwSignal::new(false));
    let (yes, no) = (Intent::new(), Intent::new());
    let chosen = move || u32::try_from(choosing.chosen.with(Vec::len)).unwrap_or(u32::MAX);
    let everything = move |_| {
        let ids = choosing.waiting.with_untracked(|all| all.iter().map(|one| one.id.clone()).collect());
        choosing.chosen.set(ids);
    };
    let answer = move |allow: bool| {
        if busy.get_untracked() {
            return;
        }
        let (ids, waiting) = (choosing.chosen.get_untracked(), choosing.waiting.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let (mut done, mut left) = (0, Vec::new());
            for some in ids.chunks(MAX_ANSWERS) {
                match api::answer_requests(some.to_vec(), allow, if allow { yes } else { no }).await {
                    Ok(answered) => {
                        done += answered.done.len();
                        left.extend(answered.why.iter().map(|one| named(&waiting, one)));
                    }
                    Err(error) => {
                        shared.tell(&Trouble::from(error).title);
                        break;
                    }
                }
            }
            if done > 0 {
                let done = count(u32::try_from(done).unwrap_or(u32::MAX), "request", "requests");
                shared.tell(&if allow { format!("Yes to {done}.") } else { format!("No to {done}.") });
            }
            busy.try_set(false);
            asking.try_set(None);
            if done > 0 || !left.is_empty() {
                choosing.left.try_set(left);
                all.reload();
            }
        });
    };
    let none = Signal::derive(move || chosen() == 0);
    view! {
        <Show when=move || choosing.on.get()>
            <div class="save" role="region" aria-label="Answer those that you chose">
                <div class="save__row">
                    <p class="save__words">{move || format!("{} chosen", chosen())}</p>
                    <Button look=Look::Quiet on_press=everything>"All"</Button>
                    <Button icon="x" disabled=none on_press=move |_| asking.set(Some(false))>"No"</Button>
                    <Button look=Look::Primary icon="check" disabled=none on_press=move |_| asking.set(Some(true))>"Yes"</Button>
                </div>
            </div>
        </Show>
        {move || {
            asking
                .get()
                .map(|allow| {
                    let said = if allow { "yes" } else { "no" };
                    let title = format!("Say {said} to {}?", count(chosen(), "request", "requests"));
                    let words = if allow {
                        "Your rules still hold for each. What they do not let through is left, and you are told which."
                    } else {
                        "Whoever asked is told."
                    };
                    let look = if allow { Look::Primary } else { Look::Danger };
                    let lines = choosing.words().into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
                    view! {
                        <Dialog title=title on_close=move |()| asking.set(None)>
                            <ul class="requests__chosen">{lines}</ul>
                            <p>{words}</p>
                            <div class="dialog__actions">
                                <Button on_press=move |_| asking.set(None)>"Back"</Button>
                                <Button look=look busy=busy on_press=move |_| answer(allow)>{format!("Say {said} to all of these")}</Button>
                            </div>
                        </Dialog>
                    }
                })
        }}
    }
}

/// A request that was left, as the visitor knows it, and why.
fn named(waiting: &[Wish], left: &NotAnswered) -> Left {
    let known = waiting.iter().find(|one| one.id == left.id).map(|one| one.words.clone());
    (known.unwrap_or_else(|| "One that is gone:".to_owned()), left.detail.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_named_as_it_stood_in_the_list() {
        let (one, gone) = (RenderId::from_bytes(&[1; 16]), RenderId::from_bytes(&[2; 16]));
        let waiting = [Wish { id: one.clone(), words: "@ben: “Hello”".to_owned() }];
        let left = |id| NotAnswered { id, detail: "Your rules: no more today.".to_owned(), rule: None };
        assert_eq!(named(&waiting, &left(one)).0, "@ben: “Hello”");
        assert_eq!(named(&waiting, &left(gone)).0, "One that is gone:");
    }
}
