//! A TensorFlow Lite file as a list of operators, with its constants widened to floats.
//!
//! Field numbers are those of the public schema (tensorflow/lite/schema/schema.fbs, version 3).

use super::error::ModelError;
use super::flat::Table;
use super::half::widen;

/// Most tensors and operators a file may have; the largest of ours has about 400.
const MAX_ITEMS: usize = 4096;
/// Most elements a tensor may have: far above any here, far below what would exhaust memory.
const MAX_ELEMENTS: usize = 1 << 22;

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
    Concat { axis: i32 },
    ResizeHalfPixel,
    TransposeConv(Window),
}

#[derive(Debug, Clone)]
pub(crate) struct Op {
    pub(crate) kind: Kind,
    pub(crate) inputs: Vec<usize>,
    pub(crate) output: usize,
}

/// Contents of a constant tensor.
#[derive(Debug, Clone)]
pub(crate) enum Data {
    Floats(Vec<f32>),
    Ints(Vec<i32>),
}

#[derive(Debug, Clone)]
pub(crate) struct Tensor {
    pub(crate) shape: Vec<usize>,
    pub(crate) data: Option<Data>,
}

impl Tensor {
    pub(crate) fn len(&self) -> usize {
        self.shape.iter().product()
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Graph {
    pub(crate) tensors: Vec<Tensor>,
    pub(crate) ops: Vec<Op>,
    pub(crate) input: usize,
    pub(crate) outputs: Vec<usize>,
}

impl Graph {
    pub(crate) fn parse(file: &[u8]) -> Result<Self, ModelError> {
        // The file identifier stands behind the root offset.
        if file.get(4..8) != Some(b"TFL3") {
            return Err(ModelError::Damaged);
        }
        let model = Table::root(file)?;
        let codes = model.tables(1)?.iter().map(code).collect::<Result<Vec<_>, _>>()?;
        let buffers = model.tables(4)?;
        let [sub] = model.tables(2)?[..] else { return Err(ModelError::unsupported("more or less than one subgraph")) };

        let tables = sub.tables(0)?;
        let operators = sub.tables(3)?;
        if tables.len() > MAX_ITEMS || operators.len() > MAX_ITEMS {
            return Err(ModelError::unsupported("thousands of tensors or operators"));
        }
        let tensors = tables.iter().map(|t| tensor(t, &buffers)).collect::<Result<Vec<_>, _>>()?;
        let index = |i: i32| usize::try_from(i).ok().filter(|i| *i < tables.len()).ok_or(ModelError::Damaged);
        let indices = |v: Vec<i32>| v.into_iter().map(index).collect::<Result<Vec<_>, _>>();
        let [input] = indices(sub.i32s(1)?)?[..] else {
            return Err(ModelError::unsupported("more or less than one input"));
        };
        let mut graph = Self { tensors, ops: Vec::new(), input, outputs: indices(sub.i32s(2)?)? };

        for o in &operators {
            let code = codes.get(o.u32(0)? as usize).ok_or(ModelError::Damaged)?;
            let inputs = indices(o.i32s(1)?)?;
            let [output] = indices(o.i32s(2)?)?[..] else {
                return Err(ModelError::unsupported("operators with more or less than one output"));
            };
            if code.number == DEQUANTIZE {
                // Constants stored as halves: widened at load, so this is a copy done once.
                let data = inputs.first().and_then(|i| graph.tensors.get(*i)).and_then(|t| t.data.clone());
                match (data, graph.tensors.get_mut(output)) {
                    (Some(data @ Data::Floats(_)), Some(to)) => to.data = Some(data),
                    _ => return Err(ModelError::unsupported("integer weights")),
                }
                continue;
            }
            let kind = kind(code, o, &graph, &inputs)?;
            graph.ops.push(Op { kind, inputs, output });
        }
        for t in &graph.tensors {
            if let Some(Data::Floats(f)) = &t.data
                && f.len() != t.len()
            {
                return Err(ModelError::inconsistent("a constant does not fill its shape"));
            }
        }
        Ok(graph)
    }
}

const DEQUANTIZE: i32 = 6;

struct Code {
    number: i32,
    custom: Vec<u8>,
}

/// The operator code: the old 8-bit field says 127 where the number did not fit.
fn code(t: &Table) -> Result<Code, ModelError> {
    Ok(Code { number: i32::from(t.u8(0)?).max(t.i32(3, 0)?), custom: t.bytes(1)?.to_vec() })
}

fn tensor(t: &Table, buffers: &[Table]) -> Result<Tensor, ModelError> {
    let shape: Vec<usize> = t
        .i32s(0)?
        .into_iter()
        .map(|d| usize::try_from(d).map_err(|_| ModelError::Damaged))
        .collect::<Result<_, _>>()?;
    let len = shape.iter().try_fold(1usize, |n, d| n.checked_mul(*d)).filter(|n| *n <= MAX_ELEMENTS);
    if len.is_none() || shape.contains(&0) || shape.len() > 4 {
        return Err(ModelError::unsupported("a tensor of that size"));
    }
    let raw = buffers.get(t.u32(2)? as usize).ok_or(ModelError::Damaged)?.bytes(0)?;
    let data = match (raw.is_empty(), t.u8(1)?) {
        (true, _) => None,
        (_, 0) => Some(Data::Floats(raw.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())),
        (_, 1) => Some(Data::Floats(raw.as_chunks::<2>().0.iter().map(|b| widen(u16::from_le_bytes(*b))).collect())),
        (_, 2) => Some(Data::Ints(raw.as_chunks::<4>().0.iter().map(|b| i32::from_le_bytes(*b)).collect())),
        (_, n) => return Err(ModelError::unsupported(format!("constants of type {n}"))),
    };
    Ok(Tensor { shape, data })
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

fn kind(code: &Code, op: &Table, graph: &Graph, inputs: &[usize]) -> Result<Kind, ModelError> {
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
        54 => match inputs.get(1).and_then(|i| graph.tensors.get(*i)).and_then(|t| t.data.as_ref()) {
            Some(Data::Floats(slopes)) => Kind::Act(Act::Prelu(slopes.clone())),
            _ => return Err(ModelError::unsupported("PReLU with computed slopes")),
        },
        117 => Kind::Act(Act::HardSwish),
        // MediaPipe's own operator: padding, then the two strides, as three little-endian integers; 1 is "same".
        32 if code.custom == b"Convolution2DTransposeBias" => match op.bytes(5)?.as_chunks::<4>().0 {
            [padding, w, h] => {
                let step = |b: &[u8; 4]| u32::from_le_bytes(*b) as usize;
                Kind::TransposeConv(Window { stride: (step(h), step(w)), same: step(padding) == 1 })
            }
            _ => return Err(ModelError::Damaged),
        },
        32 => return Err(ModelError::unsupported(String::from_utf8_lossy(&code.custom))),
        n => return Err(ModelError::unsupported(format!("operator {n}"))),
    })
}
