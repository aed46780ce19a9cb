//! A thin layer over D1: values that bind by their type, and rows that are structs.

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement, D1Result};

use crate::error::{Answer, Failure};

/// What can be bound to a `?`.
pub trait Value {
    /// As D1 takes it.
    fn js(&self) -> JsValue;
}

impl Value for str {
    fn js(&self) -> JsValue {
        JsValue::from_str(self)
    }
}
impl Value for String {
    fn js(&self) -> JsValue {
        JsValue::from_str(self)
    }
}
impl Value for u64 {
    // Times and sizes stay below 2^53, where a double is exact.
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    fn js(&self) -> JsValue {
        JsValue::from_f64(*self as f64)
    }
}
impl Value for u32 {
    fn js(&self) -> JsValue {
        JsValue::from_f64(f64::from(*self))
    }
}
impl Value for bool {
    fn js(&self) -> JsValue {
        JsValue::from_f64(f64::from(u8::from(*self)))
    }
}
impl<T: Value + ?Sized> Value for &T {
    fn js(&self) -> JsValue {
        (**self).js()
    }
}
impl<T: Value> Value for Option<T> {
    fn js(&self) -> JsValue {
        self.as_ref().map_or(JsValue::NULL, Value::js)
    }
}
macro_rules! as_str {
    ($($kind:ty),*) => {$(
        impl Value for $kind { fn js(&self) -> JsValue { JsValue::from_str(self.as_str()) } }
    )*};
}
as_str!(
    domain::AccountId,
    domain::InviteId,
    domain::CeremonyId,
    domain::CaptureId,
    domain::LikenessId,
    domain::CharacterId,
    domain::RenderId,
    domain::ClipId,
    domain::NoticeId,
    domain::TakedownId,
    domain::ReviewId,
    domain::text::Handle,
    domain::text::DisplayName,
    domain::text::CharacterName
);

/// A statement with its values in the order of `?1`, `?2`, …
///
/// # Errors
/// A value that D1 does not take.
pub fn query(db: &D1Database, sql: &str, values: &[&dyn Value]) -> Answer<D1PreparedStatement> {
    let values: Vec<JsValue> = values.iter().map(|value| value.js()).collect();
    Ok(db.prepare(sql).bind(&values)?)
}

/// The first row, or none.
///
/// # Errors
/// The statement fails, or the row is not a `T`.
pub async fn first<T: DeserializeOwned>(db: &D1Database, sql: &str, values: &[&dyn Value]) -> Answer<Option<T>> {
    Ok(query(db, sql, values)?.first(None).await?)
}

/// Every row.
///
/// # Errors
/// The statement fails, or a row is not a `T`.
pub async fn all<T: DeserializeOwned>(db: &D1Database, sql: &str, values: &[&dyn Value]) -> Answer<Vec<T>> {
    Ok(query(db, sql, values)?.all().await?.results()?)
}

/// How many rows a statement changed.
///
/// # Errors
/// The statement fails.
pub async fn run(db: &D1Database, sql: &str, values: &[&dyn Value]) -> Answer<usize> {
    changes(&query(db, sql, values)?.run().await?)
}

/// Statements in one transaction: all or none. Answers how many rows each changed.
///
/// # Errors
/// Any of them fails; then none has happened.
pub async fn batch(db: &D1Database, statements: Vec<D1PreparedStatement>) -> Answer<Vec<usize>> {
    db.batch(statements).await?.iter().map(changes).collect()
}

fn changes(result: &D1Result) -> Answer<usize> {
    if let Some(error) = result.error() {
        return Err(Failure::Internal(error));
    }
    Ok(result.meta()?.and_then(|meta| meta.changes).unwrap_or_default())
}
