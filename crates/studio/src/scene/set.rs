//! A built scene: layers, what moves in them, and the light that they throw on whoever stands before them.

use super::colour::Tone;
use super::grade::{self, Grade};
use super::kinds;
use super::layer::{Layer, View};
use super::motes::Swarm;
use super::moves;
use super::paint::Paint;
use super::plan::{Camera, Framing, Plan};
use super::title::Title;
use crate::math::Bound as _;
use crate::{Canvas, Look};

/// How the strength of a layer changes with time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Gain {
    /// Not at all.
    Steady,
    /// Up and down: seconds of one breath, its phase in turns, the lowest strength.
    Breathe { period_s: f32, phase: f32, low: f32 },
    /// A tube that seldom drops out for a frame or two.
    Neon { seed: u32 },
}

impl Gain {
    fn at(self, frame: u32) -> u16 {
        let t = frame as f32 / 30.0;
        let k = match self {
            Self::Steady => 1.0,
            Self::Breathe { period_s, phase, low } => {
                low + (1.0 - low) * (0.5 + 0.5 * moves::sine(t / period_s + phase))
            }
            Self::Neon { seed } => {
                let dropped = super::noise::hash(frame as i32 / 2, 3, seed) > 0.97;
                (0.94 + 0.06 * moves::sine(2.3 * t)) * if dropped { 0.35 } else { 1.0 }
            }
        };
        (k * 256.0) as u16
    }
}

/// A painting before it is developed.
pub(crate) struct Plane {
    pub(crate) paint: Paint,
    /// 0 stands still, 1 moves as the backdrop, more moves as something nearer.
    pub(crate) depth: f32,
    /// Sway in widths, and seconds of one sway.
    pub(crate) sway: [f32; 2],
    pub(crate) gain: Gain,
}

/// Rows of the backdrop that ripple like water.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ripple {
    /// First and last height, in widths.
    pub(crate) from: f32,
    pub(crate) to: f32,
    /// Strength at the last height, in widths.
    pub(crate) strength: f32,
    /// Waves to a width of height at the first row; they lengthen towards the last.
    pub(crate) waves: f32,
}

/// What a kind of scene gives.
pub(crate) struct Art {
    pub(crate) back: Paint,
    /// Between the backdrop and the person.
    pub(crate) planes: Vec<Plane>,
    pub(crate) swarms: Vec<Swarm>,
    pub(crate) ripple: Option<Ripple>,
    /// Before the person.
    pub(crate) front: Vec<Plane>,
    /// In the air before the person.
    pub(crate) air: Vec<Swarm>,
    pub(crate) look: Look,
    /// Grain in display steps.
    pub(crate) grain: f32,
}

impl Art {
    /// A backdrop and nothing else.
    pub(crate) fn of(back: Paint) -> Self {
        Self {
            back,
            planes: Vec::new(),
            swarms: Vec::new(),
            ripple: None,
            front: Vec::new(),
            air: Vec::new(),
            look: Look::default(),
            grain: 1.2,
        }
    }
}

struct Sheet {
    layer: Layer,
    depth: f32,
    sway: [f32; 2],
    gain: Gain,
}

impl Sheet {
    fn lay(&self, frame: u32, [dx, dy]: [f32; 2], push: f32, canvas: &mut Canvas) {
        let w = canvas.width as f32;
        let sway = self.sway[0] * moves::sine(frame as f32 / 30.0 / self.sway[1].at_least(0.1));
        let shift = [(dx * self.depth + sway) * w, dy * self.depth * w];
        if push > 0.0 {
            let about = [0.5 * w, 0.42 * canvas.height as f32];
            self.layer.lay_scaled(canvas, |_| shift, self.gain.at(frame), 1.0 + push * self.depth, about);
        } else {
            self.layer.lay(canvas, shift, self.gain.at(frame));
        }
    }
}

/// One framing of the set and the person in it.
#[derive(Debug, Clone, Copy)]
struct Shot {
    from_frame: u32,
    view: View,
    look: Look,
}

/// From where two people are filmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Angle {
    /// Both of them and the whole place.
    Whole,
    /// The one on the left, and what is behind them.
    Left,
    /// The one on the right.
    Right,
}

impl Angle {
    fn view(self) -> View {
        match self {
            Self::Whole => View::WHOLE,
            Self::Left => View { zoom: 1.18, at: [0.10, 0.80] },
            Self::Right => View { zoom: 1.18, at: [0.90, 0.80] },
        }
    }
}

/// The layers of one shot.
struct Developed {
    shot: usize,
    back: Layer,
    sheets: Vec<Sheet>,
    front: Vec<Sheet>,
}

/// A scene ready to be drawn at one size.
pub struct Set {
    plan: Plan,
    art: Art,
    shots: Vec<Shot>,
    shown: Developed,
    camera: Camera,
    grade: Option<Grade>,
    title: Option<Title>,
    size: [usize; 2],
    seed: u32,
    sketched: bool,
}

impl Set {
    /// Paints the scene of a plan for pictures of `width` by `height` pixels (at least 16 by 16; upright 9:16 looks
    /// best). The same plan and size give the same pixels on every machine.
    #[must_use]
    pub fn new(plan: &Plan, width: usize, height: usize) -> Self {
        Self::of(plan, [width, height], 1, |look| shots(plan, look))
    }

    /// As [`Set::new`], painted at half the fineness in a quarter of the time: for a first look at a place.
    #[must_use]
    pub fn sketch(plan: &Plan, width: usize, height: usize) -> Self {
        Self::of(plan, [width, height], 2, |look| shots(plan, look))
    }

    /// Whether it is a sketch.
    #[must_use]
    pub fn is_sketch(&self) -> bool {
        self.sketched
    }

    /// This set for another plan, or none where the place has to be painted anew. The camera's move and the words on screen
    /// are no part of the painting.
    #[must_use]
    pub fn follow(mut self, plan: &Plan) -> Option<Self> {
        let painted = |plan: &Plan| Plan { camera: Camera::Still, text: None, ..plan.clone() };
        if painted(plan) != painted(&self.plan) {
            return None;
        }
        self.camera = plan.camera;
        if self.plan.text != plan.text {
            self.title = title(plan, self.size);
        }
        self.plan = plan.clone();
        Some(self)
    }

    /// The same, filmed from these angles, each from its first frame on; the first begins with frame 0. Where anybody
    /// stands is not decided here: the looks differ by their light alone.
    pub(crate) fn from_angles(plan: &Plan, width: usize, height: usize, angles: &[(u32, Angle)]) -> Self {
        Self::of(plan, [width, height], 1, |look| {
            angles.iter().map(|&(from_frame, angle)| Shot { from_frame, view: angle.view(), look }).collect()
        })
    }

    /// `coarse`: how many times fewer points the painting has, across and down.
    fn of(plan: &Plan, size: [usize; 2], coarse: usize, shots: impl FnOnce(Look) -> Vec<Shot>) -> Self {
        let size = size.map(|n| n.max(16));
        let mut art = kinds::paint(plan, size[0] / coarse, size[1] / coarse);
        let seed = plan.seed as u32 ^ (plan.seed >> 32) as u32;
        let mut shots = shots(grade::light(plan.style, art.look));
        if shots.is_empty() {
            shots.push(Shot { from_frame: 0, view: View::WHOLE, look: grade::light(plan.style, art.look) });
        }
        let shown = develop(&art, shots[0].view, 0, size, seed);
        if shots.len() == 1 {
            // Nothing will be developed again.
            art.back.px = Vec::new();
            art.planes.iter_mut().chain(&mut art.front).for_each(|p| p.paint.px = Vec::new());
        }
        Self {
            plan: plan.clone(),
            art,
            shots,
            shown,
            camera: plan.camera,
            grade: Grade::of(plan.style),
            title: title(plan, size),
            size,
            seed,
            sketched: coarse > 1,
        }
    }

    /// How a person who stands in this scene is lit and placed in the first frame.
    #[must_use]
    pub fn look(&self) -> Look {
        self.shots[0].look
    }

    /// As [`Set::look`] for every shot, each with its first frame.
    #[must_use]
    pub fn looks(&self) -> Vec<(u32, Look)> {
        self.shots.iter().map(|s| (s.from_frame, s.look)).collect()
    }

    /// Draws what is behind the person in frame `frame` (30 a second) over the whole canvas, opaque. The canvas has to be
    /// of the set's size.
    pub fn draw(&mut self, frame: u32, canvas: &mut Canvas) {
        if canvas.width == 0 {
            return;
        }
        let now = self.shots.iter().rposition(|s| s.from_frame <= frame).unwrap_or(0);
        if now != self.shown.shot {
            self.shown = develop(&self.art, self.shots[now].view, now, self.size, self.seed);
        }
        let view = self.shots[now].view;
        let t = frame as f32 / 30.0;
        let w = canvas.width as f32;
        let [dx, dy] = moves::drift(self.camera, t);
        let push = moves::push(self.camera, t);
        let far = [dx * w, dy * w];
        let shift = self.art.ripple.map(|r| moves::ripple(r, view, w, far, t));
        let shift = |y: usize| shift.as_ref().map_or(far, |s| s(y));
        if push > 0.0 {
            let about = [0.5 * w, 0.42 * canvas.height as f32];
            self.shown.back.lay_scaled(canvas, shift, 256, 1.0 + push, about);
        } else {
            self.shown.back.cover(canvas, shift);
        }
        for s in &self.shown.sheets {
            s.lay(frame, [dx, dy], push, canvas);
        }
        for s in &self.art.swarms {
            s.draw(canvas, t, view);
        }
    }

    /// Draws what is before the person, and grades the picture.
    pub fn draw_front(&mut self, frame: u32, canvas: &mut Canvas) {
        let t = frame as f32 / 30.0;
        let [dx, dy] = moves::drift(self.camera, t);
        // Round a person, what is before moves against what is behind.
        let side = if self.camera == Camera::Orbit { -0.6 } else { 1.0 };
        for s in &self.shown.front {
            s.lay(frame, [side * dx, dy], 0.0, canvas);
        }
        for s in &self.art.air {
            s.draw(canvas, t, View::WHOLE);
        }
        if let Some(grade) = &self.grade {
            grade.apply(canvas);
        }
        if let Some(title) = &self.title {
            title.draw(frame, canvas);
        }
    }
}

fn title(plan: &Plan, [width, height]: [usize; 2]) -> Option<Title> {
    plan.text.as_deref().and_then(|text| Title::new(text, width, height))
}

fn shots(plan: &Plan, look: Look) -> Vec<Shot> {
    plan.shots().iter().map(|cut| shot(cut.from_frame, cut.framing, look)).collect()
}

fn shot(from_frame: u32, framing: Framing, look: Look) -> Shot {
    let (zoom, at, scale, down) = match framing {
        Framing::Wide => (1.0, [0.5, 0.75], 0.80, 0.03),
        Framing::Medium => (1.0, [0.5, 0.75], 1.0, 0.0),
        // The camera also steps aside: the same backdrop at another place.
        Framing::Close => (1.20, [0.22, 0.80], 1.30, 0.03),
    };
    let centre = [look.centre[0], look.centre[1] + down];
    Shot { from_frame, view: View { zoom, at }, look: Look { scale: look.scale * scale, centre, ..look } }
}

fn develop(art: &Art, view: View, shot: usize, size: [usize; 2], seed: u32) -> Developed {
    let tone = Tone::new();
    let sheet = |p: &Plane| Sheet {
        layer: Layer::develop(&p.paint, &tone, size, view, 0.6, seed ^ 0x51),
        depth: p.depth,
        sway: p.sway,
        gain: p.gain,
    };
    Developed {
        shot,
        back: Layer::develop(&art.back, &tone, size, view, art.grain, seed),
        sheets: art.planes.iter().map(sheet).collect(),
        front: art.front.iter().map(sheet).collect(),
    }
}
