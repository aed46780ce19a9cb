//! Characters: pets, toys and drawings that speak in the visitor's place.

mod card;
mod handle;
mod make;
mod page;
mod points;
mod source;
mod state;
mod will;

pub use make::NewCharacterPage;
pub use page::CharactersPage;
pub use will::{CharacterRulesPage, CharacterUsesPage};

use domain::character::Kind;

/// What the visitor reads.
fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Pet => "Pet",
        Kind::Toy => "Toy",
        Kind::Drawing => "Drawing",
    }
}
