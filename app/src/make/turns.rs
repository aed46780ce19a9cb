//! Who says what.

use domain::dialogue::{self, Turn};
use leptos::prelude::*;

/// Handles of a cast: the creator, and who plays beside them.
#[must_use]
pub fn cast(me: &str, other: Option<&str>) -> Vec<String> {
    std::iter::once(me).chain(other).map(str::to_owned).collect()
}

/// The turns of a script.
///
/// # Errors
/// What is wrong with it.
pub fn turns(script: &str, cast: &[String]) -> Result<Vec<Turn>, dialogue::DialogueError> {
    dialogue::parse(script, &cast.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What is said, without the names of who says it; the script itself while that is not clear.
#[must_use]
pub fn texts(script: &str, cast: &[String]) -> Vec<String> {
    turns(script, cast).map_or_else(|_| vec![script.to_owned()], |all| all.into_iter().map(|t| t.text).collect())
}

/// What is wrong with a script for this cast, in words; nothing is wrong with one that is not there yet.
#[must_use]
pub fn wrong(script: &str, cast: &[String]) -> Option<String> {
    match turns(script, cast) {
        Err(dialogue::DialogueError::NotCast { found, cast }) if cast.len() == 1 => Some(format!(
            "@{found} is not in the cast. Add them below, or begin the line with @{}:",
            cast.first().map_or("", String::as_str)
        )),
        Err(error @ dialogue::DialogueError::NotCast { .. }) => Some(crate::trouble::sentence(&error.to_string())),
        Ok(_) | Err(dialogue::DialogueError::Empty) => None,
    }
}

/// How to write for two, for whoever has nothing to say yet.
#[must_use]
pub fn hint(script: &str, cast: &[String]) -> String {
    let silent = |who: usize| turns(script, cast).is_ok_and(|all| all.iter().all(|t| t.who != who));
    match cast.iter().enumerate().find(|(who, _)| cast.len() > 1 && silent(*who)) {
        Some((_, handle)) => format!("@{handle} only listens so far. A line that begins with @{handle}: is theirs."),
        None => String::new(),
    }
}

/// The turns one under another, once there are two in the cast.
#[component]
pub fn WhoSays(
    /// The script.
    script: RwSignal<String>,
    /// Who plays.
    #[prop(into)]
    cast: Signal<Vec<String>>,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        let cast = cast.get();
        let turns = if cast.len() > 1 { turns(&script.get(), &cast).unwrap_or_default() } else { Vec::new() };
        turns.into_iter().map(|t| (cast.get(t.who).cloned().unwrap_or_default(), t.who, t.text)).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !all.get().is_empty()>
            <ol class="turns" aria-label="Who says what">
                {move || {
                    all.get()
                        .into_iter()
                        .map(|(handle, who, text)| {
                            view! {
                                <li class="turns__turn" class:turns__turn--second=move || { who > 0 }>
                                    <span class="turns__who">{format!("@{handle}")}</span>
                                    <span>{text}</span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ol>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_not_counted_and_strangers_are_told() {
        let two = cast("ana", Some("ben"));
        assert_eq!(texts("Hi.\n@ben: Hello there.", &two), ["Hi.", "Hello there."]);
        assert_eq!(
            wrong("@zoe: Hi", &two).as_deref(),
            Some("@zoe is not in the cast: begin the line with @ana: or @ben:")
        );
        let told = wrong("@ben: Hi", &cast("ana", None));
        assert_eq!(told.as_deref(), Some("@ben is not in the cast. Add them below, or begin the line with @ana:"));
        assert_eq!(wrong("Hi @zoe", &two), None);
        assert!(hint("Hi.", &two).starts_with("@ben only listens"));
        assert_eq!(hint("Hi.\n@ben: Hello.", &two), "");
        assert_eq!(hint("Hi.", &cast("ana", None)), "");
    }
}
