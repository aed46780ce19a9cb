//! Cutting characters out of pictures, and packing them.

use std::rc::Rc;

use domain::character::{Kind, Size};
use serde::Serialize;
use studio::Canvas;
use studio::character::{CharacterPack, CharacterPuppet, Eyes, Frame, Marks, Photo, Pose, cut};
use wasm_bindgen::JsValue;
use wire::workers::Failure;
use wire::workers::studio::Answer;
use worker_port::{bytes, failure, from_bytes};
use zeroize::Zeroizing;

use crate::packs::BACKDROP;
use crate::studio_state::{Outcome, Picture, Player, State};

fn failed(error: impl std::fmt::Display) -> Failure {
    failure("character", error.to_string())
}

/// The built-in voice for a size of creature, in the form of a voice pack. An empty envelope leaves its timbre alone.
#[derive(Serialize)]
struct Voice {
    f0_mean_hz: f32,
    f0_std: f32,
    warp: f32,
    envelope: [f32; 0],
    voiced_s: f32,
    version: u32,
}

/// Cuts the picture in the buffer, or the one of the last cut when there is none.
pub(crate) fn cut_out(
    state: &State,
    size: (u32, u32),
    [left, top, right, bottom]: [f32; 4],
    kind: Kind,
    strength: f32,
    buffers: &[JsValue],
) -> Outcome {
    if let Some(buffer) = buffers.first() {
        let picture = Picture { rgba: bytes(Some(buffer)), width: size.0 as usize, height: size.1 as usize };
        state.keep_picture(picture);
    }
    let picture = state.picture()?;
    let photo = Photo { rgba: &picture.rgba, width: picture.width, height: picture.height };
    let cutout = cut(&photo, &Frame { left, top, right, bottom }, kind, strength).map_err(failed)?;
    let (width, height) = cutout.size();
    let b = cutout.bounds();
    let rgba = from_bytes(&cutout.rgba());
    state.keep_cutout(cutout);
    let bounds = [b.left, b.top, b.right, b.bottom];
    Ok((Answer::Cut { width: width as u32, height: height as u32, bounds }, vec![rgba]))
}

/// Packs the last cut, and opens the pack for what follows.
pub(crate) fn pack(state: &State, mouth: [[f32; 2]; 2], eyes: Option<([[f32; 2]; 2], f32)>, size: Size) -> Outcome {
    let marks = Marks { mouth, eyes: eyes.map(|(at, radius)| Eyes { at, radius }) };
    let pack = CharacterPack::build(&*state.cutout()?, &marks).map_err(failed)?;
    let (f0_mean_hz, f0_std, warp) = (size.pitch_hz(), size.spread(), size.warp());
    let voice = Voice { f0_mean_hz, f0_std, warp, envelope: [], voiced_s: 0.0, version: 1 };
    let voice = serde_json::to_vec(&voice).map_err(failed)?;
    let whole = wire::characters::join(&pack.to_bytes().map_err(failed)?, &voice);
    state.open(Player::Character(Rc::new(pack)), Zeroizing::new(whole.clone()));
    Ok((Answer::Packed { quality: Vec::new() }, vec![from_bytes(&whole)]))
}

/// The opened character, which speaks as far as `turn`, 0 to 1, says; below 0 it shuts its eyes.
pub(crate) fn portrait(pack: &CharacterPack, width: u32, height: u32, turn: f32) -> Outcome {
    let (w, h) = (width as usize, height as usize);
    let mut puppet = CharacterPuppet::new(pack, w, h, &studio::Look::default()).map_err(failed)?;
    let mut canvas = Canvas::new(w, h);
    canvas.fill(BACKDROP);
    let (open, blink) = (turn.clamp(0.0, 1.0), (-turn).clamp(0.0, 1.0));
    puppet.draw_pose(&Pose { open, blink, squash: 0.03 * open, ..Pose::default() }, &mut canvas);
    Ok((Answer::Still { width, height, sketched: false }, vec![from_bytes(&canvas.rgba)]))
}
