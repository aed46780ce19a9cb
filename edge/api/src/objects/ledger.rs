//! What the log's object remembers: entries, the tree's hashes, what was signed, and whose uses they are.
//!
//! Reading and writing are synchronous: whatever one function writes is written whole or not at all, and before any
//! answer or request that depends on it goes out.

use domain::{AccountId, ClipId};
use serde::Deserialize;
use tlog::{Hash, HashReader, TreeError, encoding};
use worker::{SqlStorage, SqlStorageValue, State};

use crate::error::{Answer, Failure};
use crate::log::call::Use;

/// Tables. `hashes` are those that the tree stores beside each entry; `owned` is all that tells whose a use is, and goes
/// with the account; `withdrawals` stays, as the entries do.
const TABLES: [&str; 5] = [
    "CREATE TABLE IF NOT EXISTS entries (idx INTEGER PRIMARY KEY, leaf TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS hashes (at INTEGER PRIMARY KEY, hash TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS withdrawals (used INTEGER PRIMARY KEY, idx INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS signed (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, note TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS owned (idx INTEGER PRIMARY KEY, account TEXT NOT NULL, clip TEXT NOT NULL,
       json TEXT NOT NULL, projected INTEGER NOT NULL DEFAULT 0)",
];

/// Finds the uses of a clip. Made after [`RELAID`]: that gives up what stood on the table before.
const BY_CLIP: &str = "CREATE INDEX IF NOT EXISTS owned_of_clip ON owned (clip, account)";

/// A table that took one use of an account in a clip, as it was first made, gives way to one that takes several. What stood
/// there is written over before it goes.
const RELAID: [&str; 6] = [
    "CREATE TABLE owned_anew (idx INTEGER PRIMARY KEY, account TEXT NOT NULL, clip TEXT NOT NULL,
       json TEXT NOT NULL, projected INTEGER NOT NULL DEFAULT 0)",
    "INSERT INTO owned_anew SELECT idx, account, clip, json, projected FROM owned",
    BLANK,
    "DROP TABLE owned",
    "ALTER TABLE owned_anew RENAME TO owned",
    BY_CLIP,
];

/// Writes over whose every use is, in place.
const BLANK: &str = "UPDATE owned SET clip = substr(hex(zeroblob(length(clip))), 1, length(clip) - length(idx)) || idx,
    account = substr(hex(zeroblob(length(account))), 1, length(account)),
    json = substr(hex(zeroblob(length(json))), 1, length(json))";

/// The tables of the object.
pub struct Ledger(SqlStorage);

#[derive(Deserialize)]
struct Json {
    json: String,
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

#[derive(Deserialize)]
struct Number {
    number: u64,
}

fn number(value: u64) -> SqlStorageValue {
    SqlStorageValue::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

fn text(value: &str) -> SqlStorageValue {
    SqlStorageValue::String(value.to_owned())
}

impl Ledger {
    /// Opens it.
    ///
    /// # Errors
    /// The storage fails.
    pub fn open(state: &State) -> Answer<Self> {
        let sql = state.storage().sql();
        for table in TABLES {
            sql.exec(table, None)?;
        }
        let one_each = "SELECT 1 FROM sqlite_master WHERE name = 'owned' AND sql LIKE '%UNIQUE (clip, account)%'";
        let old = !sql.exec(one_each, None)?.to_array::<serde_json::Value>()?.is_empty();
        for step in if old { RELAID.as_slice() } else { &[BY_CLIP] } {
            sql.exec(step, None)?;
        }
        Ok(Self(sql))
    }

    fn one<T: serde::de::DeserializeOwned>(&self, sql: &str, values: Vec<SqlStorageValue>) -> Answer<Option<T>> {
        Ok(self.0.exec(sql, values)?.to_array::<T>()?.into_iter().next())
    }

    fn uses(&self, sql: &str, values: Vec<SqlStorageValue>) -> Answer<Vec<Use>> {
        let rows: Vec<Json> = self.0.exec(sql, values)?.to_array()?;
        rows.iter().map(|row| Ok(serde_json::from_str(&row.json)?)).collect()
    }

    /// How many entries there are, signed or not.
    ///
    /// # Errors
    /// The storage fails.
    pub fn size(&self) -> Answer<u64> {
        let sql = "SELECT coalesce(max(idx) + 1, 0) AS number FROM entries";
        Ok(self.one::<Number>(sql, vec![])?.map_or(0, |row| row.number))
    }

    /// How many entries the newest checkpoint covers, and the checkpoint.
    ///
    /// # Errors
    /// The storage fails.
    pub fn signed(&self) -> Answer<(u64, Option<String>)> {
        #[derive(Deserialize)]
        struct Signed {
            size: u64,
            note: String,
        }
        let row = self.one::<Signed>("SELECT size, note FROM signed", vec![])?;
        Ok(row.map_or((0, None), |row| (row.size, Some(row.note))))
    }

    /// Keeps a newer checkpoint. An older one changes nothing.
    ///
    /// # Errors
    /// The storage fails.
    pub fn sign(&self, size: u64, note: &str) -> Answer<()> {
        let sql = "INSERT INTO signed VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE
                   SET size = excluded.size, note = excluded.note WHERE excluded.size > size";
        self.0.exec(sql, vec![number(size), text(note)])?;
        Ok(())
    }

    /// Appends an entry; gives its index.
    ///
    /// # Errors
    /// The storage fails.
    pub fn append(&self, leaf: &[u8]) -> Answer<u64> {
        let idx = self.size()?;
        let (at, hashes) = tlog::tree::append(idx, leaf, self).map_err(broken)?;
        for (at, hash) in (at..).zip(hashes) {
            self.0.exec("INSERT INTO hashes VALUES (?, ?)", vec![number(at), text(&encoding::hex(&hash.0))])?;
        }
        let leaf = std::str::from_utf8(leaf).map_err(|error| Failure::Internal(error.to_string()))?;
        self.0.exec("INSERT INTO entries VALUES (?, ?)", vec![number(idx), text(leaf)])?;
        Ok(idx)
    }

    /// Entries from an index on.
    ///
    /// # Errors
    /// The storage fails.
    pub fn leaves(&self, from: u64, count: u64) -> Answer<Vec<String>> {
        let sql = "SELECT leaf AS text FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx";
        let rows: Vec<Text> = self.0.exec(sql, vec![number(from), number(from.saturating_add(count))])?.to_array()?;
        Ok(rows.into_iter().map(|row| row.text).collect())
    }

    /// The entry that withdraws a use.
    ///
    /// # Errors
    /// The storage fails.
    pub fn withdrawal(&self, of: u64) -> Answer<Option<u64>> {
        let sql = "SELECT idx AS number FROM withdrawals WHERE used = ?";
        Ok(self.one::<Number>(sql, vec![number(of)])?.map(|row| row.number))
    }

    /// Keeps which entry withdraws a use.
    ///
    /// # Errors
    /// The storage fails.
    pub fn withdraw(&self, of: u64, idx: u64) -> Answer<()> {
        self.0.exec("INSERT INTO withdrawals VALUES (?, ?)", vec![number(of), number(idx)])?;
        Ok(())
    }

    /// The uses of what is a member's in one clip: of their likeness, of a character, or of both.
    ///
    /// # Errors
    /// The storage fails.
    pub fn used(&self, clip: &ClipId, account: &AccountId) -> Answer<Vec<Use>> {
        let sql = "SELECT json FROM owned WHERE clip = ? AND account = ?";
        self.uses(sql, vec![text(clip.as_str()), text(account.as_str())])
    }

    /// Every use in one clip whose owner is still here.
    ///
    /// # Errors
    /// The storage fails.
    pub fn of_clip(&self, clip: &ClipId) -> Answer<Vec<Use>> {
        self.uses("SELECT json FROM owned WHERE clip = ? ORDER BY idx", vec![text(clip.as_str())])
    }

    /// Uses that are in a signed checkpoint and have still to be written to D1.
    ///
    /// # Errors
    /// The storage fails.
    pub fn unprojected(&self) -> Answer<Vec<Use>> {
        let (size, _) = self.signed()?;
        self.uses("SELECT json FROM owned WHERE projected = 0 AND idx < ? ORDER BY idx LIMIT 50", vec![number(size)])
    }

    /// Writes a use; it has to be projected then.
    ///
    /// # Errors
    /// The storage fails.
    pub fn own(&self, used: &Use) -> Answer<()> {
        let sql = "INSERT INTO owned (idx, account, clip, json) VALUES (?, ?, ?, ?)
                   ON CONFLICT (idx) DO UPDATE SET json = excluded.json, projected = 0";
        let json = serde_json::to_string(used)?;
        let (account, clip) = (text(used.account.as_str()), text(used.clip.as_str()));
        self.0.exec(sql, vec![number(used.idx), account, clip, SqlStorageValue::String(json)])?;
        Ok(())
    }

    /// Strikes a projection out, unless the use has changed since.
    ///
    /// # Errors
    /// The storage fails.
    pub fn projected(&self, used: &Use) -> Answer<()> {
        let sql = "UPDATE owned SET projected = 1 WHERE idx = ? AND json = ?";
        self.0.exec(sql, vec![number(used.idx), SqlStorageValue::String(serde_json::to_string(used)?)])?;
        Ok(())
    }

    /// Removes whose a use was, written over in place first: a deleted row stays readable until its page is used again.
    ///
    /// # Errors
    /// The storage fails.
    pub fn disown(&self, column: &str, value: SqlStorageValue) -> Answer<()> {
        let scrub = format!("{BLANK} WHERE {column} = ? RETURNING idx AS number");
        let rows: Vec<Number> = self.0.exec(&scrub, vec![value])?.to_array()?;
        for row in rows {
            self.0.exec("DELETE FROM owned WHERE idx = ?", vec![number(row.number)])?;
        }
        Ok(())
    }
}

/// Stored hashes, by their places.
impl HashReader for Ledger {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, TreeError> {
        #[derive(Deserialize)]
        struct Row {
            at: u64,
            hash: String,
        }
        let unread = |_: worker::Error| TreeError::InvalidInput("stored hashes".into());
        let list = serde_json::to_string(indexes).unwrap_or_default();
        let sql = "SELECT at, hash FROM hashes WHERE at IN (SELECT value FROM json_each(?))";
        let cursor = self.0.exec(sql, vec![SqlStorageValue::String(list)]).map_err(unread)?;
        let rows: Vec<Row> = cursor.to_array().map_err(unread)?;
        let found = |at: &u64| rows.iter().find(|row| row.at == *at).and_then(|row| encoding::unhex(&row.hash));
        let hashes = indexes.iter().map(|at| found(at).map(Hash)).collect::<Option<Vec<Hash>>>();
        hashes.ok_or(TreeError::IndexesNotInTree)
    }
}

/// What went wrong with the tree: never the visitor's fault.
pub fn broken(error: tlog::tree::Broken) -> Failure {
    Failure::Internal(format!("the log: {error}"))
}
