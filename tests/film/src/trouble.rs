//! What can be wrong with a picture: with its light, with what lies over the face, with who else is there, or with where
//! the face is.

use std::path::Path;

use face::{Frame, Segmenter};

use crate::Error;
use crate::cover::Cover;
use crate::glasses;
use crate::guest::Guest;
use crate::noise::Noise;
use crate::optics::Curve;
use crate::picture::{Picture, Plate};

/// How many other lights a face can stand in: before a window, out of focus, with a window in its glasses.
pub(crate) const LIGHTS: usize = 3;

/// Distance between the eyes of somebody too far away, in pixels.
const FAR_ED: f32 = 32.0;

/// How much there is of each.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Trouble {
    /// Stops more light than there should be, or less.
    stops: f32,
    /// How much of each other light there is, 0 to 1.
    pub(crate) lights: [f32; LIGHTS],
    /// How far a hand has come before the face, 0 to 1.
    hand: f32,
    /// How far hair has fallen into the face, 0 to 1.
    hair: f32,
    /// How far somebody else has come into the picture, 0 to 1.
    guest: f32,
    /// Natural logarithm of how many times larger the person is.
    nearer: f32,
    /// How far the person is beside the middle, over the width of the picture.
    aside: f32,
}

impl Trouble {
    /// By the name that it has in beats.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        let fine = Self::default();
        let light = |k: usize| std::array::from_fn(|i| if i == k { 1.0 } else { 0.0 });
        Ok(match name {
            "dark" => Self { stops: -5.2, ..fine },
            "dim" => Self { stops: -2.0, ..fine },
            "bright" => Self { stops: 2.8, ..fine },
            "backlit" => Self { lights: light(0), ..fine },
            "blurred" => Self { lights: light(1), ..fine },
            "glare" => Self { lights: light(2), ..fine },
            "hand" => Self { hand: 1.0, ..fine },
            "hair" => Self { hair: 1.0, ..fine },
            "guest" => Self { guest: 1.0, ..fine },
            // For pictures of 640x360. In larger ones a face with so few pixels would be too small to be found at all.
            "far" => Self { nearer: 0.5f32.ln(), ..fine },
            "near" => Self { nearer: 2.3f32.ln(), ..fine },
            "aside" => Self { aside: 0.38, ..fine },
            other => return Err(format!("\"{other}\" is not a trouble")),
        })
    }

    /// The same where eyes are so many pixels apart: who is too far away has fewer pixels, however many there were.
    pub(crate) fn seen_at(self, ed: f32) -> Self {
        if self.nearer < 0.0 { Self { nearer: (FAR_ED / ed).ln(), ..self } } else { self }
    }

    /// Linear interpolation from `self` (0) to `other` (1).
    pub(crate) fn towards(&self, other: &Self, t: f32) -> Self {
        let mix = |a: f32, b: f32| a + (b - a) * t;
        Self {
            stops: mix(self.stops, other.stops),
            lights: std::array::from_fn(|k| mix(self.lights[k], other.lights[k])),
            hand: mix(self.hand, other.hand),
            hair: mix(self.hair, other.hair),
            guest: mix(self.guest, other.guest),
            nearer: mix(self.nearer, other.nearer),
            aside: mix(self.aside, other.aside),
        }
    }
}

/// What troubles are made with.
pub(crate) struct Props {
    pub(crate) noise: Noise,
    curve: Curve,
    hand: Option<Cover>,
    hair: Option<Cover>,
    guest: Option<Guest>,
}

impl Props {
    /// With what these troubles need: `hands` is the film that hand and hair are taken from, `guests` that of somebody
    /// else, from a second of it on.
    pub(crate) fn new(
        troubles: &[Trouble],
        hands: &Path,
        guests: (&Path, f32),
        segmenter: &mut Segmenter,
    ) -> Result<Self, Error> {
        let needs = |what: fn(&Trouble) -> f32| troubles.iter().any(|trouble| what(trouble) > 0.0);
        Ok(Self {
            noise: Noise::new(),
            curve: Curve::new(),
            hand: if needs(|t| t.hand) { Some(Cover::hand(hands)?) } else { None },
            hair: if needs(|t| t.hair) { Some(Cover::hair(hands)?) } else { None },
            guest: if needs(|t| t.guest) { Some(Guest::new(guests.0, guests.1, segmenter)?) } else { None },
        })
    }

    /// The picture in each of [`LIGHTS`], for the face with these landmarks; nothing where it is not wanted.
    pub(crate) fn lights(
        &self,
        picture: &Picture,
        points: &[[f32; 3]],
        wanted: [bool; LIGHTS],
        segmenter: &mut Segmenter,
    ) -> Result<[Option<Picture>; LIGHTS], Error> {
        let (_, _, ed) = crate::cover::eyes(points);
        let backlit = if wanted[0] {
            let frame = Frame::new(&picture.rgba, picture.width, picture.height)?;
            Some(self.curve.backlit(picture, &segmenter.person_around(&frame, points)))
        } else {
            None
        };
        let blurred = wanted[1].then(|| self.curve.blurred(picture, ed));
        let glare = wanted[2].then(|| glasses::put_on(&self.curve, picture, points));
        Ok([backlit, blurred, glare])
    }

    /// Everything but the light on the plate: who and what comes before the face with these landmarks, where the camera
    /// stands (`focus` is what it looks at), and how long it exposes.
    pub(crate) fn spoil(
        &self,
        mut picture: Picture,
        trouble: &Trouble,
        points: &[[f32; 3]],
        focus: [f32; 2],
        number: usize,
    ) -> Picture {
        if let (Some(guest), true) = (&self.guest, trouble.guest > 0.0) {
            guest.draw(trouble.guest, points, number, &mut picture);
        }
        if let (Some(hair), true) = (&self.hair, trouble.hair > 0.0) {
            hair.draw_hair(trouble.hair, points, &mut picture);
        }
        if let (Some(hand), true) = (&self.hand, trouble.hand > 0.0) {
            hand.draw_hand(trouble.hand, points, &mut picture);
        }
        if trouble.nearer.abs() > 1e-3 || trouble.aside.abs() > 1e-3 {
            let to = [(0.5 + trouble.aside) * picture.width as f32, 0.5 * picture.height as f32];
            picture = Plate::from(&picture).seen(trouble.nearer.exp(), focus, to);
        }
        if trouble.stops.abs() > 1e-3 {
            self.curve.exposed(&mut picture, trouble.stops, &self.noise, number);
        }
        picture
    }
}
