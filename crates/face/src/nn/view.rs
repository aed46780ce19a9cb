//! Tensors of up to four axes read in another order: broadcast, transposed, sliced.

use super::error::ModelError;
use super::graph::{Data, Graph, Op};

/// Sizes of the axes; what a tensor lacks of four is 1, in front.
pub(crate) type Shape = [usize; 4];

/// Shape of a tensor, which must be in the graph.
pub(crate) fn shape(graph: &Graph, t: usize) -> Result<Shape, ModelError> {
    let own = &graph.tensors.get(t).ok_or(ModelError::Damaged)?.shape;
    let mut shape = [1; 4];
    let front = 4usize.checked_sub(own.len()).ok_or(ModelError::Damaged)?;
    shape[front..].copy_from_slice(own);
    Ok(shape)
}

/// Integers that are constant input `i` of an operator.
pub(crate) fn ints<'a>(graph: &'a Graph, op: &Op, i: usize) -> Result<&'a [i32], ModelError> {
    match op.inputs.get(i).and_then(|t| graph.tensors.get(*t)).and_then(|t| t.data.as_ref()) {
        Some(Data::Ints(v)) => Ok(v),
        _ => Err(ModelError::unsupported("axes that are computed")),
    }
}

/// Floats from element to element along each axis, of a tensor without gaps.
fn steps(shape: Shape) -> Shape {
    [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1]
}

/// A way through a tensor: for each element of a result, the element to read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    shape: Shape,
    offset: usize,
    steps: Shape,
}

impl View {
    /// A tensor of shape `from` repeated along the axes where it has one element, to make `to`.
    pub(crate) fn broadcast(from: Shape, to: Shape) -> Result<Self, ModelError> {
        let mut all = steps(from);
        for k in 0..4 {
            if from[k] == 1 {
                all[k] = 0;
            } else if from[k] != to[k] {
                return Err(ModelError::inconsistent("operands of different shapes"));
            }
        }
        Ok(Self { shape: to, offset: 0, steps: all })
    }

    /// Axis `k` of the result is axis `order[k]` of the tensor.
    pub(crate) fn transposed(from: Shape, order: &[i32], to: Shape) -> Result<Self, ModelError> {
        let wrong = ModelError::inconsistent("a transposition");
        let order: [usize; 4] = match order {
            [a, b, c, d] => [*a, *b, *c, *d].map(|i| i as usize),
            _ => return Err(ModelError::unsupported("transpositions of other than four axes")),
        };
        let each = steps(from);
        let mut all = [0; 4];
        for k in 0..4 {
            match (from.get(order[k]), each.get(order[k])) {
                (Some(n), Some(step)) if *n == to[k] && !order[..k].contains(&order[k]) => all[k] = *step,
                _ => return Err(wrong),
            }
        }
        Ok(Self { shape: to, offset: 0, steps: all })
    }

    /// `count[k]` elements of each axis from `begin[k]`, one by one.
    pub(crate) fn slice(from: Shape, begin: Shape, count: Shape) -> Result<Self, ModelError> {
        let each = steps(from);
        if (0..4).any(|k| begin[k].checked_add(count[k]).is_none_or(|end| end > from[k])) {
            return Err(ModelError::inconsistent("a slice that is longer than its tensor"));
        }
        let offset = begin.iter().zip(each).map(|(b, s)| b * s).sum();
        Ok(Self { shape: count, offset, steps: each })
    }

    /// Elements of the result.
    pub(crate) fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Where each line of the last axis begins.
    pub(crate) fn lines(&self) -> impl Iterator<Item = usize> {
        let Self { shape: [a, b, c, _], offset, steps } = *self;
        (0..a).flat_map(move |i| {
            (0..b).flat_map(move |j| (0..c).map(move |k| offset + i * steps[0] + j * steps[1] + k * steps[2]))
        })
    }

    /// Elements of a line and the step from one to the next.
    pub(crate) fn line(&self) -> (usize, usize) {
        (self.shape[3], self.steps[3])
    }
}
