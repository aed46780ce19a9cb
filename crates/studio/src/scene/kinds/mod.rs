//! One file for each place.

mod beach;
mod city;
mod disco;
mod forest;
mod library;
mod mountains;
mod podcast;
mod space;
mod stage;
mod studio;
mod underwater;

use super::motes::{Mote, Swarm};
use super::paint::Paint;
use super::plan::{Plan, SceneKind, Weather};
use super::set::Art;

/// Paints the place of a plan and adds what is in the air.
pub(crate) fn paint(plan: &Plan, width: usize, height: usize) -> Art {
    let canvas = Paint::new(width, height);
    let mut art = match plan.scene {
        SceneKind::Stage => stage::paint(canvas, plan),
        SceneKind::Beach => beach::paint(canvas, plan),
        SceneKind::City => city::paint(canvas, plan),
        SceneKind::Space => space::paint(canvas, plan),
        SceneKind::Forest => forest::paint(canvas, plan),
        SceneKind::Library => library::paint(canvas, plan),
        SceneKind::Podcast => podcast::paint(canvas, plan),
        SceneKind::Mountains => mountains::paint(canvas, plan),
        SceneKind::Studio => studio::paint(canvas, plan),
        SceneKind::Disco => disco::paint(canvas, plan),
        SceneKind::Underwater => underwater::paint(canvas, plan),
    };
    // It does not rain under a roof, under water or in space.
    if matches!(plan.scene, SceneKind::Beach | SceneKind::City | SceneKind::Forest | SceneKind::Mountains) {
        match plan.weather {
            Weather::Rain => art.swarms.push(Swarm::new(Mote::Rain, 150, [0.75, 0.82, 0.95], plan.seed)),
            Weather::Snow => art.swarms.push(Swarm::new(Mote::Snow, 170, [0.95, 0.97, 1.0], plan.seed)),
            Weather::Clear | Weather::Fog => {}
        }
    }
    art
}
