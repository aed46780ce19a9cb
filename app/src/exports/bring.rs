//! The way in: an export is chosen, shown, and sent thing by thing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use browser::file::ChosenFile;
use browser::http::OnProgress;
use domain::consent::CONSENT_VERSION;
use domain::text::Handle;
use exports::layout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Icon, Look, Notice, Progress, Tone};
use wire::exports::Manifest;

use super::item::{Fate, Item, Thing};
use super::opened::Opened;
use super::send::{Known, send};
use super::size;
use crate::choose::ChooseFile;
use crate::context::Shared;
use crate::fetched::TroubleView;
use crate::routes::Route;
use crate::time::{about, count};
use crate::trouble::Trouble;

/// The name under which this device knows of an import that is not over: the name of its file.
const KEPT_AS: &str = "import";

/// Forgets that an import was under way: the next to use this browser may be someone else.
pub fn forget() {
    browser::store::remove(KEPT_AS);
}

type Held = StoredValue<Option<Rc<RefCell<Opened>>>, LocalStorage>;

/// An import as the page shows it.
#[derive(Clone, Copy)]
struct Import {
    shared: Shared,
    opened: Held,
    manifest: RwSignal<Option<Manifest>>,
    name: RwSignal<String>,
    items: RwSignal<Vec<Item>>,
    agreed: RwSignal<bool>,
    opening: RwSignal<bool>,
    runs: RwSignal<bool>,
    stop: RwSignal<bool>,
    /// Bytes that are done, of all that are to be sent, and seconds to go.
    done: RwSignal<(f64, Option<f32>)>,
    trouble: RwSignal<Option<Trouble>>,
    left: RwSignal<Option<String>>,
}

/// The part of the settings.
#[component]
pub fn Bring(
    /// The account's own.
    handle: Handle,
) -> impl IntoView {
    let profile = StoredValue::new(Route::Profile(handle).path());
    let import = Import {
        shared: Shared::get(),
        opened: StoredValue::new_local(None),
        manifest: RwSignal::new(None),
        name: RwSignal::new(String::new()),
        items: RwSignal::new(Vec::new()),
        agreed: RwSignal::new(false),
        opening: RwSignal::new(false),
        runs: RwSignal::new(false),
        stop: RwSignal::new(false),
        done: RwSignal::new((0.0, None)),
        trouble: RwSignal::new(None),
        left: RwSignal::new(browser::store::get(KEPT_AS)),
    };
    let has_pack = move || import.items.with(|items| items.iter().any(|item| item.thing == Thing::Pack));
    let to_do = move || import.items.with(|items| items.iter().any(|item| !item.is_over()));
    view! {
        <section class="block" id="import">
            <h2 class="section">"Bring an export"</h2>
            <p>"From another place that runs Understudy, or from here. The ZIP is opened on this device and sent in parts."</p>
            <Show when=move || import.left.get().is_some() && import.manifest.get().is_none()>
                <Notice>
                    <p>
                        {move || format!("You were bringing {}. Choose it again to go on: nothing is sent twice.", import.left.get().unwrap_or_default())}
                    </p>
                </Notice>
            </Show>
            <div class="row">
                <ChooseFile
                    words="Choose the ZIP"
                    accept=".zip,application/zip"
                    busy=import.opening
                    disabled=Signal::derive(move || import.runs.get() || import.opening.get())
                    on_file=move |file| import.open(file)
                />
            </div>
            {move || import.trouble.get().map(|trouble| view! { <TroubleView trouble=trouble /> })}
            {move || import.manifest.get().map(|manifest| view! { <Whose manifest=manifest name=import.name /> })}
            <Show when=move || has_pack() && to_do()>
                <Checkbox checked=import.agreed>
                    "Bring my understudy and its rules. This is me. I agree that my face and voice are kept here, encrypted, to play me in clips. "
                    "They take the place of the understudy that I have here, if any. I can delete them at any time. "
                    <a href=wire::paths::RETENTION rel="external">"What is kept, and for how long"</a>
                    <span class="fine">{format!(" Consent text {CONSENT_VERSION}.")}</span>
                </Checkbox>
            </Show>
            <Show when=move || import.manifest.get().is_some()>
                <Go import=import profile=profile />
                <ul class="list brought">
                    {move || import.items.get().into_iter().map(|item| view! { <Line item=item /> }).collect_view()}
                </ul>
            </Show>
        </section>
    }
}

/// Whose export it is.
#[component]
fn Whose(manifest: Manifest, name: RwSignal<String>) -> impl IntoView {
    let host = manifest.instance.split_once("://").map_or("", |(_, host)| host).to_owned();
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    let films =
        manifest.files.iter().filter(|file| file.path.starts_with(layout::CLIPS) && file.path.ends_with(".mp4"));
    let films = count(u32::try_from(films.count()).unwrap_or(u32::MAX), "film", "films");
    let part = match manifest.part {
        [_, 1] => String::new(),
        [part, parts] => format!(" File {part} of {parts}: bring the others, too."),
    };
    view! {
        <p class="whose">
            <strong>{move || name.get()}</strong>
            {format!(": everything of @{} on {host}, {}, {films}, {}.{part}", manifest.handle, browser::clock::written(manifest.made_at), size(bytes))}
        </p>
    }
}

/// The button, or how far it is.
#[component]
fn Go(import: Import, profile: StoredValue<String>) -> impl IntoView {
    let part = move || Some(import.done.get().0 as f32);
    let label = move || {
        let left = import.done.get().1.map(|s| format!(", {} left", about(s))).unwrap_or_default();
        format!("Bringing it here{left}")
    };
    view! {
        <Show
            when=move || import.runs.get()
            fallback=move || view! { <Outcome import=import profile=profile /> }
        >
            <div class="going" role="group" aria-label="Import">
                <Progress label=Signal::derive(label) value=Signal::derive(part) />
                <p class="fine" role="status">{label}</p>
                <div class="row">
                    <Button busy=Signal::derive(move || import.stop.get()) on_press=move |_| import.stop.set(true)>
                        "Stop after this one"
                    </Button>
                </div>
            </div>
        </Show>
    }
}

/// What became of it so far, and the button that goes on.
#[component]
fn Outcome(import: Import, profile: StoredValue<String>) -> impl IntoView {
    let counts = Memo::new(move |_| {
        import.items.with(|items| {
            let of = |fate: fn(&Fate) -> bool| items.iter().filter(|item| fate(&item.fate)).count();
            let n = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            (
                n(of(|fate| matches!(fate, Fate::Brought(_)))),
                n(of(|fate| matches!(fate, Fate::Here(_)))),
                n(of(|fate| matches!(fate, Fate::LeftOut(_)))),
                n(of(|fate| matches!(fate, Fate::Failed(_)))),
                n(of(|fate| matches!(fate, Fate::Waits | Fate::Goes))),
            )
        })
    });
    let begun = move || {
        let (brought, here, ..) = counts.get();
        brought + here > 0
    };
    let todo = move || {
        let (.., failed, waits) = counts.get();
        failed + waits
    };
    let over = move || {
        let (brought, here, left, ..) = counts.get();
        let todo = match todo() {
            0 => String::new(),
            n => format!(", {n} to go"),
        };
        format!("{brought} brought, {here} here before, {left} left out{todo}.")
    };
    view! {
        <Show when=begun>
            <Notice tone=if todo() == 0 { Tone::Good } else { Tone::Info }>
                <p>{over}</p>
                <p>"Clips are drafts on " <a href=profile.get_value()>"your page"</a> ", until you publish them."</p>
            </Notice>
        </Show>
        <Show when=move || { todo() > 0 }>
            <div class="row">
                <Button look=Look::Primary on_press=move |_| import.run()>
                    {move || if begun() { "Go on" } else { "Bring it here" }}
                </Button>
            </div>
        </Show>
    }
}

#[component]
fn Line(item: Item) -> impl IntoView {
    let words = item.words();
    let (icon, state, why) = match item.fate {
        Fate::Waits => ("arrow-right", "waits", None),
        Fate::Goes => ("arrow-right", "on its way", None),
        Fate::Brought(note) => ("check", "brought", note),
        Fate::Here(note) => ("check", "here already", note),
        Fate::LeftOut(why) => ("x", "left out", Some(why)),
        Fate::Failed(trouble) => ("alert", "not yet", Some(format!("{}. {}", trouble.title, trouble.detail))),
    };
    view! {
        <li class="list__line">
            <Icon name=icon />
            <span class="brought__words">{words}</span>
            <span class="list__aside">{state}</span>
            {why.map(|why| view! { <p class="fine brought__why">{why}</p> })}
        </li>
    }
}

impl Import {
    /// Opens a file that was chosen.
    fn open(self, file: ChosenFile) {
        let name = file.name();
        self.opening.set(true);
        self.trouble.set(None);
        self.manifest.set(None);
        self.items.set(Vec::new());
        spawn_local(async move {
            // The page may have been left meanwhile.
            match Opened::open(file).await {
                Ok((opened, items)) => {
                    let _ = self.manifest.try_set(Some(opened.contents.manifest.clone()));
                    let _ = self.name.try_set(name);
                    let _ = self.items.try_set(items);
                    self.opened.try_update_value(|held| *held = Some(Rc::new(RefCell::new(opened))));
                }
                Err(trouble) => drop(self.trouble.try_set(Some(trouble))),
            }
            let _ = self.opening.try_set(false);
        });
    }

    /// Sends everything that is not over.
    #[allow(
        clippy::await_holding_refcell_ref,
        reason = "one round runs at a time, and nothing else looks into the file"
    )]
    fn run(self) {
        let Some(opened) = self.opened.try_get_value().flatten() else { return };
        let mut known = Known { agreed: self.agreed.get_untracked(), ..Known::default() };
        self.runs.set(true);
        self.stop.set(false);
        self.done.set((0.0, None));
        browser::store::set(KEPT_AS, &self.name.get_untracked());
        let mut items = self.items.get_untracked();
        #[expect(clippy::cast_precision_loss, reason = "for a bar")]
        let weight = |item: &Item| item.bytes as f64 + 20_000.0;
        // A character has to be known for its clips, though it came in an earlier round.
        let again = |item: &Item| !item.is_over() || matches!(item.thing, Thing::Character(_));
        let all: f64 = items.iter().filter(|item| again(item)).map(weight).sum();
        spawn_local(async move {
            let (began, sent) = (browser::clock::tick_ms(), Rc::new(Cell::new(0.0)));
            for at in 0..items.len() {
                if !again(&items[at]) {
                    continue;
                }
                // None: the page was left.
                if self.stop.try_get_untracked() != Some(false) {
                    break;
                }
                let (before, own) = (items[at].fate.clone(), weight(&items[at]));
                items[at].fate = Fate::Goes;
                let _ = self.items.try_set(items.clone());
                let show = {
                    let sent = Rc::clone(&sent);
                    move |part: f64| {
                        let done = ((sent.get() + own * part) / all).min(1.0);
                        let gone_s = (browser::clock::tick_ms() - began) / 1000.0;
                        let left_s = (done > 0.05).then(|| (gone_s / done * (1.0 - done)) as f32);
                        let _ = self.done.try_set((done, left_s));
                    }
                };
                show(0.0);
                let progress = {
                    let show = show.clone();
                    move || -> Option<OnProgress> {
                        let show = show.clone();
                        Some(Box::new(move |part| show(f64::from(part))))
                    }
                };
                let thing = items[at].thing.clone();
                // One round runs at a time, and nothing else looks into the file.
                let Ok(mut file) = opened.try_borrow_mut() else { break };
                let fate = send(&mut file, &thing, &mut known, progress).await;
                drop(file);
                let offline = matches!(&fate, Fate::Failed(_)) && !browser::page::online();
                items[at].fate = match (before, fate) {
                    // It came in an earlier round.
                    (Fate::Brought(note), Fate::Here(_)) => Fate::Brought(note),
                    (_, fate) => fate,
                };
                sent.set(sent.get() + own);
                let _ = self.items.try_set(items.clone());
                if offline {
                    break;
                }
            }
            if items.iter().all(Item::is_over) {
                forget();
                let _ = self.left.try_set(None);
            }
            if self.runs.try_set(false).is_none() {
                self.shared.session.refresh();
            }
        });
    }
}
