//! Every limit of the product, in one place. A limit that a visitor can meet is named in the message that refuses.

/// Frames a second of every clip.
pub const FPS: u32 = 30;
/// Most video frames in a clip: ten seconds.
pub const MAX_FRAMES: u32 = 300;
/// Longest clip, in milliseconds.
pub const MAX_CLIP_MS: u32 = 10_000;
/// Longest speech that a script may need, in seconds: a clip keeps 0.4 s of quiet around it.
pub const MAX_SPEECH_S: f32 = 9.6;
/// Longest recording of a script that is taken up, in seconds: what is quiet at its ends is cut off.
pub const MAX_TAKE_S: f32 = 10.0;
/// Largest file of sound that is opened for one, in bytes.
pub const MAX_TAKE_BYTES: u64 = 32 * 1024 * 1024;
/// Slowest and fastest speech, in percent of the usual.
pub const SPEED_PERCENT: (u16, u16) = (70, 150);
/// Narrowest and widest range of a speech's pitch, in percent of the usual: 0 is one note.
pub const PITCH_RANGE_PERCENT: (u16, u16) = (0, 180);
/// Shortest and longest pauses of a speech, in percent of the usual.
pub const PAUSES_PERCENT: (u16, u16) = (30, 300);
/// Samples in one AAC-LC frame (ISO/IEC 14496-3).
pub const AAC_FRAME: u32 = 1024;
/// Sample rate of every clip's sound.
pub const AUDIO_RATE_HZ: u32 = 48_000;
/// Largest clip file in bytes.
pub const MAX_CLIP_BYTES: usize = 12 * 1024 * 1024;
/// Largest film that a provider may send and a device finishes, in bytes.
pub const MAX_FILM_BYTES: usize = 64 * 1024 * 1024;
/// Most pixels of a film's picture: 4096 by 2304. A decoder holds several pictures at a time.
pub const MAX_FILM_PIXELS: u32 = 4096 * 2304;
/// Shortest film that a clip is made of, in milliseconds.
pub const MIN_FILM_MS: u32 = 500;
/// Longest film that a clip is made of, in milliseconds. What is longer than a clip is cut; what is twice as long is not what
/// was ordered.
pub const MAX_FILM_MS: u32 = 2 * MAX_CLIP_MS;
/// By how much a film may end before what is said in it, in milliseconds: so long its last picture stands still.
pub const MAX_FILM_HOLD_MS: u32 = 1000;
/// Fewest pixels across the part of a film that a clip shows: a wide film of 480 lines has 270.
pub const MIN_FILM_WIDTH: u32 = 240;
/// Least part of a film's picture that a clip may show, in percent: of 16:9 it is 31.
pub const MIN_FILM_SHARE_PERCENT: u32 = 25;
/// Largest encrypted pack in bytes.
pub const MAX_PACK_BYTES: usize = 2 * 1024 * 1024;
/// Largest character pack in bytes.
pub const MAX_CHARACTER_BYTES: usize = 1024 * 1024;
/// Most characters that one account may have.
pub const MAX_CHARACTERS: u32 = 12;
/// Longest name of a character in characters.
pub const MAX_CHARACTER_NAME_CHARS: usize = 40;
/// Smallest film that a provider may send, in bytes.
pub const MIN_FILM_BYTES: usize = 1024;
/// Largest picture (JPEG) for a provider, in bytes.
pub const MAX_STILL_BYTES: usize = 2 * 1024 * 1024;
/// Largest speech (WAV, ten seconds at 48 kHz and 16 bit) for a provider, in bytes.
pub const MAX_SPEECH_BYTES: usize = 1_100_000;
/// Largest callback of a provider that is read, in bytes.
pub const MAX_CALLBACK_BYTES: usize = 1024 * 1024;
/// How often a provider may fetch the whole of an input each time that it is asked for a film: once, and again where a
/// connection broke.
pub const MAX_INPUT_WHOLES: u64 = 6;
/// Largest table of prices in bytes.
pub const MAX_PRICES_BYTES: usize = 64 * 1024;
/// Longest JSON body in bytes. The trace of a long capture is the longest that is sent.
pub const MAX_JSON_BYTES: usize = 96 * 1024;
/// Longest form of a page without scripts, in bytes.
pub const MAX_FORM_BYTES: usize = 32 * 1024;
/// Longest script in characters.
pub const MAX_SCRIPT_CHARS: usize = 400;
/// Longest prompt in characters.
pub const MAX_PROMPT_CHARS: usize = 500;
/// Most likenesses in one clip.
pub const MAX_CAST: usize = 2;
/// Most words or phrases that an owner can forbid in one list.
pub const MAX_PHRASES: usize = 100;
/// Longest such phrase, wish or provider's name, in characters.
pub const MAX_PHRASE_CHARS: usize = 60;
/// Most wishes that an owner can give a generator.
pub const MAX_WISHES: usize = 8;
/// Most providers that an owner can name.
pub const MAX_PROVIDERS: usize = 20;
/// Most people that an owner can approve for good.
pub const MAX_APPROVED: usize = 2000;
/// Versions of one policy that are kept, as they were signed, the newest included: the oldest goes for the newest.
pub const MAX_POLICY_VERSIONS: u32 = 200;
/// Versions of a policy on one page.
pub const POLICY_VERSIONS_PAGE: u32 = 10;
/// Longest text of limits in an owner's own words, in characters.
pub const MAX_LIMITS_CHARS: usize = 1000;
/// Longest note with an appeal or a refusal, in characters.
pub const MAX_NOTE_CHARS: usize = 280;
/// Requests that one member may have waiting with one owner.
pub const MAX_REQUESTS_WAITING: u32 = 5;
/// Words that one member may have waiting with the operator.
pub const MAX_REVIEWS_WAITING: u32 = 5;
/// How long an answer about words counts and is kept, in milliseconds.
pub const REVIEW_KEPT_MS: u64 = 30 * 24 * 3600 * 1000;
/// Checks while typing that one account may ask for in a minute.
pub const CHECKS_PER_MINUTE: u32 = 120;
/// Requests answered in one go at most.
pub const MAX_ANSWERS: usize = 50;
/// Shortest and longest handle in characters.
pub const HANDLE_CHARS: std::ops::RangeInclusive<usize> = 3..=20;
/// Longest display name in characters.
pub const MAX_DISPLAY_NAME_CHARS: usize = 40;
/// Words that a speaker says in ten seconds at an ordinary pace, for the hint while typing.
pub const WORDS_PER_SECOND: f32 = 2.7;

/// How long a capture's draw is valid, in milliseconds.
pub const CAPTURE_TTL_MS: u64 = 3 * 60 * 1000;
/// Captures in a row, within [`CAPTURE_TRIES_MS`], after whose refusal there is a pause.
pub const CAPTURE_TRIES: u32 = 3;
/// How long a refused capture counts, in milliseconds.
pub const CAPTURE_TRIES_MS: u64 = 60 * 60 * 1000;
/// The pause after the last of these, in milliseconds.
pub const CAPTURE_PAUSE_MS: u64 = 15 * 60 * 1000;
/// How long a passkey ceremony may take, in milliseconds.
pub const CEREMONY_TTL_MS: u64 = 5 * 60 * 1000;
/// Shortest and longest reading that a voice is copied from, in milliseconds.
pub const VOICE_READING_MS: (u32, u32) = (20_000, 40_000);
/// Largest reading in bytes: the longest one, 16 bit, at 48 kHz, and its header.
pub const MAX_READING_BYTES: usize = 4 * 1024 * 1024;
/// Copies of a voice that an account may ask for in a minute.
pub const VOICES_PER_MINUTE: u32 = 5;
/// Avatars that an account may ask for in a minute.
pub const AVATARS_PER_MINUTE: u32 = 3;
/// How long an avatar waits for its person's yes on the provider's page, in seconds; then it is removed there.
pub const AVATAR_CONSENT_S: u32 = 7 * 24 * 3600;
/// How long an avatar may be made ready, in seconds; then it is removed there.
pub const AVATAR_TRAINING_S: u32 = 24 * 3600;
/// How long a session lasts without use, in milliseconds.
pub const SESSION_TTL_MS: u64 = 30 * 24 * 3600 * 1000;
/// How long an invite can be used, in milliseconds.
pub const INVITE_TTL_MS: u64 = 30 * 24 * 3600 * 1000;
/// Invites that an account earns with its first published clip.
pub const INVITES_EARNED: u32 = 3;
/// How long a render waits for its device, in milliseconds.
pub const RENDER_TTL_MS: u64 = 7 * 24 * 3600 * 1000;
/// Recovery codes offered at sign-up, each usable once.
pub const RECOVERY_CODES: usize = 10;
/// Sign-up and sign-in attempts allowed from one address in a minute.
pub const CEREMONIES_PER_MINUTE: u32 = 10;
/// Renders that one account may have unfinished at a time.
pub const MAX_OPEN_RENDERS: u32 = 5;
/// Renders that one account may have unfinished at a time, those included that wait for someone's yes.
pub const MAX_WAITING_RENDERS: u32 = 30;
/// Requests, uses or people on one page of a list.
pub const LIST_PAGE: u32 = 20;
/// Receipts on one page.
pub const RECEIPTS_PAGE: u32 = 20;
/// Clips on one page of the feed.
pub const FEED_PAGE: u32 = 10;
/// Most members that one account may follow.
pub const MAX_FOLLOWS: u32 = 2000;
/// Most members that one account may block.
pub const MAX_BLOCKS: u32 = 2000;
/// Members on one page of a list of people.
pub const PEOPLE_PAGE: u32 = 20;
/// Times a minute that one account may follow, unfollow, block and unblock, taken together.
pub const PEOPLE_CHANGES_PER_MINUTE: u32 = 60;
/// How long a notice is kept, in milliseconds.
pub const NOTICES_KEPT_MS: u64 = 90 * 24 * 3600 * 1000;
/// Most notices kept for one account: the oldest goes for the newest.
pub const MAX_NOTICES: u32 = 300;
/// Notices on one page.
pub const NOTICES_PAGE: u32 = 30;
/// Live connections that one account may hold open: the oldest is closed for the newest.
pub const MAX_LIVE: usize = 12;

/// How often an open player asks whether its clip may still be shown, in milliseconds: so long a clip that was taken back may
/// go on playing from what was loaded.
pub const HEARTBEAT_MS: u32 = 15_000;
/// How long of a clip must have played to count as a view, in milliseconds; the whole of a shorter one.
pub const VIEW_MS: u32 = 2000;
/// Views that one address may add in a minute.
pub const VIEWS_PER_MINUTE: u32 = 30;
/// Views of one clip that one address may add in a minute.
pub const VIEWS_OF_ONE_PER_MINUTE: u32 = 3;
/// How long the mark of a view is kept, which lets a request that is sent twice count once, in milliseconds.
pub const VIEW_MARKS_KEPT_MS: u64 = 24 * 3600 * 1000;
/// Most sites that are remembered for embedding one clip: the one seen longest ago goes for a new one.
pub const MAX_EMBED_SITES: u32 = 20;
/// How many clips may lie, one made out of the other, above a remix.
pub const MAX_REMIX_DEPTH: u32 = 12;
/// Remixes that are withdrawn at one go when their original is; the rest follows right after.
pub const UPROOTED_AT_ONCE: u32 = 100;

/// How long the operator has to answer a report of an intimate picture or of a likeness used without consent, in
/// milliseconds: 48 hours, as the TAKE IT DOWN Act has it.
pub const TAKEDOWN_URGENT_MS: u64 = 48 * 3600 * 1000;
/// How long the operator has to answer any other report, in milliseconds.
pub const TAKEDOWN_ANSWER_MS: u64 = 7 * 24 * 3600 * 1000;
/// How long a creator has to appeal against a hold, in milliseconds: six months (Regulation (EU) 2022/2065, article 20).
pub const APPEAL_WINDOW_MS: u64 = 183 * 24 * 3600 * 1000;
/// How long the operator has to answer an appeal, in milliseconds.
pub const APPEAL_ANSWER_MS: u64 = 7 * 24 * 3600 * 1000;
/// How long name, contact and words of a reporter are kept after the last decision, in days.
pub const CONTACT_KEPT_DAYS: u32 = 30;
/// Longest name of a reporter in characters.
pub const MAX_REPORTER_CHARS: usize = 100;
/// Longest way to reach a reporter in characters.
pub const MAX_CONTACT_CHARS: usize = 200;
/// Longest statement of a reporter, of a creator who appeals, or of an operator who decides, in characters.
pub const MAX_STATEMENT_CHARS: usize = 2000;
/// Reports and looks at reports that one address may send in a minute.
pub const REPORTS_PER_MINUTE: u32 = 5;
/// Most bits, of 64, by which the perceptual hashes of two key frames that show the same may differ.
pub const MAX_PRINT_BITS: u32 = 7;
/// The same where the two clips sound the same: a crop of three percent moves a picture by six to nine bits.
pub const MAX_HEARD_PRINT_BITS: u32 = 12;
/// Most bits, of 64, by which they differ where nothing but the encoder made a difference.
pub const MAX_SAME_PICTURE_BITS: u32 = 0;
/// Most bits, of a thousand, by which the acoustic fingerprints of two sounds that are the same may differ.
pub const MAX_SOUND_BITS: u32 = 250;
/// Fewest words of an acoustic fingerprint that say something: half a second, and what the first word takes.
pub const MIN_SOUND_WORDS: usize = 8;
/// Most key frames of a clip that are looked at, spread evenly.
pub const MAX_PRINTS: usize = 20;
/// How long the address of a clip's file is good after it was asked for, in milliseconds.
pub const DOWNLOAD_TTL_MS: u64 = 10 * 60 * 1000;
/// Files of clips that one account may ask for in a minute.
pub const DOWNLOADS_PER_MINUTE: u32 = 20;
/// Longest part of a file name that is made of what is said in the clip, in characters.
pub const MAX_FILE_WORDS_CHARS: usize = 40;
/// Clips in one file of an export: each needs two reads, and one request of a Worker may make a thousand. More clips are
/// more files.
pub const EXPORT_CLIPS: u32 = 300;
/// Exports that one account may begin in a minute.
pub const EXPORTS_PER_MINUTE: u32 = 6;
/// Largest export that can be imported, in bytes.
pub const MAX_IMPORT_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// Most files in an export that can be imported: three a clip, two a character, and some.
pub const MAX_IMPORT_FILES: usize = 2048;
/// Largest JSON file in an export that is read, in bytes.
pub const MAX_IMPORT_JSON_BYTES: u64 = 8 * 1024 * 1024;
/// People or likes in one request of an import: each takes up to four reads and writes.
pub const IMPORT_BATCH: usize = 50;
/// Receipts that an export has as files of their own; a list has all of them.
pub const EXPORT_RECEIPT_FILES: usize = 1000;
/// Clips and packs that one account may import in a minute.
pub const IMPORTS_PER_MINUTE: u32 = 120;
