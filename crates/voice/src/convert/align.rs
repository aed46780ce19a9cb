//! Dynamic time warping (Sakoe and Chiba 1978) of two sequences of frames.

/// Mean distance along the cheapest alignment.
pub(crate) fn time_warp_cost(a: &[Vec<f32>], b: &[Vec<f32>]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 1.0;
    }
    // Diagonal steps count twice, so that every path has the same weight: the sum of both lengths.
    let mut row = vec![f32::INFINITY; b.len()];
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = f32::INFINITY;
        for (j, y) in b.iter().enumerate() {
            let d = distance(x, y);
            let up = row[j];
            let left = if j > 0 { row[j - 1] } else { f32::INFINITY };
            let best = if i == 0 && j == 0 { 2.0 * d } else { (up + d).min(left + d).min(diagonal + 2.0 * d) };
            diagonal = up;
            row[j] = best;
        }
    }
    row.last().copied().unwrap_or(f32::INFINITY) / (a.len() + b.len()) as f32
}

fn distance(x: &[f32], y: &[f32]) -> f32 {
    x.iter().zip(y).map(|(p, q)| (p - q) * (p - q)).sum::<f32>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slower_copy_is_aligned_without_cost() {
        let a: Vec<Vec<f32>> = (0..6).map(|k| vec![k as f32, 1.0]).collect();
        let slow: Vec<Vec<f32>> = a.iter().flat_map(|f| [f.clone(), f.clone()]).collect();
        assert_eq!(time_warp_cost(&a, &slow), 0.0);
        assert_eq!(time_warp_cost(&a, &[]), 1.0);
    }
}
