//! Guided filters (He, Sun, Tang 2010): making one picture follow the edges of another.

use super::image::Plane;

/// Makes the edges of `mask` follow those of the picture.
pub(super) fn guided(picture: &Plane<3>, mask: &Plane<1>, radius: usize, epsilon: f32) -> Plane<1> {
    let (w, h) = (picture.width, picture.height);
    let mut moments = Plane::<4>::new(w, h);
    for ((m, c), p) in moments.data.iter_mut().zip(&picture.data).zip(&mask.data) {
        let luma = 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2];
        *m = [luma, p[0], luma * luma, luma * p[0]];
    }
    let mean = moments.blurred(radius);
    let mut line = Plane::<2>::new(w, h);
    for (l, m) in line.data.iter_mut().zip(&mean.data) {
        let a = (m[3] - m[0] * m[1]) / (m[2] - m[0] * m[0] + epsilon);
        *l = [a, m[1] - a * m[0]];
    }
    let line = line.blurred(radius);
    let mut out = Plane::new(w, h);
    for ((o, l), m) in out.data.iter_mut().zip(&line.data).zip(&moments.data) {
        *o = [(l[0] * m[0] + l[1]).clamp(0.0, 1.0)];
    }
    out
}

/// For each place the four numbers f with `alpha = f0 red + f1 green + f2 blue + f3` that fit the guesses around it best.
/// A guess is colour and alpha times its weight, and the weight, which may be small but not 0 everywhere.
pub(super) fn colour_lines(guesses: &Plane<5>, radius: usize, epsilon: f32) -> Plane<4> {
    let (w, h) = (guesses.width, guesses.height);
    let mut moments = Plane::<14>::new(w, h);
    for (m, g) in moments.data.iter_mut().zip(&guesses.data) {
        let weight = g[4];
        if weight <= 0.0 {
            continue;
        }
        let [r, b, c, p] = [g[0], g[1], g[2], g[3]].map(|v| v / weight);
        *m = [r, b, c, p, r * r, r * b, r * c, b * b, b * c, c * c, r * p, b * p, c * p, 1.0].map(|v| weight * v);
    }
    let mean = moments.blurred(radius);
    let mut out = Plane::<4>::new(w, h);
    for (o, m) in out.data.iter_mut().zip(&mean.data) {
        let n = m[13].max(1e-6);
        let m: [f64; 13] = std::array::from_fn(|k| f64::from(m[k] / n));
        let i = [m[0], m[1], m[2]];
        let e = f64::from(epsilon);
        let s = [
            [m[4] - i[0] * i[0] + e, m[5] - i[0] * i[1], m[6] - i[0] * i[2]],
            [m[5] - i[0] * i[1], m[7] - i[1] * i[1] + e, m[8] - i[1] * i[2]],
            [m[6] - i[0] * i[2], m[8] - i[1] * i[2], m[9] - i[2] * i[2] + e],
        ];
        let a = solved(s, [m[10] - i[0] * m[3], m[11] - i[1] * m[3], m[12] - i[2] * m[3]]);
        let rest = m[3] - (0..3).map(|k| a[k] * i[k]).sum::<f64>();
        *o = [a[0] as f32, a[1] as f32, a[2] as f32, rest as f32];
    }
    out.blurred(radius)
}

/// Cramer's rule; zeros where the rows say the same.
fn solved(s: [[f64; 3]; 3], b: [f64; 3]) -> [f64; 3] {
    let det = |m: [[f64; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let whole = det(s);
    if whole.abs() < 1e-18 {
        return [0.0; 3];
    }
    std::array::from_fn(|k| {
        let mut m = s;
        (0..3).for_each(|r| m[r][k] = b[r]);
        det(m) / whole
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two colours meet in a soft edge; every third guess is wild, and says that it is.
    #[test]
    fn doubtful_guesses_follow_the_colours_around_them() {
        let mut guesses = Plane::<5>::new(40, 40);
        let truth = |x: usize| ((x as f32 - 14.0) / 12.0).clamp(0.0, 1.0);
        for y in 0..40 {
            for x in 0..40 {
                let a = truth(x);
                let wild = (x + y) % 3 == 0;
                let (guess, weight) = if wild { ((x * 7 + y) as f32 % 2.0, 0.02) } else { (a, 1.0) };
                let c = [0.2 + 0.6 * a, 0.5 - 0.3 * a, 0.4];
                guesses.data[y * 40 + x] = [c[0] * weight, c[1] * weight, c[2] * weight, guess * weight, weight];
            }
        }
        let lines = colour_lines(&guesses, 3, 1e-4);
        for (x, f) in lines.data[20 * 40..21 * 40].iter().enumerate() {
            let a = truth(x);
            let fitted = f[0] * (0.2 + 0.6 * a) + f[1] * (0.5 - 0.3 * a) + f[2] * 0.4 + f[3];
            assert!((fitted - a).abs() < 0.05, "{x}: {fitted}, not {a}");
        }
    }
}
