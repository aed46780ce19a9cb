//! Where the face is in the picture, and how large.

use super::measure::is_smile_or_ah;
use super::{Hint, MIN_EYE_DISTANCE_PX};
use crate::{Face, Frame};

/// Most of the frame's height, or width, that the face from forehead to chin, or temple to temple, may fill.
const MAX_FACE_PART: f32 = 0.82;
/// How far the middle of the face may be from the middle of the frame, in parts of width and height.
const MAX_OFF_CENTRE: (f32, f32) = (0.30, 0.34);

/// Whether the face is well placed in the frame.
pub(super) fn framing(frame: &Frame, face: &Face) -> Result<(), Hint> {
    let (w, h) = (frame.width as f32, frame.height as f32);
    let side = |k: usize| {
        let values = face.points.iter().map(move |p| p[k]);
        values.fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let ((x0, x1), (y0, y1)) = (side(0), side(1));
    // Turning foreshortens the line between the eyes; the height of the face does not change, so both are asked.
    let cos = 1.0 - 0.5 * face.pose.yaw_deg.to_radians().powi(2);
    let eyes = face.expression.eye_distance_px / cos.max(0.5);
    if eyes < MIN_EYE_DISTANCE_PX {
        return Err(Hint::TooFar);
    }
    // An open mouth lengthens the face; whoever was near enough for the other poses must not fail at "ah".
    let slack = if is_smile_or_ah(face) { 1.15 } else { 1.0 };
    if y1 - y0 > MAX_FACE_PART * slack * h || x1 - x0 > MAX_FACE_PART * slack * w {
        return Err(Hint::TooNear);
    }
    let off = ((f32::midpoint(x0, x1) / w - 0.5).abs(), (f32::midpoint(y0, y1) / h - 0.5).abs());
    if off.0 > MAX_OFF_CENTRE.0 || off.1 > MAX_OFF_CENTRE.1 || x0 < 0.0 || y0 < 0.0 || x1 > w || y1 > h {
        return Err(Hint::OffCentre);
    }
    Ok(())
}
