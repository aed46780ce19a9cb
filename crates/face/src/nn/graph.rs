//! A TensorFlow Lite file as a list of operators, with its constants widened to floats.
//!
//! Field numbers are those of the public schema (tensorflow/lite/schema/schema.fbs, version 3).

use super::error::ModelError;
use super::flat::Table;
use super::half::widen;
use super::operator::{Kind, kind};

/// Most tensors and operators a file may have; the largest of ours has about 400.
const MAX_ITEMS: usize = 4096;
/// Most elements a tensor may have: far above any here, far below what would exhaust memory.
const MAX_ELEMENTS: usize = 1 << 22;

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

/// Which operator it is, and the name of one that is not TensorFlow's.
pub(crate) struct Code {
    pub(crate) number: i32,
    pub(crate) custom: Vec<u8>,
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
