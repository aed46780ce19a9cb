//! A tree of boxes around bodies, so that a ray asks few of them.

use super::shape::{Body, FAR, Shape, V3};
use crate::math::Bound as _;

/// A box around bodies, in a tree: rays that miss it miss all of them.
struct Node {
    lo: V3,
    hi: V3,
    /// Bodies of a leaf, as a range of the tree's order; else the place of the second child (the first comes next).
    leaf: bool,
    from: u32,
    to: u32,
}

/// Bodies in the order of a tree of boxes (Rubin and Whitted, 1980), and those that have no box: rooms.
pub(crate) struct Tree {
    nodes: Vec<Node>,
    bodies: Vec<Body>,
    halls: Vec<Body>,
}

/// Bodies of one leaf.
const LEAF: usize = 3;

impl Tree {
    pub(crate) fn new(bodies: &[Body], group: Option<u8>) -> Self {
        let wanted = bodies.iter().filter(|b| group.is_none_or(|g| b.group == g));
        let (halls, mut rest): (Vec<Body>, Vec<Body>) = wanted.partition(|b| matches!(b.shape, Shape::Hall(..)));
        let mut nodes = Vec::new();
        if !rest.is_empty() {
            let n = rest.len();
            split(&mut nodes, &mut rest, 0, n);
        }
        Self { nodes, bodies: rest, halls }
    }

    /// Calls `visit` with every body whose box the ray meets before the distance that `visit` last returned.
    pub(crate) fn walk(&self, o: V3, d: V3, far: f32, mut visit: impl FnMut(&Body) -> f32) {
        let inv = d.map(|c| 1.0 / if c.abs() < 1e-7 { 1e-7 } else { c });
        let mut far = far;
        for b in &self.halls {
            far = visit(b).at_most(far);
        }
        let mut stack = [0u32; 32];
        let mut depth = usize::from(!self.nodes.is_empty());
        while depth > 0 {
            depth -= 1;
            let at = stack[depth];
            let node = &self.nodes[at as usize];
            let (mut near, mut past) = (0.0f32, far);
            for k in 0..3 {
                let (a, b) = ((node.lo[k] - o[k]) * inv[k], (node.hi[k] - o[k]) * inv[k]);
                near = near.at_least(a.at_most(b));
                past = past.at_most(a.at_least(b));
            }
            if near > past {
                continue;
            }
            if node.leaf {
                for b in &self.bodies[node.from as usize..node.to as usize] {
                    far = visit(b).at_most(far);
                }
            } else if depth + 2 <= stack.len() {
                stack[depth] = node.to;
                stack[depth + 1] = at + 1;
                depth += 2;
            }
        }
    }
}

/// Puts a range of bodies under a node, and says where that is.
fn split(nodes: &mut Vec<Node>, bodies: &mut [Body], from: usize, to: usize) -> u32 {
    let (mut lo, mut hi) = ([FAR; 3], [-FAR; 3]);
    for b in &bodies[from..to] {
        let (l, h) = b.shape.bounds();
        (lo, hi) = (std::array::from_fn(|k| l[k].at_most(lo[k])), std::array::from_fn(|k| h[k].at_least(hi[k])));
    }
    let at = nodes.len();
    let leaf = to - from <= LEAF;
    nodes.push(Node { lo, hi, leaf, from: from as u32, to: to as u32 });
    if !leaf {
        let middle = |b: &Body, k: usize| {
            let (l, h) = b.shape.bounds();
            l[k] + h[k]
        };
        // Along the axis on which the middles lie farthest apart.
        let spread = |k: usize| {
            let (l, h) = bodies[from..to]
                .iter()
                .map(|b| middle(b, k))
                .fold((FAR, -FAR), |(l, h), m| (m.at_most(l), m.at_least(h)));
            h - l
        };
        let axis = if spread(0) >= spread(1).at_least(spread(2)) {
            0
        } else if spread(1) >= spread(2) {
            1
        } else {
            2
        };
        bodies[from..to].sort_by(|a, b| middle(a, axis).total_cmp(&middle(b, axis)));
        let half = usize::midpoint(from, to);
        split(nodes, bodies, from, half);
        nodes[at].to = split(nodes, bodies, half, to);
    }
    at as u32
}
