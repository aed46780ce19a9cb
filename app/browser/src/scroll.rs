//! Scrolling through things of which one fills the view.

use web_sys::{Element, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::page::reduced_motion;

/// Which of the children fills the view.
#[must_use]
pub fn index(scroller: &Element) -> usize {
    let height = f64::from(scroller.client_height()).max(1.0);
    (f64::from(scroller.scroll_top()) / height).round().max(0.0) as usize
}

/// Scrolls to a child; nothing happens past the ends.
pub fn to_index(scroller: &Element, index: usize) {
    let child = u32::try_from(index).ok().and_then(|i| scroller.children().item(i));
    if let Some(child) = child {
        let options = ScrollIntoViewOptions::new();
        options.set_behavior(if reduced_motion() { ScrollBehavior::Instant } else { ScrollBehavior::Smooth });
        options.set_block(ScrollLogicalPosition::Start);
        child.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
