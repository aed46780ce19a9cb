//! Files of an export: from memory, and from the bucket without being held.

use domain::UnixMs;
use exports::{Sink, Writer};
use futures_util::StreamExt;
use serde::Serialize;
use wire::exports::{ExportedClip, ExportedLike, ExportedPeople, ExportedRequest, Manifest};
use worker::Bucket;

use super::flow::room;
use crate::error::{Answer, Failure};
use crate::session::Caller;
use crate::state::App;

/// Lists that the index shows in words.
#[derive(Default)]
pub struct Lists {
    /// Follows and blocks.
    pub people: Option<ExportedPeople>,
    /// Likes.
    pub likes: Vec<ExportedLike>,
    /// Requests.
    pub requests: Vec<ExportedRequest>,
}

/// An export that is being written.
pub struct Export {
    /// Bindings.
    pub app: App,
    /// Whose.
    pub caller: Caller,
    /// When it began.
    pub made_at: UnixMs,
    /// Which part of how many.
    pub part: [u32; 2],
    /// Clips that were written, for the index.
    pub clips: Vec<ExportedClip>,
    /// Lists that were written, for the index.
    pub lists: Lists,
    sink: Sink,
    zip: Writer,
}

fn broken(error: std::io::Error) -> Failure {
    Failure::Internal(format!("writing an export: {error}"))
}

impl Export {
    /// One that writes into this sink.
    #[must_use]
    pub fn new(app: App, caller: Caller, made_at: UnixMs, part: [u32; 2], sink: Sink) -> Self {
        let zip = Writer::new(sink.clone());
        Self { app, caller, made_at, part, clips: Vec::new(), lists: Lists::default(), sink, zip }
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// Never: memory takes everything.
    pub async fn bytes(&mut self, path: &str, at: UnixMs, bytes: &[u8]) -> Answer<()> {
        self.zip.put(path, at, bytes).map_err(broken)?;
        room(&self.sink).await;
        Ok(())
    }

    /// Writes JSON for people and programs.
    ///
    /// # Errors
    /// It is not JSON.
    pub async fn json(&mut self, path: &str, value: &impl Serialize) -> Answer<()> {
        let text = serde_json::to_vec_pretty(value)?;
        self.bytes(path, self.made_at, &text).await
    }

    /// Copies an object of a bucket, block by block. Whether it was there.
    ///
    /// # Errors
    /// The bucket fails.
    pub async fn object(&mut self, path: &str, at: UnixMs, bucket: &Bucket, key: String) -> Answer<bool> {
        let Some(object) = bucket.get(key).execute().await? else { return Ok(false) };
        let Some(body) = object.body() else { return Ok(false) };
        let mut stream = body.stream()?;
        let mut file = self.zip.begin(path, at).map_err(broken)?;
        while let Some(chunk) = stream.next().await {
            file.write(&chunk?).map_err(broken)?;
            room(&self.sink).await;
        }
        file.end().map_err(broken)?;
        Ok(true)
    }

    /// Whether a file was written, or one in this folder.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        let folder = path.ends_with('/');
        self.zip.files().iter().any(|file| file.path == path || (folder && file.path.starts_with(path)))
    }

    /// Writes the manifest and the end.
    ///
    /// # Errors
    /// Never: memory takes everything.
    pub async fn end(mut self) -> Answer<()> {
        let manifest = Manifest {
            format: wire::exports::FORMAT.to_owned(),
            instance: self.app.origin().to_owned(),
            handle: self.caller.handle.to_string(),
            made_at: self.made_at,
            part: self.part,
            files: self.zip.files().to_vec(),
        };
        self.json(exports::layout::MANIFEST, &manifest).await?;
        self.zip.end().map_err(broken)
    }
}
