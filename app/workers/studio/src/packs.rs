//! Building, opening and showing packs.

use std::rc::Rc;

use studio::Canvas;
use studio::character::CharacterPack;
use studio::pack::{self, FacePack, PersonMask};
use studio::timeline::{Channel, Timeline, Values};
use wasm_bindgen::JsValue;
use wire::workers::Failure;
use wire::workers::face::Take;
use wire::workers::studio::{Answer, Part, PartQuality};
use worker_port::{bytes, failure, floats, from_bytes};
use zeroize::Zeroizing;

use crate::characters;
use crate::studio_state::{Outcome, Player, State};

fn failed(error: impl std::fmt::Display) -> Failure {
    failure("pack", error.to_string())
}

/// A pack from takes: see [`wire::workers::studio::Request::Pack`] for the order of the buffers.
pub(crate) fn build(takes: &[Take], mask: (u32, u32), buffers: &[JsValue]) -> Outcome {
    let pixels: Vec<Vec<u8>> = (0..takes.len()).map(|i| bytes(buffers.get(2 * i))).collect();
    let points: Vec<Vec<[f32; 3]>> =
        (0..takes.len()).map(|i| floats(buffers.get(2 * i + 1)).as_chunks().0.to_vec()).collect();
    let probabilities = floats(buffers.get(2 * takes.len()));
    let voice = bytes(buffers.get(2 * takes.len() + 1));
    let list: Vec<pack::Take<'_>> = takes
        .iter()
        .zip(pixels.iter().zip(&points))
        .map(|(take, (rgba, points))| pack::Take {
            pose: take.pose,
            rgba,
            width: take.width as usize,
            height: take.height as usize,
            points,
        })
        .collect();
    let mask = PersonMask { data: &probabilities, width: mask.0 as usize, height: mask.1 as usize };
    let pack = pack::build(&list, &mask).map_err(failed)?;
    let whole = wire::pack::join(&pack.to_bytes().map_err(failed)?, &voice);
    let quality = pack.quality(&list).into_iter().map(judged).collect();
    Ok((Answer::Packed { quality }, vec![from_bytes(&whole)]))
}

/// A part's quality in the words of the wire.
fn judged(quality: pack::Quality) -> PartQuality {
    let part = match quality.part {
        pack::Part::Face => Part::Face,
        pack::Part::Eyes => Part::Eyes,
        pack::Part::Smile => Part::Smile,
        pack::Part::Mouth => Part::Mouth,
        pack::Part::Sides => Part::Sides,
        pack::Part::Outline => Part::Outline,
    };
    PartQuality { part, score: quality.score, pose: quality.pose }
}

/// Opens a pack for what follows.
pub(crate) fn open(state: &State, whole: Zeroizing<Vec<u8>>) -> Outcome {
    let (player, voice) = read(&whole)?;
    state.open(player, whole);
    Ok((Answer::Opened, vec![voice]))
}

/// Opens one more beside it.
pub(crate) fn join(state: &State, whole: Zeroizing<Vec<u8>>) -> Outcome {
    let (player, voice) = read(&whole)?;
    state.join(player, whole)?;
    Ok((Answer::Opened, vec![voice]))
}

/// Who is in a pack, and the voice pack's bytes.
fn read(whole: &[u8]) -> Result<(Player, JsValue), Failure> {
    if let Ok((picture, voice)) = wire::characters::split(whole) {
        let pack = CharacterPack::from_bytes(picture).map_err(failed)?;
        return Ok((Player::Character(Rc::new(pack)), from_bytes(voice)));
    }
    let (face, voice) = wire::pack::split(whole).map_err(failed)?;
    Ok((Player::Person(Rc::new(FacePack::from_bytes(face).map_err(failed)?)), from_bytes(voice)))
}

/// Degrees of a head that is turned all the way in a portrait.
const TURN_DEG: f32 = 9.0;
/// Behind a portrait: the dark of the stage.
pub(crate) const BACKDROP: [u8; 3] = [24, 20, 17];

/// The opened pack in even light, its head turned a little aside.
pub(crate) fn portrait(state: &State, width: u32, height: u32, turn: f32) -> Outcome {
    if let Ok(Player::Character(pack)) = state.player() {
        return characters::portrait(&pack, width, height, turn);
    }
    let (w, h) = (width as usize, height as usize);
    let mut puppet = state.portrait(w, h).map_err(failed)?;
    let mut values = Values::default();
    values[Channel::Yaw] = turn.clamp(-1.0, 1.0) * TURN_DEG;
    let mut canvas = Canvas::new(w, h);
    canvas.fill(BACKDROP);
    puppet.draw(&Timeline::from_values(&[values]), 0, &mut canvas);
    Ok((Answer::Still { width, height, sketched: false }, vec![from_bytes(&canvas.rgba)]))
}
