//! The film, frame by frame.

use std::path::Path;

use face::Segmenter;

use crate::Error;
use crate::beat::{Beat, Moment, Subject, at, seconds};
use crate::card::Card;
use crate::noise::Noise;
use crate::picture::{Picture, Plate, Writer};
use crate::raster::{Lit, Pose, draw};
use crate::shapes::{Mix, Shapes};
use crate::sheet::Sheet;
use crate::sway::Sway;
use crate::trouble::{Hand, LIGHTS, lights};

/// Frames a second.
pub(crate) const FPS: u32 = 30;

/// Everything that a frame is drawn from.
pub(crate) struct Reel<'a> {
    sheet: &'a Sheet,
    shapes: Shapes,
    plate: Plate,
    lights: Vec<Plate>,
    hand: Option<Hand>,
    card: Card,
    photo: Plate,
    noise: Noise,
}

impl<'a> Reel<'a> {
    /// For a person's picture and the sheet over it, with what these beats need; `hands` is the film that a hand is taken from.
    pub(crate) fn new(
        picture: &Picture,
        sheet: &'a Sheet,
        beats: &[Beat],
        segmenter: &mut Segmenter,
        hands: &Path,
    ) -> Result<Self, Error> {
        let needs = |what: fn(&Mix) -> bool| beats.iter().any(|beat| what(beat.mix()));
        let mut reel = Self {
            sheet,
            shapes: Shapes::new(sheet),
            plate: Plate::from(picture),
            lights: if needs(|mix| mix.lights != [0.0; LIGHTS]) {
                lights(picture, sheet, segmenter)?
            } else {
                Vec::new()
            },
            hand: if needs(|mix| mix.hand > 0.0) { Some(Hand::new(hands, sheet)?) } else { None },
            card: Card::new(picture.width, picture.height),
            photo: Plate::from(picture),
            noise: Noise::new(),
        };
        reel.photo = Plate::from(&reel.person(&Mix::default()));
        Ok(reel)
    }

    /// Draws the beats and writes them as Motion JPEG. Returns the number of frames.
    pub(crate) fn shoot(&self, beats: &[Beat], sway: &Sway, file: &Path) -> Result<usize, Error> {
        let frames = (seconds(beats) * FPS as f32).round() as usize;
        let mut writer = Writer::open(file, self.plate.width, self.plate.height, FPS)?;
        let abreast = std::thread::available_parallelism().map_or(1, |n| n.get());
        let numbers: Vec<usize> = (0..frames).collect();
        for batch in numbers.chunks(4 * abreast) {
            let drawn = std::thread::scope(|scope| {
                let one = |n: usize| self.frame(&at(beats, sway, n as f32 / FPS as f32), n);
                let each = batch.len().div_ceil(abreast);
                let running: Vec<_> = (batch.chunks(each))
                    .map(|part| scope.spawn(move || part.iter().map(|n| one(*n)).collect::<Vec<_>>()))
                    .collect();
                (running.into_iter())
                    .map(|r| r.join().map_err(|_| "drawing a frame failed".into()))
                    .collect::<Result<Vec<_>, Error>>()
            })?;
            for picture in drawn.iter().flatten() {
                writer.write(picture)?;
            }
        }
        writer.close()?;
        Ok(frames)
    }

    fn frame(&self, now: &Moment, number: usize) -> Picture {
        let mut picture = match now.subject {
            Subject::Person => self.person(&now.mix),
            subject => {
                let placed = self.card.placed(subject, now.since_s);
                let (triangles, skin) = (&self.card.triangles, self.card.skin.clone());
                let pose = Pose { triangles, inside_mouth: &[], placed, skin, cavity: 0.0 };
                draw(&Lit { plate: &self.photo, others: Vec::new() }, &pose)
            }
        };
        if let (Some(hand), true) = (&self.hand, now.mix.hand > 0.0) {
            hand.draw(now.mix.hand, &mut picture);
        }
        if now.mix.nearer.abs() > 1e-3 || now.mix.aside.abs() > 1e-3 {
            picture = Plate::from(&picture).seen(now.mix.nearer.exp(), now.mix.aside);
        }
        self.noise.add(&mut picture, number);
        picture
    }

    fn person(&self, mix: &Mix) -> Picture {
        let (placed, skin) = (self.shapes.pose(self.sheet, mix), self.shapes.skin(self.sheet, mix));
        let cavity = (1.6 * mix.ah + 0.8 * mix.oo).min(1.0);
        let pose =
            Pose { triangles: &self.sheet.triangles, inside_mouth: &self.sheet.inside_mouth, placed, skin, cavity };
        let others = self.lights.iter().zip(mix.lights).filter(|(_, share)| *share > 0.0).collect();
        draw(&Lit { plate: &self.plate, others }, &pose)
    }
}
