//! Who is meant by the entries of a cast.

use domain::character::{Named, addresses};
use domain::consent::{Audience, Parts};
use domain::limits::MAX_CAST;
use domain::text::Handle;
use domain::{AccountId, CharacterId};
use wire::{Code, Problem};

use super::Subject;
use crate::error::{Answer, Failure};
use crate::state::App;
use crate::{accounts, characters};

/// A cast: who plays, what of each is wanted, and the character that plays in the place of the first. Its owner may be there
/// twice: it can speak with their voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    /// In order; the owner where a character plays.
    pub members: Vec<AccountId>,
    /// Of each.
    pub parts: Vec<Parts>,
    /// In the place of the first.
    pub character: Option<CharacterId>,
}

fn invalid(detail: impl Into<String>) -> Problem {
    Problem::new(Code::Invalid, detail).field("cast")
}

/// Whom the entries of a cast name. `asker` finds characters by their address that nobody else is told of.
///
/// # Errors
/// [`Code::Invalid`] for an unknown name, the same one twice, none, too many, or a cast that cannot be shown.
pub async fn read(app: &App, asker: &AccountId, entries: &[String], parts: &[Parts]) -> Answer<Cast> {
    if entries.is_empty() || entries.len() > MAX_CAST {
        return Err(invalid(format!("A clip has a cast of 1 to {MAX_CAST}."))
            .measured(format!("{} in the cast", entries.len()), format!("1 to {MAX_CAST}"))
            .into());
    }
    if parts.len() > entries.len() {
        let detail = "More parts are named than there are in the cast.";
        return Err(Problem::new(Code::Invalid, detail).field("parts").into());
    }
    let wanted = |at: usize| parts.get(at).copied().unwrap_or_default();
    let mut cast = Cast { members: Vec::new(), parts: Vec::new(), character: None };
    for (at, entry) in entries.iter().enumerate() {
        let (owner, character) = find(app, asker, entry).await?;
        let subject = match &character {
            Some(id) => Subject::Character(owner.clone(), id.clone()),
            None => Subject::Likeness(owner.clone()),
        };
        if Subject::of_cast(&cast.members, cast.character.as_ref()).contains(&subject) {
            return Err(twice(app, &subject).await?);
        }
        match character {
            Some(_) if cast.character.is_some() => return Err(alone(entries.len())),
            // Whoever is seen comes first.
            Some(id) => {
                cast.character = Some(id);
                cast.members.insert(0, owner);
                cast.parts.insert(0, wanted(at));
            }
            None => {
                cast.members.push(owner);
                cast.parts.push(wanted(at));
            }
        }
    }
    let beside = cast.parts.get(1).copied();
    match (&cast.character, beside) {
        (Some(_), Some(Parts::Both | Parts::Face)) => Err(alone(entries.len())),
        (Some(_), _) if cast.parts.first() != Some(&Parts::Both) => {
            let detail = "A character is wanted whole. Its voice can be another's: cast them beside it, voice only.";
            Err(Problem::new(Code::Invalid, detail).field("parts").into())
        }
        (None, _) if cast.parts.contains(&Parts::Voice) => {
            let detail = "A voice needs somebody who is seen saying it: cast a character beside it.";
            Err(Problem::new(Code::Invalid, detail).field("parts").into())
        }
        _ => Ok(cast),
    }
}

fn alone(players: usize) -> Failure {
    let detail = "A character is seen alone. Leave the others out of the cast, or let one lend it their voice only.";
    invalid(detail).measured(format!("{players} in the cast"), "1").into()
}

async fn twice(app: &App, subject: &Subject) -> Answer<Failure> {
    Ok(invalid(format!("{} is in the cast twice. Once is enough.", subject.called(app).await?)).into())
}

/// The member that an entry names, or the owner of the character that it names.
async fn find(app: &App, asker: &AccountId, entry: &str) -> Answer<(AccountId, Option<CharacterId>)> {
    match Named::read(entry) {
        Named::Member(text) => {
            let unknown = || invalid(format!("Nobody here has the handle \"{text}\". Check its spelling."));
            let handle: Handle = text.parse().map_err(|_| unknown())?;
            Ok((accounts::by_handle(app, &handle).await?.ok_or_else(unknown)?, None))
        }
        Named::Character(id) => {
            let unknown = || invalid("There is no such character. Choose one of yours.");
            let id = id.ok_or_else(unknown)?;
            let owned = characters::read(app, &id).await?.ok_or_else(unknown)?;
            Ok((owned.owner, Some(id)))
        }
        Named::Address(address) => {
            let unknown = || {
                let detail = format!(
                    "There is no character \"{}\" that you can cast. Check its spelling, or ask its owner.",
                    entry.trim()
                );
                invalid(detail)
            };
            let (handle, name) = address.ok_or_else(unknown)?;
            let owner = accounts::by_handle(app, &handle).await?.ok_or_else(unknown)?;
            let rows = characters::store::of(&app.db()?, &owner).await?;
            let known = addresses(rows.iter().map(|row| (&row.id, &row.name)));
            let at = known.iter().position(|known| *known == name).ok_or_else(unknown)?;
            let id = rows.into_iter().nth(at).map(|row| row.id).ok_or_else(unknown)?;
            let owned = characters::read(app, &id).await?.ok_or_else(unknown)?;
            // Which characters somebody keeps to themselves is nobody's business.
            if owner != *asker && owned.character.policy.audience == Audience::OnlyMe {
                return Err(unknown().into());
            }
            Ok((owner, Some(id)))
        }
    }
}
