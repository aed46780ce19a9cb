//! Four floats at once: the few operations that the kernels need, over the machine's own instructions where there are
//! some and over an array elsewhere. No fused multiply-add, so every machine rounds alike.

/// Four 32-bit floats.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct F32x4(imp::Repr);

impl F32x4 {
    #[inline(always)]
    pub(crate) fn load(a: &[f32; 4]) -> Self {
        Self(imp::from_array(*a))
    }

    #[inline(always)]
    pub(crate) fn store(self, to: &mut [f32; 4]) {
        *to = imp::to_array(self.0);
    }

    #[inline(always)]
    pub(crate) fn splat(x: f32) -> Self {
        Self(imp::splat(x))
    }

    /// Eight bytes as floats.
    #[inline(always)]
    pub(crate) fn two_from_bytes(a: &[u8; 8]) -> (Self, Self) {
        let (low, high) = imp::two_from_bytes(*a);
        (Self(low), Self(high))
    }

    #[inline(always)]
    pub(crate) fn to_array(self) -> [f32; 4] {
        imp::to_array(self.0)
    }

    #[inline(always)]
    pub(crate) fn sub(self, b: Self) -> Self {
        Self(imp::sub(self.0, b.0))
    }

    /// `self + a * b`, rounded twice.
    #[inline(always)]
    pub(crate) fn mul_add(self, a: Self, b: Self) -> Self {
        Self(imp::add(self.0, imp::mul(a.0, b.0)))
    }

    #[inline(always)]
    pub(crate) fn add(self, b: Self) -> Self {
        Self(imp::add(self.0, b.0))
    }

    #[inline(always)]
    pub(crate) fn mul(self, b: Self) -> Self {
        Self(imp::mul(self.0, b.0))
    }

    #[inline(always)]
    pub(crate) fn max(self, b: Self) -> Self {
        Self(imp::max(self.0, b.0))
    }

    #[inline(always)]
    pub(crate) fn min(self, b: Self) -> Self {
        Self(imp::min(self.0, b.0))
    }

    /// Sum of the four.
    #[inline(always)]
    pub(crate) fn sum(self) -> f32 {
        let a = imp::to_array(self.0);
        (a[0] + a[1]) + (a[2] + a[3])
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod imp {
    use core::arch::wasm32::{
        f32x4_add, f32x4_convert_i32x4, f32x4_mul, f32x4_pmax, f32x4_pmin, f32x4_splat, f32x4_sub,
        u16x8_extend_low_u8x16, u32x4_extend_high_u16x8, u32x4_extend_low_u16x8, u64x2_splat, v128,
    };

    pub(super) type Repr = v128;

    #[inline(always)]
    pub(super) fn add(a: v128, b: v128) -> v128 {
        f32x4_add(a, b)
    }
    #[inline(always)]
    pub(super) fn sub(a: v128, b: v128) -> v128 {
        f32x4_sub(a, b)
    }
    #[inline(always)]
    pub(super) fn two_from_bytes(a: [u8; 8]) -> (v128, v128) {
        let words = u16x8_extend_low_u8x16(u64x2_splat(u64::from_le_bytes(a)));
        // From signed numbers, which is one instruction on x86; no byte has the sign.
        (f32x4_convert_i32x4(u32x4_extend_low_u16x8(words)), f32x4_convert_i32x4(u32x4_extend_high_u16x8(words)))
    }
    #[inline(always)]
    pub(super) fn mul(a: v128, b: v128) -> v128 {
        f32x4_mul(a, b)
    }
    #[inline(always)]
    pub(super) fn splat(x: f32) -> v128 {
        f32x4_splat(x)
    }

    // The p-forms are one instruction on x86; they differ from the plain ones in NaN and -0 alone.
    #[inline(always)]
    pub(super) fn max(a: v128, b: v128) -> v128 {
        f32x4_pmax(b, a)
    }
    #[inline(always)]
    pub(super) fn min(a: v128, b: v128) -> v128 {
        f32x4_pmin(b, a)
    }
    #[inline(always)]
    #[expect(unsafe_code, reason = "reinterprets 16 bytes; every bit pattern is valid for both types")]
    pub(super) fn from_array(a: [f32; 4]) -> v128 {
        // SAFETY: same size, no invalid values on either side.
        unsafe { core::mem::transmute(a) }
    }
    #[inline(always)]
    #[expect(unsafe_code, reason = "reinterprets 16 bytes; every bit pattern is valid for both types")]
    pub(super) fn to_array(a: v128) -> [f32; 4] {
        // SAFETY: same size, no invalid values on either side.
        unsafe { core::mem::transmute(a) }
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "SSE intrinsics; SSE is part of every x86-64 processor")]
mod imp {
    use core::arch::x86_64::{
        __m128, _mm_add_ps, _mm_cvtepi32_ps, _mm_cvtsi64_si128, _mm_max_ps, _mm_min_ps, _mm_mul_ps, _mm_set1_ps,
        _mm_setzero_si128, _mm_sub_ps, _mm_unpackhi_epi16, _mm_unpacklo_epi8, _mm_unpacklo_epi16,
    };
    use core::mem::transmute;

    pub(super) type Repr = __m128;

    #[inline(always)]
    pub(super) fn add(a: Repr, b: Repr) -> Repr {
        // SAFETY: SSE is there.
        unsafe { _mm_add_ps(a, b) }
    }
    #[inline(always)]
    pub(super) fn sub(a: Repr, b: Repr) -> Repr {
        // SAFETY: SSE is there.
        unsafe { _mm_sub_ps(a, b) }
    }
    #[inline(always)]
    pub(super) fn two_from_bytes(a: [u8; 8]) -> (Repr, Repr) {
        // SAFETY: SSE2 is part of every x86-64 processor too.
        unsafe {
            let zero = _mm_setzero_si128();
            let words = _mm_unpacklo_epi8(_mm_cvtsi64_si128(i64::from_le_bytes(a)), zero);
            (_mm_cvtepi32_ps(_mm_unpacklo_epi16(words, zero)), _mm_cvtepi32_ps(_mm_unpackhi_epi16(words, zero)))
        }
    }
    #[inline(always)]
    pub(super) fn mul(a: Repr, b: Repr) -> Repr {
        // SAFETY: SSE is there.
        unsafe { _mm_mul_ps(a, b) }
    }
    #[inline(always)]
    pub(super) fn max(a: Repr, b: Repr) -> Repr {
        // SAFETY: SSE is there.
        unsafe { _mm_max_ps(a, b) }
    }
    #[inline(always)]
    pub(super) fn min(a: Repr, b: Repr) -> Repr {
        // SAFETY: SSE is there.
        unsafe { _mm_min_ps(a, b) }
    }
    #[inline(always)]
    pub(super) fn splat(x: f32) -> Repr {
        // SAFETY: SSE is there.
        unsafe { _mm_set1_ps(x) }
    }
    #[inline(always)]
    pub(super) fn from_array(a: [f32; 4]) -> Repr {
        // SAFETY: same size, no invalid values on either side.
        unsafe { transmute(a) }
    }
    #[inline(always)]
    pub(super) fn to_array(a: Repr) -> [f32; 4] {
        // SAFETY: same size, no invalid values on either side.
        unsafe { transmute(a) }
    }
}

#[cfg(not(any(all(target_arch = "wasm32", target_feature = "simd128"), target_arch = "x86_64")))]
mod imp {
    pub(super) type Repr = [f32; 4];

    #[inline(always)]
    fn zip(a: Repr, b: Repr, f: impl Fn(f32, f32) -> f32) -> Repr {
        [f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2]), f(a[3], b[3])]
    }
    #[inline(always)]
    pub(super) fn add(a: Repr, b: Repr) -> Repr {
        zip(a, b, |x, y| x + y)
    }
    #[inline(always)]
    pub(super) fn sub(a: Repr, b: Repr) -> Repr {
        zip(a, b, |x, y| x - y)
    }
    #[inline(always)]
    pub(super) fn two_from_bytes([a, b, c, d, e, f, g, h]: [u8; 8]) -> (Repr, Repr) {
        ([a, b, c, d].map(f32::from), [e, f, g, h].map(f32::from))
    }
    #[inline(always)]
    pub(super) fn mul(a: Repr, b: Repr) -> Repr {
        zip(a, b, |x, y| x * y)
    }
    #[inline(always)]
    pub(super) fn max(a: Repr, b: Repr) -> Repr {
        zip(a, b, |x, y| if x > y { x } else { y })
    }
    #[inline(always)]
    pub(super) fn min(a: Repr, b: Repr) -> Repr {
        zip(a, b, |x, y| if x < y { x } else { y })
    }
    #[inline(always)]
    pub(super) fn splat(x: f32) -> Repr {
        [x; 4]
    }
    #[inline(always)]
    pub(super) fn from_array(a: [f32; 4]) -> Repr {
        a
    }
    #[inline(always)]
    pub(super) fn to_array(a: Repr) -> [f32; 4] {
        a
    }
}
