//! The rotation, scale and shift that bring one set of points onto another with the least weighted squared distance
//! (Horn, Closed-form solution of absolute orientation using unit quaternions, 1987).

/// `y = scale * rotation * x + shift`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Similarity {
    pub(crate) scale: f64,
    /// Rows of a rotation matrix.
    pub(crate) rotation: [[f64; 3]; 3],
    pub(crate) shift: [f64; 3],
}

/// One point, where it should go, and how much it counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) weight: f64,
    pub(crate) from: [f64; 3],
    pub(crate) to: [f64; 3],
}

/// Fits; nothing where the points are not finite or all in one place.
pub(crate) fn fit(pairs: &[Pair]) -> Option<Similarity> {
    let total: f64 = pairs.iter().map(|p| p.weight).sum();
    let centre = |of: fn(&Pair) -> &[f64; 3]| -> [f64; 3] {
        std::array::from_fn(|k| pairs.iter().map(|p| p.weight * of(p)[k]).sum::<f64>() / total)
    };
    let (a, b) = (centre(|p| &p.from), centre(|p| &p.to));
    let mut m = [[0.0; 3]; 3];
    let mut spread = 0.0;
    for p in pairs {
        for i in 0..3 {
            spread += p.weight * (p.from[i] - a[i]).powi(2);
            for j in 0..3 {
                m[i][j] += p.weight * (p.from[i] - a[i]) * (p.to[j] - b[j]);
            }
        }
    }
    let rotation = matrix(largest(quadratic(&m)));
    // trace(R * M) is the spread of the rotated points along their targets.
    let along: f64 = (0..3).map(|i| (0..3).map(|j| rotation[j][i] * m[i][j]).sum::<f64>()).sum();
    let scale = along / spread;
    let turned = apply(&rotation, a);
    let shift = std::array::from_fn(|k| b[k] - scale * turned[k]);
    (scale.is_finite() && scale > 1e-9).then_some(Similarity { scale, rotation, shift })
}

/// Rotates a point.
pub(crate) fn apply(rotation: &[[f64; 3]; 3], p: [f64; 3]) -> [f64; 3] {
    rotation.map(|row| row[0] * p[0] + row[1] * p[1] + row[2] * p[2])
}

/// Horn's matrix N of the sums of products M: the best quaternion is its eigenvector of the largest eigenvalue.
fn quadratic(m: &[[f64; 3]; 3]) -> [[f64; 4]; 4] {
    let [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = *m;
    [
        [xx + yy + zz, yz - zy, zx - xz, xy - yx],
        [yz - zy, xx - yy - zz, xy + yx, zx + xz],
        [zx - xz, xy + yx, yy - xx - zz, yz + zy],
        [xy - yx, zx + xz, yz + zy, zz - xx - yy],
    ]
}

/// Eigenvector of the largest eigenvalue of a symmetric matrix, by Jacobi's rotations.
fn largest(mut a: [[f64; 4]; 4]) -> [f64; 4] {
    let mut vectors: [[f64; 4]; 4] = std::array::from_fn(|i| std::array::from_fn(|j| f64::from(u8::from(i == j))));
    // Converges quadratically: 4 x 4 needs five or six sweeps.
    for _ in 0..12 {
        for (p, q) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
            if a[p][q].abs() < 1e-300 {
                continue;
            }
            let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
            let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
            let cos = 1.0 / (t * t + 1.0).sqrt();
            let sin = t * cos;
            let turn = |x: &mut f64, y: &mut f64| (*x, *y) = (cos * *x - sin * *y, sin * *x + cos * *y);
            for row in a.iter_mut().chain(&mut vectors) {
                let (mut x, mut y) = (row[p], row[q]);
                turn(&mut x, &mut y);
                (row[p], row[q]) = (x, y);
            }
            for k in 0..4 {
                let (mut x, mut y) = (a[p][k], a[q][k]);
                turn(&mut x, &mut y);
                (a[p][k], a[q][k]) = (x, y);
            }
        }
    }
    let best = (1..4).fold(0, |best, i| if a[i][i] > a[best][best] { i } else { best });
    vectors.map(|row| row[best])
}

/// Rotation matrix of a unit quaternion, scalar first.
fn matrix([w, x, y, z]: [f64; 4]) -> [[f64; 3]; 3] {
    [
        [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y - w * z), 2.0 * (x * z + w * y)],
        [2.0 * (x * y + w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z - w * x)],
        [2.0 * (x * z - w * y), 2.0 * (y * z + w * x), 1.0 - 2.0 * (x * x + y * y)],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_similarity_is_found_again() {
        for q in [[1.0, 0.0, 0.0, 0.0], [0.5, 0.5, -0.5, 0.5], [0.1, 0.7, 0.1, -0.7]] {
            let rotation = matrix(q);
            let points = [[1.0, 2.0, 3.0], [-2.0, 0.5, 1.0], [0.3, -4.0, 2.0], [5.0, 1.0, -1.0]];
            let pairs = points.map(|from| {
                let to = apply(&rotation, from).map(|v| 2.5 * v + 7.0);
                Pair { weight: 1.0 + from[0].abs(), from, to }
            });
            let found = fit(&pairs).unwrap();
            assert!((found.scale - 2.5).abs() < 1e-9 && found.shift.iter().all(|s| (s - 7.0).abs() < 1e-9));
            for (row, want) in found.rotation.iter().flatten().zip(rotation.iter().flatten()) {
                assert!((row - want).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn points_in_one_place_or_not_numbers_fit_nothing() {
        let pair = Pair { weight: 1.0, from: [1.0; 3], to: [2.0; 3] };
        assert_eq!(fit(&[pair; 4]), None);
        assert_eq!(fit(&[Pair { from: [f64::NAN; 3], ..pair }, pair]), None);
        assert_eq!(fit(&[]), None);
    }
}
