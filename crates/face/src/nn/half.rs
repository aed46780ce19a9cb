//! IEEE 754 half precision, the form in which the models store their weights.

/// Widens a half to a float; exact.
pub(crate) fn widen(h: u16) -> f32 {
    let sign = u32::from(h & 0x8000) << 16;
    let exponent = u32::from(h >> 10 & 0x1f);
    let fraction = u32::from(h & 0x3ff);
    match exponent {
        // Zero and subnormals: fraction * 2^-24, which a float holds exactly.
        0 => {
            let magnitude = fraction as f32 / 16_777_216.0;
            if sign == 0 { magnitude } else { -magnitude }
        }
        31 => f32::from_bits(sign | 0x7f80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

#[cfg(test)]
mod tests {
    use super::widen;

    #[test]
    fn known_values() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0400, 6.103_515_6e-5),
            (0x0001, 5.960_464_5e-8),
            (0x3555, 0.333_251_95),
        ] {
            assert_eq!(widen(bits), value, "{bits:#x}");
        }
        assert!(widen(0x8000).is_sign_negative() && widen(0x7c00).is_infinite() && widen(0x7e00).is_nan());
    }
}
