//! Answering with the thumb: to the right for yes, to the left for no.

use leptos::ev::PointerEvent;
use leptos::html::Div;
use leptos::prelude::*;
use ui::Icon;

/// How far a finger moves before it is clear whether it swipes or scrolls, in CSS pixels.
const CLEAR_PX: f64 = 10.0;
/// How far a swipe goes to count, as a part of the card's width.
const FAR: f64 = 0.33;

/// Where a swipe is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    /// No finger is down.
    Rest,
    /// A finger went down here; it may scroll.
    Down([f64; 2]),
    /// It swipes, this far to the right.
    Swipes([f64; 2], f64),
}

impl Way {
    /// What a finger at `at` makes of it.
    fn moved(self, [x, y]: [f64; 2]) -> Self {
        match self {
            Self::Down(from) => {
                let (right, down) = (x - from[0], y - from[1]);
                if down.abs() > CLEAR_PX && down.abs() >= right.abs() {
                    Self::Rest
                } else if right.abs() > CLEAR_PX {
                    Self::Swipes(from, right)
                } else {
                    self
                }
            }
            Self::Swipes(from, _) => Self::Swipes(from, x - from[0]),
            Self::Rest => self,
        }
    }

    /// What it would answer on a card this wide, if the finger was lifted now.
    fn answer(self, width: f64) -> Option<bool> {
        match self {
            Self::Swipes(_, right) if right.abs() >= width * FAR => Some(right > 0.0),
            _ => None,
        }
    }
}

/// What can be swiped, with its answer behind it. Buttons stay what they are.
#[component]
pub fn Swipe(
    /// Whether an answer is awaited.
    #[prop(into)]
    open: Signal<bool>,
    /// Takes the answer.
    #[prop(into)]
    on_answer: Callback<bool>,
    children: Children,
) -> impl IntoView {
    let (node, way) = (NodeRef::<Div>::new(), RwSignal::new(Way::Rest));
    let width = move || node.get_untracked().map_or(0.0, |node| f64::from(node.client_width()));
    let down = move |event: PointerEvent| {
        if open.get_untracked() && browser::pointer::is_touch(&event) && !browser::pointer::is_on_control(&event) {
            way.set(Way::Down(browser::pointer::position(&event)));
        }
    };
    let moves = move |event: PointerEvent| {
        let before = way.get_untracked();
        let now = before.moved(browser::pointer::position(&event));
        if matches!((before, now), (Way::Down(_), Way::Swipes(..)))
            && let Some(node) = node.get_untracked()
        {
            browser::pointer::hold(&event, &node);
        }
        if now != before {
            way.set(now);
        }
    };
    let up = move |_: PointerEvent| {
        let answer = way.get_untracked().answer(width());
        way.set(Way::Rest);
        if let Some(yes) = answer {
            on_answer.run(yes);
        }
    };
    let shift = move || match way.get() {
        // Who wants no motion sees the answer alone.
        Way::Swipes(_, right) if !browser::page::reduced_motion() => Some(format!("translateX({right:.0}px)")),
        _ => None,
    };
    let behind = move || match way.get() {
        now @ Way::Swipes(_, right) => {
            let yes = right > 0.0;
            Some((yes, now.answer(width()).is_some()))
        }
        _ => None,
    };
    view! {
        <div
            class="swipe"
            class:swipe--open=move || open.get()
            node_ref=node
            on:pointerdown=down
            on:pointermove=moves
            on:pointerup=up
            on:pointercancel=move |_| way.set(Way::Rest)
        >
            {move || {
                behind()
                    .map(|(yes, far)| {
                        view! {
                            <p class="swipe__answer" class:swipe__answer--no=!yes class:swipe__answer--far=far aria-hidden="true">
                                <Icon name=if yes { "check" } else { "x" } />
                                {if yes { "Yes" } else { "No" }}
                            </p>
                        }
                    })
            }}
            <div class="swipe__card" class:swipe__card--moves=move || shift().is_some() style:transform=shift>
                {children()}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swipe_is_no_scroll_and_answers_only_when_it_goes_far() {
        let down = Way::Down([200.0, 400.0]);
        assert_eq!(down.moved([204.0, 403.0]), down);
        assert_eq!(down.moved([206.0, 420.0]), Way::Rest);
        let right = down.moved([240.0, 405.0]);
        assert_eq!(right, Way::Swipes([200.0, 400.0], 40.0));
        assert_eq!(right.answer(300.0), None);
        // Once it swipes it goes on to, however the thumb turns.
        assert_eq!(right.moved([330.0, 600.0]).answer(300.0), Some(true));
        assert_eq!(right.moved([60.0, 600.0]).answer(300.0), Some(false));
        assert_eq!(right.moved([201.0, 400.0]).answer(300.0), None);
    }
}
