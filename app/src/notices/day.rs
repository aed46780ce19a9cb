//! Notices by day.

use wire::notices::Notice;

/// One day of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Day {
    /// Its name.
    pub(super) name: String,
    /// What was told on it, newest first.
    pub(super) notices: Vec<Notice>,
}

/// A list, newest first, by the day's name that `name` gives for a time.
pub(super) fn by_day(notices: &[Notice], name: impl Fn(u64) -> String) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for notice in notices {
        let name = name(notice.at);
        match days.last_mut() {
            Some(day) if day.name == name => day.notices.push(notice.clone()),
            _ => days.push(Day { name, notices: vec![notice.clone()] }),
        }
    }
    days
}

/// What stands between one list and what came live, newest first: nothing twice.
pub(super) fn joined(mut came: Vec<Notice>, list: &[Notice]) -> Vec<Notice> {
    came.retain(|notice| list.iter().all(|known| known.id != notice.id));
    came.reverse();
    came.extend_from_slice(list);
    came
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::NoticeId;
    use domain::notice;

    fn at(at: u64) -> Notice {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&at.to_be_bytes());
        Notice { id: NoticeId::from_bytes(&bytes), at, read: false, what: notice::Notice::Followed { by: None } }
    }

    #[test]
    fn days_have_what_was_told_on_them() {
        let days = by_day(&[at(25), at(21), at(13), at(2)], |at| (at / 10).to_string());
        let sizes: Vec<_> = days.iter().map(|day| (day.name.as_str(), day.notices.len())).collect();
        assert_eq!(sizes, [("2", 2), ("1", 1), ("0", 1)]);
    }

    #[test]
    fn what_comes_live_stands_first_and_once() {
        let list = [at(3), at(2), at(1)];
        let all = joined(vec![at(3), at(4), at(5)], &list);
        assert_eq!(all.iter().map(|n| n.at).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
    }
}
