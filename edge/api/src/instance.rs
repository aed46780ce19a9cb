//! What the instance says of itself: health, description, name.

use axum::Router;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::get;
use http::header;
use wire::instance::Instance;
use wire::paths;

use crate::accounts;
use crate::body::Json;
use crate::db;
use crate::error::Answer;
use crate::state::App;

/// `/healthz`, `/openapi.json` and `/api/v1/instance`.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::HEALTH, get(health))
        .route(paths::OPENAPI, get(openapi))
        .route(paths::INSTANCE, get(instance))
}

/// Alive means that the database answers.
#[worker::send]
async fn health(State(app): State<App>) -> Answer<impl IntoResponse> {
    db::first::<serde_json::Value>(&app.db()?, "SELECT 1 AS one", &[]).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], "ok\n"))
}

async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], include_str!(concat!(env!("OUT_DIR"), "/openapi.json")))
}

#[worker::send]
async fn instance(State(app): State<App>) -> Answer<Json<Instance>> {
    Ok(Json(Instance {
        origin: app.origin().to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        has_operator: accounts::has_operator(&app).await?,
    }))
}
