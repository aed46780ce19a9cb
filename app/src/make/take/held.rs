//! Recordings in memory: that of the clip that is being written, and those of clips that are being made.

use std::cell::RefCell;
use std::rc::Rc;

use domain::RenderId;

/// A recording.
#[derive(Debug, Clone)]
pub struct Take {
    /// Mono, in [-1, 1].
    pub samples: Rc<Vec<f32>>,
    /// Samples a second.
    pub rate_hz: u32,
}

impl PartialEq for Take {
    /// Whether it is the same recording.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.samples, &other.samples)
    }
}

#[derive(Default)]
struct Held {
    draft: Option<Take>,
    renders: Vec<(RenderId, Take)>,
}

thread_local! {
    static HELD: RefCell<Held> = RefCell::default();
}

/// That of the clip that is being written.
pub(super) fn of_draft() -> Option<Take> {
    HELD.with_borrow(|held| held.draft.clone())
}

/// Keeps one for the clip that is being written, or none.
pub(super) fn keep(take: Option<Take>) {
    HELD.with_borrow_mut(|held| held.draft = take);
}

/// Gives it to the render that was asked for with it.
pub fn give(render: &RenderId) {
    HELD.with_borrow_mut(|held| {
        if let Some(take) = held.draft.take() {
            held.renders.retain(|(id, _)| id != render);
            held.renders.push((render.clone(), take));
        }
    });
}

/// That of a render.
#[must_use]
pub fn of_render(render: &RenderId) -> Option<Take> {
    HELD.with_borrow(|held| held.renders.iter().find(|(id, _)| id == render).map(|(_, take)| take.clone()))
}

/// Takes it back for another try at the same clip.
pub fn back(render: &RenderId) {
    if let Some(take) = of_render(render) {
        forget(render);
        keep(Some(take));
    }
}

/// Forgets that of a render: it is in the clip.
pub fn forget(render: &RenderId) {
    HELD.with_borrow_mut(|held| held.renders.retain(|(id, _)| id != render));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_goes_to_its_render_and_comes_back() {
        let take = Take { samples: Rc::new(vec![0.5; 10]), rate_hz: 48_000 };
        let (one, other) = (RenderId::from_bytes(&[1; 16]), RenderId::from_bytes(&[2; 16]));
        give(&one);
        assert_eq!(of_render(&one), None);
        keep(Some(take.clone()));
        give(&one);
        assert_eq!((of_draft(), of_render(&one), of_render(&other)), (None, Some(take.clone()), None));
        back(&other);
        assert_eq!(of_draft(), None);
        back(&one);
        assert_eq!((of_draft(), of_render(&one)), (Some(take), None));
        give(&one);
        forget(&one);
        back(&one);
        assert_eq!((of_draft(), of_render(&one)), (None, None));
    }
}
