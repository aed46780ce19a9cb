//! Sending one thing of an export. Each is sent as often as it takes and comes in once.

use browser::http::OnProgress;
use domain::CharacterId;
use domain::consent::Policy;
use domain::limits::{IMPORT_BATCH, MAX_CHARACTER_BYTES, MAX_CLIP_BYTES, MAX_PACK_BYTES};
use exports::layout;
use wire::Code;
use wire::accounts::Person;
use wire::characters::Character;
use wire::consent::MyPolicy;
use wire::exports::{
    ExportedClip, ExportedLikes, ExportedPeople, ExportedPerson, ImportClip, ImportLike, ImportLikes, ImportPeople,
    Restored,
};

use super::item::{Fate, Thing, here, key, missing};
use super::opened::Opened;
use crate::api::{self, Error, Intent, Whose};
use crate::trouble::Trouble;

/// What is known from one thing to the next.
#[derive(Default)]
pub struct Known {
    /// Whether the owner agreed that the understudy comes along.
    pub agreed: bool,
    /// Characters: there, and here.
    pub characters: Vec<(CharacterId, CharacterId)>,
}

/// Sends one thing. Refusals of the thing itself are its fate; anything else can be tried again.
pub async fn send(
    opened: &mut Opened,
    thing: &Thing,
    known: &mut Known,
    progress: impl FnMut() -> Option<OnProgress>,
) -> Fate {
    let sent = match thing {
        Thing::Pack | Thing::Rules if !known.agreed => {
            return Fate::LeftOut("You did not tick the box: it stays in your file.".to_owned());
        }
        Thing::Pack => pack(opened).await,
        Thing::Rules => rules(opened).await,
        Thing::Character(character) => self::character(opened, character, known).await,
        Thing::Clip(clip) => self::clip(opened, clip, known, progress).await,
        Thing::People => people(opened).await,
        Thing::Likes => likes(opened).await,
    };
    sent.unwrap_or_else(|refusal| refusal.0)
}

/// A fate that ends it early.
struct Early(Fate);

impl From<Trouble> for Early {
    fn from(trouble: Trouble) -> Self {
        Self(Fate::Failed(trouble))
    }
}

impl From<Error> for Early {
    fn from(error: Error) -> Self {
        match &error {
            Error::Problem(problem) if final_for_it(problem.code) => Self(Fate::LeftOut(problem.detail.clone())),
            _ => Self(Fate::Failed(error.into())),
        }
    }
}

/// Whether the same would be refused again.
fn final_for_it(code: Code) -> bool {
    matches!(code, Code::ConsentRefused | Code::FileRefused | Code::Invalid | Code::TooLarge | Code::Conflict)
}

async fn pack(opened: &mut Opened) -> Result<Fate, Early> {
    let bytes = opened.bytes(layout::PACK, MAX_PACK_BYTES as u64).await?;
    let sha256 = opened.contents.sha256(layout::PACK).unwrap_or_default().to_owned();
    let before = api::my_likeness().await?.likeness.map(|mine| mine.version);
    let now = api::import_pack(&bytes, &key("pack", "import", &sha256)).await?;
    Ok(if before == Some(now.version) { Fate::Here(None) } else { Fate::Brought(None) })
}

async fn rules(opened: &mut Opened) -> Result<Fate, Early> {
    let theirs: MyPolicy = opened.json(layout::POLICY).await?;
    let mine = api::policy(&Whose::Likeness).await?;
    let mut wanted = theirs.policy;
    wanted.version = mine.policy.version;
    let mut same = wanted == mine.policy;
    if !same && mine.policy.version != Policy::default().version {
        // A pause, or a rule made since, is not undone by a file of some time ago.
        let said = "You have made rules here: they stay as they are. Those of the file are in it, under policy.json.";
        return Ok(Fate::LeftOut(said.to_owned()));
    }
    if !same {
        api::change_policy(&Whose::Likeness, wanted, mine.policy.version, Intent::new()).await?;
    }
    let (approved, note) = approve(&Whose::Likeness, theirs.approved, &mine.approved).await?;
    same &= !approved;
    Ok(if same { Fate::Here(note) } else { Fate::Brought(note) })
}

/// Approves people of a file who are here and are not approved yet. Whether there were any, and who is not here.
async fn approve(whose: &Whose, theirs: Vec<Person>, mine: &[Person]) -> Result<(bool, Option<String>), Early> {
    let (mut any, mut unknown) = (false, Vec::new());
    for person in theirs {
        if mine.iter().any(|approved| approved.handle == person.handle) {
            continue;
        }
        match api::approve(whose, person.handle.as_str(), Intent::new()).await {
            Ok(_) => any = true,
            // Nobody here has this handle, or it is the importer's own.
            Err(Error::Problem(problem)) if matches!(problem.code, Code::NotFound | Code::Invalid) => {
                unknown.push(format!("@{}", person.handle));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((any, (!unknown.is_empty()).then(|| format!("Not here, so not approved: {}.", unknown.join(", ")))))
}

/// Blocks first: whoever is blocked is not followed.
async fn people(opened: &mut Opened) -> Result<Fate, Early> {
    let theirs: ExportedPeople = opened.json(layout::FOLLOWS).await?;
    let handles = |people: Vec<ExportedPerson>| people.into_iter().map(|person| person.handle.to_string());
    // Each list is the latest first: sent from its end, it has the same order here.
    let blocked: Vec<String> = handles(theirs.blocked).rev().collect();
    let following: Vec<String> = handles(theirs.following).rev().collect();
    let mut all = Restored::default();
    for some in blocked.chunks(IMPORT_BATCH) {
        let wanted = ImportPeople { blocked: some.to_vec(), following: Vec::new() };
        add(&mut all, api::import_people(&wanted, Intent::new()).await?);
    }
    for some in following.chunks(IMPORT_BATCH) {
        let wanted = ImportPeople { blocked: Vec::new(), following: some.to_vec() };
        add(&mut all, api::import_people(&wanted, Intent::new()).await?);
    }
    Ok(fate(&all, missing(&all.missing, "Nobody here has the handle, or is to be seen")))
}

async fn likes(opened: &mut Opened) -> Result<Fate, Early> {
    let theirs: ExportedLikes = opened.json(layout::LIKES).await?;
    let (known, unknown): (Vec<_>, Vec<_>) = theirs.likes.into_iter().rev().partition(|like| like.sha256.is_some());
    let mut all = Restored { missing: unknown.into_iter().map(|like| like.creator).collect(), ..Restored::default() };
    let known: Vec<ImportLike> =
        known.into_iter().filter_map(|like| Some(ImportLike { creator: like.creator, sha256: like.sha256? })).collect();
    for some in known.chunks(IMPORT_BATCH) {
        add(&mut all, api::import_likes(&ImportLikes { likes: some.to_vec() }, Intent::new()).await?);
    }
    all.missing.sort_unstable();
    all.missing.dedup();
    Ok(fate(&all, missing(&all.missing, "Clips that are not here, by")))
}

fn add(all: &mut Restored, some: Restored) {
    all.brought += some.brought;
    all.here += some.here;
    all.missing.extend(some.missing);
}

fn fate(all: &Restored, note: Option<String>) -> Fate {
    match note {
        Some(note) if all.brought + all.here == 0 => Fate::LeftOut(note),
        note if all.brought == 0 => Fate::Here(note),
        note => Fate::Brought(note),
    }
}

async fn character(opened: &mut Opened, character: &Character, known: &mut Known) -> Result<Fate, Early> {
    let path = layout::character_pack(&character.id);
    let bytes = opened.bytes(&path, MAX_CHARACTER_BYTES as u64).await?;
    let sha256 = opened.contents.sha256(&path).unwrap_or_default().to_owned();
    let before = api::characters().await?.characters;
    // In the place that it comes from it is there already.
    if before.iter().any(|mine| mine.id == character.id) {
        known.characters.push((character.id.clone(), character.id.clone()));
        return Ok(Fate::Here(None));
    }
    let key = key("character", character.id.as_str(), &sha256);
    let made = api::create_character(character.name.as_str(), character.kind, &bytes, &key).await?;
    known.characters.push((character.id.clone(), made.id.clone()));
    let wanted = Policy { version: made.policy.version, ..character.policy.clone() };
    if wanted != made.policy {
        api::change_policy(&Whose::Character(made.id.clone()), wanted, made.policy.version, Intent::new()).await?;
    }
    let mut any = false;
    let mut note = None;
    // Exports of some time ago have no such file.
    let rules = layout::character_policy(&character.id);
    if opened.contents.has(&rules) {
        let (theirs, whose) = (opened.json::<MyPolicy>(&rules).await?, Whose::Character(made.id.clone()));
        let mine = api::policy(&whose).await?;
        (any, note) = approve(&whose, theirs.approved, &mine.approved).await?;
    }
    let here = before.iter().any(|mine| mine.id == made.id) && !any;
    Ok(if here { Fate::Here(note) } else { Fate::Brought(note) })
}

async fn clip(
    opened: &mut Opened,
    clip: &ExportedClip,
    known: &Known,
    progress: impl FnMut() -> Option<OnProgress>,
) -> Result<Fate, Early> {
    let film = layout::clip_film(&clip.id);
    let character = match &clip.character {
        None => None,
        Some(there) => match here(&known.characters, there) {
            Some(id) => Some(id.clone()),
            None => return Ok(Fate::LeftOut("The character that plays in it was not brought.".to_owned())),
        },
    };
    let wanted = ImportClip {
        source: clip.id.clone(),
        handle: opened.contents.manifest.handle.clone(),
        cast: clip.cast.iter().map(|person| person.handle.to_string()).collect(),
        character,
        script: clip.script.clone(),
        prompt: clip.prompt.clone(),
        created_at: clip.created_at,
        sha256: opened.contents.sha256(&film).unwrap_or_default().to_owned(),
    };
    let begun = api::import_clip(&wanted, Intent::new()).await?;
    let (Some(render), Some(ticket)) = (begun.render, begun.ticket) else { return Ok(Fate::Here(None)) };
    let bytes = opened.bytes(&film, MAX_CLIP_BYTES as u64).await?;
    api::put_file(&render, &ticket, &bytes, &key("film", clip.id.as_str(), &wanted.sha256), progress).await?;
    Ok(Fate::Brought(None))
}
