//! Glasses that reflect a window.

use crate::optics::Curve;
use crate::picture::Picture;

/// Half the size of a glass, in distances between the eyes, and how thick its frame is.
const GLASS: ([f32; 2], f32) = ([0.36, 0.25], 0.028);
/// The window in each glass: its middle and half its size, over those of the glass; how soft its edges are, and how
/// thick the bars are that cross in it.
const WINDOW: ([f32; 2], [f32; 2], f32, f32) = ([-0.12, -0.14], [0.62, 0.6], 0.22, 0.07);
/// Light of the window in the glass, where white paper has 1; what the rest of the room adds; what a glass lets through.
const LIGHT: (f32, f32, f32) = (1.6, 0.02, 0.92);
/// Light of the frame.
const FRAME: f32 = 0.012;

/// Puts them on the face with these landmarks.
pub(crate) fn put_on(curve: &Curve, picture: &Picture, points: &[[f32; 3]]) -> Picture {
    let middle = |a: usize, b: usize| [0, 1].map(|k| f32::midpoint(points[a][k], points[b][k]));
    let eyes = [middle(33, 133), middle(362, 263)];
    let (dx, dy) = (eyes[1][0] - eyes[0][0], eyes[1][1] - eyes[0][1]);
    let ed = dx.hypot(dy).max(1.0);
    let axis = [dx / ed, dy / ed];
    let rim = GLASS.1 / GLASS.0[1];
    curve.relit(picture, |x, y, light| {
        let mut light = light;
        for eye in eyes {
            let (px, py) = ((x as f32 - eye[0]) / ed, (y as f32 - eye[1]) / ed);
            let d = [(px * axis[0] + py * axis[1]) / GLASS.0[0], (py * axis[0] - px * axis[1]) / GLASS.0[1]];
            // A superellipse, as glasses are.
            let r = (d[0].powi(4) + d[1].powi(4)).powf(0.25);
            if r < 1.0 {
                let at = [0, 1].map(|k| ((d[k] - WINDOW.0[k]) / WINDOW.1[k]).abs());
                let edge = |t: f32| ((1.0 - t) / WINDOW.2).clamp(0.0, 1.0);
                let bar = |t: f32| ((t - WINDOW.3) / WINDOW.3).clamp(0.0, 1.0);
                let pane = edge(at[0]) * edge(at[1]) * bar(at[0]) * bar(at[1]);
                light = LIGHT.2 * light + LIGHT.1 + LIGHT.0 * pane;
            }
            // Half a pixel of the rim's edge is neither.
            let on = ((rim - (r - 1.0).abs()) * GLASS.0[1] * ed + 0.5).clamp(0.0, 1.0);
            light += (FRAME - light) * on;
        }
        light
    })
}
