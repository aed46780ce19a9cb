//! The film, frame by frame.

use std::path::Path;

use face::Segmenter;

use crate::Error;
use crate::beat::{Beat, Moment, Subject, at, seconds};
use crate::card::Card;
use crate::picture::{Picture, Plate, Writer};
use crate::raster::{Lit, Pose, draw};
use crate::shapes::{Mix, Shapes};
use crate::sheet::Sheet;
use crate::sway::Sway;
use crate::trouble::{LIGHTS, Props, Trouble};

/// Frames a second.
pub(crate) const FPS: u32 = 30;

/// Everything that a frame is drawn from.
pub(crate) struct Reel<'a> {
    sheet: &'a Sheet,
    shapes: Shapes,
    plate: Plate,
    lights: [Option<Plate>; LIGHTS],
    card: Card,
    photo: Plate,
    props: Props,
}

impl<'a> Reel<'a> {
    /// For a person's picture and the sheet over it, with what these beats need; the person looks `yaw_deg` degrees to their
    /// own left, and films are those of [`Props::new`].
    pub(crate) fn new(
        picture: &Picture,
        (sheet, yaw_deg): (&'a Sheet, f32),
        beats: &[Beat],
        segmenter: &mut Segmenter,
        films: (&Path, (&Path, f32)),
    ) -> Result<Self, Error> {
        let troubles: Vec<Trouble> = beats.iter().map(|beat| beat.mix().wrong).collect();
        let props = Props::new(&troubles, films.0, films.1, segmenter)?;
        let wanted = std::array::from_fn(|k| troubles.iter().any(|trouble| trouble.lights[k] > 0.0));
        let lights = props.lights(picture, &sheet.rest[..face::POINTS], wanted, segmenter)?;
        let mut reel = Self {
            sheet,
            shapes: Shapes::new(sheet, yaw_deg),
            plate: Plate::from(picture),
            lights: lights.map(|lit| lit.as_ref().map(Plate::from)),
            card: Card::new(picture.width, picture.height),
            photo: Plate::from(picture),
            props,
        };
        reel.photo = Plate::from(&reel.person(&Mix::default()).0);
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
        let (picture, placed) = match now.subject {
            Subject::Person => self.person(&now.mix),
            subject => {
                let placed = self.card.placed(subject, now.since_s);
                let (triangles, skin) = (&self.card.triangles, self.card.skin.clone());
                let pose = Pose { triangles, inside_mouth: &[], placed, skin, cavity: 0.0 };
                (draw(&Lit { plate: &self.photo, others: Vec::new() }, &pose), self.sheet.rest.clone())
            }
        };
        let middle = [0.5 * picture.width as f32, 0.5 * picture.height as f32];
        let mut picture = self.props.spoil(picture, &now.mix.wrong, &placed, middle, number);
        self.props.noise.add(&mut picture, number);
        picture
    }

    /// The person, and where each vertex of the sheet is.
    fn person(&self, mix: &Mix) -> (Picture, Vec<[f32; 3]>) {
        let (placed, skin) = (self.shapes.pose(self.sheet, mix), self.shapes.skin(self.sheet, mix));
        let cavity = (1.6 * mix.ah + 0.8 * mix.oo).min(1.0);
        let pose =
            Pose { triangles: &self.sheet.triangles, inside_mouth: &self.sheet.inside_mouth, placed, skin, cavity };
        let shares = self.lights.iter().zip(mix.wrong.lights);
        let others = shares.filter_map(|(plate, share)| plate.as_ref().filter(|_| share > 0.0).map(|p| (p, share)));
        let picture = draw(&Lit { plate: &self.plate, others: others.collect() }, &pose);
        (picture, pose.placed)
    }
}
