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

/// The cheapest alignment as pairs of frames, in order. Empty when one side is.
pub(crate) fn alignment(a: &[Vec<f32>], b: &[Vec<f32>]) -> Vec<(usize, usize)> {
    let (n, m) = (a.len(), b.len());
    if n == 0 || m == 0 {
        return Vec::new();
    }
    let mut cost = vec![f32::INFINITY; n * m];
    // Where a cell was reached from: 0 from both before, 1 from the frame of `a` before, 2 from that of `b`.
    let mut from = vec![0u8; n * m];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            let d = distance(x, y);
            let at = |i: Option<usize>, j: Option<usize>| match (i, j) {
                (Some(i), Some(j)) => cost[i * m + j],
                _ => f32::INFINITY,
            };
            let (up, left) = (i.checked_sub(1), j.checked_sub(1));
            let options = [at(up, left) + 2.0 * d, at(up, Some(j)) + d, at(Some(i), left) + d];
            let best = (0..3).min_by(|p, q| options[*p].total_cmp(&options[*q])).unwrap_or(0);
            cost[i * m + j] = if i == 0 && j == 0 { 2.0 * d } else { options[best] };
            from[i * m + j] = best as u8;
        }
    }
    let (mut i, mut j) = (n - 1, m - 1);
    let mut path = vec![(i, j)];
    while i > 0 || j > 0 {
        match from[i * m + j] {
            1 => i = i.saturating_sub(1),
            2 => j = j.saturating_sub(1),
            _ => (i, j) = (i.saturating_sub(1), j.saturating_sub(1)),
        }
        path.push((i, j));
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slower_copy_is_aligned_without_cost() {
        let a: Vec<Vec<f32>> = (0..6).map(|k| vec![k as f32, 1.0]).collect();
        let slow: Vec<Vec<f32>> = a.iter().flat_map(|f| [f.clone(), f.clone()]).collect();
        assert_eq!(time_warp_cost(&a, &slow), 0.0);
        assert!(alignment(&a, &slow).iter().all(|(i, j)| *i == j / 2));
        assert_eq!(alignment(&a, &slow).len(), 12);
        assert!(alignment(&a, &[]).is_empty());
    }
}
