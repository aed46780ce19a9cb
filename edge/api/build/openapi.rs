//! OpenAPI 3.1 from the table of operations.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};
use wire::{
    Code, Problem, accounts, avatars, characters, clips, consent, downloads, exports, gateway, instance, invites,
    likeness, log, notices, outside, people, renders, reviews, takedowns, versions, voices,
};

use super::operations::{Auth, Content, OPERATIONS, Operation, Replay};

/// A type of the wire: its name in the table, and how its schema is made.
type Named = (&'static str, fn(&mut SchemaGenerator) -> Schema);

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

const TYPES: &[Named] = &[
    ("Instance", of::<instance::Instance>),
    ("PreviewInvite", of::<invites::PreviewInvite>),
    ("InvitePreview", of::<invites::InvitePreview>),
    ("Invites", of::<invites::Invites>),
    ("InviteGiven", of::<invites::InviteGiven>),
    ("StartRegistration", of::<accounts::StartRegistration>),
    ("Ceremony", of::<accounts::Ceremony>),
    ("FinishCeremony", of::<accounts::FinishCeremony>),
    ("Registered", of::<accounts::Registered>),
    ("StartSignIn", of::<accounts::StartSignIn>),
    ("StartRecovery", of::<accounts::StartRecovery>),
    ("Session", of::<accounts::Session>),
    ("ChangeAccount", of::<accounts::ChangeAccount>),
    ("Account", of::<accounts::Account>),
    ("DeleteAccount", of::<accounts::DeleteAccount>),
    ("AccountDeleted", of::<accounts::AccountDeleted>),
    ("Profile", of::<accounts::Profile>),
    ("Relation", of::<people::Relation>),
    ("People", of::<people::People>),
    ("Notices", of::<notices::Notices>),
    ("ReadNotices", of::<notices::ReadNotices>),
    ("Unread", of::<notices::Unread>),
    ("Live", of::<notices::Live>),
    ("ExportContents", of::<exports::ExportContents>),
    ("ImportClip", of::<exports::ImportClip>),
    ("ClipImported", of::<exports::ClipImported>),
    ("ImportPeople", of::<exports::ImportPeople>),
    ("ImportLikes", of::<exports::ImportLikes>),
    ("Restored", of::<exports::Restored>),
    ("Capture", of::<likeness::Capture>),
    ("CaptureResult", of::<likeness::CaptureResult>),
    ("Likeness", of::<likeness::Likeness>),
    ("MyLikeness", of::<likeness::MyLikeness>),
    ("MyPolicy", of::<consent::MyPolicy>),
    ("PolicyVersions", of::<versions::PolicyVersions>),
    ("ChangePolicy", of::<consent::ChangePolicy>),
    ("Pause", of::<consent::Pause>),
    ("EverythingPaused", of::<consent::EverythingPaused>),
    ("LikenessUses", of::<consent::LikenessUses>),
    ("DownloadGiven", of::<downloads::DownloadGiven>),
    ("Downloads", of::<downloads::Downloads>),
    ("Revoke", of::<consent::Revoke>),
    ("Revoked", of::<consent::Revoked>),
    ("CheckConsent", of::<consent::CheckConsent>),
    ("ConsentChecked", of::<consent::ConsentChecked>),
    ("CastRequests", of::<consent::CastRequests>),
    ("CastRequest", of::<consent::CastRequest>),
    ("AnswerRequest", of::<consent::AnswerRequest>),
    ("AnswerRequests", of::<consent::AnswerRequests>),
    ("RequestsAnswered", of::<consent::RequestsAnswered>),
    ("AgreeClip", of::<consent::AgreeClip>),
    ("Character", of::<characters::Character>),
    ("Characters", of::<characters::Characters>),
    ("ChangeCharacter", of::<characters::ChangeCharacter>),
    ("CreateRender", of::<renders::CreateRender>),
    ("Render", of::<renders::Render>),
    ("Renders", of::<renders::Renders>),
    ("Generators", of::<gateway::Generators>),
    ("Job", of::<gateway::Job>),
    ("Avatars", of::<avatars::Avatars>),
    ("OutsideAvatar", of::<avatars::OutsideAvatar>),
    ("Voices", of::<voices::Voices>),
    ("OutsideVoice", of::<voices::OutsideVoice>),
    ("VoiceChoices", of::<voices::VoiceChoices>),
    ("Speech", of::<voices::Speech>),
    ("AnswerNext", of::<gateway::AnswerNext>),
    ("Spending", of::<gateway::Spending>),
    ("Prices", of::<gateway::Prices>),
    ("AskReview", of::<reviews::AskReview>),
    ("Review", of::<reviews::Review>),
    ("Reviews", of::<reviews::Reviews>),
    ("AnswerReview", of::<reviews::AnswerReview>),
    ("Bill", of::<outside::Bill>),
    ("SentUses", of::<outside::SentUses>),
    ("DeadJobs", of::<gateway::DeadJobs>),
    ("Clip", of::<clips::Clip>),
    ("ClipPage", of::<clips::ClipPage>),
    ("PublishClip", of::<clips::PublishClip>),
    ("Likes", of::<clips::Likes>),
    ("ClipAlive", of::<clips::ClipAlive>),
    ("RemixDraft", of::<clips::RemixDraft>),
    ("Receipts", of::<log::Receipts>),
    ("ClipReceipts", of::<log::ClipReceipts>),
    ("WellKnown", of::<log::WellKnown>),
    ("ReportClip", of::<takedowns::ReportClip>),
    ("Reported", of::<takedowns::Reported>),
    ("LookUpReport", of::<takedowns::LookUpReport>),
    ("ReportStatus", of::<takedowns::ReportStatus>),
    ("Takedowns", of::<takedowns::Takedowns>),
    ("Takedown", of::<takedowns::Takedown>),
    ("DecideTakedown", of::<takedowns::DecideTakedown>),
    ("DecideHold", of::<takedowns::DecideHold>),
    ("AppealHold", of::<takedowns::AppealHold>),
];

/// The whole document.
///
/// # Errors
/// The table names a type that is not known here.
pub(crate) fn document() -> Result<Value, String> {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    let problem = of::<Problem>(&mut generator).to_value();
    let mut paths = Map::new();
    for operation in OPERATIONS {
        let described = describe(operation, &mut generator)?;
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_ascii_lowercase()] = described;
    }
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Understudy",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Your likeness, on your terms. Every change needs the Origin header of this instance and an \
                idempotency-key; every refusal is a problem (RFC 9457).",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": "__Host-session" },
                "ticket": { "type": "apiKey", "in": "header", "name": wire::TICKET },
            },
            "responses": {
                "Problem": {
                    "description": "Refused or failed: what, where, and what to do.",
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
        },
    }))
}

fn describe(operation: &Operation, generator: &mut SchemaGenerator) -> Result<Value, String> {
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [tag(operation.path)],
        "parameters": parameters(operation),
        "security": security(operation),
        "responses": responses(operation, generator)?,
    });
    if let Some(content) = content(operation.takes, generator)? {
        described["requestBody"] = json!({ "required": true, "content": content });
    }
    Ok(described)
}

/// The first word of the path.
fn tag(path: &str) -> &str {
    path.trim_start_matches("/api/v1/").trim_start_matches('/').split('/').next().unwrap_or_default()
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let text = json!({ "type": "string" });
    let named = operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> =
        named.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": text })).collect();
    all.extend(operation.query.iter().map(|name| json!({ "name": name, "in": "query", "schema": text })));
    if !matches!(operation.replay, Replay::Read | Replay::Form | Replay::Callback) {
        all.push(json!({
            "name": wire::IDEMPOTENCY_KEY,
            "in": "header",
            "required": true,
            "description": "New for each intent, the same for each retry.",
            "schema": { "type": "string", "pattern": "^[A-Za-z0-9_-]{16,64}$" },
        }));
    }
    all
}

fn security(operation: &Operation) -> Value {
    match (operation.auth, operation.ticket) {
        (Auth::Anyone, _) => json!([]),
        (Auth::Optional, _) => json!([{}, { "session": [] }]),
        (Auth::Session, false) => json!([{ "session": [] }]),
        (Auth::Session, true) => json!([{ "session": [], "ticket": [] }]),
    }
}

/// Success, and one entry for each status that refuses, with its codes.
fn responses(operation: &Operation, generator: &mut SchemaGenerator) -> Result<Value, String> {
    let mut codes = operation.refuses.to_vec();
    if operation.auth == Auth::Session {
        codes.push(Code::SignInFirst);
    }
    if !matches!(operation.replay, Replay::Read | Replay::Callback) {
        codes.extend([Code::WrongOrigin, Code::IdempotencyKey]);
    }
    if operation.replay == Replay::Stored {
        codes.push(Code::Conflict);
    }
    if operation.takes != Content::Empty {
        codes.extend([Code::Invalid, Code::TooLarge, Code::MediaType]);
    }
    codes.push(Code::Internal);
    let mut statuses: Map<String, Value> = Map::new();
    let mut success = json!({ "description": operation.summary });
    if let Some(content) = content(operation.gives, generator)? {
        success["content"] = content;
    }
    statuses.insert(operation.status.to_string(), success);
    for code in codes {
        let name = serde_json::to_value(code).map_err(|error| error.to_string())?;
        let name = name.as_str().unwrap_or_default();
        let status = statuses.entry(code.status().to_string()).or_insert_with(|| match operation.gives {
            Content::Bytes("text/html", _) => json!({ "description": "", "content": { "text/html": {} } }),
            _ => json!({ "$ref": "#/components/responses/Problem", "description": "" }),
        });
        let known = status["description"].as_str().unwrap_or_default();
        if !known.split(", ").any(|known| known == name) {
            let comma = if known.is_empty() { "" } else { ", " };
            status["description"] = Value::from(format!("{known}{comma}{name}"));
        }
    }
    Ok(Value::Object(statuses))
}

fn content(content: Content, generator: &mut SchemaGenerator) -> Result<Option<Value>, String> {
    Ok(match content {
        Content::Empty => None,
        Content::Json(name) => {
            let (_, schema) = TYPES
                .iter()
                .find(|(known, _)| *known == name)
                .ok_or_else(|| format!("build/openapi.rs does not know the type {name}"))?;
            Some(json!({ "application/json": { "schema": schema(generator).to_value() } }))
        }
        Content::Bytes(kind, 0) => Some(json!({ kind: {} })),
        Content::Bytes(kind, limit) => Some(json!({ kind: { "schema": { "maxLength": limit } } })),
    })
}
