//! A plan as people see it, and prompts that change it: each choice has a phrase of its own, which a chip writes behind
//! the visitor's own words. The prompt stays the one thing that is stored and shown.

use super::choices::{Camera, Framing, Prop, Style, TimeOfDay, Weather};
use super::place::SceneKind;
use super::plan::Plan;

/// What a chip is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChipKind {
    /// [`SceneKind`].
    Place,
    /// [`TimeOfDay`].
    Time,
    /// [`Weather`].
    Weather,
    /// [`Style`].
    Style,
    /// [`Camera`].
    Camera,
    /// [`Prop`].
    Prop,
    /// Text on screen.
    Text,
    /// [`Framing`], with the second from which it holds.
    Cut,
}

/// One thing of a plan in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// What it is about.
    pub kind: ChipKind,
    /// Sentence case.
    pub label: String,
}

/// A choice that can be made, and the prompt that makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Sentence case.
    pub label: &'static str,
    /// Whether it is chosen.
    pub on: bool,
    /// The prompt with it chosen; for a prop that is on, without it.
    pub prompt: String,
}

impl Plan {
    /// What the plan says, for chips: only what can be seen in its place.
    #[must_use]
    pub fn describe(&self) -> Vec<Chip> {
        let chip = |kind, label: &str| Chip { kind, label: label.to_owned() };
        let mut chips = vec![chip(ChipKind::Place, self.scene.name())];
        if self.scene.has_daylight() {
            chips.push(chip(ChipKind::Time, self.time.name()));
            chips.push(chip(ChipKind::Weather, self.weather.name()));
        }
        chips.push(chip(ChipKind::Style, self.style.name()));
        chips.push(chip(ChipKind::Camera, self.camera.name()));
        chips.extend(self.props.iter().map(|p| chip(ChipKind::Prop, p.name())));
        chips.extend(self.text.iter().map(|t| chip(ChipKind::Text, t)));
        if self.cuts.is_empty() {
            return chips;
        }
        chips.extend(self.shots().iter().map(|s| Chip {
            kind: ChipKind::Cut,
            label: format!("{} from {} s", s.framing.name(), s.from_frame / 30),
        }));
        chips
    }

    /// The same plan in another place, at the time and in the weather that suit it where the visitor chose neither.
    #[must_use]
    pub fn with_place(mut self, scene: SceneKind) -> Self {
        let (was, best) = (self.scene.at_its_best(), scene.at_its_best());
        if self.time == was.0 {
            self.time = best.0;
        }
        if self.weather == was.1 {
            self.weather = best.1;
        }
        self.scene = scene;
        self
    }

    /// The same plan with text on screen, or none.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        let text: String = text.trim().chars().take(super::plan::MAX_TEXT).collect();
        self.text = (!text.is_empty()).then_some(text);
        self
    }

    /// The same plan with a prop, or without it if it is there.
    #[must_use]
    pub fn with_prop_toggled(mut self, prop: Prop) -> Self {
        if self.props.contains(&prop) {
            self.props.retain(|p| *p != prop);
        } else if self.props.len() < super::plan::MAX_PROPS {
            self.props.push(prop);
        }
        self
    }
}

/// The choices of one kind for a prompt, each with the prompt that it makes. Empty where the kind changes nothing.
#[must_use]
pub fn offers(prompt: &str, kind: ChipKind) -> Vec<Offer> {
    let plan = Plan::from_prompt(prompt, 0);
    let with = |label, on, phrase: &'static str, of: fn(&str) -> bool| Offer {
        label,
        on,
        prompt: replaced(prompt, phrase, of),
    };
    match kind {
        ChipKind::Place => SceneKind::ALL
            .iter()
            .map(|k| Offer { label: k.name(), on: *k == plan.scene, prompt: moved(prompt, *k) })
            .collect(),
        ChipKind::Time | ChipKind::Weather if !plan.scene.has_daylight() => Vec::new(),
        ChipKind::Time => TimeOfDay::ALL
            .iter()
            .map(|t| with(t.name(), *t == plan.time, time(*t), |p| TimeOfDay::ALL.iter().any(|t| time(*t) == p)))
            .collect(),
        ChipKind::Weather => Weather::ALL
            .iter()
            .map(|w| with(w.name(), *w == plan.weather, weather(*w), |p| Weather::ALL.iter().any(|w| weather(*w) == p)))
            .collect(),
        ChipKind::Style => Style::ALL
            .iter()
            .map(|s| with(s.name(), *s == plan.style, style(*s), |p| Style::ALL.iter().any(|s| style(*s) == p)))
            .collect(),
        ChipKind::Camera => Camera::ALL
            .iter()
            .map(|c| with(c.name(), *c == plan.camera, camera(*c), |p| Camera::ALL.iter().any(|c| camera(*c) == p)))
            .collect(),
        ChipKind::Cut => Framing::ALL
            .iter()
            .map(|f| {
                let on = plan.shots().len() == 1 && plan.shots()[0].framing == *f;
                with(f.name(), on, framing(*f), |p| Framing::ALL.iter().any(|f| framing(*f) == p))
            })
            .collect(),
        ChipKind::Prop => Prop::ALL
            .iter()
            .map(|p| {
                let on = plan.props.contains(p);
                let (own, mut phrases) = apart(prompt);
                phrases.retain(|q| *q != prop(*p));
                // What the visitor's own words ask for stays.
                if !on {
                    phrases.push(prop(*p));
                }
                Offer { label: p.name(), on, prompt: joined(&own, &phrases) }
            })
            .collect(),
        ChipKind::Text => Vec::new(),
    }
}

/// The visitor's own words, and the phrases that chips wrote behind them.
pub(super) fn apart(prompt: &str) -> (String, Vec<&'static str>) {
    let known: Vec<&'static str> = TimeOfDay::ALL
        .iter()
        .map(|t| time(*t))
        .chain(Weather::ALL.iter().map(|w| weather(*w)))
        .chain(Style::ALL.iter().map(|s| style(*s)))
        .chain(Camera::ALL.iter().map(|c| camera(*c)))
        .chain(Prop::ALL.iter().map(|p| prop(*p)))
        .chain(Framing::ALL.iter().map(|f| framing(*f)))
        .collect();
    let (mut own, mut phrases) = (Vec::new(), Vec::new());
    for part in prompt.split(", ") {
        match known.iter().find(|k| part.trim().eq_ignore_ascii_case(k)) {
            Some(k) => phrases.push(*k),
            None => own.push(part),
        }
    }
    (own.join(", "), phrases)
}

fn joined(own: &str, phrases: &[&str]) -> String {
    let own = own.trim().trim_end_matches(['.', ',']);
    let parts: Vec<&str> = std::iter::once(own).filter(|o| !o.is_empty()).chain(phrases.iter().copied()).collect();
    parts.join(", ")
}

/// The prompt with one phrase of a kind.
fn replaced(prompt: &str, phrase: &'static str, of_kind: fn(&str) -> bool) -> String {
    let (own, mut phrases) = apart(prompt);
    phrases.retain(|p| !of_kind(p));
    phrases.push(phrase);
    joined(&own, &phrases)
}

/// Another place in place of the visitor's words, with what chips wrote.
fn moved(prompt: &str, place: SceneKind) -> String {
    let (_, phrases) = apart(prompt);
    joined(place.prompt(), &phrases)
}

fn time(t: TimeOfDay) -> &'static str {
    match t {
        TimeOfDay::Dawn => "at dawn",
        TimeOfDay::Day => "by day",
        TimeOfDay::Golden => "golden hour",
        TimeOfDay::Dusk => "at dusk",
        TimeOfDay::Night => "at night",
    }
}

fn weather(w: Weather) -> &'static str {
    match w {
        Weather::Clear => "in clear weather",
        Weather::Rain => "in the rain",
        Weather::Snow => "in falling snow",
        Weather::Fog => "in fog",
        Weather::Wind => "in the wind",
    }
}

fn style(s: Style) -> &'static str {
    match s {
        Style::Natural => "natural colours",
        Style::Noir => "film noir",
        Style::Neon => "neon style",
        Style::Pastel => "in pastel",
        Style::Vintage => "vintage film",
    }
}

fn camera(c: Camera) -> &'static str {
    match c {
        Camera::Still => "still camera",
        Camera::Push => "push in",
        Camera::Left => "pan left",
        Camera::Right => "pan right",
        Camera::Rise => "crane up",
        Camera::HandHeld => "hand-held",
        Camera::Orbit => "orbit shot",
    }
}

fn prop(p: Prop) -> &'static str {
    match p {
        Prop::Desk => "at a desk",
        Prop::Microphone => "with a microphone",
        Prop::Mug => "with a mug",
        Prop::Plant => "with a potted plant",
        Prop::Lamp => "with a desk lamp",
    }
}

fn framing(f: Framing) -> &'static str {
    match f {
        Framing::Wide => "wide shot",
        Framing::Medium => "medium shot",
        Framing::Close => "close-up",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [ChipKind; 7] = [
        ChipKind::Place,
        ChipKind::Time,
        ChipKind::Weather,
        ChipKind::Style,
        ChipKind::Camera,
        ChipKind::Prop,
        ChipKind::Cut,
    ];

    #[test]
    fn what_a_chip_writes_is_what_the_plan_says() {
        for prompt in
            ["", "On a beach at sunset, two palms.", "In a kitchen", "lost in the desert, in the wind, push in"]
        {
            for kind in KINDS {
                let offers = offers(prompt, kind);
                for (i, offer) in offers.iter().enumerate() {
                    let again = super::offers(&offer.prompt, kind);
                    let wanted = if kind == ChipKind::Prop { !offer.on } else { true };
                    assert_eq!(again[i].on, wanted, "{kind:?} {}: {} -> {}", offer.label, prompt, offer.prompt);
                    if kind != ChipKind::Place {
                        let (was, now) = (Plan::from_prompt(prompt, 0), Plan::from_prompt(&offer.prompt, 0));
                        assert_eq!(was.scene, now.scene, "{}", offer.prompt);
                    }
                }
            }
        }
    }

    #[test]
    fn chips_keep_the_visitors_words_and_each_other() {
        let of = |prompt: &str, kind, label: &str| {
            offers(prompt, kind).into_iter().find(|o| o.label == label).map(|o| o.prompt).unwrap_or_default()
        };
        let one = of("At grandma's kitchen.", ChipKind::Time, "Night");
        assert_eq!(one, "At grandma's kitchen, at night");
        let two = of(&one, ChipKind::Style, "Vintage");
        assert_eq!(of(&two, ChipKind::Time, "Dusk"), "At grandma's kitchen, vintage film, at dusk");
        let three = of(&two, ChipKind::Prop, "Mug");
        assert_eq!(of(&three, ChipKind::Prop, "Mug"), two, "twice is not at all");
        assert_eq!(of(&two, ChipKind::Place, "Desert"), "In the desert among dunes, at night, vintage film");
        assert!(offers("on a stage", ChipKind::Time).is_empty(), "no window, no time of day");
    }

    #[test]
    fn a_plan_is_described_by_what_can_be_seen() {
        let labels =
            |prompt: &str| Plan::from_prompt(prompt, 0).describe().into_iter().map(|c| c.label).collect::<Vec<_>>();
        assert_eq!(labels("beach at night in the rain"), ["Beach", "Night", "Rain", "Natural", "Still"]);
        assert_eq!(
            labels("on a stage, film noir, \"Act one\", wide shot, close-up"),
            ["Stage", "Film noir", "Still", "Act one", "Wide from 0 s", "Close from 3 s"]
        );
    }
}
