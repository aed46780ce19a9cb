//! A capture as numbers: what the edge scores a second time. No picture can be made from them.

use serde::{Deserialize, Serialize};

/// Most glimpses that a result may hold: three minutes at five a second, a minute and a half at ten.
pub const MAX_GLIMPSES: usize = 900;

/// What one frame of a capture measured. On the wire it is an array of whole numbers, in the order of the fields:
/// milliseconds, then thousandths; angles in hundredths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "[i32; 12]", into = "[i32; 12]")]
pub struct Glimpse {
    /// Milliseconds since the first frame.
    pub at_ms: u32,
    /// Middle of the eyes over the width of the frame.
    pub x: f32,
    /// Height of the middle of the eyes, from the top, over the width of the frame.
    pub y: f32,
    /// Distance between the eyes over the width of the frame.
    pub size: f32,
    /// Turn of the head in degrees, positive to the person's own left.
    pub yaw_deg: f32,
    /// Lift of the chin in degrees.
    pub pitch_deg: f32,
    /// Lean in degrees, positive to the person's own left shoulder.
    pub roll_deg: f32,
    /// Openness of the eyes, 0 to 1.
    pub eyes_open: f32,
    /// Inner-lip gap over the distance between the eyes.
    pub mouth_open: f32,
    /// Width of the mouth over the distance between the eyes.
    pub mouth_width: f32,
    /// Height of the brows above the eyes over the distance between the eyes.
    pub brows: f32,
    /// Scale across over scale down of the face, its depth counted in, against the neutral pose: 1 for a head.
    pub width: f32,
}

impl From<[i32; 12]> for Glimpse {
    fn from(n: [i32; 12]) -> Self {
        let part = |k: usize| n[k] as f32 / 1000.0;
        let angle = |k: usize| n[k] as f32 / 100.0;
        Self {
            at_ms: n[0].max(0) as u32,
            x: part(1),
            y: part(2),
            size: part(3),
            yaw_deg: angle(4),
            pitch_deg: angle(5),
            roll_deg: angle(6),
            eyes_open: part(7),
            mouth_open: part(8),
            mouth_width: part(9),
            brows: part(10),
            width: part(11),
        }
    }
}

impl From<Glimpse> for [i32; 12] {
    fn from(g: Glimpse) -> Self {
        let whole = |x: f32| (x * 1000.0).round() as i32;
        let angle = |x: f32| (x * 100.0).round() as i32;
        [
            i32::try_from(g.at_ms).unwrap_or(i32::MAX),
            whole(g.x),
            whole(g.y),
            whole(g.size),
            angle(g.yaw_deg),
            angle(g.pitch_deg),
            angle(g.roll_deg),
            whole(g.eyes_open),
            whole(g.mouth_open),
            whole(g.mouth_width),
            whole(g.brows),
            whole(g.width),
        ]
    }
}

impl Glimpse {
    /// Distance of the middle of the eyes from that of another glimpse, in distances between the eyes.
    #[must_use]
    pub fn moved(&self, other: &Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y) / f32::midpoint(self.size, other.size).max(0.01)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_holds_whole_numbers_and_loses_less_than_half_of_their_unit() {
        let g = Glimpse {
            at_ms: 12_345,
            x: 0.512_4,
            y: 0.431,
            size: 0.18,
            yaw_deg: -21.234,
            pitch_deg: 3.1,
            roll_deg: 0.004,
            eyes_open: 0.71,
            mouth_open: 0.02,
            mouth_width: 0.84,
            brows: 0.3,
            width: 0.998,
        };
        let sent: [i32; 12] = g.into();
        assert_eq!(sent, [12_345, 512, 431, 180, -2123, 310, 0, 710, 20, 840, 300, 998]);
        let back = Glimpse::from(sent);
        assert!((back.x - g.x).abs() <= 0.000_51 && (back.yaw_deg - g.yaw_deg).abs() <= 0.005_1);
        assert_eq!(Glimpse::from([i32::MIN; 12]).at_ms, 0);
    }
}
