//! The page: every use with who and how, and the ways to take them back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Confirm, Empty, Look, TextField};
use wire::accounts::Account;
use wire::consent::{EmbedSite, LikenessUse, LikenessUses, Revoke};

use super::block::Block;
use super::receipts::{AllReceipts, Folded};
use super::sent::SentToGenerators;
use crate::api::{self, Intent, Whose};
use crate::context::Shared;
use crate::downloads::SavedByOthers;
use crate::fetched::Fetched;
use crate::paged::Older;
use crate::routes::Route;
use crate::shell::{Back, Members};
use crate::time::{count, relative};
use crate::trouble::Trouble;

/// The page.
#[component]
pub fn UsesPage() -> impl IntoView {
    let page = |me: Account| {
        view! {
            <div class="page">
                <Back to=Route::Understudy words="Your understudy" />
                <h1 class="page__title">"Where you appear"</h1>
                <Uses me=me.handle.to_string() whose=Whose::Likeness />
            </div>
        }
        .into_any()
    };
    view! { <Members what="see where you appear" view=page /> }
}

/// Where a likeness or a character is used, and the ways to take uses back.
#[component]
pub fn Uses(
    /// The owner's handle.
    me: String,
    /// What is used.
    whose: Whose,
) -> impl IntoView {
    let whose = StoredValue::new(whose);
    let all: Fetched<LikenessUses> = Fetched::new(move || {
        let whose = whose.get_value();
        async move { api::uses(&whose, None).await }
    });
    let likeness = whose.with_value(|whose| *whose == Whose::Likeness);
    view! {
        {all.show("Fetching where it is used", move |page| {
            view! { <List page=page me=me.clone() all=all whose=whose /> }.into_any()
        })}
        {likeness.then(|| view! { <SentToGenerators /><SavedByOthers /><AllReceipts /> })}
    }
}

#[component]
fn List(page: LikenessUses, me: String, all: Fetched<LikenessUses>, whose: StoredValue<Whose>) -> impl IntoView {
    if page.uses.is_empty() {
        let (title, shown) = match whose.get_value() {
            Whose::Likeness => ("You appear nowhere yet", "you"),
            Whose::Character(_) => ("It plays nowhere yet", "it"),
        };
        return view! {
            <Empty title=title>
                <p>{format!("Every clip, draft and request that shows {shown} is listed here, by whom and with its state. You can take back each.")}</p>
                <div class="row row--middle"><a class="button button--primary" href=Route::Make.path()>"New clip"</a></div>
            </Empty>
        }
        .into_any();
    }
    let me = StoredValue::new(me);
    let older = Older::after(page.next, move |cursor| {
        let about = whose.get_value();
        async move {
            let page = api::uses(&about, Some(&cursor)).await?;
            Ok((page.uses, page.next))
        }
    });
    let line = move |used: LikenessUse| view! { <Line used=used me=me.get_value() all=all whose=whose /> }.into_any();
    view! {
        <ul>
            {page.uses.into_iter().map(line).collect_view()}
            {older.lines(line)}
        </ul>
        <div class="row row--middle">{older.button("Older ones")}</div>
        <Many all=all whose=whose />
    }
    .into_any()
}

/// What a state is called.
fn named(state: &str) -> &'static str {
    match state {
        "asked" => "asks you",
        "making" => "being made",
        "draft" => "draft",
        "published" => "published",
        "withdrawn" => "taken back",
        "held" => "held after a report",
        _ => "over",
    }
}

#[component]
fn Line(used: LikenessUse, me: String, all: Fetched<LikenessUses>, whose: StoredValue<Whose>) -> impl IntoView {
    let own = used.creator.handle.as_str() == me;
    let blocks = (!own).then(|| used.creator.handle.clone());
    let alive = !own && matches!(used.state.as_str(), "asked" | "making" | "draft" | "published");
    let now = browser::clock::now_ms();
    let saved = used.downloaded_at.map(|last| {
        format!(", saved {} by others, last {}", count(used.downloads, "time", "times"), relative(last, now))
    });
    let facts = format!(
        "{}, {}{}{}",
        named(&used.state),
        relative(used.at, now),
        [(used.views, "view", "views"), (used.likes, "like", "likes")]
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| format!(", {}", count(n, one, many)))
            .collect::<String>(),
        saved.unwrap_or_default()
    );
    let remixes = used.clip.clone().filter(|_| used.remixes > 0).map(|clip| {
        let words = count(used.remixes, "remix", "remixes");
        view! { <a href=Route::Remixes(clip).path()>{words}</a> }
    });
    let sites = (!used.embeds.is_empty()).then(|| view! { <Sites sites=used.embeds /> });
    let receipt = used.receipt.map(|receipt| view! { <Folded receipt=receipt /> });
    let script = if used.script.is_empty() { "Not made yet".to_owned() } else { used.script };
    let words = match used.clip.filter(|_| used.state != "withdrawn") {
        Some(clip) => view! { <a href=Route::Clip(clip).path()>{script}</a> }.into_any(),
        None => script.into_any(),
    };
    let who = match (own, used.plays, used.remix_of.is_some()) {
        (true, ..) => "by you".to_owned(),
        (false, false, _) => format!("a remix of your clip, without you, by @{}", used.creator.handle),
        (false, true, true) => format!("a remix by @{}", used.creator.handle),
        (false, true, false) => format!("by @{}", used.creator.handle),
    };
    view! {
        <li class="uses__line">
            <div class="uses__words">
                <p>{words}<br /><span class="fine" title=browser::clock::written(used.at)>{format!("{who}, {facts}")}</span></p>
                {remixes}
                {sites}
                {receipt}
                {blocks.map(|handle| view! { <Block handle=handle all=all whose=whose /> })}
            </div>
            {alive.then(|| view! { <TakeBack which=Revoke::Render(used.render) words="Take back" title="Take this back?" all=all whose=whose /> })}
        </li>
    }
}

/// The sites that show a clip.
#[component]
fn Sites(sites: Vec<EmbedSite>) -> impl IntoView {
    let words = format!("Shown on {}", count(sites.len() as u32, "other site", "other sites"));
    let line = |site: EmbedSite| {
        let loads = count(site.loads, "time", "times");
        let last = browser::clock::day(site.last_day);
        view! { <li>{format!("{}: loaded {loads}, last on {last}", site.host)}</li> }
    };
    view! {
        <details class="uses__sites">
            <summary>{words}</summary>
            <ul class="fine">{sites.into_iter().map(line).collect_view()}</ul>
        </details>
    }
}

/// Everything at once, by a rule.
#[component]
fn Many(all: Fetched<LikenessUses>, whose: StoredValue<Whose>) -> impl IntoView {
    let handle = RwSignal::new(String::new());
    view! {
        <section class="block">
            <h2 class="section">"Take back many at once"</h2>
            <p class="fine">"Your own clips stay. What is taken back comes down for everyone in it, at once and for good."</p>
            <div class="row">
                <TakeBack which=Revoke::Unfitting words="What my rules would not allow now" title="Take back what fits no more?" all=all whose=whose />
                <TakeBack which=Revoke::All words="Everything by others" title="Take back everything by others?" all=all whose=whose />
            </div>
            <TextField id="by" label="Everything by one person" prefix="@" value=handle />
            {move || {
                let by = handle.get().trim().trim_start_matches('@').to_ascii_lowercase();
                (!by.is_empty())
                    .then(|| {
                        let words = format!("Everything by @{by}");
                        view! { <div class="row"><TakeBack which=Revoke::By(by) words=words title="Take all of it back?" all=all whose=whose /></div> }
                    })
            }}
        </section>
    }
}

#[component]
fn TakeBack(
    which: Revoke,
    #[prop(into)] words: String,
    title: &'static str,
    all: Fetched<LikenessUses>,
    whose: StoredValue<Whose>,
) -> impl IntoView {
    let shared = Shared::get();
    let (open, busy, intent) = (RwSignal::new(false), RwSignal::new(false), Intent::new());
    let which = StoredValue::new(which);
    let revoke = move |()| {
        busy.set(true);
        let (about, which) = (whose.get_value(), which.get_value());
        spawn_local(async move {
            match api::revoke(&about, &which, intent).await {
                Ok(done) => {
                    let taken = format!("{} taken back.", count(done.revoked, "use", "uses"));
                    shared.tell(&if done.rest == 0 { taken } else { format!("{taken} The rest follows by itself.") });
                    all.reload();
                }
                Err(error) => shared.tell(&Trouble::from(error).title),
            }
            busy.try_set(false);
            open.try_set(false);
        });
    };
    view! {
        <Button look=Look::Quiet busy=busy on_press=move |_| open.set(true)>{words}</Button>
        <Confirm open=open title=title action="Take it back" busy=busy on_confirm=revoke>
            <p>"It comes down at once: feed, share pages, embeds, open players, and every remix of it. This is final."</p>
        </Confirm>
    }
}
