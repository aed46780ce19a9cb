//! Carrying what is known at some vertices smoothly over the rest of the sheet.

/// The sheet as a graph: every vertex with its neighbours and the weight of each (1 over the length of the edge).
pub(crate) struct Graph {
    neighbours: Vec<Vec<(usize, f32)>>,
}

impl Graph {
    /// `at` are the vertices in eye distances.
    pub(crate) fn over(triangles: &[[u16; 3]], at: &[[f32; 3]]) -> Self {
        let mut neighbours: Vec<Vec<(usize, f32)>> = vec![Vec::new(); at.len()];
        for t in triangles {
            for k in 0..3 {
                let (a, b) = (usize::from(t[k]), usize::from(t[(k + 1) % 3]));
                let length = (0..3).map(|k| (at[a][k] - at[b][k]) * (at[a][k] - at[b][k])).sum::<f32>().sqrt();
                let weight = 1.0 / length.max(0.005);
                for (from, to) in [(a, b), (b, a)] {
                    if from != to && !neighbours[from].iter().any(|n| n.0 == to) {
                        neighbours[from].push((to, weight));
                    }
                }
            }
        }
        Self { neighbours }
    }

    /// Evens out depth where `share` is above 0: each step moves it that far towards the mean of the neighbours.
    pub(super) fn smooth_depth(&self, at: &mut [[f32; 3]], share: &[f32]) {
        for _ in 0..12 {
            for (i, around) in self.neighbours.iter().enumerate() {
                if share[i] > 0.0 && !around.is_empty() {
                    let mean = around.iter().map(|n| at[n.0][2]).sum::<f32>() / around.len() as f32;
                    at[i][2] += share[i] * (mean - at[i][2]);
                }
            }
        }
    }

    /// Solves Laplace's equation with `fixed` held (successive over-relaxation). Vertices joined to nothing stay 0.
    pub(crate) fn solve(&self, fixed: &[Option<[f32; 3]>]) -> Vec<[f32; 3]> {
        let mut out: Vec<[f32; 3]> = fixed.iter().map(|f| f.unwrap_or_default()).collect();
        for _ in 0..200 {
            let mut change = 0f32;
            for (i, around) in self.neighbours.iter().enumerate() {
                if fixed[i].is_some() || around.is_empty() {
                    continue;
                }
                let (mut sum, mut weights) = ([0f32; 3], 0f32);
                for &(j, w) in around {
                    (0..3).for_each(|k| sum[k] += w * out[j][k]);
                    weights += w;
                }
                for k in 0..3 {
                    let step = 1.7 * (sum[k] / weights - out[i][k]);
                    out[i][k] += step;
                    change = change.max(step.abs());
                }
            }
            if change < 1e-4 {
                break;
            }
        }
        out
    }
}
