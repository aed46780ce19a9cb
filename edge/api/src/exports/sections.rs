//! What an export consists of: one entry a section. A noun that is to go along gets an entry here.

use std::future::Future;
use std::pin::Pin;

use domain::limits::{EXPORT_CLIPS, EXPORT_RECEIPT_FILES};
use exports::layout;
use wire::accounts::Person;
use wire::clips::ClipState;
use wire::consent::{LikenessUse, MyPolicy};
use wire::exports::{
    ExportedAccount, ExportedAppearances, ExportedCharacterUses, ExportedClip, ExportedLikeness, ExportedLikes,
    ExportedPeople, ExportedPerson, ExportedReceipts, ExportedRequests, ExportedUses, ExportedVersions,
};

use super::files::Export;
use super::{index, store};
use crate::consent::Subject;
use crate::consent::call::Question;
use crate::cursor::Cursor;
use crate::error::{Answer, Failure};
use crate::people::store::Which;
use crate::renders::call::{file_key, poster_key};
use crate::state::App;
use crate::{accounts, characters, clips, consent, downloads, likeness, log, people};

/// Rows that are read at a time.
const PAGE: u32 = 100;

type Written<'a> = Pin<Box<dyn Future<Output = Answer<()>> + 'a>>;

/// A part of an export.
pub(super) struct Section {
    /// Its files, or the folder that they are in, as the index links them. What is not there is not linked.
    pub(super) files: &'static [&'static str],
    /// What it is, for the index.
    pub(super) says: &'static str,
    /// Whether an export of many files has it in the first alone.
    first: bool,
    write: for<'a> fn(&'a mut Export) -> Written<'a>,
}

const fn section(
    files: &'static [&'static str],
    says: &'static str,
    write: for<'a> fn(&'a mut Export) -> Written<'a>,
) -> Section {
    Section { files, says, first: true, write }
}

/// All of them, in the order of the file.
pub(super) const SECTIONS: &[Section] = &[
    section(&[layout::ACCOUNT], "Your account: handle, name, since when.", |export| Box::pin(account(export))),
    Section {
        files: &[layout::LIKENESS, layout::PACK, layout::POLICY, layout::POLICY_VERSIONS],
        says: "Your understudy: the opened pack, your rules with the people you approved, and what your rules were before. Whoever has the pack can play you: keep it safe.",
        first: false,
        write: |export| Box::pin(understudy(export)),
    },
    Section {
        files: &[layout::CHARACTERS, layout::CHARACTER_RULES, layout::CHARACTER_VERSIONS],
        says: "Your characters: what they are called, their packs, their rules with the people you approved, and what the rules were before.",
        first: false,
        write: |export| Box::pin(characters(export)),
    },
    Section {
        files: &[],
        says: "Your clips: film, poster, and what was said where.",
        first: false,
        write: |export| Box::pin(films(export)),
    },
    section(&[layout::APPEARANCES], "Clips by others that show you. The films are theirs.", |export| {
        Box::pin(appearances(export))
    }),
    section(
        &[layout::USES],
        "The ledger: every use of your understudy and of your characters, yours included, and who saved files of them.",
        |export| Box::pin(uses(export)),
    ),
    section(&[layout::REQUESTS], "What was asked of you, and what you asked of others.", |export| {
        Box::pin(requests(export))
    }),
    section(&[layout::LIKES], "What you like.", |export| Box::pin(likes(export))),
    section(&[layout::FOLLOWS], "Whom you follow, who follows you, whom you blocked.", |export| {
        Box::pin(follows(export))
    }),
    section(
        &[layout::RECEIPTS, layout::RECEIPT_FILES],
        "Receipts of published uses, as they were issued, with what opens their entries in the public log.",
        |export| Box::pin(receipts(export)),
    ),
];

/// Writes the whole of an export.
pub(super) async fn write(mut export: Export) -> Answer<()> {
    for section in SECTIONS {
        if export.part[0] == 1 || !section.first {
            (section.write)(&mut export).await?;
        }
    }
    let page = index::page(&export).into_string();
    export.bytes(layout::INDEX, export.made_at, page.as_bytes()).await?;
    export.end().await
}

async fn account(export: &mut Export) -> Answer<()> {
    let account = accounts::account(&export.app, &export.caller.account).await?;
    let instance = export.app.origin().to_owned();
    export.json(layout::ACCOUNT, &ExportedAccount { account, instance }).await
}

async fn understudy(export: &mut Export) -> Answer<()> {
    let (app, owner) = (export.app.clone(), export.caller.account.clone());
    let Some(mine) = likeness::read(&app, &owner).await? else { return Ok(()) };
    let pack = likeness::open(&app, &owner).await?;
    let subject = Subject::Likeness(owner);
    let policy: MyPolicy = consent::will::ask(&app, &subject, Question::Read, &[]).await?;
    let (captured_at, version) = (mine.captured_at, mine.version);
    let known = ExportedLikeness { captured_at, version, attested_by: mine.attested_by };
    export.json(layout::LIKENESS, &known).await?;
    export.bytes(layout::PACK, captured_at, &pack).await?;
    // Clips need what plays in them, whichever file is brought first. Rules come once: they may be changed meanwhile.
    if export.part[0] != 1 {
        return Ok(());
    }
    export.json(layout::POLICY, &policy).await?;
    export.json(layout::POLICY_VERSIONS, &versions(&app, &subject).await?).await
}

/// Every version of a policy that is kept, newest first.
async fn versions(app: &App, subject: &Subject) -> Answer<ExportedVersions> {
    let (mut versions, mut before) = (Vec::new(), u32::MAX);
    loop {
        let page = consent::versions::page(app, subject, before, PAGE).await?;
        let Some(last) = page.last() else { return Ok(ExportedVersions { versions }) };
        before = last.version;
        versions.extend(page);
    }
}

async fn characters(export: &mut Export) -> Answer<()> {
    let (app, owner) = (export.app.clone(), export.caller.account.clone());
    for character in characters::all_of(&app, &owner).await? {
        let pack = characters::open(&app, &character.id).await?;
        export.json(&layout::character_json(&character.id), &character).await?;
        export.bytes(&layout::character_pack(&character.id), character.created_at, &pack).await?;
        // Rules come once: they may be changed meanwhile.
        if export.part[0] == 1 {
            let subject = Subject::Character(owner.clone(), character.id.clone());
            let policy: MyPolicy = consent::will::ask(&app, &subject, Question::Read, &[]).await?;
            export.json(&layout::character_policy(&character.id), &policy).await?;
            export.json(&layout::character_versions(&character.id), &versions(&app, &subject).await?).await?;
        }
    }
    Ok(())
}

async fn films(export: &mut Export) -> Answer<()> {
    let (db, media, account) = (export.app.db()?, export.app.media()?, export.caller.account.clone());
    let from = (export.part[0] - 1) * EXPORT_CLIPS;
    let mut done = 0;
    while done < EXPORT_CLIPS {
        let rows = store::clips(&db, &account, from + done, PAGE.min(EXPORT_CLIPS - done)).await?;
        if rows.is_empty() {
            break;
        }
        done += u32::try_from(rows.len()).unwrap_or(EXPORT_CLIPS);
        for row in rows {
            film(export, &media, row).await?;
        }
    }
    Ok(())
}

async fn film(export: &mut Export, media: &worker::Bucket, row: store::Clip) -> Answer<()> {
    let cast: Vec<Person> = clips::store::people(&row.cast)?;
    let mut left_out = match row.state {
        ClipState::Withdrawn | ClipState::Held => Some("taken_down"),
        // While one of its cast stands still, nobody gets to see it.
        _ if row.paused != 0 => Some("paused"),
        _ => None,
    };
    if left_out.is_none() {
        let film = file_key(&row.render, &row.sha256);
        if export.object(&layout::clip_film(&row.id), row.created_at, media, film).await? {
            let poster = poster_key(&row.render, &row.poster_sha256);
            export.object(&layout::clip_poster(&row.id), row.created_at, media, poster).await?;
        } else {
            // Deleted while this is written.
            left_out = Some("taken_down");
        }
    }
    let clip = ExportedClip {
        id: row.id,
        state: row.state,
        cast,
        character: row.character,
        character_name: row.character_name,
        script: row.script,
        prompt: row.prompt,
        width: row.width,
        height: row.height,
        duration_ms: row.duration_ms,
        sha256: row.sha256,
        likes: row.likes,
        created_at: row.created_at,
        published_at: row.published_at,
        left_out: left_out.map(str::to_owned),
    };
    export.json(&layout::clip_json(&clip.id), &clip).await?;
    export.clips.push(clip);
    Ok(())
}

/// Every row that a page after page of `read` gives.
macro_rules! every {
    ($export:ident, $read:path) => {{
        let (db, account, mut all) = ($export.app.db()?, $export.caller.account.clone(), Vec::new());
        loop {
            let skip = u32::try_from(all.len()).map_err(|_| Failure::Internal("too many rows".into()))?;
            let rows = $read(&db, &account, skip, PAGE).await?;
            let last = rows.len() < PAGE as usize;
            all.extend(rows);
            if last {
                break all;
            }
        }
    }};
}

async fn appearances(export: &mut Export) -> Answer<()> {
    let clips = every!(export, store::appearances);
    export.json(layout::APPEARANCES, &ExportedAppearances { clips }).await
}

async fn requests(export: &mut Export) -> Answer<()> {
    let requests = every!(export, store::requests);
    export.json(layout::REQUESTS, &ExportedRequests { requests: requests.clone() }).await?;
    export.lists.requests = requests;
    Ok(())
}

async fn likes(export: &mut Export) -> Answer<()> {
    let likes = every!(export, store::likes);
    export.json(layout::LIKES, &ExportedLikes { likes: likes.clone() }).await?;
    export.lists.likes = likes;
    Ok(())
}

async fn uses(export: &mut Export) -> Answer<()> {
    let owner = export.caller.account.clone();
    let uses = uses_of(export, &Subject::Likeness(owner.clone())).await?;
    let mut used = Vec::new();
    for character in characters::all_of(&export.app, &owner).await? {
        let uses = uses_of(export, &Subject::Character(owner.clone(), character.id.clone())).await?;
        if !uses.is_empty() {
            used.push(ExportedCharacterUses { character: character.id, name: character.name, uses });
        }
    }
    let downloads = every!(export, downloads::store::all);
    export.json(layout::USES, &ExportedUses { uses, characters: used, downloads }).await
}

async fn uses_of(export: &Export, subject: &Subject) -> Answer<Vec<LikenessUse>> {
    let (db, mut after, mut uses) = (export.app.db()?, Cursor::start(), Vec::new());
    loop {
        let rows = consent::uses::page(&db, subject, &after, PAGE).await?;
        let more = rows.len() == PAGE as usize;
        if let Some(last) = rows.last() {
            after = Cursor::after(last.at, &last.render);
        }
        for row in rows {
            uses.push(row.view()?);
        }
        if !more {
            return Ok(uses);
        }
    }
}

async fn follows(export: &mut Export) -> Answer<()> {
    let people = ExportedPeople {
        following: listed(export, Which::Following).await?,
        followers: listed(export, Which::Followers).await?,
        blocked: listed(export, Which::Blocked).await?,
    };
    export.json(layout::FOLLOWS, &people).await?;
    export.lists.people = Some(people);
    Ok(())
}

async fn listed(export: &Export, which: Which) -> Answer<Vec<ExportedPerson>> {
    let (db, mut after, mut people) = (export.app.db()?, Cursor::start(), Vec::new());
    loop {
        let rows = people::store::page(&db, which, &export.caller.account, &after, PAGE).await?;
        let more = rows.len() == PAGE as usize;
        if let Some(last) = rows.last() {
            after = Cursor::after(last.since, &last.handle);
        }
        people.extend(rows.into_iter().map(|row| {
            let people::store::Row { handle, display_name, since, .. } = row;
            ExportedPerson { handle, display_name, since }
        }));
        if !more {
            return Ok(people);
        }
    }
}

async fn receipts(export: &mut Export) -> Answer<()> {
    let (app, account, mut before, mut receipts) =
        (export.app.clone(), export.caller.account.clone(), log::receipts::BEGINNING, Vec::new());
    loop {
        let uses = log::store::of(&app.db()?, &account, before, PAGE).await?;
        let more = uses.len() == PAGE as usize;
        for used in &uses {
            let receipt = log::receipts::view(&app, used, Some(&account))?;
            if receipts.len() < EXPORT_RECEIPT_FILES {
                export.bytes(&layout::receipt(receipt.index), receipt.at, receipt.receipt.as_bytes()).await?;
            }
            before = receipt.index;
            receipts.push(receipt);
        }
        if !more {
            break;
        }
    }
    export.json(layout::RECEIPTS, &ExportedReceipts { receipts }).await
}
