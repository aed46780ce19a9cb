//! The operators of a TensorFlow Lite file that are known here, with their options.
//!
//! Numbers are those of `BuiltinOperator` in the public schema (tensorflow/lite/schema/schema.fbs, version 3).

use super::error::ModelError;
use super::flat::Table;
use super::graph::{Code, Data, Graph};

/// What follows a sum: the non-linearity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Act {
    None,
    Relu,
    Relu6,
    /// `x * min(max(x + 3, 0), 6) / 6`
    HardSwish,
    /// One slope a channel for negative input.
    Prelu(Vec<f32>),
    Logistic,
}

/// How a window moves over its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// `(vertical, horizontal)` step.
    pub(crate) stride: (usize, usize),
    /// Output size is the input size over the stride, rounded up; the border is padded.
    pub(crate) same: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Conv(Window, Act),
    Depthwise(Window, Act),
    MaxPool(Window, (usize, usize)),
    AvgPool(Window, (usize, usize)),
    Add(Act),
    Mul(Act),
    Act(Act),
    Pad,
    Reshape,
    Concat {
        axis: i32,
    },
    ResizeHalfPixel,
    TransposeConv(Window),
    /// Sum or mean over the axes that input 1 lists.
    Reduce {
        mean: bool,
    },
    Sub,
    Div,
    SquaredDifference,
    Neg,
    Sqrt,
    Rsqrt,
    /// Axes in the order that input 1 lists.
    Transpose,
    /// From where to where, and in which steps, say inputs 1 to 3; bits of a mask let an axis begin or end where the
    /// tensor does, or keep one element of it.
    Slice {
        begin: u32,
        end: u32,
        shrink: u32,
    },
}

fn fused(code: u8) -> Result<Act, ModelError> {
    match code {
        0 => Ok(Act::None),
        1 => Ok(Act::Relu),
        3 => Ok(Act::Relu6),
        n => Err(ModelError::unsupported(format!("fused activation {n}"))),
    }
}

/// Reads padding and strides from fields `0, 1, 2`, where convolutions and pools keep them.
fn window(o: &Table) -> Result<Window, ModelError> {
    let step = |i| o.i32(i, 0).map(|s| usize::try_from(s).ok().filter(|s| (1..=4096).contains(s)));
    match (step(2)?, step(1)?) {
        (Some(v), Some(h)) => Ok(Window { stride: (v, h), same: o.u8(0)? == 0 }),
        _ => Err(ModelError::inconsistent("a stride of zero")),
    }
}

/// Reads an operator and its options.
pub(crate) fn kind(code: &Code, op: &Table, graph: &Graph, inputs: &[usize]) -> Result<Kind, ModelError> {
    let options = op.table(4)?;
    let options = || options.ok_or(ModelError::Damaged);
    let undilated = |a: usize, b: usize| -> Result<(), ModelError> {
        let o = options()?;
        if (o.i32(a, 1)?, o.i32(b, 1)?) == (1, 1) { Ok(()) } else { Err(ModelError::unsupported("dilation")) }
    };
    let size = |i| options().and_then(|o| usize::try_from(o.i32(i, 0)?).map_err(|_| ModelError::Damaged));
    Ok(match code.number {
        0 => Kind::Add(options()?.u8(0).map_err(ModelError::from).and_then(fused)?),
        1 => Kind::AvgPool(window(&options()?)?, (size(4)?, size(3)?)),
        2 => Kind::Concat { axis: options()?.i32(0, 0)? },
        3 => {
            undilated(4, 5)?;
            Kind::Conv(window(&options()?)?, fused(options()?.u8(3)?)?)
        }
        4 => {
            undilated(5, 6)?;
            Kind::Depthwise(window(&options()?)?, fused(options()?.u8(4)?)?)
        }
        14 => Kind::Act(Act::Logistic),
        17 => Kind::MaxPool(window(&options()?)?, (size(4)?, size(3)?)),
        18 => Kind::Mul(options()?.u8(0).map_err(ModelError::from).and_then(fused)?),
        19 => Kind::Act(Act::Relu),
        21 => Kind::Act(Act::Relu6),
        22 => Kind::Reshape,
        23 => match (options()?.u8(2)?, options()?.u8(3)?) {
            (0, 1) => Kind::ResizeHalfPixel,
            _ => return Err(ModelError::unsupported("resizing other than by half-pixel centres")),
        },
        34 => Kind::Pad,
        39 => Kind::Transpose,
        40 => Kind::Reduce { mean: true },
        41 => Kind::Sub,
        42 => Kind::Div,
        45 => {
            let o = options()?;
            if (o.i32(2, 0)?, o.i32(3, 0)?) != (0, 0) {
                return Err(ModelError::unsupported("slices with new axes"));
            }
            Kind::Slice { begin: o.u32(0)?, end: o.u32(1)?, shrink: o.u32(4)? }
        }
        54 => match inputs.get(1).and_then(|i| graph.tensors.get(*i)).and_then(|t| t.data.as_ref()) {
            Some(Data::Floats(slopes)) => Kind::Act(Act::Prelu(slopes.clone())),
            _ => return Err(ModelError::unsupported("PReLU with computed slopes")),
        },
        59 => Kind::Neg,
        74 => Kind::Reduce { mean: false },
        75 => Kind::Sqrt,
        76 => Kind::Rsqrt,
        99 => Kind::SquaredDifference,
        117 => Kind::Act(Act::HardSwish),
        // MediaPipe's own operator: padding, then the two strides, as three little-endian integers; 1 is "same".
        32 if code.custom == b"Convolution2DTransposeBias" => match op.bytes(5)?.as_chunks::<4>().0 {
            [padding, w, h] => {
                let step = |b: &[u8; 4]| u32::from_le_bytes(*b) as usize;
                Kind::TransposeConv(Window { stride: (step(h), step(w)), same: step(padding) == 1 })
            }
            _ => return Err(ModelError::Damaged),
        },
        32 => return Err(ModelError::unsupported("a custom operator")),
        n => return Err(ModelError::unsupported(format!("operator {n}"))),
    })
}
