//! A form's fields, as sent and as drawn: label, control, and what is wrong with it.

use maud::{Markup, html};
use wire::Problem;

/// The fields of a form (WHATWG URL, application/x-www-form-urlencoded).
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a form. Whatever the bytes are, they are some form.
    pub(super) fn read(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// Fills a field in.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// A field, or an empty text.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find_map(|(found, value)| (found == name).then_some(value.as_str())).unwrap_or_default()
    }

    /// Whether a box is ticked.
    pub(super) fn is_ticked(&self, name: &str) -> bool {
        self.get(name) == "yes"
    }
}

/// What is wrong with a field.
pub(super) fn wrong<'a>(problem: Option<&'a Problem>, name: &str) -> Option<&'a str> {
    problem.filter(|problem| problem.field.as_deref() == Some(name)).map(|problem| problem.detail.as_str())
}

/// One line of text.
pub(super) struct Line<'a> {
    pub(super) name: &'a str,
    pub(super) label: &'a str,
    pub(super) hint: &'a str,
    pub(super) complete: &'a str,
}

impl Line<'_> {
    pub(super) fn draw(&self, fields: &Fields, problem: Option<&Problem>) -> Markup {
        let wrong = wrong(problem, self.name);
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                input id=(self.name) name=(self.name) type="text" value=(fields.get(self.name)) autocomplete=(self.complete)
                    required aria-invalid=[wrong.map(|_| "true")] aria-describedby=(format!("{}-note", self.name));
                (note(self.name, self.hint, wrong))
            }
        }
    }
}

/// Several lines of text.
pub(super) fn area(name: &str, label: &str, hint: &str, fields: &Fields, problem: Option<&Problem>) -> Markup {
    let wrong = wrong(problem, name);
    html! {
        div.field {
            label for=(name) { (label) }
            textarea id=(name) name=(name) rows="5" required aria-invalid=[wrong.map(|_| "true")]
                aria-describedby=(format!("{name}-note")) { (fields.get(name)) }
            (note(name, hint, wrong))
        }
    }
}

/// A box to tick. Never ticked beforehand.
pub(super) fn tick(name: &str, sentence: &str, fields: &Fields, problem: Option<&Problem>) -> Markup {
    let wrong = wrong(problem, name);
    html! {
        div.field {
            label.tick {
                input type="checkbox" name=(name) value="yes" checked[fields.is_ticked(name)] required
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| format!("{name}-note"))];
                span { (sentence) }
            }
            @if wrong.is_some() { (note(name, "", wrong)) }
        }
    }
}

fn note(name: &str, hint: &str, wrong: Option<&str>) -> Markup {
    let class = if wrong.is_some() { "wrong" } else { "hint" };
    html! { p class=(class) id=(format!("{name}-note")) { (wrong.unwrap_or(hint)) } }
}

/// What is wrong, above the form. Readers hear it first.
pub(super) fn trouble(problem: Option<&Problem>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            div.trouble role="alert" {
                p { strong { (problem.title) ". " } (problem.detail) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_and_drawn_without_its_markup() {
        let fields = Fields::read(b"name=%3Cb%3EAna%3C%2Fb%3E+Q&good_faith=yes&name=second&x=%FF");
        assert_eq!(fields.get("name"), "<b>Ana</b> Q");
        assert!(fields.is_ticked("good_faith") && !fields.is_ticked("entitled"));
        let line = Line { name: "name", label: "Your name", hint: "As you sign.", complete: "name" };
        let drawn = line.draw(&fields, None).into_string();
        assert!(drawn.contains("&lt;b&gt;Ana") && drawn.contains("As you sign.") && !drawn.contains("aria-invalid"));
        let problem = Problem::new(wire::Code::Invalid, "Write something first.").field("name");
        let drawn = line.draw(&fields, Some(&problem)).into_string();
        assert!(drawn.contains("aria-invalid=\"true\"") && drawn.contains("Write something first."));
    }
}
