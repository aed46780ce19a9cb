//! Scrolling through things of which one fills the view.

use web_sys::{Element, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::js::get;
use crate::page::reduced_motion;

/// Which of the children fills the view.
#[must_use]
pub fn index(scroller: &Element) -> usize {
    let height = f64::from(scroller.client_height()).max(1.0);
    (get(scroller, "scrollTop").as_f64().unwrap_or(0.0) / height).round().max(0.0) as usize
}

/// Scrolls to a child; nothing happens past the ends.
pub fn to_index(scroller: &Element, index: usize) {
    scroll(scroller, index, if reduced_motion() { ScrollBehavior::Instant } else { ScrollBehavior::Smooth });
}

/// Is at a child at once, as if it had always been there.
pub fn put_at(scroller: &Element, index: usize) {
    scroll(scroller, index, ScrollBehavior::Instant);
}

fn scroll(scroller: &Element, index: usize, behavior: ScrollBehavior) {
    let child = u32::try_from(index).ok().and_then(|i| scroller.children().item(i));
    if let Some(child) = child {
        let options = ScrollIntoViewOptions::new();
        options.set_behavior(behavior);
        options.set_block(ScrollLogicalPosition::Start);
        child.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
