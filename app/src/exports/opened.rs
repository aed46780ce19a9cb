//! An export that was chosen, opened where it lies.

use browser::file::ChosenFile;
use domain::limits::MAX_IMPORT_JSON_BYTES;
use exports::{Contents, Damaged, Entry, Listing, Reader, Wants, layout};
use serde::de::DeserializeOwned;
use wire::characters::Character;
use wire::exports::{ExportedClip, ExportedLikes, ExportedPeople};

use super::item::{Item, Thing, items};
use crate::trouble::{Trouble, Way, sentence};

/// An export and the file that it is in.
pub struct Opened {
    file: ChosenFile,
    reader: Reader,
    /// What it says it holds.
    pub contents: Contents,
}

fn damaged(error: &Damaged) -> Trouble {
    Trouble::new("This file cannot be brought", sentence(&error.to_string())).with(Way::Rewrite)
}

fn unreadable() -> Trouble {
    Trouble::new("The file can no longer be read", "It was moved or changed. Choose it again.").with(Way::Rewrite)
}

/// Asks until the reader has what it wants.
async fn until<T>(
    file: &ChosenFile,
    reader: &mut Reader,
    ask: impl Fn(&Reader) -> Result<Wants<T>, Damaged>,
) -> Result<T, Trouble> {
    loop {
        match ask(reader).map_err(|error| damaged(&error))? {
            Wants::Nothing(done) => return Ok(done),
            Wants::Bytes(range) => {
                let start = range.start;
                reader.give(start, file.read(range).await.ok_or_else(unreadable)?);
            }
        }
    }
}

async fn content(file: &ChosenFile, reader: &mut Reader, name: &str, entry: &Entry) -> Result<Vec<u8>, Trouble> {
    let place = until(file, reader, |reader| reader.place(name, entry)).await?;
    file.read(place).await.ok_or_else(unreadable)
}

impl Opened {
    /// Opens a file: its list, its manifest, and what it says about characters and clips.
    ///
    /// # Errors
    /// Why it is no export.
    pub async fn open(file: ChosenFile) -> Result<(Self, Vec<Item>), Trouble> {
        let mut reader = Reader::new(file.size()).map_err(|error| damaged(&error))?;
        let listing: Listing = until(&file, &mut reader, Reader::list).await?;
        let missing = || damaged(&Damaged::Format);
        let entry = listing.get(layout::MANIFEST).filter(|entry| entry.bytes <= Contents::MOST).ok_or_else(missing)?;
        let manifest = content(&file, &mut reader, layout::MANIFEST, entry).await?;
        let contents = Contents::new(&manifest, &listing).map_err(|error| damaged(&error))?;
        let mut opened = Self { file, reader, contents };
        let mut characters: Vec<Character> = opened.all(layout::CHARACTERS).await?;
        characters.sort_by_key(|character| character.created_at);
        let mut clips: Vec<ExportedClip> = opened.all(layout::CLIPS).await?;
        clips.sort_by_key(|clip| clip.created_at);
        let mut lists = Vec::new();
        if opened.contents.has(layout::FOLLOWS) {
            let people: ExportedPeople = opened.json(layout::FOLLOWS).await?;
            lists.extend((!people.following.is_empty() || !people.blocked.is_empty()).then_some(Thing::People));
        }
        if opened.contents.has(layout::LIKES) {
            let liked: ExportedLikes = opened.json(layout::LIKES).await?;
            lists.extend((!liked.likes.is_empty()).then_some(Thing::Likes));
        }
        let items = items(&opened.contents, characters, clips, lists);
        Ok((opened, items))
    }

    async fn all<T: DeserializeOwned>(&mut self, folder: &str) -> Result<Vec<T>, Trouble> {
        let names: Vec<String> = self.contents.below(folder, ".json").map(str::to_owned).collect();
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            all.push(self.json(&name).await?);
        }
        Ok(all)
    }

    /// Reads JSON.
    ///
    /// # Errors
    /// It is damaged, or of another form.
    pub async fn json<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Trouble> {
        let bytes = self.bytes(name, MAX_IMPORT_JSON_BYTES).await?;
        serde_json::from_slice(&bytes).map_err(|_| damaged(&Damaged::Format))
    }

    /// Reads a file of at most so many bytes and checks it: size, checksum, hash.
    ///
    /// # Errors
    /// It is damaged, larger, or not there.
    pub async fn bytes(&mut self, name: &str, most: u64) -> Result<Vec<u8>, Trouble> {
        let entry = self.contents.file(name, most).map_err(|error| damaged(&error))?;
        let bytes = content(&self.file, &mut self.reader, name, &entry).await?;
        self.contents.check(name, &bytes).map_err(|error| damaged(&error))?;
        Ok(bytes)
    }
}
