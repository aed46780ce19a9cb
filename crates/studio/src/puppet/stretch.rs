//! From a plane of coarse cells to lines of pixels.

/// Side of a cell, in pixels.
pub(super) const CELL: usize = 4;

/// From a first place to one past the last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Span {
    /// The span of values that are at least `least`.
    pub(super) fn of(line: &[f32], least: f32) -> Self {
        match (line.iter().position(|v| *v >= least), line.iter().rposition(|v| *v >= least)) {
            (Some(from), Some(last)) => Self { from, to: last + 1 },
            _ => Self::default(),
        }
    }

    /// From cells to the pixels that read any of them when the plane is moved by `shift` cells.
    pub(super) fn pixels(self, shift: f32) -> Self {
        if self.from >= self.to {
            return Self::default();
        }
        // A pixel reads the two cells around it. Casts saturate at 0.
        let at = |cell: f32| ((cell - shift) * CELL as f32) as usize;
        Self { from: at(self.from as f32 - 1.0), to: at(self.to as f32 + 2.0) }
    }

    /// Both, and what lies between.
    pub(super) fn and(self, other: Self) -> Self {
        match (self.from < self.to, other.from < other.to) {
            (true, true) => Self { from: self.from.min(other.from), to: self.to.max(other.to) },
            (true, false) => self,
            _ => other,
        }
    }

    /// What of it lies in a line of `width` pixels.
    pub(super) fn within(self, width: usize) -> Self {
        Self { from: self.from.min(width), to: self.to.min(width) }
    }
}

/// From lines of a coarse plane, moved by some cells, to lines at full width.
pub(super) struct Stretch {
    /// Left cell and share of the right one (0..256) per pixel.
    steps: Vec<(u32, i32)>,
    /// The first pixel from which on four at a time lie between the same two cells.
    first: usize,
    /// How many times four.
    fours: usize,
    cells: usize,
    shift: [f32; 2],
}

impl Stretch {
    pub(super) fn new(width: usize, cells: usize, shift: [f32; 2]) -> Self {
        // In 64ths of a cell, every four pixels have the same shares.
        let shift = shift.map(|s| libm::roundf(s * 64.0) / 64.0);
        let steps: Vec<(u32, i32)> = (0..width)
            .map(|x| {
                let u = ((x as f32 + 0.5) / CELL as f32 - 0.5 + shift[0]).clamp(0.0, cells.saturating_sub(1) as f32);
                let left = u as u32;
                (left, ((u - left as f32) * 256.0) as i32)
            })
            .collect();
        let first = (1..width).find(|&x| steps[x].0 > steps[x - 1].0).unwrap_or(width);
        let alike = |a: &[(u32, i32)], b: &[(u32, i32)]| {
            a.iter().zip(b).all(|(a, b)| a.1 == b.1 && b.0 == a.0) && b.iter().all(|s| s.0 == b[0].0)
        };
        let fours = steps[first..]
            .chunks_exact(CELL)
            .enumerate()
            .take_while(|(i, four)| {
                let want: [(u32, i32); CELL] =
                    std::array::from_fn(|k| (steps[first].0 + *i as u32, steps[first + k].1));
                alike(&want, four)
            })
            .count();
        Self { steps, first, fours, cells, shift }
    }

    /// Height of a line of pixels in cells, and the two lines of cells around it.
    fn lines(&self, y: usize, rows: usize) -> (f32, usize, usize) {
        let last = rows.saturating_sub(1);
        let v = ((y as f32 + 0.5) / CELL as f32 - 0.5 + self.shift[1]).clamp(0.0, last as f32);
        (v, v as usize, (v as usize + 1).min(last))
    }

    /// The pixels of line `y` that read any cell of these spans.
    pub(super) fn touched(&self, spans: &[Span], y: usize) -> Span {
        let (_, top, below) = self.lines(y, spans.len());
        let at = |r: usize| spans.get(r).copied().unwrap_or_default();
        at(top).and(at(below)).pixels(self.shift[0])
    }

    /// The pixels `span` of line `y` of the picture, 0..256.
    pub(super) fn row(&self, coarse: &[f32], rows: usize, y: usize, line: &mut Vec<i32>, span: Span, out: &mut [i32]) {
        let (v, top, below) = self.lines(y, rows);
        let t = v - top as f32;
        let part = |r: usize| coarse.get(r * self.cells..(r + 1) * self.cells).unwrap_or(&[]);
        line.clear();
        line.extend(part(top).iter().zip(part(below)).map(|(a, b)| ((a + (b - a) * t) * 16.0) as i32));
        // The last cell has no right neighbour.
        line.extend(line.last().copied());
        let one = |x: usize, out: &mut [i32], line: &[i32]| {
            let (i, share) = self.steps[x];
            if let [a, b] = line[i as usize..i as usize + 2] {
                out[x] = (a * 256 + (b - a) * share) >> 12;
            }
        };
        let from = span.from.saturating_sub(self.first) / CELL;
        let to = (span.to.saturating_sub(self.first) / CELL).min(self.fours);
        if from >= to {
            (span.from..span.to).for_each(|x| one(x, out, line));
            return;
        }
        let (start, end) = (self.first + from * CELL, self.first + to * CELL);
        (span.from..start.max(span.from)).for_each(|x| one(x, out, line));
        (end..span.to).for_each(|x| one(x, out, line));
        let shares: [i32; CELL] = std::array::from_fn(|k| self.steps[self.first + k].1);
        let cell = self.steps[start].0 as usize;
        for (four, pair) in out[start..end].as_chunks_mut::<CELL>().0.iter_mut().zip(line[cell..].windows(2)) {
            let (a, d) = (pair[0] * 256, pair[1] - pair[0]);
            for (o, share) in four.iter_mut().zip(shares) {
                *o = (a + d * share) >> 12;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_at_a_time_is_the_same_as_one_by_one() {
        let (w, rows) = (103usize, 9usize);
        let cells = w.div_ceil(CELL);
        let coarse: Vec<f32> = (0..cells * rows).map(|i| (i * 37 % 257) as f32).collect();
        for shift in [[0.0, 0.0], [0.7, -0.4], [-3.3, 2.1], [40.0, 40.0]] {
            let map = Stretch::new(w, cells, shift);
            let alone = Stretch { steps: map.steps.clone(), fours: 0, ..Stretch::new(w, cells, shift) };
            for y in 0..rows * CELL {
                for span in [Span { from: 0, to: w }, Span { from: 13, to: 77 }, Span { from: 2, to: 5 }] {
                    let (mut a, mut b, mut line) = (vec![-1; w], vec![-1; w], Vec::new());
                    map.row(&coarse, rows, y, &mut line, span, &mut a);
                    alone.row(&coarse, rows, y, &mut line, span, &mut b);
                    assert_eq!(a[span.from..span.to], b[span.from..span.to], "{shift:?} {y} {span:?}");
                }
            }
        }
    }

    #[test]
    fn pixels_outside_of_what_is_touched_read_nothing() {
        let (w, rows) = (160usize, 12usize);
        let cells = w / CELL;
        let mut coarse = vec![0f32; cells * rows];
        coarse[5 * cells + 9] = 200.0;
        coarse[6 * cells + 14] = 90.0;
        let spans: Vec<Span> = coarse.chunks(cells).map(|line| Span::of(line, 1.0 / 16.0)).collect();
        for shift in [[0.0, 0.0], [2.6, -1.3], [-4.2, 3.9]] {
            let map = Stretch::new(w, cells, shift);
            let mut line = Vec::new();
            for y in 0..rows * CELL {
                let (mut out, whole) = (vec![0; w], Span { from: 0, to: w });
                map.row(&coarse, rows, y, &mut line, whole, &mut out);
                let span = map.touched(&spans, y).within(w);
                for (x, v) in out.iter().enumerate() {
                    assert!(*v == 0 || (span.from..span.to).contains(&x), "{shift:?} {x} {y} {v} {span:?}");
                }
            }
        }
    }
}
