//! The schedule: every kind of thing that is kept.

use domain::limits::{
    CONTACT_KEPT_DAYS, MAX_EMBED_SITES, MAX_NOTICES, MAX_POLICY_VERSIONS, NOTICES_KEPT_MS, RENDER_TTL_MS,
    SESSION_TTL_MS,
};

use crate::idempotency;
use crate::jobs::CAPTURES_KEPT_MS;

const MINUTE_MS: u64 = 60 * 1000;
const HOUR_MS: u64 = 60 * MINUTE_MS;
const DAY_MS: u64 = 24 * HOUR_MS;

/// The head of each column after the first.
pub(super) const COLUMNS: [&str; 4] = ["Where it is", "How long", "How it goes sooner", "Who could read it"];

/// One kind of thing that is kept: its name, then what stands under [`COLUMNS`].
pub(super) struct Row {
    /// Its name.
    pub(super) what: &'static str,
    /// What stands under [`COLUMNS`].
    pub(super) cells: [String; 4],
}

fn row(what: &'static str, place: &str, long: &str, sooner: &str, reader: &str) -> Row {
    Row { what, cells: [place, long, sooner, reader].map(str::to_owned) }
}

/// What a scan takes, and what is made of it.
#[must_use]
pub(super) fn scan() -> Vec<Row> {
    let scans = format!("{}.", span(CAPTURES_KEPT_MS));
    vec![
        row(
            "Stills and recordings of a scan",
            "Memory of your device. They are never sent.",
            "Until you leave the scan's page.",
            "Leave the page.",
            "Only you.",
        ),
        row(
            "Numbers of a scan: angles, distances and measures of face and voice",
            "Sent to this site, scored there, stored nowhere.",
            "The moment that scoring takes.",
            "They are gone when the scan has its answer.",
            "Whoever runs this site, in that moment. They can tell your face and voice from others. No picture and no recording is among them.",
        ),
        row(
            "That you scanned: when, what was asked, whether it was accepted",
            "This site's database.",
            &scans,
            "Delete your account.",
            "Whoever runs this site.",
        ),
        row(
            "The pack: textures and shape of your face, measures of your voice",
            "This site's file store, encrypted with AES-256-GCM.",
            "Until you delete it, a new scan replaces it, or your account goes.",
            "Delete your understudy.",
            "You, on your devices. Whoever runs this site and holds all three shares of its key could open it.",
        ),
        row(
            "The key of the pack, in three shares",
            "One with your understudy's record, one in the file store, one is this site's secret.",
            "The first two as long as the pack. The third as long as the site.",
            "Delete your understudy: the share in the file store goes first.",
            "Whoever runs this site. One share alone, or two, open nothing.",
        ),
        row(
            "Half a minute of reading, where you have your voice copied by an outside provider",
            "Passed on by this site to the provider that you named, and stored nowhere here.",
            "The moment that sending takes.",
            "It is gone when the answer is there.",
            "That provider, under its own terms.",
        ),
        row(
            "That copy of your voice, and what it is called there",
            "At that provider. What it is called there is in a record of yours here, encrypted.",
            "Until you remove it, your rules name the provider no more, you scan again, or your understudy or account goes. Where the provider does not answer, this site asks until it is gone.",
            "Remove it on your understudy's page.",
            "That provider. Whoever runs this site holds the key to it there, and could have it speak.",
        ),
    ]
}

/// What is made with it.
#[must_use]
pub(super) fn clips() -> Vec<Row> {
    let sites = format!("As long as the clip, the latest {MAX_EMBED_SITES} of them.");
    let renders = format!("{}, then a day in which you can see that it ended.", span(RENDER_TTL_MS));
    let rules = format!(
        "As long as your understudy, of your rules the latest {MAX_POLICY_VERSIONS} versions. A use goes with its clip; only how many there were is kept."
    );
    vec![
        row(
            "A character: its cut-out picture, its voice, its name",
            "The picture and voice in this site's file store, encrypted as a pack is; the name in its database.",
            "Until you delete it, or your account.",
            "Delete the character.",
            "You. Whoever runs this site and holds all three shares of its key.",
        ),
        row(
            "What you type before a clip is made",
            "This browser.",
            "Until the clip is made, or you sign out.",
            "Empty the fields.",
            "Whoever uses this browser.",
        ),
        row(
            "A clip that is not finished: its script and what you asked for",
            "This site's database and the clip's own record.",
            &renders,
            "Cancel it.",
            "You, and whoever runs this site.",
        ),
        row(
            "Drafts",
            "This site's file store and database, not encrypted by us.",
            "Until you delete or publish them. They go with your understudy.",
            "Delete the draft.",
            "You, whose understudy plays in it, and whoever runs this site.",
        ),
        row(
            "Published clips",
            "This site's file store and database.",
            "Until you, or somebody whom they show, delete them.",
            "Delete the clip.",
            "Everyone.",
        ),
        row(
            "Your rules, what they were before, people you approved, and who was allowed what",
            "Your understudy's own record.",
            &rules,
            "Delete your understudy.",
            "You, and whoever runs this site.",
        ),
        row(
            "Requests and their answers",
            "This site's database and the clip's own record.",
            "As long as the clip, or a day after it ended without one.",
            "Delete the clip.",
            "Who asked, who is asked, and whoever runs this site.",
        ),
        row(
            "For an outside generator that you chose: a picture of you and the speech of one clip",
            "This site's file store, encrypted with AES-256-GCM; and that generator's provider, which your rules name.",
            "Until the film is there, or the job ends otherwise.",
            "Cancel the clip. It is then removed here, and this site asks the provider to remove it.",
            "That provider, under its own terms. Whoever runs this site could open it meanwhile.",
        ),
        row(
            "That a picture or the speech of a clip with you went to an outside generator: to which, for whom, when, and when it was removed there",
            "This site's database, once for each whom the clip shows.",
            "As long as your account, whatever becomes of the clip.",
            "Delete your account.",
            "You, in “Where you appear”. Whoever runs this site.",
        ),
        row(
            "A picture for an outside generator that was held back, if you ask the operator about it",
            "This site's file store, encrypted with AES-256-GCM.",
            "Until the operator answers.",
            "Delete your account.",
            "Whoever runs this site: it is what you ask them to look at.",
        ),
        row(
            "For an outside voice that you chose: the script of one clip, and how it was said",
            "The script goes to that provider. The sound is in this site's file store, encrypted with AES-256-GCM.",
            "Until the clip is made or given up.",
            "Cancel the clip.",
            "That provider, under its own terms. Whoever runs this site could open it meanwhile.",
        ),
        row(
            "What a film by an outside generator, or a speech by an outside voice, cost: day, name, amount",
            "This site's purse, under the clip's name and your account.",
            "As long as the site exists.",
            "Delete your account: the amount stays, without your name.",
            "You, in your settings. Whoever runs this site.",
        ),
        row(
            "A clip that was taken back: its script and prompt, not its file",
            "This site's database and the clip's own record.",
            "Until its creator deletes it.",
            "Its creator deletes it, or anyone in it deletes their account.",
            "Its creator, its cast, and whoever runs this site.",
        ),
        row(
            "Receipts: which clips your understudy or a character of yours plays in, with the salts that open your entries in the log",
            "The log's own record, and this site's database.",
            "Until you delete your account. They stay when a clip goes: they are your proof.",
            "Delete your account.",
            "You. Whoever runs this site. While a clip is published, its receipts without the salts: everyone.",
        ),
        row(
            "The public log: that somebody agreed to a use, under which version of their rules, in which hour, and whether it was taken back",
            "This site's file store and the log's own record.",
            "For ever: nothing can be taken out of it, or it would prove nothing.",
            "It cannot go. It names nobody: once your receipts are gone, nobody can tell which entries were yours.",
            "Everyone.",
        ),
        row(
            "Views of a clip: how many on each day",
            "This site's database: a number for each clip and day. The tab remembers which clips it counted, until you close it. For a day also a keyed hash of the random key of each request, so that none counts twice.",
            "As long as the clip. A play of two seconds counts, once a clip and visit; never who played it, nor from where.",
            "Delete the clip.",
            "The number: its creator, whoever is in it, and whoever runs this site.",
        ),
        row(
            "Sites that show a clip with our player: host name, how often, on which day last",
            "This site's database. Nothing of who watched there.",
            &sites,
            "Delete the clip.",
            "Whoever is in the clip, and whoever runs this site.",
        ),
        row(
            "That you saved the file of a clip with others: which clip, the hash of its file, how often, first and last when",
            "This site's database, once for each of those others.",
            "Until you, or they, delete the account. It stays when the clip goes, as the saved file does.",
            "Delete your account.",
            "Whoever else is in the clip, and whoever runs this site.",
        ),
        row(
            "Which clip a remix was made out of, as a random number",
            "This site's database and the remix's own record.",
            "As long as the remix. When the original is gone, the number leads nowhere.",
            "Delete the remix. Whoever is in the original can take it back, and every remix of it with it.",
            "Everyone, while both are published.",
        ),
        row(
            "Likes",
            "This site's database.",
            "Until you take them back.",
            "Take the like back.",
            "Whoever runs this site.",
        ),
    ]
}

/// What a member leaves besides.
#[must_use]
pub(super) fn account() -> Vec<Row> {
    let sessions = format!("{} after you last used it.", span(SESSION_TTL_MS));
    let notices = format!("{}, at most the last {MAX_NOTICES}.", span(NOTICES_KEPT_MS));
    let answers = format!("{}.", span(idempotency::KEPT_MS));
    vec![
        row(
            "Handle, name, when you joined and who invited you",
            "This site's database.",
            "Until you delete your account.",
            "Delete your account.",
            "Handle and name: everyone. The rest: whoever runs this site.",
        ),
        row(
            "Whom you follow and whom you blocked, since when",
            "This site's database.",
            "Until you take it back, or either of you deletes the account.",
            "Unfollow or unblock them.",
            "You. Whom you follow: they, too, and everyone how many. Whoever runs this site.",
        ),
        row(
            "Notices: what you were told and whether you read it",
            "A record of its own and this site's database, by account, without names.",
            &notices,
            "Delete your account. Who deletes theirs is no longer named in yours.",
            "You, and whoever runs this site.",
        ),
        row(
            "Passkeys and recovery codes",
            "This site's database: public keys, and keyed hashes of the codes.",
            "Until you delete your account. A code goes when it is used.",
            "Delete your account.",
            "Whoever runs this site. Nobody can sign in with them.",
        ),
        row(
            "Sessions",
            "A cookie here, a hash of it in this site's database.",
            &sessions,
            "Sign out, here or everywhere.",
            "Whoever runs this site. The hash opens nothing.",
        ),
        row(
            "Answers to what you changed, for the case that the network lost them",
            "This site's database, encrypted.",
            &answers,
            "Delete your account.",
            "Only the browser that asked: its request holds the key.",
        ),
        row(
            "While you bring an export: the name of its file",
            "This browser. The file is opened on your device, and only what you bring is sent.",
            "Until all of it is here, or you sign out.",
            "Sign out.",
            "Whoever uses this browser.",
        ),
        row(
            "Your network address, as a keyed hash, when you sign up, sign in, open an invite, report or view a clip",
            "A counter that limits attempts.",
            "A minute after the last attempt.",
            "Wait for that minute.",
            "Nobody. It can only be compared.",
        ),
        row(
            "Logs: failures of the program, without names, pictures or what you wrote",
            "Where this site is hosted. The host may log requests too, with addresses.",
            "The host decides. Cloudflare keeps those of its Workers for up to 7 days.",
            "They cannot be found by your name.",
            "Whoever runs this site, and its host.",
        ),
    ]
}

/// What a report against a clip leaves.
#[must_use]
pub(super) fn takedowns() -> Vec<Row> {
    let contact = format!("{CONTACT_KEPT_DAYS} days after the last decision, or as whoever runs this site set it.");
    vec![
        row(
            "Name, contact, statement and signature of whoever reports a clip, and what its creator says in an appeal",
            "The case's record, encrypted with AES-256-GCM under a key of this site.",
            &contact,
            "Whoever appealed: delete your account. Otherwise ask whoever runs this site.",
            "Whoever runs this site. Creators never learn who reported.",
        ),
        row(
            "What was decided: which clip, on which ground, when, with which reason, by which role",
            "This site's database and the case's record. Accounts stand there as keyed hashes.",
            "As long as the site.",
            "It stays: a trail that could be changed would prove nothing.",
            "Whoever runs this site. The reasons: the reporter, and the creator of the clip.",
        ),
        row(
            "Hashes of what was taken down: a keyed hash of the file, and 64 bits for each of some pictures",
            "This site's database.",
            "While it stays down.",
            "An appeal that succeeds.",
            "Whoever runs this site. No picture can be made from them.",
        ),
        row(
            "Hashes of the pictures of every clip",
            "This site's database.",
            "As long as the clip.",
            "Delete the clip.",
            "Whoever runs this site.",
        ),
    ]
}

/// A length of time in its largest whole unit.
fn span(ms: u64) -> String {
    let (count, unit) = match ms {
        ms if ms >= DAY_MS && ms.is_multiple_of(DAY_MS) => (ms / DAY_MS, "day"),
        ms if ms >= HOUR_MS && ms.is_multiple_of(HOUR_MS) => (ms / HOUR_MS, "hour"),
        ms => (ms.div_ceil(MINUTE_MS), "minute"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        assert_eq!(span(SESSION_TTL_MS), "30 days");
        assert_eq!(span(DAY_MS), "1 day");
        assert_eq!(span(2 * HOUR_MS), "2 hours");
        assert_eq!(span(180_000), "3 minutes");
        assert_eq!(span(90_000), "2 minutes");
    }

    #[test]
    fn every_cell_is_a_sentence() {
        for row in scan().iter().chain(&clips()).chain(&account()).chain(&takedowns()) {
            for cell in &row.cells {
                assert!(cell.ends_with('.') && !cell.contains('!'), "{}: {cell}", row.what);
            }
        }
    }
}
