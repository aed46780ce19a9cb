//! The Worker: `POST` a clip's file, get an [`Inspection`](wire::inspection::Inspection) as JSON, or 422 with what is wrong
//! as text.

use domain::limits::MAX_CLIP_BYTES;
use worker::{Context, Env, Response, event, web_sys};

#[event(fetch)]
async fn fetch(request: web_sys::Request, _: Env, _: Context) -> worker::Result<web_sys::Response> {
    let mut request = worker::Request::from(request);
    let bytes = request.bytes().await?;
    if bytes.len() > MAX_CLIP_BYTES {
        return Ok(Response::error("more than a clip has", 422)?.into());
    }
    match crate::look(&bytes) {
        Ok(seen) => Ok(Response::from_json(&seen)?.into()),
        Err(undecodable) => Ok(Response::error(undecodable.to_string(), 422)?.into()),
    }
}
