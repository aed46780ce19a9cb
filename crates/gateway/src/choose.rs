//! The best generator for a clip: by what it can do, then by its price.

use std::cmp::Reverse;

use crate::{Offer, Unfit, price::MicroUsd};

/// What a clip needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Need {
    /// A real person is in it.
    pub real_face: bool,
    /// The speech is in a voice that must stay as it is.
    pub own_voice: bool,
    /// A place and what happens in it are asked for.
    pub scene: bool,
    /// How many play in it.
    pub people: u8,
    /// How long the speech is, in seconds.
    pub seconds: f32,
}

/// A generator that might make the clip.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<'a> {
    /// Its name in our API; [`STUDIO`] for the device.
    pub id: &'a str,
    /// What it can do.
    pub offer: Offer,
    /// What the clip would cost; none if no price is known.
    pub price: Option<MicroUsd>,
    /// What else speaks against it: keys, consents, caps, failures of late.
    pub unfit: Vec<Unfit>,
}

/// A candidate with its place in the order.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<'a> {
    /// Its name in our API.
    pub id: &'a str,
    /// What the clip would cost; none if no price is known.
    pub price: Option<MicroUsd>,
    /// Everything that speaks against it; nothing if it can be chosen.
    pub unfit: Vec<Unfit>,
    /// Whether it can do everything that was asked for, not only what must be.
    pub whole: bool,
}

/// The name of the studio, which needs no gateway: the clip is drawn on the creator's device.
pub const STUDIO: &str = "studio";

/// What the studio can do. It knows its own places only: one that is told in words is no scene to it.
pub const STUDIO_OFFER: Offer = Offer {
    real_faces: true,
    own_voice: true,
    scene: false,
    avatar: false,
    people: 2,
    seconds: [0.0, 10.0],
    seeded: true,
};

/// The studio as a candidate: it costs nothing.
#[must_use]
pub fn studio() -> Candidate<'static> {
    Candidate { id: STUDIO, offer: STUDIO_OFFER, price: Some(0), unfit: Vec::new() }
}

/// Why a generator cannot make the clip, as far as its offer tells.
#[must_use]
pub fn unfit(need: &Need, offer: &Offer) -> Vec<Unfit> {
    let [least, most] = offer.seconds;
    let fits = need.seconds >= least && need.seconds <= most;
    let reasons = [
        (need.real_face && !offer.real_faces, Unfit::RealFaces),
        (need.people > offer.people, Unfit::People),
        (!fits, Unfit::Length),
    ];
    reasons.into_iter().filter_map(|(stands, reason)| stands.then_some(reason)).collect()
}

/// The candidates, best first: those that can be chosen before those that cannot; among them who keeps the voice, then who draws
/// the scene, then who costs less; at the same price the first in the table. Reasons stand once each.
#[must_use]
pub fn order<'a>(need: &Need, candidates: &[Candidate<'a>]) -> Vec<Choice<'a>> {
    let mut ranked: Vec<_> = candidates.iter().map(|candidate| rank(need, candidate)).collect();
    ranked.sort_by_key(|(key, _)| *key);
    ranked.into_iter().map(|(_, choice)| choice).collect()
}

/// What may go on where a generator failed, and its price: the best of the others that can be chosen, that was not `tried`, and
/// that gives up nothing of what the `failed` one offers. What that does not offer was not wanted: it is not paid for now. The
/// studio is none of them: what it draws is another kind of clip.
#[must_use]
pub fn next<'a>(
    need: &Need,
    candidates: &[Candidate<'a>],
    failed: &Offer,
    tried: &[&str],
) -> Option<(&'a str, MicroUsd)> {
    let keeps = |offer: &Offer| (offer.own_voice || !failed.own_voice) && (offer.scene || !failed.scene);
    let others: Vec<Candidate<'a>> = candidates
        .iter()
        .filter(|one| one.id != STUDIO && !tried.contains(&one.id) && keeps(&one.offer))
        .cloned()
        .collect();
    let need = Need { own_voice: failed.own_voice, scene: failed.scene, ..*need };
    let best = order(&need, &others).into_iter().next().filter(|best| best.unfit.is_empty())?;
    Some((best.id, best.price?))
}

type Key = (bool, Reverse<bool>, Reverse<bool>, MicroUsd);

fn rank<'a>(need: &Need, candidate: &Candidate<'a>) -> (Key, Choice<'a>) {
    let mut reasons = unfit(need, &candidate.offer);
    reasons.extend(candidate.price.is_none().then_some(Unfit::NoPrice));
    for reason in &candidate.unfit {
        if !reasons.contains(reason) {
            reasons.push(*reason);
        }
    }
    let voice = !need.own_voice || candidate.offer.own_voice;
    let scene = !need.scene || candidate.offer.scene;
    let key = (!reasons.is_empty(), Reverse(voice), Reverse(scene), candidate.price.unwrap_or(MicroUsd::MAX));
    (key, Choice { id: candidate.id, price: candidate.price, unfit: reasons, whole: voice && scene })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::price::Prices;
    use crate::table;

    const NEED: Need = Need { real_face: true, own_voice: true, scene: false, people: 1, seconds: 6.0 };

    fn all() -> Vec<Candidate<'static>> {
        let prices = Prices::usual();
        let outside = table::generators().iter().map(|adapter| Candidate {
            id: adapter.id(),
            offer: adapter.offer(),
            price: prices.quote(adapter.id(), NEED.seconds),
            // Who plays has no avatar anywhere.
            unfit: adapter.offer().avatar.then_some(Unfit::Avatar).into_iter().collect(),
        });
        std::iter::once(studio()).chain(outside).collect()
    }

    fn names(order: &[Choice<'static>]) -> Vec<&'static str> {
        order.iter().filter(|choice| choice.unfit.is_empty()).map(|choice| choice.id).collect()
    }

    /// The one to take: the first that can be chosen.
    fn best<'a, 'b>(order: &'b [Choice<'a>]) -> Option<&'b Choice<'a>> {
        order.iter().find(|choice| choice.unfit.is_empty())
    }

    #[test]
    fn who_asks_for_no_scene_draws_for_free() {
        let order = order(&NEED, &all());
        assert_eq!(best(&order).unwrap().id, STUDIO);
        assert_eq!(names(&order)[1..3], ["heygen-photo", "fal-kling-avatar-v2"], "then by price");
    }

    #[test]
    fn a_scene_goes_before_the_price_and_the_voice_before_the_scene() {
        let order = order(&Need { scene: true, ..NEED }, &all());
        assert_eq!(best(&order).unwrap().id, "fal-wan-2.7");
        let place = |id| names(&order).iter().position(|name| *name == id);
        assert!(place(STUDIO) < place("runway-gen4.5"), "a scene in a stranger's voice is no likeness");
        assert!(best(&order).unwrap().whole);
        assert!(!order.iter().find(|choice| choice.id == STUDIO).unwrap().whole);
    }

    #[test]
    fn what_cannot_be_chosen_says_why() {
        let order = order(&NEED, &all());
        let reasons = |id| order.iter().find(|choice| choice.id == id).unwrap().unfit.clone();
        assert_eq!(reasons("replicate-seedance-2.0"), [Unfit::RealFaces, Unfit::NoPrice]);
        assert_eq!(reasons("fal-kling-o3"), [Unfit::NoPrice]);
        let last = order.iter().rposition(|choice| choice.unfit.is_empty()).unwrap();
        assert!(order[..last].iter().all(|choice| choice.unfit.is_empty()), "they come last");
    }

    #[test]
    fn two_play_in_the_studio_only() {
        let order = order(&Need { people: 2, ..NEED }, &all());
        assert_eq!(names(&order), [STUDIO]);
        assert!(best(&super::order(&Need { people: 3, ..NEED }, &all())).is_none());
    }

    #[test]
    fn a_length_that_is_none_fits_nobody() {
        for seconds in [f32::NAN, -1.0, 10.5] {
            assert!(best(&order(&Need { seconds, ..NEED }, &all())).is_none(), "{seconds}");
        }
        let short = order(&Need { seconds: 1.0, ..NEED }, &all());
        assert!(short.iter().find(|c| c.id == "fal-ltx-2.3").unwrap().unfit.contains(&Unfit::Length));
    }

    #[test]
    fn other_reasons_are_kept_and_stand_once() {
        let mut list = all();
        list[1].unfit = vec![Unfit::NoKey, Unfit::Cap, Unfit::NoKey];
        let order = order(&NEED, &list);
        let choice = order.iter().find(|choice| choice.id == "heygen-photo").unwrap();
        assert_eq!(choice.unfit, [Unfit::NoKey, Unfit::Cap]);
        assert!(order.iter().all(|choice| choice.unfit.len() == {
            let mut once = choice.unfit.clone();
            once.dedup();
            once.len()
        }));
    }

    #[test]
    fn who_failed_is_followed_by_one_that_gives_up_nothing_and_was_not_tried() {
        let need = Need { scene: true, ..NEED };
        let offer = |id| table::generator(id).unwrap().offer();
        let follows =
            |failed: &'static str, tried: &[&'static str]| next(&need, &all(), &offer(failed), tried).map(|(id, _)| id);
        assert_eq!(follows("fal-heygen-avatar4", &["fal-heygen-avatar4"]), Some("heygen-photo"), "the cheapest");
        assert_eq!(
            follows("heygen-photo", &["fal-heygen-avatar4", "heygen-photo"]),
            Some("fal-kling-avatar-v2"),
            "the studio, which costs nothing, is passed over"
        );
        assert_eq!(follows("fal-wan-2.7", &["fal-wan-2.7"]), None, "no other draws the scene in the own voice");
        let (id, price) = next(&need, &all(), &offer("runway-gen4.5"), &["runway-gen4.5"]).unwrap();
        assert_eq!((id, Some(price)), ("fal-wan-2.7", Prices::usual().quote("fal-wan-2.7", need.seconds)));
        let mut barred = all();
        barred.iter_mut().for_each(|one| one.unfit.push(Unfit::Consent));
        assert_eq!(next(&need, &barred, &offer("fal-ltx-2.3"), &[]), None);
    }

    #[test]
    fn the_order_is_the_same_each_time() {
        let mut list = all();
        let first = order(&NEED, &list);
        assert_eq!(order(&NEED, &list), first);
        list.reverse();
        assert_eq!(names(&order(&NEED, &list))[0], STUDIO);
    }
}
