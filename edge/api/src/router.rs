//! From a request to an answer: what every operation needs is checked here, once, by the table of [`operations`].

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use domain::limits::MAX_JSON_BYTES;
use http::{HeaderValue, Method, header};
use tower_service::Service;
use wire::{Code, Problem};
use worker::{Env, web_sys};

use crate::error::{Answer, Failure, not_found, problem_response};
use crate::operations::{self, Auth, Content, Operation, Replay};
use crate::state::App;
use crate::{
    accounts, avatars, body, characters, clips, consent, downloads, exports, gateway, guard, idempotency, instance,
    invites, likeness, limiter, log, moderation, notices, pages, people, remixes, renders, requests, session,
    takedowns, views, voices,
};

/// Every noun's routes.
fn routes(app: &App) -> Router {
    Router::new()
        .merge(instance::routes())
        .merge(accounts::routes())
        .merge(session::routes())
        .merge(exports::routes())
        .merge(invites::routes())
        .merge(likeness::routes())
        .merge(characters::routes())
        .merge(consent::routes())
        .merge(requests::routes())
        .merge(renders::routes())
        .merge(gateway::routes())
        .merge(voices::routes())
        .merge(avatars::routes())
        .merge(moderation::routes())
        .merge(clips::routes())
        .merge(downloads::routes())
        .merge(remixes::routes())
        .merge(views::routes())
        .merge(log::routes())
        .merge(people::routes())
        .merge(notices::routes())
        .merge(takedowns::routes())
        .merge(pages::routes())
        .with_state(app.clone())
}

/// Stands in a request that was HEAD: its handler answers as to GET, and what it gives goes nowhere.
#[derive(Debug, Clone, Copy)]
pub struct HeadersOnly;

/// Answers any request. A failure is a problem, never an error of the Worker.
///
/// # Errors
/// The platform cannot make a response.
pub async fn answer(request: web_sys::Request, env: Env) -> worker::Result<web_sys::Response> {
    let app = match App::new(env) {
        Ok(app) => app,
        Err(failure) => return worker::response_to_wasm(problem_response(&failure.into_problem())),
    };
    let head = request.method() == "HEAD";
    let result = match worker::Url::parse(&request.url()) {
        // Media keeps its length and its ranges only if the bytes never pass through us.
        Ok(url) if url.path().starts_with("/media/") => return media(&app, request, url.path()).await,
        _ => enter(&app, request).await,
    };
    let mut response = result.unwrap_or_else(|failure| problem_response(&failure.into_problem()));
    guard::seal(&app, &mut response);
    if head {
        *response.body_mut() = Body::empty();
    }
    worker::response_to_wasm(response)
}

async fn enter(app: &App, request: web_sys::Request) -> Answer<Response> {
    let request = worker::request_from_wasm(request)
        .map_err(|_| Problem::new(Code::Invalid, "The request has a header or an address that cannot be read."))?;
    let mut request = request.map(Body::new);
    if request.method() == Method::HEAD {
        *request.method_mut() = Method::GET;
        request.extensions_mut().insert(HeadersOnly);
    }
    let path = request.uri().path().to_owned();
    let here = operations::at(&path);
    if here.is_empty() {
        return if path.starts_with("/api/") || request.method() != Method::GET {
            Err(not_found("There is nothing at this address.").into())
        } else {
            pages::shell(app, request).await
        };
    }
    match here.iter().find(|operation| operation.method.as_str() == request.method().as_str()) {
        Some(operation) => admit(app, operation, request).await,
        None => Ok(method_not_allowed(&here)),
    }
}

/// Origin, key, session, size, limit, repetition; then the handler.
async fn admit(app: &App, operation: &'static Operation, mut request: Request) -> Answer<Response> {
    let mut key = None;
    if !matches!(operation.replay, Replay::Read | Replay::Callback) {
        guard::origin(app, request.headers())?;
        if operation.replay != Replay::Form {
            key = Some(idempotency::key(request.headers())?);
        }
    }
    let caller = match operation.auth {
        Auth::Anyone => None,
        Auth::Optional | Auth::Session => session::caller(app, request.headers()).await?,
    };
    if caller.is_none() && operation.auth == Auth::Session {
        return Err(session::sign_in_first());
    }
    if let Content::Json(_) = operation.takes {
        body::media_type(request.headers(), "application/json")?;
    }
    let scope = caller.as_ref().map(|caller| caller.account.as_str().to_owned());
    let mut renewed = None;
    if let Some(caller) = caller {
        renewed = session::renew(app, request.headers(), &caller).await?;
        request.extensions_mut().insert(caller);
    }
    let mut response = match key {
        Some(key) if operation.replay == Replay::Stored => {
            let path = request.uri().path().to_owned();
            let (parts, stream) = request.into_parts();
            let bytes = body::read(stream, MAX_JSON_BYTES).await?;
            if operation.auth == Auth::Anyone {
                limiter::finish(app, &parts.headers).await?;
            }
            let call = idempotency::Call {
                scope: scope.as_deref().unwrap_or(idempotency::ANYONE),
                route: format!("{} {path}", operation.method.as_str()),
                key,
                body: bytes.clone(),
            };
            idempotency::once(app, call, async || handle(app, Request::from_parts(parts, Body::from(bytes))).await)
                .await?
        }
        _ => handle(app, request).await?,
    };
    // Who signs out in this request gets the cookie that says so.
    if let Some(cookie) = renewed {
        response.headers_mut().entry(header::SET_COOKIE).or_insert(cookie);
    }
    Ok(response)
}

async fn handle(app: &App, request: Request) -> Answer<Response> {
    match routes(app).call(request).await {
        Ok(response) => Ok(response),
        Err(never) => match never {},
    }
}

fn method_not_allowed(here: &[&'static Operation]) -> Response {
    let mut methods: Vec<&str> = here.iter().map(|operation| operation.method.as_str()).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    let allow = methods.join(", ");
    let problem = Problem::new(Code::MethodNotAllowed, format!("This address takes {allow}."));
    let mut response = problem_response(&problem);
    if let Ok(allow) = HeaderValue::from_str(&allow) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

async fn media(app: &App, request: web_sys::Request, path: &str) -> worker::Result<web_sys::Response> {
    let here = operations::at(path);
    let result: Result<web_sys::Response, Failure> = if here.is_empty() {
        Err(not_found("There is nothing at this address.").into())
    } else if !matches!(request.method().as_str(), "GET" | "HEAD") {
        let mut response = method_not_allowed(&here);
        guard::seal(app, &mut response);
        return worker::response_to_wasm(response);
    } else {
        clips::media(app, &request, path).await
    };
    match result {
        Ok(response) => Ok(response),
        Err(failure) => {
            let mut response = problem_response(&failure.into_problem());
            guard::seal(app, &mut response);
            worker::response_to_wasm(response)
        }
    }
}
