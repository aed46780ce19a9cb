//! What each sound of English looks like on the mouth.

/// Where the mouth wants to be. All but `tongue` in eye distances; `tongue` from 0 (low) to 1 (at the teeth).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Shape {
    /// The jaw drops.
    pub(crate) jaw: f32,
    /// The upper lip rises.
    pub(crate) upper: f32,
    /// The lower lip drops.
    pub(crate) lower: f32,
    /// Each corner moves out.
    pub(crate) wide: f32,
    /// The corners move in and the lips forward.
    pub(crate) round: f32,
    /// The lips press upon each other.
    pub(crate) press: f32,
    /// The lower lip goes under the upper teeth.
    pub(crate) tuck: f32,
    /// The tongue rises.
    pub(crate) tongue: f32,
}

impl Shape {
    pub(crate) fn channels(self) -> [f32; 8] {
        [self.jaw, self.upper, self.lower, self.wide, self.round, self.press, self.tuck, self.tongue]
    }
}

/// A shape, how strongly it holds against its neighbours, and how it is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Viseme {
    pub(crate) shape: Shape,
    pub(crate) dominance: f32,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Lips shut: p, b, m.
    Shut,
    /// Lower lip on the teeth: f, v.
    Bitten,
    Vowel,
    /// Made by the tongue: t, d, n, l, k, g. The lips stay as their neighbours want them.
    Tongue,
    Other,
}

const NONE: Shape =
    Shape { jaw: 0.0, upper: 0.0, lower: 0.0, wide: 0.0, round: 0.0, press: 0.0, tuck: 0.0, tongue: 0.0 };
/// How strongly a silent mouth wants to be shut.
pub(crate) const REST_DOMINANCE: f32 = 0.35;

const fn other(shape: Shape, dominance: f32) -> Viseme {
    Viseme { shape, dominance, kind: Kind::Other }
}

const fn tongue(shape: Shape, dominance: f32) -> Viseme {
    Viseme { shape, dominance, kind: Kind::Tongue }
}

const fn vowel(shape: Shape, dominance: f32) -> Viseme {
    Viseme { shape, dominance, kind: Kind::Vowel }
}

const PBM: Viseme = Viseme { shape: Shape { round: 0.05, press: 0.10, ..NONE }, dominance: 3.0, kind: Kind::Shut };
const FV: Viseme = Viseme {
    shape: Shape { jaw: 0.03, upper: 0.03, wide: 0.02, tuck: 0.10, ..NONE },
    dominance: 2.4,
    kind: Kind::Bitten,
};
const TH: Viseme = other(Shape { jaw: 0.075, upper: 0.012, lower: 0.03, wide: 0.02, tongue: 0.85, ..NONE }, 1.0);
const TD: Viseme = tongue(Shape { jaw: 0.06, upper: 0.012, lower: 0.03, wide: 0.03, tongue: 0.6, ..NONE }, 0.7);
const L: Viseme = tongue(Shape { jaw: 0.10, upper: 0.012, lower: 0.03, tongue: 0.8, ..NONE }, 0.8);
const KG: Viseme = tongue(Shape { jaw: 0.08, upper: 0.01, lower: 0.02, ..NONE }, 0.6);
const SZ: Viseme = other(Shape { jaw: 0.035, upper: 0.02, lower: 0.045, wide: 0.06, ..NONE }, 1.1);
const CH: Viseme = other(Shape { jaw: 0.05, upper: 0.03, lower: 0.05, round: 0.07, ..NONE }, 1.3);
const R: Viseme = other(Shape { jaw: 0.07, upper: 0.01, lower: 0.03, round: 0.06, ..NONE }, 0.9);
const W: Viseme = other(Shape { jaw: 0.045, round: 0.13, ..NONE }, 1.6);
const H: Viseme = other(Shape { jaw: 0.07, ..NONE }, 0.2);
const UW: Viseme = vowel(Shape { jaw: 0.055, lower: 0.02, round: 0.13, ..NONE }, 1.4);
const OH: Viseme = vowel(Shape { jaw: 0.12, round: 0.10, ..NONE }, 1.3);
const AO: Viseme = vowel(Shape { jaw: 0.17, round: 0.06, ..NONE }, 1.2);
const AA: Viseme = vowel(Shape { jaw: 0.21, upper: 0.012, lower: 0.03, ..NONE }, 1.2);
const AE: Viseme = vowel(Shape { jaw: 0.17, upper: 0.02, lower: 0.04, wide: 0.07, ..NONE }, 1.1);
const AH: Viseme = vowel(Shape { jaw: 0.13, ..NONE }, 1.0);
const EH: Viseme = vowel(Shape { jaw: 0.12, wide: 0.05, ..NONE }, 1.0);
const IH: Viseme = vowel(Shape { jaw: 0.09, wide: 0.06, ..NONE }, 0.9);
const IY: Viseme = vowel(Shape { jaw: 0.06, upper: 0.025, lower: 0.045, wide: 0.10, ..NONE }, 1.1);
const UH: Viseme = vowel(Shape { jaw: 0.08, lower: 0.02, round: 0.08, ..NONE }, 1.1);
const SCHWA: Viseme = vowel(Shape { jaw: 0.09, ..NONE }, 0.7);

/// Every shape that a phone may have.
pub(crate) const ALL: [Viseme; 22] =
    [PBM, FV, TH, TD, L, KG, SZ, CH, R, W, H, UW, OH, AO, AA, AE, AH, EH, IH, IY, UH, SCHWA];

/// The one or two shapes of a phone of hibari's US inventory. A second one takes the last 45 % of the phone.
/// `None` for a symbol that shows nothing (a glottal stop) or is unknown.
pub(crate) fn of(symbol: &str) -> Option<(Viseme, Option<Viseme>)> {
    let one = |v| Some((v, None));
    match symbol {
        "p" | "b" | "m" => one(PBM),
        "f" | "v" => one(FV),
        "θ" | "ð" => one(TH),
        "t" | "d" | "n" | "ɾ" | "T" => one(TD),
        "l" | "ɫ" => one(L),
        "k" | "ɡ" | "g" | "ŋ" => one(KG),
        "s" | "z" => one(SZ),
        "ʃ" | "ʒ" | "ʧ" | "ʤ" => one(CH),
        "ɹ" | "r" | "ɜ" | "ɝ" | "ɚ" => one(R),
        "w" => one(W),
        "j" | "i" => one(IY),
        "h" => one(H),
        "u" => one(UW),
        "ʊ" => one(UH),
        "ɔ" => one(AO),
        "ɑ" | "a" | "ɒ" => one(AA),
        "æ" => one(AE),
        "ʌ" => one(AH),
        "ɛ" | "e" => one(EH),
        "ɪ" | "ᵻ" => one(IH),
        "ə" | "ᵊ" | "ɐ" => one(SCHWA),
        "A" => Some((EH, Some(IH))),
        "I" => Some((AA, Some(IH))),
        "O" => Some((OH, Some(UW))),
        "W" => Some((AA, Some(UH))),
        "Y" => Some((AO, Some(IH))),
        _ => None,
    }
}
