//! From a graph to steps: fuses what can be computed in registers, gives every activation its border and a buffer.
//!
//! A convolution takes a following residual sum and non-linearity with it. Padding of channels before such a sum is no
//! operation at all: the narrower activation is read as it is. Buffers are used again once their last reader has run.

use super::error::ModelError;
use super::graph::{Data, Graph, Op};
use super::kernel::conv::Conv;
use super::kernel::depthwise::Depthwise;
use super::memory::Memory;
use super::operator::{Act, Kind};
use super::slot::{Act4, Border, Slot};
use super::step::{build, window_border};

/// One thing to do at run time.
#[derive(Debug)]
pub(crate) enum Step {
    Conv(Conv),
    Depthwise(Depthwise),
    MaxPool { from: Slot, size: (usize, usize), to: Slot },
    Mean { from: Slot, to: Slot },
    Combine { product: bool, a: Slot, b: Slot, act: Act4, to: Slot },
    Act { from: Slot, act: Act4, to: Slot },
    Logistic { from: Slot, to: Slot },
    Resize { from: Slot, to: Slot },
    Enlarge { from: Slot, size: (usize, usize), weights: Vec<f32>, bias: f32, to: Slot },
}

impl Step {
    /// Where the result goes.
    pub(crate) fn to(&self) -> Slot {
        match self {
            Self::Conv(c) => c.to,
            Self::Depthwise(d) => d.to,
            Self::MaxPool { to, .. }
            | Self::Mean { to, .. }
            | Self::Combine { to, .. }
            | Self::Act { to, .. }
            | Self::Logistic { to, .. }
            | Self::Resize { to, .. }
            | Self::Enlarge { to, .. } => *to,
        }
    }
}

/// Steps in order and the memory that they need.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    /// Length of each buffer in floats.
    pub(crate) buffers: Vec<usize>,
    pub(crate) input: Slot,
    /// For each output, the activations whose values follow one another in it.
    pub(crate) outputs: Vec<Vec<Slot>>,
}

/// An operator with what was fused into it. Tensors are numbers in the graph, below its number of tensors: the parser
/// saw to that.
pub(crate) struct Node<'a> {
    pub(crate) op: &'a Op,
    pub(crate) reads: Vec<usize>,
    pub(crate) residual: Option<usize>,
    pub(crate) act: Act,
    pub(crate) output: usize,
}

impl Plan {
    pub(crate) fn new(graph: &Graph) -> Result<Self, ModelError> {
        let readers = readers(graph);
        let nodes = fuse(graph, &readers)?;
        let outputs = graph.outputs.iter().map(|t| parts(graph, *t, 0)).collect::<Result<Vec<_>, _>>()?;

        // Borders: as wide as the widest reader needs. Last reader: the end for outputs.
        let mut borders = vec![Border::default(); graph.tensors.len()];
        let mut last = vec![0; graph.tensors.len()];
        for (i, node) in nodes.iter().enumerate() {
            for t in node.reads.iter().chain(&node.residual) {
                last[*t] = i;
            }
            if let Some(border) = window_border(graph, node)?
                && let Some(t) = node.reads.first()
            {
                borders[*t] = borders[*t].cover(border);
            }
        }
        for t in outputs.iter().flatten() {
            last[*t] = nodes.len();
        }

        let mut memory = Memory::default();
        let mut slots: Vec<Option<Slot>> = vec![None; graph.tensors.len()];
        let input = memory.place(graph, graph.input, Some(3), borders[graph.input])?;
        slots[graph.input] = Some(input);
        let mut steps = Vec::with_capacity(nodes.len());
        for (i, node) in nodes.iter().enumerate() {
            let stride = match node.op.kind {
                Kind::TransposeConv(_) => Some(1),
                _ => node.reads.first().and_then(|t| slots[*t]).map(|s| s.cs).filter(|cs| *cs == 1),
            };
            let to = memory.place(graph, node.output, stride, borders[node.output])?;
            steps.push(build(graph, node, &slots, to)?);
            if slots[node.output].replace(to).is_some() {
                return Err(ModelError::inconsistent("a tensor is computed twice"));
            }
            // The input's buffer is written from outside, so it is kept.
            for t in node.reads.iter().chain(&node.residual).filter(|t| **t != graph.input) {
                if last[*t] == i
                    && let Some(s) = slots[*t]
                {
                    memory.release(s.buffer);
                }
            }
        }
        let find = |t: &usize| slots[*t].ok_or(ModelError::inconsistent("an output is never computed"));
        let outputs = outputs.iter().map(|p| p.iter().map(find).collect()).collect::<Result<_, _>>()?;
        Ok(Self { steps, buffers: memory.lengths, input, outputs })
    }
}

/// Which operators read each tensor.
fn readers(graph: &Graph) -> Vec<Vec<usize>> {
    let mut readers = vec![Vec::new(); graph.tensors.len()];
    for (i, op) in graph.ops.iter().enumerate() {
        for t in &op.inputs {
            if let Some(r) = readers.get_mut(*t) {
                r.push(i);
            }
        }
    }
    readers
}

/// Whether padding of `[[before, after]; 4]` only adds channels behind those that are there.
fn pads_channels(graph: &Graph, amounts: usize) -> bool {
    matches!(graph.tensors.get(amounts).map(|t| &t.data), Some(Some(Data::Ints(a))) if matches!(a[..], [0, 0, 0, 0, 0, 0, 0, _]))
}

/// Joins operators; a joined one stands where its last part stood, so all that it reads is there.
fn fuse<'a>(graph: &'a Graph, readers: &[Vec<usize>]) -> Result<Vec<Node<'a>>, ModelError> {
    let sole = |t: usize| match readers.get(t).map(Vec::as_slice) {
        Some([i]) if !graph.outputs.contains(&t) => graph.ops.get(*i).map(|op| (*i, op)),
        _ => None,
    };
    // A channel-padded tensor stands for the one that was padded.
    let mut narrow: Vec<usize> = (0..graph.tensors.len()).collect();
    for op in graph.ops.iter().filter(|op| op.kind == Kind::Pad) {
        if let [from, amounts] = op.inputs[..]
            && pads_channels(graph, amounts)
        {
            narrow[op.output] = from;
        }
    }
    let mut taken = vec![false; graph.ops.len()];
    let mut placed: Vec<Option<Node>> = graph.ops.iter().map(|_| None).collect();
    for (i, op) in graph.ops.iter().enumerate() {
        if taken[i] || matches!(op.kind, Kind::Pad | Kind::Reshape | Kind::Concat { .. }) {
            continue;
        }
        let constant = |t: &usize| graph.tensors.get(*t).is_none_or(|t| t.data.is_some());
        let reads = op.inputs.iter().copied().filter(|t| !constant(t)).collect();
        let act = match &op.kind {
            Kind::Conv(_, a) | Kind::Depthwise(_, a) | Kind::Add(a) | Kind::Mul(a) | Kind::Act(a) => a.clone(),
            _ => Act::None,
        };
        let mut node = Node { op, reads, residual: None, act, output: op.output };
        let mut at = i;
        if matches!(op.kind, Kind::Conv(..))
            && node.act == Act::None
            && let Some((j, next)) = sole(node.output)
            && let Kind::Add(a) = &next.kind
            && !taken[j]
            && let [x, y] = next.inputs[..]
            && x != y
        {
            let other = if x == node.output { y } else { x };
            node.residual = Some(narrow[other]);
            (node.act, node.output, at) = (a.clone(), next.output, j);
            taken[j] = true;
        }
        if matches!(op.kind, Kind::Conv(..) | Kind::Depthwise(..) | Kind::Add(_) | Kind::Mul(_))
            && node.act == Act::None
            && let Some((j, next)) = sole(node.output)
            && let Kind::Act(a) = &next.kind
            && *a != Act::Logistic
            && !taken[j]
        {
            (node.act, node.output, at) = (a.clone(), next.output, j);
            taken[j] = true;
        }
        if placed[at].replace(node).is_some() {
            return Err(ModelError::inconsistent("operators out of order"));
        }
    }
    Ok(placed.into_iter().flatten().collect())
}

/// The activations that make up an output: itself, what was reshaped, or the parts of a concatenation of lists.
fn parts(graph: &Graph, tensor: usize, depth: usize) -> Result<Vec<usize>, ModelError> {
    // Nested deeper than any sound file: a circle.
    if depth > 8 {
        return Err(ModelError::inconsistent("an output that depends on itself"));
    }
    match graph.ops.iter().find(|op| op.output == tensor) {
        Some(Op { kind: Kind::Reshape, inputs, .. }) => match inputs.first() {
            Some(from) => parts(graph, *from, depth + 1),
            None => Err(ModelError::inconsistent("a reshape without input")),
        },
        // Lists [1, n, m] joined along n follow one another in memory.
        Some(Op { kind: Kind::Concat { axis: 1 }, inputs, .. })
            if inputs.iter().all(|t| graph.tensors.get(*t).is_some_and(|t| matches!(t.shape[..], [1, _, _]))) =>
        {
            let all = inputs.iter().map(|t| parts(graph, *t, depth + 1)).collect::<Result<Vec<_>, _>>()?;
            let all = all.concat();
            if all.len() > 64 { Err(ModelError::unsupported("long concatenations")) } else { Ok(all) }
        }
        Some(Op { kind: Kind::Concat { .. }, .. }) => Err(ModelError::unsupported("concatenation of channels")),
        _ => Ok(vec![tensor]),
    }
}

/// Height, width and channels of an activation.
pub(crate) fn shape(graph: &Graph, t: usize) -> Result<(usize, usize, usize), ModelError> {
    match graph.tensors.get(t).map(|t| &t.shape[..]) {
        Some([1, h, w, c]) => Ok((*h, *w, *c)),
        _ => Err(ModelError::unsupported("activations that are not one picture")),
    }
}
