//! Weather in the air, behind and before the person.

use super::choices::{TimeOfDay, Weather};
use super::motes::{Mote, Swarm};
use super::noise::{fbm, smooth};
use super::paint::Paint;
use super::place::SceneKind;
use super::plan::Plan;
use super::set::Art;
use crate::math::Bound as _;

/// Adds what falls or blows. It does not rain under a roof, under water or in space.
pub(crate) fn add(art: &mut Art, plan: &Plan) {
    if !plan.scene.outdoors() {
        return;
    }
    let seed = plan.seed;
    let dark = matches!(plan.time, TimeOfDay::Night | TimeOfDay::Dusk);
    match plan.weather {
        Weather::Rain => {
            let c = if dark { [0.75, 0.82, 0.95] } else { [0.5, 0.54, 0.6] };
            art.swarms.push(Swarm::new(Mote::Rain, 150, c, seed));
            art.air.push(Swarm::new(Mote::Rain, 22, c, seed ^ 0x6e));
        }
        // Its own place has its own snow, and the desert its own wind.
        Weather::Snow if plan.scene != SceneKind::Snow => {
            art.swarms.push(Swarm::new(Mote::Snow, 150, [0.95, 0.97, 1.0], seed));
            art.air.push(Swarm::new(Mote::Snow, 22, [0.75, 0.77, 0.8], seed ^ 0x6e));
        }
        Weather::Wind if !matches!(plan.scene, SceneKind::Desert | SceneKind::SunsetRoad) => {
            let c = art.look.key.map(|k| 0.7 * k);
            art.swarms.push(Swarm::new(Mote::Blown, 60, c, seed));
            art.air.push(Swarm::new(Mote::Blown, 10, c, seed ^ 0x6e));
        }
        Weather::Fog => fog(&mut art.back, art.look.tint, seed as u32),
        Weather::Clear | Weather::Snow | Weather::Wind => {}
    }
}

/// Banks of fog over what is far: most at the height of the eyes, where the land ends.
fn fog(back: &mut Paint, tint: [f32; 3], seed: u32) {
    let all = back.all();
    let mean = (tint[0] + tint[1] + tint[2]) / 3.0;
    let c = tint.map(|t| (0.5 * t + 0.5 * mean) * (0.35 + 0.65 * mean));
    back.over(all, |u, v| {
        let bank = 0.55 + 0.55 * fbm(u * 1.6, v * 3.4, 4, seed ^ 0x0f06);
        (c, (0.62 * bank * smooth(-0.1, 0.7, v) * smooth(1.9, 1.0, v)).at_most(0.9))
    });
}
