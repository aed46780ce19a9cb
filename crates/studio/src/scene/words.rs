//! The words of a prompt that mean a light, an air, a style, a move, a thing or a colour. Lists are separated by commas.

use super::choices::{Camera, Framing, Prop, Style, TimeOfDay, Weather};

/// What a word of a list asks for; the word that stands last in a prompt counts.
pub(super) type Words<T> = &'static [(T, &'static str)];

#[rustfmt::skip]
pub(super) const TIMES: Words<TimeOfDay> = &[
    (TimeOfDay::Dawn, "dawn, at dawn, sunrise, daybreak, early morning, first light"),
    (TimeOfDay::Day, "day, noon, sunny, daylight, bright, midday, afternoon, blue sky, by day"),
    (TimeOfDay::Golden, "sunset, golden, golden hour, morning, evening sun, late afternoon, low sun"),
    (TimeOfDay::Dusk, "dusk, twilight, blue hour, nightfall, evening, after sunset"),
    (TimeOfDay::Night, "night, midnight, dark, moonlight, moonlit, stars, at night"),
];

#[rustfmt::skip]
pub(super) const WEATHERS: Words<Weather> = &[
    (Weather::Clear, "dry, clear, no rain, no snow, no fog, without rain, without snow, cloudless, in clear weather"),
    (Weather::Rain, "rain, rainy, raining, storm, stormy, drizzle, wet, thunderstorm, in the rain"),
    (Weather::Snow, "snow, snowy, snowing, blizzard, snowfall, christmas, in falling snow"),
    (Weather::Fog, "fog, foggy, mist, misty, haze, hazy, smoke, in fog"),
    (Weather::Wind, "wind, windy, gale, breeze, breezy, sandstorm, dust storm, dusty, in the wind"),
];

#[rustfmt::skip]
pub(super) const STYLES: Words<Style> = &[
    (Style::Natural, "natural colours, natural colors, realistic"),
    (Style::Noir, "noir, film noir, black and white, black-and-white, monochrome, detective film"),
    (Style::Neon, "neon style, neon look, synthwave, vaporwave, retrowave, outrun"),
    (Style::Pastel, "pastel, pastels, in pastel, dreamy, soft colours, soft colors"),
    (Style::Vintage, "vintage, vintage film, retro film, old film, super 8, polaroid, faded, nostalgic"),
];

#[rustfmt::skip]
pub(super) const CAMERAS: Words<Camera> = &[
    (Camera::Still, "static, still camera, tripod, locked off"),
    (Camera::Push, "push in, push-in, dolly in, zoom in, slow zoom, moving closer, pushes in"),
    (Camera::Left, "pan left, to the left"),
    (Camera::Right, "pan right, to the right"),
    (Camera::Rise, "crane up, crane shot, rising camera, tilt up"),
    (Camera::HandHeld, "hand-held, handheld, vlog, selfie, shaky, documentary"),
    (Camera::Orbit, "orbit shot, camera orbits, circling, arc shot, orbiting camera"),
];

#[rustfmt::skip]
pub(super) const PROPS: Words<Prop> = &[
    (Prop::Desk, "desk, at a desk, table, news desk"),
    (Prop::Microphone, "microphone, mic, podcast, with a microphone"),
    (Prop::Mug, "mug, cup of tea, cup of coffee, with a mug"),
    (Prop::Plant, "potted plant, houseplant, with a potted plant"),
    (Prop::Lamp, "desk lamp, with a desk lamp"),
];

#[rustfmt::skip]
pub(super) const FRAMINGS: Words<Framing> = &[
    (Framing::Wide, "wide shot, wide angle, long shot"),
    (Framing::Medium, "medium shot"),
    (Framing::Close, "close-up, closeup, close up, extreme close-up"),
];

pub(super) const COLOURS: &[(&str, u32)] = &[
    ("red", 0x00a8_2c2c),
    ("crimson", 0x008e_1f33),
    ("orange", 0x00d9_772b),
    ("yellow", 0x00e3_b53a),
    ("gold", 0x00c9_9a3a),
    ("green", 0x004d_8a5b),
    ("mint", 0x0092_c7ad),
    ("teal", 0x002c_7f83),
    ("turquoise", 0x003b_a6a6),
    ("blue", 0x0033_629e),
    ("navy", 0x0022_3458),
    ("purple", 0x0066_4791),
    ("violet", 0x0066_4791),
    ("pink", 0x00d6_8299),
    ("magenta", 0x00b3_3a7c),
    ("brown", 0x0075_5540),
    ("beige", 0x00cf_b998),
    ("cream", 0x00e3_d7bd),
    ("white", 0x00e4_e2de),
    ("grey", 0x0082_8484),
    ("gray", 0x0082_8484),
    ("black", 0x0028_2726),
];
