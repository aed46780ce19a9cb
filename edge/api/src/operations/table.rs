//! The table itself, in the order of the paths.

use wire::Code;
use wire::paths as p;

use super::Auth::{Anyone, Optional, Session};
use super::Content::Json;
use super::Method::{Delete, Patch, Post, Put};
use super::contents::{BYTES, CALLBACK, CHARACTER, EVENTS, HTML, INPUT, MP4, PACK, SAVE, TEXT, TILE};
use super::{Content, Operation, avatars, change, desk, forms, media, mine, owners, read, voices};

/// All of them.
pub const OPERATIONS: &[Operation] = &[
    read(p::HEALTH, "health", "Whether the instance is alive.", Content::Bytes("text/plain", 0))
        .refuses(&[Code::Internal]),
    read(p::OPENAPI, "openapi", "This description.", Content::Bytes("application/json", 0)),
    read(p::INSTANCE, "get_instance", "What the instance says of itself.", Json("Instance")),
    // Invites.
    change(Post, p::INVITE_PREVIEW, "preview_invite", "What an invite link opens, without spending it.")
        .auth(Anyone)
        .takes(Json("PreviewInvite"))
        .gives(200, Json("InvitePreview"))
        .refuses(&[Code::InviteRefused, Code::TooMany]),
    read(p::INVITES, "list_invites", "The caller's invites, newest first.", Json("Invites")).auth(Session),
    change(Post, p::INVITES, "give_invite", "Makes an invite link, shown once.")
        .gives(201, Json("InviteGiven"))
        .refuses(&[Code::NotAllowed])
        .stored(),
    change(Delete, p::INVITE, "revoke_invite", "Takes an invite back that nobody has used.")
        .refuses(&[Code::NotFound, Code::Conflict]),
    // Accounts.
    change(Post, p::REGISTRATIONS, "start_registration", "Begins to register: an invite, a handle, a new passkey.")
        .auth(Anyone)
        .takes(Json("StartRegistration"))
        .gives(201, Json("Ceremony"))
        .refuses(&[Code::InviteRefused, Code::HandleTaken, Code::TooMany]),
    change(Post, p::REGISTRATION, "finish_registration", "Spends the invite, makes the account and signs in.")
        .auth(Anyone)
        .takes(Json("FinishCeremony"))
        .gives(201, Json("Registered"))
        .refuses(&[Code::NotFound, Code::InviteRefused, Code::HandleTaken, Code::PasskeyRefused, Code::TooMany])
        .stored(),
    change(Post, p::SIGN_INS, "start_sign_in", "Begins to sign in with a passkey.")
        .auth(Anyone)
        .takes(Json("StartSignIn"))
        .gives(201, Json("Ceremony"))
        .refuses(&[Code::TooMany]),
    change(Post, p::SIGN_IN, "finish_sign_in", "Signs in.")
        .auth(Anyone)
        .takes(Json("FinishCeremony"))
        .gives(201, Json("Session"))
        .refuses(&[Code::NotFound, Code::PasskeyRefused]),
    change(Post, p::RECOVERIES, "start_recovery", "Begins a recovery: a one-time code opens a new passkey.")
        .auth(Anyone)
        .takes(Json("StartRecovery"))
        .gives(201, Json("Ceremony"))
        .refuses(&[Code::RecoveryRefused, Code::TooMany]),
    change(Post, p::RECOVERY, "finish_recovery", "Spends the code, adds the passkey and signs in.")
        .auth(Anyone)
        .takes(Json("FinishCeremony"))
        .gives(201, Json("Session"))
        .refuses(&[Code::NotFound, Code::RecoveryRefused, Code::PasskeyRefused]),
    read(p::SESSION, "get_session", "Who is signed in here.", Json("Session")).auth(Optional),
    change(Delete, p::SESSION, "sign_out", "Signs out here.").auth(Optional),
    change(Delete, p::SESSIONS, "sign_out_everywhere", "Signs out on every device."),
    change(Patch, p::ACCOUNT, "change_account", "Changes what is named.")
        .takes(Json("ChangeAccount"))
        .gives(200, Json("Account")),
    change(Delete, p::ACCOUNT, "delete_account", "Deletes the account with everything that is theirs.")
        .takes(Json("DeleteAccount"))
        .gives(200, Json("AccountDeleted")),
    read(p::PROFILE, "get_profile", "A member as others see them.", Json("Profile"))
        .auth(Optional)
        .refuses(&[Code::NotFound]),
    // People.
    change(Put, p::PROFILE_FOLLOW, "follow", "Follows a member.").gives(200, Json("Relation")).refuses(&[
        Code::NotFound,
        Code::Conflict,
        Code::TooMany,
    ]),
    change(Delete, p::PROFILE_FOLLOW, "unfollow", "Follows a member no more.").gives(200, Json("Relation")).refuses(&[
        Code::NotFound,
        Code::Conflict,
        Code::TooMany,
    ]),
    change(Put, p::PROFILE_BLOCK, "block", "Blocks a member. Following ends both ways; they are not told.")
        .gives(200, Json("Relation"))
        .refuses(&[Code::NotFound, Code::Conflict, Code::TooMany]),
    change(Delete, p::PROFILE_BLOCK, "unblock", "Blocks a member no more.").gives(200, Json("Relation")).refuses(&[
        Code::NotFound,
        Code::Conflict,
        Code::TooMany,
    ]),
    read(p::PEOPLE_FOLLOWING, "list_following", "Whom the caller follows, the latest first.", Json("People"))
        .auth(Session)
        .query(&["cursor"])
        .refuses(&[Code::Invalid]),
    read(p::PEOPLE_FOLLOWERS, "list_followers", "Who follows the caller, the latest first.", Json("People"))
        .auth(Session)
        .query(&["cursor"])
        .refuses(&[Code::Invalid]),
    read(p::PEOPLE_BLOCKED, "list_blocked", "Whom the caller blocked, the latest first.", Json("People"))
        .auth(Session)
        .query(&["cursor"])
        .refuses(&[Code::Invalid]),
    // Notices.
    read(p::NOTICES, "list_notices", "What the caller was told, newest first.", Json("Notices"))
        .auth(Session)
        .query(&["cursor"])
        .refuses(&[Code::Invalid]),
    change(Post, p::NOTICES_READ, "read_notices", "Marks a notice and all earlier ones as read.")
        .takes(Json("ReadNotices"))
        .gives(200, Json("Unread"))
        .refuses(&[Code::NotFound]),
    read(
        p::NOTICES_LIVE,
        "live_notices",
        "A WebSocket that tells what happens. Needs the Origin header.",
        Json("Live"),
    )
    .auth(Session)
    .query(&["since"])
    .gives(101, Json("Live"))
    .refuses(&[Code::Invalid, Code::WrongOrigin]),
    // Likeness.
    change(Post, p::CAPTURES, "draw_capture", "Draws poses and words for one scan.")
        .gives(201, Json("Capture"))
        .refuses(&[Code::TooMany])
        .stored(),
    change(Post, p::CAPTURE_RESULT, "finish_capture", "What the device attests of a scan, checked against the draw.")
        .takes(Json("CaptureResult"))
        .refuses(&[Code::NotFound, Code::CaptureRefused])
        .stored(),
    read(p::LIKENESS, "get_likeness", "The caller's likeness, or none.", Json("MyLikeness")).auth(Session),
    change(Put, p::LIKENESS, "put_likeness", "Stores the pack of a finished capture.")
        .query(&["capture"])
        .takes(PACK)
        .gives(200, Json("Likeness"))
        .refuses(&[Code::NotFound, Code::CaptureRefused, Code::FileRefused]),
    change(Delete, p::LIKENESS, "delete_likeness", "Removes the packs and destroys their key."),
    mine(p::LIKENESS_PACK, "get_own_pack", "The owner's own pack, opened.", PACK),
    // Consent.
    mine(p::POLICY, "get_policy", "The caller's rules about their likeness.", Json("MyPolicy")),
    change(Put, p::POLICY, "change_policy", "Replaces the caller's rules.")
        .takes(Json("ChangePolicy"))
        .gives(200, Json("MyPolicy"))
        .refuses(&[Code::NotFound, Code::Conflict]),
    owners::VERSIONS,
    owners::PAUSED,
    owners::PAUSE_ALL,
    owners::PAUSE,
    owners::APPROVE,
    owners::UNAPPROVE,
    read(p::USES, "list_uses", "Where the caller's likeness is used, newest first.", Json("LikenessUses"))
        .auth(Session)
        .query(&["cursor"]),
    change(Post, p::REVOCATIONS, "revoke_uses", "Takes uses back, finished clips included. Final.")
        .takes(Json("Revoke"))
        .gives(200, Json("Revoked"))
        .refuses(&[Code::NotFound])
        .stored(),
    change(Post, p::CONSENT_CHECKS, "check_consent", "What would be decided about a wish. Grants nothing.")
        .takes(Json("CheckConsent"))
        .gives(200, Json("ConsentChecked"))
        .refuses(&[Code::TooMany]),
    read(p::REQUESTS, "list_requests", "What is asked of the caller, or what they asked.", Json("CastRequests"))
        .auth(Session)
        .query(&["box", "cursor"]),
    change(Post, p::REQUEST_ANSWERS, "answer_requests", "Gives one answer to many requests.")
        .takes(Json("AnswerRequests"))
        .gives(200, Json("RequestsAnswered"))
        .stored(),
    mine(p::REQUEST, "get_request", "One request to the caller, or of theirs.", Json("CastRequest")),
    change(Post, p::REQUEST_ANSWER, "answer_request", "Says yes or no to a request.")
        .takes(Json("AnswerRequest"))
        .gives(200, Json("CastRequest"))
        .refuses(&[Code::NotFound, Code::ConsentRefused, Code::TooMany])
        .stored(),
    // Exports and imports.
    read(p::EXPORT, "export", "Everything of the caller's, as a ZIP.", Content::Bytes("application/zip", 0))
        .auth(Session)
        .query(&["part"])
        .refuses(&[Code::Invalid, Code::TooMany, Code::WrongOrigin]),
    read(p::EXPORT_CONTENTS, "get_export_contents", "What an export would hold now.", Json("ExportContents"))
        .auth(Session),
    change(Put, p::IMPORT_LIKENESS, "import_likeness", "Stores the pack of an export. It counts as not scanned here.")
        .query(&["consent"])
        .takes(PACK)
        .gives(200, Json("Likeness"))
        .refuses(&[Code::FileRefused, Code::TooMany]),
    change(Post, p::IMPORT_CLIPS, "import_clip", "Makes the render that takes a clip of an export, or finds the clip.")
        .takes(Json("ImportClip"))
        .gives(200, Json("ClipImported"))
        .refuses(&[Code::ConsentRefused, Code::TooMany]),
    change(Post, p::IMPORT_PEOPLE, "import_people", "Follows and blocks people of an export who are here.")
        .takes(Json("ImportPeople"))
        .gives(200, Json("Restored"))
        .refuses(&[Code::TooMany]),
    change(Post, p::IMPORT_LIKES, "import_likes", "Likes clips of an export that are here.")
        .takes(Json("ImportLikes"))
        .gives(200, Json("Restored"))
        .refuses(&[Code::TooMany]),
    // Characters.
    read(p::CHARACTERS, "list_characters", "The caller's characters, oldest first.", Json("Characters")).auth(Session),
    change(Post, p::CHARACTERS, "create_character", "Stores the pack of a new character.")
        .query(&["name", "kind"])
        .takes(CHARACTER)
        .gives(201, Json("Character"))
        .refuses(&[Code::FileRefused, Code::TooMany, Code::Conflict]),
    change(Patch, p::CHARACTER, "change_character", "Changes what is named.")
        .takes(Json("ChangeCharacter"))
        .gives(200, Json("Character"))
        .refuses(&[Code::NotFound]),
    change(Delete, p::CHARACTER, "delete_character", "Removes the pack and destroys its key.")
        .refuses(&[Code::NotFound]),
    mine(p::CHARACTER_PACK, "get_character_pack", "The owner's own pack, opened.", CHARACTER),
    mine(p::CHARACTER_POLICY, "get_character_policy", "The caller's rules about a character.", Json("MyPolicy")),
    change(Put, p::CHARACTER_POLICY, "change_character_policy", "Replaces the caller's rules about a character.")
        .takes(Json("ChangePolicy"))
        .gives(200, Json("MyPolicy"))
        .refuses(&[Code::NotFound, Code::Conflict]),
    owners::CHARACTER_VERSIONS,
    owners::PAUSE_CHARACTER,
    owners::APPROVE_FOR_CHARACTER,
    owners::UNAPPROVE_FOR_CHARACTER,
    read(p::CHARACTER_USES, "list_character_uses", "Where a character plays, newest first.", Json("LikenessUses"))
        .auth(Session)
        .query(&["cursor"])
        .refuses(&[Code::NotFound]),
    change(Post, p::CHARACTER_REVOCATIONS, "revoke_character_uses", "Takes uses of a character back. Final.")
        .takes(Json("Revoke"))
        .gives(200, Json("Revoked"))
        .refuses(&[Code::NotFound])
        .stored(),
    // Outside voices.
    voices::LIST,
    voices::COPY,
    voices::CHOICES,
    voices::REMOVE,
    // Avatars.
    avatars::LIST,
    avatars::MAKE,
    avatars::REMOVE,
    // Renders.
    read(p::RENDERS, "list_renders", "The caller's unfinished renders, newest first.", Json("Renders")).auth(Session),
    change(Post, p::RENDERS, "create_render", "Asks for a clip. Consent is decided here.")
        .takes(Json("CreateRender"))
        .gives(201, Json("Render"))
        .refuses(&[Code::HeldBack, Code::ConsentRefused, Code::TooMany])
        .stored(),
    mine(p::RENDER, "get_render", "One render of the caller.", Json("Render")),
    change(Post, p::RENDER_CANCEL, "cancel_render", "Gives a render up.")
        .gives(200, Json("Render"))
        .refuses(&[Code::NotFound, Code::Conflict]),
    read(p::RENDER_PACK, "get_render_pack", "One pack of the cast, opened.", PACK).auth(Session).ticket().refuses(&[
        Code::NotFound,
        Code::TicketRefused,
        Code::ConsentRefused,
    ]),
    change(Put, p::RENDER_FILE, "put_file", "Checks and stores the file: the draft.")
        .ticket()
        .takes(MP4)
        .gives(200, Json("Clip"))
        .refuses(&[Code::NotFound, Code::TicketRefused, Code::FileRefused, Code::Conflict, Code::ConsentRefused]),
    // The gateway.
    read(
        p::GENERATORS,
        "list_generators",
        "Generators for a cast and a speech, the one that fits best first.",
        Json("Generators"),
    )
    .auth(Session)
    .query(&["cast", "speech_ms"])
    .refuses(&[Code::Invalid]),
    change(Put, p::RENDER_INPUT, "put_input", "Stores the picture or the speech for a generator.")
        .ticket()
        .takes(INPUT)
        .gives(200, Json("Job"))
        .refuses(&[Code::NotFound, Code::TicketRefused, Code::FileRefused, Code::ConsentRefused, Code::HeldBack]),
    read(p::RENDER_FILM, "get_film", "The film that a generator made, for the finishing pass.", MP4)
        .auth(Session)
        .ticket()
        .refuses(&[Code::NotFound, Code::TicketRefused, Code::ConsentRefused, Code::Conflict]),
    voices::SAY,
    mine(p::RENDER_EVENTS, "watch_job", "How far a generator is, as server-sent events.", EVENTS),
    change(Post, p::RENDER_NEXT, "answer_next", "Says whether another generator may go on for more where one failed.")
        .takes(Json("AnswerNext"))
        .gives(200, Json("Render"))
        .refuses(&[Code::NotFound, Code::Conflict, Code::ConsentRefused, Code::TooMany]),
    change(Post, p::CALLBACK, "receive_callback", "A provider's hint that a job has moved.")
        .auth(Anyone)
        .takes(CALLBACK)
        .callback()
        .refuses(&[Code::NotFound, Code::NotAllowed, Code::Unavailable]),
    read(p::INPUT, "get_input", "The picture or the speech of a job, for its provider, while it runs.", BYTES)
        .refuses(&[Code::NotFound]),
    desk::SPENDING,
    desk::BILL,
    desk::SENT_USES,
    desk::PRICES,
    desk::SET_PRICES,
    desk::DEAD_JOBS,
    desk::REPLAY,
    // What was held back.
    desk::ASK,
    desk::ASK_STILL,
    desk::REVIEWS,
    desk::REVIEW,
    desk::STILL_OF,
    desk::ANSWER,
    // Clips.
    read(p::FEED, "get_feed", "Published clips, newest first.", Json("ClipPage")).auth(Optional).query(&["cursor"]),
    read(p::DRAFTS, "get_drafts", "The caller's drafts, newest first.", Json("ClipPage"))
        .auth(Session)
        .query(&["cursor"]),
    read(p::PROFILE_CLIPS, "get_profile_clips", "A member's published clips, newest first.", Json("ClipPage"))
        .auth(Optional)
        .query(&["cursor"])
        .refuses(&[Code::NotFound]),
    read(p::CLIP, "get_clip", "One clip that the caller may see.", Json("Clip"))
        .auth(Optional)
        .refuses(&[Code::NotFound]),
    change(Delete, p::CLIP, "delete_clip", "Removes a clip of the caller's, or one that shows them.")
        .refuses(&[Code::NotFound, Code::NotAllowed]),
    change(Post, p::CLIP_PUBLISH, "publish_clip", "Publishes a draft.")
        .takes(Json("PublishClip"))
        .gives(200, Json("Clip"))
        .refuses(&[
            Code::NotFound,
            Code::NotAllowed,
            Code::Conflict,
            Code::ConsentRefused,
            Code::TakenDown,
            Code::HeldBack,
        ])
        .stored(),
    change(Post, p::CLIP_AGREE, "agree_clip", "Says yes to the very file of a draft that shows the caller.")
        .takes(Json("AgreeClip"))
        .gives(200, Json("Clip"))
        .refuses(&[Code::NotFound, Code::NotAllowed, Code::Conflict]),
    change(Put, p::CLIP_LIKE, "like_clip", "Likes a clip.")
        .gives(200, Json("Likes"))
        .refuses(&[Code::NotFound, Code::Conflict]),
    change(Delete, p::CLIP_LIKE, "unlike_clip", "Likes a clip no more.")
        .gives(200, Json("Likes"))
        .refuses(&[Code::NotFound, Code::Conflict]),
    read(p::CLIP_ALIVE, "get_clip_alive", "Whether an open player may go on with a clip.", Json("ClipAlive"))
        .refuses(&[Code::NotFound]),
    change(Post, p::CLIP_VIEW, "count_view", "Counts a view of a published clip.")
        .auth(Anyone)
        .refuses(&[Code::NotFound, Code::TooMany]),
    change(Post, p::CLIP_DOWNLOADS, "download_clip", "Notes that the caller saves a clip's file: where it is.")
        .gives(200, Json("DownloadGiven"))
        .refuses(SAVE)
        .stored(),
    read(p::DOWNLOADS, "list_downloads", "Files of clips with the caller that others saved.", Json("Downloads"))
        .auth(Session)
        .query(&["cursor"])
        .refuses(&[Code::Invalid]),
    // Remixes.
    mine(p::CLIP_REMIX, "get_remix_draft", "What a remix of a published clip begins with.", Json("RemixDraft")),
    read(p::CLIP_REMIXES, "get_remixes", "Published clips made out of this one, newest first.", Json("ClipPage"))
        .auth(Optional)
        .query(&["cursor"])
        .refuses(&[Code::NotFound]),
    // The log of uses, and receipts.
    read(p::RECEIPTS, "list_receipts", "Uses of the caller's likeness and characters, newest first.", Json("Receipts"))
        .auth(Session)
        .query(&["cursor"])
        .refuses(&[Code::Invalid]),
    read(p::CLIP_RECEIPT, "get_clip_receipt", "What stands in the log of a published clip.", Json("ClipReceipts"))
        .auth(Optional)
        .refuses(&[Code::NotFound]),
    read(p::LOG_CHECKPOINT, "get_log_checkpoint", "The newest signed checkpoint of the log.", TEXT),
    read(p::LOG_TILES[0], "get_log_tile", TILE, BYTES).refuses(&[Code::NotFound]),
    read(p::LOG_TILES[1], "get_log_tile_2", TILE, BYTES).refuses(&[Code::NotFound]),
    read(p::LOG_TILES[2], "get_log_tile_3", TILE, BYTES).refuses(&[Code::NotFound]),
    read(p::LOG_TILES[3], "get_log_tile_4", TILE, BYTES).refuses(&[Code::NotFound]),
    read(p::WELL_KNOWN, "get_well_known", "Where the log is, and every key to check with.", Json("WellKnown")),
    read(p::JWKS, "get_jwks", "Public keys of receipts, a JWK set.", Content::Bytes("application/jwk-set+json", 0)),
    // Takedowns.
    change(
        Post,
        p::TAKEDOWNS,
        "report_clip",
        "Reports a clip. The answer names the case and opens it to the reporter.",
    )
    .auth(Anyone)
    .takes(Json("ReportClip"))
    .gives(201, Json("Reported"))
    .refuses(&[Code::NotFound, Code::TooMany])
    .stored(),
    change(Post, p::TAKEDOWN_STATUS, "look_up_report", "How a report stands, by its number and code.")
        .auth(Anyone)
        .takes(Json("LookUpReport"))
        .gives(200, Json("ReportStatus"))
        .refuses(&[Code::NotFound, Code::TooMany]),
    mine(p::TAKEDOWNS, "list_takedowns", "The operator's list: what is due first comes first.", Json("Takedowns")),
    mine(p::TAKEDOWN, "get_takedown", "A report with everything that is needed to decide it.", Json("Takedown")),
    change(Post, p::TAKEDOWN_DECISION, "decide_takedown", "Takes the clip down with its copies, or does nothing.")
        .takes(Json("DecideTakedown"))
        .gives(200, Json("Takedown"))
        .refuses(&[Code::NotFound, Code::Conflict])
        .stored(),
    change(Post, p::TAKEDOWN_OUTCOME, "decide_hold", "Leaves a held clip down after an appeal, or puts it back.")
        .takes(Json("DecideHold"))
        .gives(200, Json("Takedown"))
        .refuses(&[Code::NotFound, Code::Conflict])
        .stored(),
    change(Post, p::CLIP_APPEAL, "appeal_hold", "The creator of a held clip objects, once.")
        .takes(Json("AppealHold"))
        .gives(200, Json("Clip"))
        .refuses(&[Code::NotFound, Code::Conflict])
        .stored(),
    // Media and pages.
    media::CLIP,
    media::DOWNLOAD,
    media::POSTER,
    media::SPRITE,
    media::WAVE,
    read(p::SHARE, "share_page", "The share page of a clip.", HTML).refuses(&[Code::NotFound]),
    read(p::EMBED, "embed_page", "The player for other sites.", HTML).refuses(&[Code::NotFound]),
    read(p::RETENTION, "retention_page", "What is kept and for how long.", HTML),
    read(p::VERIFY, "verify_page", "Checks a receipt or a clip.", HTML).query(&["q"]),
    read(p::REPORT, "report_page", "The form with which anyone reports a clip.", HTML).query(&["clip"]),
    forms::REPORT,
    read(p::REPORT_STATUS, "report_status_page", "The form that shows how a report stands.", HTML).query(&["number"]),
    forms::REPORT_STATUS,
    read(p::OEMBED, "oembed", "oEmbed 1.0 of a share link.", Content::Bytes("application/json", 0))
        .query(&["url", "format", "maxwidth", "maxheight"])
        .refuses(&[Code::Invalid, Code::SignInFirst, Code::NotFound]),
];
