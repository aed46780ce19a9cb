//! One file for each place.

mod arcade;
mod beach;
mod boxing_ring;
mod city;
mod classroom;
mod courtroom;
mod desert;
mod disco;
mod forest;
mod kitchen;
mod library;
mod mountains;
mod neon_rain;
mod news_desk;
mod office;
mod plain;
mod podcast;
mod red_carpet;
mod rooftop;
mod snow;
mod space;
mod stage;
mod studio;
mod sunset_road;
mod train;
mod underwater;

use super::paint::Paint;
use super::plan::{Plan, SceneKind};
use super::set::Art;
use super::{air, props, styles};

/// Paints the place of a plan, and adds what is in the air, what stands in front, and its style.
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
        SceneKind::NeonRain => neon_rain::paint(canvas, plan),
        SceneKind::Kitchen => kitchen::paint(canvas, plan),
        SceneKind::Office => office::paint(canvas, plan),
        SceneKind::Desert => desert::paint(canvas, plan),
        SceneKind::Snow => snow::paint(canvas, plan),
        SceneKind::NewsDesk => news_desk::paint(canvas, plan),
        SceneKind::BoxingRing => boxing_ring::paint(canvas, plan),
        SceneKind::Rooftop => rooftop::paint(canvas, plan),
        SceneKind::Train => train::paint(canvas, plan),
        SceneKind::Arcade => arcade::paint(canvas, plan),
        SceneKind::RedCarpet => red_carpet::paint(canvas, plan),
        SceneKind::Courtroom => courtroom::paint(canvas, plan),
        SceneKind::Classroom => classroom::paint(canvas, plan),
        SceneKind::SunsetRoad => sunset_road::paint(canvas, plan),
        SceneKind::Plain => plain::paint(canvas, plan),
    };
    air::add(&mut art, plan);
    styles::dress(&mut art, plan);
    props::add(&mut art, plan);
    art
}
