//! A render on the wire.

use domain::AccountId;
use domain::character::{self, addresses};
use domain::limits::RENDER_TTL_MS;
use domain::render::State as Stage;
use wire::accounts::Person;
use wire::renders::{Agreement, Render};

use super::{call, ticket_of};
use crate::error::Answer;
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, characters, gateway, remixes, voices};

/// As its creator sees it, in this session.
///
/// # Errors
/// The database or an object fails.
pub async fn view(app: &App, caller: &Caller, render: call::Render) -> Answer<Render> {
    let wish = &render.wish;
    let asked: Vec<AccountId> = wish.asked().iter().map(|subject| subject.owner().clone()).collect();
    let everyone = [wish.cast.as_slice(), &asked, &[wish.creator.clone(), wish.drawer().clone()]].concat();
    let people = accounts::people(app, &everyone).await?;
    let named = |member: &AccountId| people.get(member).cloned();
    let cast: Vec<Person> = wish.cast.iter().filter_map(named).collect();
    let expires_at = wish.created_at + RENDER_TTL_MS;
    let drawn_by = match &wish.drawer {
        Some(drawer) if *drawer != wish.creator => named(drawer),
        _ => None,
    };
    let owners = render.owners();
    let mut said = Vec::with_capacity(owners.len());
    for owner in owners {
        let (Some(person), Some(spoken)) = (named(owner), render.spoken(owner)) else { continue };
        let looks = render.said_by(owner).any(|said| said.looks && said.agreed.is_none());
        let note = render.said_by(owner).find_map(|said| said.note.clone());
        said.push(Agreement { person, state: spoken.name().to_owned(), looks, note });
    }
    let job = match &wish.ordered {
        Some(_) => gateway::read(app, &wish.id).await?.map(|record| record.view()),
        None => None,
    };
    let call::Render { wish, stage, agreements, .. } = render;
    let draws = !stage.is_final() && stage != Stage::AwaitingConsent && *wish.drawer() == caller.account;
    let ticket = if draws { Some(ticket_of(app, caller, &wish)?) } else { None };
    let remix_of = match &wish.remix {
        Some(remix) => remixes::store::above(&app.db()?, &remix.clip, Some(&caller.account)).await?,
        None => None,
    };
    let address = address(app, &wish, cast.first()).await?;
    Ok(Render {
        address,
        purpose: wish.purpose,
        remix_of,
        agreements: said,
        creator: named(&wish.creator),
        drawn_by,
        wishes: agreements.iter().flat_map(|agreement| agreement.wishes.clone()).collect(),
        ticket,
        clip: matches!(stage, Stage::Ready { .. }).then_some(wish.clip),
        state: stage.name().to_owned(),
        id: wish.id,
        script: wish.script,
        prompt: wish.prompt,
        choices: wish.choices,
        cast,
        character: wish.character,
        parts: wish.parts,
        job,
        voice: wish.voice.as_deref().map(voices::chosen),
        seed: wish.seed,
        created_at: wish.created_at,
        expires_at,
    })
}

/// How the creator casts the character of somebody else's that plays; none where one of their own does, or it is gone.
async fn address(app: &App, wish: &call::Wish, owner: Option<&Person>) -> Answer<Option<String>> {
    let (Some(id), Some(account), Some(owner)) = (&wish.character, wish.cast.first(), owner) else { return Ok(None) };
    if *account == wish.creator {
        return Ok(None);
    }
    let rows = characters::store::of(&app.db()?, account).await?;
    let names = addresses(rows.iter().map(|row| (&row.id, &row.name)));
    let name = rows.iter().zip(names).find_map(|(row, name)| (row.id == *id).then_some(name));
    Ok(name.map(|name| character::address(&owner.handle, &name)))
}
