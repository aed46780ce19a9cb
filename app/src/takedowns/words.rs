//! Reports in words.

use domain::UnixMs;
use domain::copies::Heard;
use domain::takedown::{Ground, How, Stage, Standing};
use wire::takedowns::{Actor, Deed, TakedownLine};

use crate::time::{count, relative};

const HOUR_MS: u64 = 3_600_000;

/// How far off a deadline is: in hours up to four days, since what counts are 48 of them.
#[must_use]
pub fn until(at: UnixMs, now: UnixMs) -> String {
    let off = at.abs_diff(now);
    if !(HOUR_MS..96 * HOUR_MS).contains(&off) {
        return relative(at, now);
    }
    let hours = off / HOUR_MS;
    if at > now { format!("in {hours} h") } else { format!("{hours} h ago") }
}

/// What a report is about, in a few words.
#[must_use]
pub fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::Intimate => "Intimate picture",
        Ground::Likeness => "Likeness without consent",
        Ground::Copyright => "Copyright",
        Ground::Other => "Other",
    }
}

/// What waits, and for how long, and whether that is too long. None when nothing waits.
#[must_use]
pub fn clock(line: &TakedownLine, now: UnixMs) -> Option<(String, bool)> {
    let due = line.due_at?;
    let what = if line.stage == Stage::Received { "Report" } else { "Appeal" };
    let late = due <= now;
    let verb = if late { "was due" } else { "due" };
    Some((format!("{what} {verb} {}", until(due, now)), late))
}

/// Where a case stands, when nothing waits.
#[must_use]
pub fn stage(line: &TakedownLine) -> String {
    match line.stage {
        Stage::Received => "Waits".to_owned(),
        Stage::Dismissed => "Dismissed".to_owned(),
        Stage::Held => format!("Taken down, {}", count(line.down, "clip", "clips")),
        Stage::Reinstated => "Put back".to_owned(),
    }
}

/// How a clip was found.
#[must_use]
pub fn how(how: How) -> String {
    match how {
        How::Reported => "Reported".to_owned(),
        How::Checked => "Found by this site's own check".to_owned(),
        How::Identical => "The same file".to_owned(),
        How::Near { distance, mirrored, heard } => {
            let way = if mirrored { "Nearly the same pictures, mirrored" } else { "Nearly the same pictures" };
            let sound = match heard {
                Heard::Same => "the same sound",
                Heard::Other => "another sound",
                Heard::Unknown => "sound not compared",
            };
            format!("{way} ({distance} of 64 bits differ), {sound}")
        }
    }
}

/// Where a held clip stands.
#[must_use]
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Held => "Taken down",
        Standing::Appealed => "Taken down, its creator has appealed",
        Standing::Upheld => "Taken down, the appeal was refused",
        Standing::Reinstated => "Put back",
    }
}

/// A line of the audit trail.
#[must_use]
pub fn deed(actor: Actor, deed: Deed) -> String {
    let who = match actor {
        Actor::Reporter => "The reporter",
        Actor::Operator => "The operator",
        Actor::Creator => "The creator",
        Actor::Program => "The program",
    };
    let what = match deed {
        Deed::Reported => "sent the report",
        Deed::Opened => "read the report",
        Deed::Dismissed => "dismissed the report",
        Deed::Held => "took the clip down",
        Deed::Matched => "found a copy and took it down",
        Deed::Spared => "left a near copy up",
        Deed::Appealed => "appealed",
        Deed::Upheld => "refused the appeal",
        Deed::Reinstated => "put the clip back",
        Deed::ContactRemoved => "removed name, contact and statements",
    };
    format!("{who} {what}")
}

#[cfg(test)]
mod tests {
    use domain::{ClipId, TakedownId};

    use super::*;

    #[test]
    fn the_clock_says_what_waits_and_when_it_is_late() {
        let mut line = TakedownLine {
            id: TakedownId::from_bytes(&[1; 16]),
            number: "A".to_owned(),
            clip: ClipId::from_bytes(&[2; 16]),
            ground: Ground::Intimate,
            stage: Stage::Received,
            received_at: 0,
            due_at: Some(48 * HOUR_MS),
            appeals: 0,
            down: 0,
        };
        assert_eq!(clock(&line, 8 * HOUR_MS), Some(("Report due in 40 h".to_owned(), false)));
        assert_eq!(clock(&line, 50 * HOUR_MS), Some(("Report was due 2 h ago".to_owned(), true)));
        (line.stage, line.down) = (Stage::Held, 2);
        assert_eq!(clock(&line, 45 * HOUR_MS), Some(("Appeal due in 3 h".to_owned(), false)));
        line.due_at = None;
        assert_eq!((clock(&line, 0), stage(&line)), (None, "Taken down, 2 clips".to_owned()));
    }
}
