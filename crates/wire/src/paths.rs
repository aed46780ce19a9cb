//! Every path, once. `{…}` in a constant stands for one segment.

use domain::{AvatarId, CaptureId, CeremonyId, CharacterId, ClipId, InviteId, RenderId, ReviewId, TakedownId, VoiceId};

/// `GET` `?cast=` `?speech_ms=`: [`crate::gateway::Generators`].
pub const GENERATORS: &str = "/api/v1/generators";
/// `PUT`, with the ticket: the picture (`still`, JPEG) or the speech (`speech`, WAV) that a generator is given.
pub const RENDER_INPUT: &str = "/api/v1/renders/{id}/inputs/{what}";
/// `GET`, with the ticket: the film that a generator made.
pub const RENDER_FILM: &str = "/api/v1/renders/{id}/film";
/// `GET`: server-sent events, each a [`crate::gateway::Job`]; `Last-Event-ID` goes on where it stopped.
pub const RENDER_EVENTS: &str = "/api/v1/renders/{id}/events";
/// `GET`: [`crate::voices::Voices`]. `POST` `?provider=` `?consent=`, WAV: has the caller's voice copied,
/// [`crate::voices::OutsideVoice`].
pub const VOICES: &str = "/api/v1/voices";
/// `GET` `?cast=` `?characters=`: [`crate::voices::VoiceChoices`].
pub const VOICE_CHOICES: &str = "/api/v1/voices/choices";
/// `DELETE`: takes a copy back and has it removed there.
pub const VOICE: &str = "/api/v1/voices/{id}";
/// `GET`: [`crate::avatars::Avatars`]. `POST` `?provider=` `?consent=` `?price=`, JPEG: has an avatar of the caller made,
/// [`crate::avatars::OutsideAvatar`].
pub const AVATARS: &str = "/api/v1/avatars";
/// `DELETE`: takes an avatar back and has it removed there.
pub const AVATAR: &str = "/api/v1/avatars/{id}";
/// `POST`, with the ticket: the script, said by the outside voice that the render was asked for with,
/// [`crate::voices::Speech`].
pub const RENDER_SPEECH: &str = "/api/v1/renders/{id}/speech";
/// `POST` [`crate::gateway::AnswerNext`]: whether another generator may go on where one failed.
pub const RENDER_NEXT: &str = "/api/v1/renders/{id}/next";
/// `POST`: a provider's callback.
pub const CALLBACK: &str = "/callbacks/{provider}/{token}";
/// `GET`: an input, for a provider, as long as its job runs.
pub const INPUT: &str = "/inputs/{token}";
/// `GET`, operators: [`crate::gateway::Spending`].
pub const SPENDING: &str = "/api/v1/spending";
/// `GET` `?cursor=`: what the caller spent, [`crate::outside::Bill`].
pub const BILL: &str = "/api/v1/spending/mine";
/// `GET` `?cursor=`: what of the caller's went to generators, [`crate::outside::SentUses`].
pub const SENT_USES: &str = "/api/v1/likeness/sent";
/// `GET` and `PUT`, operators: [`crate::gateway::Prices`].
pub const PRICES: &str = "/api/v1/prices";
/// `GET`, operators: [`crate::gateway::DeadJobs`].
pub const DEAD_JOBS: &str = "/api/v1/jobs/dead";
/// `POST`, operators: take a job up again.
pub const JOB_REPLAY: &str = "/api/v1/jobs/{id}/replay";
/// `GET`: alive.
pub const HEALTH: &str = "/healthz";
/// `GET`: this API, described.
pub const OPENAPI: &str = "/openapi.json";
/// `GET`: [`crate::instance::Instance`].
pub const INSTANCE: &str = "/api/v1/instance";
/// `POST`: [`crate::invites::PreviewInvite`] to [`crate::invites::InvitePreview`].
pub const INVITE_PREVIEW: &str = "/api/v1/invites/preview";
/// `GET`: [`crate::invites::Invites`]. `POST`: give one, [`crate::invites::InviteGiven`].
pub const INVITES: &str = "/api/v1/invites";
/// `DELETE`: take an invite back.
pub const INVITE: &str = "/api/v1/invites/{id}";
/// `POST`: [`crate::accounts::StartRegistration`] to [`crate::accounts::Ceremony`].
pub const REGISTRATIONS: &str = "/api/v1/registrations";
/// `POST`: [`crate::accounts::FinishCeremony`] to [`crate::accounts::Registered`].
pub const REGISTRATION: &str = "/api/v1/registrations/{id}";
/// `POST`: [`crate::accounts::StartSignIn`] to [`crate::accounts::Ceremony`].
pub const SIGN_INS: &str = "/api/v1/sign-ins";
/// `POST`: [`crate::accounts::FinishCeremony`] to [`crate::accounts::Session`].
pub const SIGN_IN: &str = "/api/v1/sign-ins/{id}";
/// `POST`: [`crate::accounts::StartRecovery`] to [`crate::accounts::Ceremony`].
pub const RECOVERIES: &str = "/api/v1/recoveries";
/// `POST`: [`crate::accounts::FinishCeremony`] to [`crate::accounts::Session`].
pub const RECOVERY: &str = "/api/v1/recoveries/{id}";
/// `GET`: [`crate::accounts::Session`]. `DELETE`: sign out here.
pub const SESSION: &str = "/api/v1/session";
/// `DELETE`: sign out everywhere.
pub const SESSIONS: &str = "/api/v1/sessions";
/// `PATCH`: [`crate::accounts::ChangeAccount`] to [`crate::accounts::Account`]. `DELETE`:
/// [`crate::accounts::DeleteAccount`], everything that is theirs, to [`crate::accounts::AccountDeleted`].
pub const ACCOUNT: &str = "/api/v1/account";
/// `GET` `?part=`: everything of the caller's, as a ZIP. What is in it: [`crate::exports`].
pub const EXPORT: &str = "/api/v1/export";
/// `GET`: [`crate::exports::ExportContents`].
pub const EXPORT_CONTENTS: &str = "/api/v1/export/contents";
/// `PUT` `?consent=` with a `Content-Digest`: a pack from an export as `application/octet-stream`, to
/// [`crate::likeness::Likeness`].
pub const IMPORT_LIKENESS: &str = "/api/v1/import/likeness";
/// `POST`: [`crate::exports::ImportClip`] to [`crate::exports::ClipImported`].
pub const IMPORT_CLIPS: &str = "/api/v1/import/clips";
/// `POST`: [`crate::exports::ImportPeople`] to [`crate::exports::Restored`].
pub const IMPORT_PEOPLE: &str = "/api/v1/import/people";
/// `POST`: [`crate::exports::ImportLikes`] to [`crate::exports::Restored`].
pub const IMPORT_LIKES: &str = "/api/v1/import/likes";
/// `GET`: [`crate::accounts::Profile`].
pub const PROFILE: &str = "/api/v1/profiles/{handle}";
/// `GET` `?cursor=`: [`crate::clips::ClipPage`], newest first.
pub const PROFILE_CLIPS: &str = "/api/v1/profiles/{handle}/clips";
/// `PUT` and `DELETE`: [`crate::people::Relation`]. Follow somebody, or no longer.
pub const PROFILE_FOLLOW: &str = "/api/v1/profiles/{handle}/follow";
/// `PUT` and `DELETE`: [`crate::people::Relation`]. Block somebody, or no longer.
pub const PROFILE_BLOCK: &str = "/api/v1/profiles/{handle}/block";
/// `GET` `?cursor=`: [`crate::people::People`] whom the caller follows.
pub const PEOPLE_FOLLOWING: &str = "/api/v1/people/following";
/// `GET` `?cursor=`: [`crate::people::People`] who follow the caller.
pub const PEOPLE_FOLLOWERS: &str = "/api/v1/people/followers";
/// `GET` `?cursor=`: [`crate::people::People`] whom the caller blocked.
pub const PEOPLE_BLOCKED: &str = "/api/v1/people/blocked";
/// `GET` `?cursor=`: [`crate::notices::Notices`], newest first.
pub const NOTICES: &str = "/api/v1/notices";
/// `POST`: [`crate::notices::ReadNotices`] to [`crate::notices::Unread`].
pub const NOTICES_READ: &str = "/api/v1/notices/read";
/// `GET` `?since=`: a WebSocket (RFC 6455) that sends [`crate::notices::Live`].
pub const NOTICES_LIVE: &str = "/api/v1/notices/live";
/// `POST`: [`crate::likeness::Capture`], a fresh draw.
pub const CAPTURES: &str = "/api/v1/captures";
/// `POST`: [`crate::likeness::CaptureResult`] to 204.
pub const CAPTURE_RESULT: &str = "/api/v1/captures/{id}/result";
/// `GET`: [`crate::likeness::MyLikeness`]. `PUT` `?capture=`: the pack as `application/octet-stream`, to
/// [`crate::likeness::Likeness`]. `DELETE`: packs gone, key destroyed.
pub const LIKENESS: &str = "/api/v1/likeness";
/// `GET`: the owner's own pack, opened.
pub const LIKENESS_PACK: &str = "/api/v1/likeness/pack";
/// `GET`: [`crate::consent::MyPolicy`]. `PUT`: [`crate::consent::ChangePolicy`] to the same.
pub const POLICY: &str = "/api/v1/likeness/policy";
/// `GET` `?cursor=`: [`crate::versions::PolicyVersions`].
pub const POLICY_VERSIONS: &str = "/api/v1/likeness/policy/versions";
/// `POST`: [`crate::consent::Pause`] to [`crate::consent::MyPolicy`].
pub const PAUSE: &str = "/api/v1/likeness/pause";
/// `GET`: [`crate::consent::EverythingPaused`]. `POST`: [`crate::consent::Pause`] to the same, for the likeness and every
/// character at once.
pub const PAUSE_ALL: &str = "/api/v1/pause";
/// `PUT` and `DELETE`: whether a member is approved for good.
pub const APPROVED: &str = "/api/v1/likeness/approved/{handle}";
/// `GET` `?cursor=`: [`crate::consent::LikenessUses`].
pub const USES: &str = "/api/v1/likeness/uses";
/// `POST`: [`crate::consent::Revoke`] to [`crate::consent::Revoked`].
pub const REVOCATIONS: &str = "/api/v1/likeness/revocations";
/// `POST`: [`crate::consent::CheckConsent`] to [`crate::consent::ConsentChecked`]. Grants nothing.
pub const CONSENT_CHECKS: &str = "/api/v1/consent/checks";
/// `GET` `?box=inbox|sent&cursor=`: [`crate::consent::CastRequests`].
pub const REQUESTS: &str = "/api/v1/requests";
/// `GET`: [`crate::consent::CastRequest`], addressed to the caller or sent by them.
pub const REQUEST: &str = "/api/v1/requests/{id}";
/// `POST`: [`crate::consent::AnswerRequest`] to [`crate::consent::CastRequest`].
pub const REQUEST_ANSWER: &str = "/api/v1/requests/{id}/answer";
/// `POST`: [`crate::consent::AnswerRequests`] to [`crate::consent::RequestsAnswered`].
pub const REQUEST_ANSWERS: &str = "/api/v1/requests/answers";
/// `GET`: [`crate::characters::Characters`]. `POST` `?name=&kind=`: a character's pack as `application/octet-stream`, to
/// [`crate::characters::Character`].
pub const CHARACTERS: &str = "/api/v1/characters";
/// `PATCH`: [`crate::characters::ChangeCharacter`] to [`crate::characters::Character`]. `DELETE`: pack gone, key
/// destroyed.
pub const CHARACTER: &str = "/api/v1/characters/{id}";
/// `GET`: the owner's own pack, opened.
pub const CHARACTER_PACK: &str = "/api/v1/characters/{id}/pack";
/// As [`POLICY`], about a character of the caller's.
pub const CHARACTER_POLICY: &str = "/api/v1/characters/{id}/policy";
/// As [`POLICY_VERSIONS`], about a character.
pub const CHARACTER_POLICY_VERSIONS: &str = "/api/v1/characters/{id}/policy/versions";
/// As [`PAUSE`], about a character.
pub const CHARACTER_PAUSE: &str = "/api/v1/characters/{id}/pause";
/// As [`APPROVED`], about a character.
pub const CHARACTER_APPROVED: &str = "/api/v1/characters/{id}/approved/{handle}";
/// As [`USES`], about a character.
pub const CHARACTER_USES: &str = "/api/v1/characters/{id}/uses";
/// As [`REVOCATIONS`], about a character.
pub const CHARACTER_REVOCATIONS: &str = "/api/v1/characters/{id}/revocations";
/// `GET`: [`crate::renders::Renders`], the unfinished ones. `POST`: [`crate::renders::CreateRender`] to
/// [`crate::renders::Render`].
pub const RENDERS: &str = "/api/v1/renders";
/// `GET`: [`crate::renders::Render`].
pub const RENDER: &str = "/api/v1/renders/{id}";
/// `POST`: give it up, [`crate::renders::Render`].
pub const RENDER_CANCEL: &str = "/api/v1/renders/{id}/cancel";
/// `GET` with a ticket: one pack of the cast, opened. The last part is a handle, or a character as the cast names it.
pub const RENDER_PACK: &str = "/api/v1/renders/{id}/packs/{handle}";
/// `PUT` with a ticket and a `Content-Digest: sha-256=:…:` (RFC 9530): the file as `video/mp4`, to
/// [`crate::clips::Clip`].
pub const RENDER_FILE: &str = "/api/v1/renders/{id}/file";
/// `GET` `?cursor=`: [`crate::clips::ClipPage`], published clips, newest first.
pub const FEED: &str = "/api/v1/feed";
/// `GET`: [`crate::clips::ClipPage`], the caller's drafts.
pub const DRAFTS: &str = "/api/v1/drafts";
/// `GET`: [`crate::clips::Clip`]. `DELETE`: gone.
pub const CLIP: &str = "/api/v1/clips/{id}";
/// `POST`: [`crate::clips::PublishClip`] to [`crate::clips::Clip`].
pub const CLIP_PUBLISH: &str = "/api/v1/clips/{id}/publish";
/// `POST`: [`crate::consent::AgreeClip`] to [`crate::clips::Clip`].
pub const CLIP_AGREE: &str = "/api/v1/clips/{id}/agree";
/// `PUT` and `DELETE`: [`crate::clips::Likes`].
pub const CLIP_LIKE: &str = "/api/v1/clips/{id}/like";
/// `GET`: [`crate::clips::ClipAlive`], for open players. No cookie is read.
pub const CLIP_ALIVE: &str = "/api/v1/clips/{id}/alive";
/// `POST` by anyone: counts a view. A player sends it once it has played [`domain::limits::VIEW_MS`] of the clip, once a clip
/// and visit; no cookie is read, and nothing is kept but a number for each clip and day.
pub const CLIP_VIEW: &str = "/api/v1/clips/{id}/view";
/// `GET`: [`crate::clips::RemixDraft`], what a remix of a published clip begins with.
pub const CLIP_REMIX: &str = "/api/v1/clips/{id}/remix";
/// `POST` by whoever made a clip or plays in it: notes that they save its file, then tells where it is for a while,
/// [`crate::downloads::DownloadGiven`].
pub const CLIP_DOWNLOADS: &str = "/api/v1/clips/{id}/downloads";
/// `GET` `?cursor=`: [`crate::downloads::Downloads`], files of clips with the caller that others saved, the latest first.
pub const DOWNLOADS: &str = "/api/v1/downloads";
/// `GET` `?cursor=`: [`crate::clips::ClipPage`], published clips that were made out of this one, newest first.
pub const CLIP_REMIXES: &str = "/api/v1/clips/{id}/remixes";
/// `POST`: appeal against a hold, [`crate::takedowns::AppealHold`] to [`crate::clips::Clip`].
pub const CLIP_APPEAL: &str = "/api/v1/clips/{id}/appeal";
/// `POST` by anyone: [`crate::takedowns::ReportClip`] to [`crate::takedowns::Reported`]. `GET` by the operator:
/// `POST`: [`crate::reviews::AskReview`] to [`crate::reviews::Review`]. `GET`: [`crate::reviews::Reviews`], operators only.
pub const REVIEWS: &str = "/api/v1/reviews";
/// `POST` `?note=`, JPEG: asks the operator about a picture for a generator that was held back, [`crate::reviews::Review`].
pub const REVIEW_STILLS: &str = "/api/v1/reviews/stills";
/// `GET`, operators: the picture that a review is about, while it waits.
pub const REVIEW_STILL: &str = "/api/v1/reviews/{id}/still";
/// `GET`: [`crate::reviews::Review`].
pub const REVIEW: &str = "/api/v1/reviews/{id}";
/// `POST`: [`crate::reviews::AnswerReview`] to [`crate::reviews::Review`]. Operators only.
pub const REVIEW_ANSWER: &str = "/api/v1/reviews/{id}/answer";
/// [`crate::takedowns::Takedowns`].
pub const TAKEDOWNS: &str = "/api/v1/takedowns";
/// `POST` by anyone with number and code: [`crate::takedowns::LookUpReport`] to [`crate::takedowns::ReportStatus`].
pub const TAKEDOWN_STATUS: &str = "/api/v1/takedowns/status";
/// `GET` by the operator: [`crate::takedowns::Takedown`].
pub const TAKEDOWN: &str = "/api/v1/takedowns/{id}";
/// `POST` by the operator: [`crate::takedowns::DecideTakedown`] to [`crate::takedowns::Takedown`].
pub const TAKEDOWN_DECISION: &str = "/api/v1/takedowns/{id}/decision";
/// `POST` by the operator: [`crate::takedowns::DecideHold`] to [`crate::takedowns::Takedown`].
pub const TAKEDOWN_OUTCOME: &str = "/api/v1/takedowns/{id}/outcome";
/// `GET` with Range: the file.
pub const MEDIA_CLIP: &str = "/media/{id}/clip.mp4";
/// `GET` with Range: the file to save, under its name, for the session that asked at [`CLIP_DOWNLOADS`].
pub const MEDIA_DOWNLOAD: &str = "/media/{id}/download/{token}";
/// `GET`: the poster.
pub const MEDIA_POSTER: &str = "/media/{id}/poster.jpg";
/// `GET`: six pictures from all over the clip, side by side.
pub const MEDIA_SPRITE: &str = "/media/{id}/sprite.jpg";
/// `GET`: how loud it is when, as a picture in one colour (SVG).
pub const MEDIA_WAVE: &str = "/media/{id}/wave.svg";
/// `GET`: the share page, HTML without WASM.
pub const SHARE: &str = "/c/{id}";
/// `GET`: the embed page, HTML without WASM and cookies.
pub const EMBED: &str = "/embed/{id}";
/// `GET`: what is kept and for how long, HTML without WASM, for anyone.
pub const RETENTION: &str = "/retention";
/// `GET` `?cursor=`: [`crate::log::Receipts`], uses of the caller's likeness and characters, newest first.
pub const RECEIPTS: &str = "/api/v1/receipts";
/// `GET`: [`crate::log::ClipReceipts`]. For anyone while the clip is published, and once it is taken back; salts for the owner.
pub const CLIP_RECEIPT: &str = "/api/v1/clips/{id}/receipt";
/// Below it are the files of the log of uses, by C2SP tlog-tiles.
pub const LOG: &str = "/log";
/// `GET`: the newest signed checkpoint.
pub const LOG_CHECKPOINT: &str = "/log/checkpoint";
/// `GET`: a tile or a bundle. Its index has one to three parts here, which is enough for 256,000 million entries, and a
/// partial one has its width after them.
pub const LOG_TILES: [&str; 4] = [
    "/log/tile/{level}/{a}",
    "/log/tile/{level}/{a}/{b}",
    "/log/tile/{level}/{a}/{b}/{c}",
    "/log/tile/{level}/{a}/{b}/{c}/{d}",
];
/// `GET`: [`crate::log::WellKnown`].
pub const WELL_KNOWN: &str = "/.well-known/understudy.json";
/// `GET`: public keys of receipts, a JWK set (RFC 7517).
pub const JWKS: &str = "/.well-known/jwks.json";
/// `GET` `?q=`: the page that checks a receipt or a clip, for anyone.
pub const VERIFY: &str = "/verify";
/// `GET` `?clip=` and `POST`: the form with which anyone reports a clip, HTML without scripts.
pub const REPORT: &str = "/report";
/// `GET` `?number=` and `POST`: how a report stands, HTML without scripts.
pub const REPORT_STATUS: &str = "/report/status";
/// `GET` `?url=&format=`: oEmbed 1.0.
pub const OEMBED: &str = "/oembed";

/// Puts `value` for the only `{…}` of `path`.
#[must_use]
pub fn fill(path: &str, value: &str) -> String {
    match (path.find('{'), path.find('}')) {
        (Some(from), Some(to)) if from < to => format!("{}{value}{}", &path[..from], &path[to + 1..]),
        _ => path.to_owned(),
    }
}

/// Path of one invite.
#[must_use]
pub fn invite(id: &InviteId) -> String {
    fill(INVITE, id.as_str())
}
/// Path that finishes a ceremony begun at [`REGISTRATIONS`], [`SIGN_INS`] or [`RECOVERIES`].
#[must_use]
pub fn ceremony(begun_at: &str, id: &CeremonyId) -> String {
    format!("{begun_at}/{id}")
}
/// Path of one capture's result.
#[must_use]
pub fn capture_result(id: &CaptureId) -> String {
    fill(CAPTURE_RESULT, id.as_str())
}
/// Path of something about a character, from one of the `CHARACTER…` constants.
#[must_use]
pub fn character(path: &str, id: &CharacterId) -> String {
    fill(path, id.as_str())
}
/// Path of something about a render, from one of the `RENDER…` constants.
#[must_use]
pub fn render(path: &str, id: &RenderId) -> String {
    fill(path, id.as_str())
}
/// Path of one avatar.
#[must_use]
pub fn avatar(id: &AvatarId) -> String {
    fill(AVATAR, id.as_str())
}
/// Path of one copy of a voice.
#[must_use]
pub fn voice(id: &VoiceId) -> String {
    fill(VOICE, id.as_str())
}
/// Path of one pack of a render's cast.
#[must_use]
pub fn render_pack(id: &RenderId, handle: &str) -> String {
    fill(&fill(RENDER_PACK, id.as_str()), handle)
}
/// Path of something about a clip, from one of the `CLIP…`, `MEDIA…`, `SHARE` or `EMBED` constants.
#[must_use]
pub fn clip(path: &str, id: &ClipId) -> String {
    fill(path, id.as_str())
}
/// Path of something about a review, from one of the `REVIEW…` constants.
#[must_use]
pub fn review(path: &str, id: &ReviewId) -> String {
    fill(path, id.as_str())
}
/// Path of something about a report, from one of the `TAKEDOWN…` constants.
#[must_use]
pub fn takedown(path: &str, id: &TakedownId) -> String {
    fill(path, id.as_str())
}
