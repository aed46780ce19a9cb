//! A photo of the person before the camera: a sheet of paper that is turned, bent and moved.

use crate::beat::Subject;

/// Cells of the paper, across and down.
const CELLS: (usize, usize) = (32, 18);
/// Distance of the lens, in widths of the picture.
const LENS: f32 = 2.2;
/// How long a turn to one side and back takes, in seconds.
const TURN_S: f32 = 4.0;
/// Farthest turn in degrees: of the flat photo, and of the bent one.
const TURN_DEG: (f32, f32) = (50.0, 36.0);
/// How far the paper bends from one edge to the other, in degrees.
const BEND_DEG: f32 = 100.0;

/// The paper: triangles, where each corner is, and where on the photo it takes its colour from.
pub(crate) struct Card {
    pub(crate) triangles: Vec<[usize; 3]>,
    pub(crate) skin: Vec<[f32; 3]>,
    width: f32,
    height: f32,
}

impl Card {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        let (w, h) = (width as f32, height as f32);
        let row = CELLS.0 + 1;
        let corner = |n: usize| [w * (n % row) as f32 / CELLS.0 as f32, h * (n / row) as f32 / CELLS.1 as f32, 0.0];
        let cell = |n: usize| {
            let a = n / CELLS.0 * row + n % CELLS.0;
            [[a, a + 1, a + row], [a + 1, a + row + 1, a + row]]
        };
        Self {
            triangles: (0..CELLS.0 * CELLS.1).flat_map(cell).collect(),
            skin: (0..row * (CELLS.1 + 1)).map(corner).collect(),
            width: w,
            height: h,
        }
    }

    /// Where the corners are at this time: x, y and depth in pixels.
    pub(crate) fn placed(&self, subject: Subject, t_s: f32) -> Vec<[f32; 3]> {
        let bent = subject == Subject::BentPhoto;
        // One side, back, the other side, back. A second of holding it up comes first.
        let phase = ((t_s - 0.6) / TURN_S).max(0.0);
        let side = if (phase as usize).is_multiple_of(2) { 1.0 } else { -1.0 };
        let held = (1.5 * (std::f32::consts::PI * phase.fract()).sin()).min(1.0);
        let yaw = (side * held * if bent { TURN_DEG.1 } else { TURN_DEG.0 }).to_radians();
        // The bend changes more slowly than the turn, so that every turn has another one.
        let bend = if bent { BEND_DEG.to_radians() * (0.9 * t_s).sin() } else { 0.0 };
        let shift = if bent { [0.05 * (1.7 * t_s).sin(), 0.04 * (1.1 * t_s).sin()] } else { [0.0; 2] };
        let (sin, cos) = yaw.sin_cos();
        (self.skin.iter())
            .map(|[u, v, _]| {
                let x = u - self.width / 2.0;
                // An arc of the same length, whose middle stays where it was. Its edges go back, or come forward.
                let (x, z) = if bend.abs() < 1e-3 {
                    (x, 0.0)
                } else {
                    let radius = self.width / bend;
                    (radius * (x / radius).sin(), radius * (1.0 - (x / radius).cos()))
                };
                let (x, z) = (x * cos - z * sin, x * sin + z * cos);
                let lens = LENS * self.width;
                let near = lens / (lens + z).max(1.0);
                let y = v - self.height / 2.0;
                [self.width * (0.5 + shift[0]) + near * x, self.height * (0.5 + shift[1]) + near * y, z]
            })
            .collect()
    }
}
