//! Small networks over lists of points rather than pictures, such as MLP-Mixer (arXiv:2105.01601): layers that are 1 x 1
//! convolutions, between them normalisations written out as means, differences and roots, and transpositions.
//!
//! Every tensor has its own memory, since all of it is small; only the convolutions are worth the fast kernel.

use super::error::ModelError;
use super::graph::{Data, Graph, Op};
use super::kernel::conv::Conv;
use super::kernel::plain::logistic;
use super::operator::{Act, Kind};
use super::plan::Node;
use super::slot::{Border, Slot};
use super::step::{act4, pack};
use super::view::{Shape, View, ints, shape};
use std::mem::take;

/// One thing to do; `usize`s are tensors.
#[derive(Debug)]
enum Step {
    /// A 1 x 1 convolution, with room for its operands as the kernel wants them.
    Dense {
        from: usize,
        conv: Box<Conv>,
        input: Vec<f32>,
        output: Vec<f32>,
    },
    Reduce {
        from: usize,
        to: View,
        scale: f32,
    },
    Binary {
        a: (usize, View),
        b: (usize, View),
        f: fn(f32, f32) -> f32,
    },
    Unary {
        from: usize,
        f: fn(f32) -> f32,
    },
    Move {
        from: usize,
        view: View,
    },
    /// Each part with the view of the result that it fills.
    Concat {
        parts: Vec<(usize, View)>,
    },
}

/// A network with its memory. Running it allocates nothing.
#[derive(Debug)]
pub(crate) struct Mixer {
    steps: Vec<(Step, usize)>,
    tensors: Vec<Vec<f32>>,
    input: usize,
    output: usize,
}

impl Mixer {
    /// Reads a model and checks that it takes and gives so many floats.
    pub(crate) fn new(file: &[u8], input: usize, output: usize) -> Result<Self, ModelError> {
        let graph = Graph::parse(file)?;
        let [last] = graph.outputs[..] else { return Err(ModelError::wrong_model("it has several outputs")) };
        let len = |t: usize| graph.tensors.get(t).map_or(0, super::graph::Tensor::len);
        if (len(graph.input), len(last)) != (input, output) {
            let (i, o) = (len(graph.input), len(last));
            return Err(ModelError::wrong_model(format!("it makes {o} numbers of {i}, not {output} of {input}")));
        }
        let mut known: Vec<bool> = graph.tensors.iter().map(|t| t.data.is_some()).collect();
        known[graph.input] = true;
        let mut steps = Vec::with_capacity(graph.ops.len());
        for op in &graph.ops {
            if op.inputs.iter().any(|t| !known[*t]) || std::mem::replace(&mut known[op.output], true) {
                return Err(ModelError::inconsistent("operators out of order"));
            }
            steps.push((build(&graph, op)?, op.output));
        }
        if !known[last] {
            return Err(ModelError::inconsistent("an output is never computed"));
        }
        let tensors = graph.tensors.into_iter().map(|t| match t.data {
            Some(Data::Floats(f)) => f,
            Some(Data::Ints(_)) => Vec::new(),
            None => vec![0.0; t.len()],
        });
        Ok(Self { steps, tensors: tensors.collect(), input: graph.input, output: last })
    }

    /// What goes in.
    pub(crate) fn input(&mut self) -> &mut [f32] {
        self.tensors.get_mut(self.input).map(Vec::as_mut_slice).unwrap_or_default()
    }

    /// Runs the network and gives what comes out.
    pub(crate) fn run(&mut self) -> &[f32] {
        for (step, to) in &mut self.steps {
            let mut out = take(&mut self.tensors[*to]);
            step.run(&self.tensors, &mut out);
            self.tensors[*to] = out;
        }
        self.tensors.get(self.output).map_or(&[], Vec::as_slice)
    }
}

/// The floats of an input; integers are parameters, not operands.
fn operand(graph: &Graph, op: &Op, i: usize) -> Result<usize, ModelError> {
    let t = *op.inputs.get(i).ok_or(ModelError::inconsistent("an operator without input"))?;
    match graph.tensors.get(t).map(|t| &t.data) {
        Some(None | Some(Data::Floats(_))) => Ok(t),
        _ => Err(ModelError::unsupported("arithmetic with integers")),
    }
}

fn build(graph: &Graph, op: &Op) -> Result<Step, ModelError> {
    let from = operand(graph, op, 0)?;
    let (own, to) = (shape(graph, from)?, shape(graph, op.output)?);
    let same = |yes: bool| if yes { Ok(()) } else { Err(ModelError::inconsistent("the shape of a result")) };
    let binary = |f| {
        let other = operand(graph, op, 1)?;
        let b = (other, View::broadcast(shape(graph, other)?, to)?);
        Ok(Step::Binary { a: (from, View::broadcast(own, to)?), b, f })
    };
    let unary = |f| same(own == to).map(|()| Step::Unary { from, f });
    match &op.kind {
        Kind::Conv(window, act) => {
            same(window.stride == (1, 1))?;
            dense(graph, op, act, (from, own), to)
        }
        Kind::Add(Act::None) => binary(|a, b| a + b),
        Kind::Mul(Act::None) => binary(|a, b| a * b),
        Kind::Sub => binary(|a, b| a - b),
        Kind::Div => binary(|a, b| a / b),
        Kind::SquaredDifference => binary(|a, b| (a - b) * (a - b)),
        Kind::Neg => unary(|x| -x),
        Kind::Sqrt => unary(f32::sqrt),
        Kind::Rsqrt => unary(|x| 1.0 / x.sqrt()),
        Kind::Act(Act::Logistic) => unary(logistic),
        Kind::Reshape => {
            same(own.iter().product::<usize>() == to.iter().product())?;
            Ok(Step::Unary { from, f: |x| x })
        }
        Kind::Transpose => Ok(Step::Move { from, view: View::transposed(own, ints(graph, op, 1)?, to)? }),
        Kind::Reduce { mean } => {
            // Only sums that keep their axes as one element: then the result is read like a broadcast operand.
            let view = View::broadcast(to, own)?;
            let n = own.iter().product::<usize>() / to.iter().product::<usize>().max(1);
            Ok(Step::Reduce { from, to: view, scale: if *mean { 1.0 / n as f32 } else { 1.0 } })
        }
        Kind::Slice { begin, end, shrink } => {
            let view = slice(graph, op, own, (*begin, *end, *shrink))?;
            same(view.len() == to.iter().product())?;
            Ok(Step::Move { from, view })
        }
        Kind::Concat { axis } => concat(graph, op, *axis, to),
        _ => Err(ModelError::unsupported("an operator between lists")),
    }
}

fn dense(graph: &Graph, op: &Op, act: &Act, (from, own): (usize, Shape), to: Shape) -> Result<Step, ModelError> {
    let [a, b, n, ci] = own;
    let co = to[3];
    let weights = op.inputs.get(1).and_then(|t| graph.tensors.get(*t)).map(|t| &t.shape[..]);
    if weights != Some(&[co, 1, 1, ci]) || to[..3] != own[..3] {
        return Err(ModelError::unsupported("convolutions of lists other than 1 x 1"));
    }
    let list = |c: usize| {
        let (w, cs) = (a * b * n, c.next_multiple_of(4));
        Slot { buffer: 0, h: 1, w, c, cs, border: Border::default() }
    };
    let (input, output) = (list(ci), list(co));
    let node = Node { op, reads: Vec::new(), residual: None, act: act.clone(), output: op.output };
    let (weights, bias) = pack(graph, &node, &input, (co, 1, 1))?;
    let (slopes, then) = act4(act, &output)?.split(bias.len());
    let (stride, pad) = ((1, 1), (0, 0));
    let (kh, run) = (1, input.cs);
    let conv = Conv { from: input, to: output, residual: None, stride, pad, kh, run, weights, bias, slopes, then };
    Ok(Step::Dense { from, conv: Box::new(conv), input: vec![0.0; input.len()], output: vec![0.0; output.len()] })
}

fn slice(graph: &Graph, op: &Op, own: Shape, masks: (u32, u32, u32)) -> Result<View, ModelError> {
    let (first, last, stride) = (ints(graph, op, 1)?, ints(graph, op, 2)?, ints(graph, op, 3)?);
    let front = 4usize.checked_sub(first.len()).ok_or(ModelError::Damaged)?;
    if stride.iter().any(|s| *s != 1) || last.len() != first.len() || own[..front].iter().any(|n| *n != 1) {
        return Err(ModelError::unsupported("slices with steps"));
    }
    let (mut begin, mut count) = ([0; 4], own);
    for (i, (from, to)) in first.iter().zip(last).enumerate() {
        let n = own[front + i];
        let place = |v: i32| usize::try_from(if v < 0 { v + n as i32 } else { v }).unwrap_or(0).min(n);
        let from = if masks.0 >> i & 1 == 1 { 0 } else { place(*from) };
        let to = if masks.2 >> i & 1 == 1 {
            from + 1
        } else if masks.1 >> i & 1 == 1 {
            n
        } else {
            place(*to)
        };
        (begin[front + i], count[front + i]) = (from, to.saturating_sub(from));
    }
    View::slice(own, begin, count)
}

fn concat(graph: &Graph, op: &Op, axis: i32, to: Shape) -> Result<Step, ModelError> {
    let rank = graph.tensors.get(op.output).map_or(0, |t| t.shape.len() as i32);
    let axis = usize::try_from(if axis < 0 { axis + 4 } else { axis + 4 - rank }).unwrap_or(4);
    let mut begin = [0; 4];
    let mut parts = Vec::with_capacity(op.inputs.len());
    for i in 0..op.inputs.len() {
        let part = operand(graph, op, i)?;
        let own = shape(graph, part)?;
        parts.push((part, View::slice(to, begin, own)?));
        *begin.get_mut(axis).ok_or(ModelError::Damaged)? += own[axis];
    }
    Ok(Step::Concat { parts })
}

impl Step {
    fn run(&mut self, tensors: &[Vec<f32>], out: &mut [f32]) {
        match self {
            Self::Dense { from, conv, input, output } => {
                let (ci, co) = (conv.from.c, conv.to.c);
                for (to, from) in input.chunks_exact_mut(conv.from.cs).zip(tensors[*from].chunks_exact(ci)) {
                    to[..ci].copy_from_slice(from);
                }
                conv.run(input, None, output);
                for (to, from) in out.chunks_exact_mut(co).zip(output.chunks_exact(conv.to.cs)) {
                    to.copy_from_slice(&from[..co]);
                }
            }
            Self::Reduce { from, to, scale } => {
                out.fill(0.0);
                let (n, step) = to.line();
                for (at, line) in to.lines().zip(tensors[*from].chunks_exact(n)) {
                    for (i, v) in line.iter().enumerate() {
                        out[at + i * step] += v;
                    }
                }
                out.iter_mut().for_each(|v| *v *= *scale);
            }
            Self::Binary { a: (a, left), b: (b, right), f } => {
                let (a, b) = (&tensors[*a], &tensors[*b]);
                let ((n, p), (_, q)) = (left.line(), right.line());
                for (out, (x, y)) in out.chunks_exact_mut(n).zip(left.lines().zip(right.lines())) {
                    for (i, o) in out.iter_mut().enumerate() {
                        *o = f(a[x + i * p], b[y + i * q]);
                    }
                }
            }
            Self::Unary { from, f } => out.iter_mut().zip(&tensors[*from]).for_each(|(o, x)| *o = f(*x)),
            Self::Move { from, view } => {
                let (n, step) = view.line();
                for (out, at) in out.chunks_exact_mut(n).zip(view.lines()) {
                    out.iter_mut().enumerate().for_each(|(i, o)| *o = tensors[*from][at + i * step]);
                }
            }
            Self::Concat { parts } => {
                for (part, view) in parts {
                    let (n, _) = view.line();
                    for (at, line) in view.lines().zip(tensors[*part].chunks_exact(n)) {
                        out[at..at + n].copy_from_slice(line);
                    }
                }
            }
        }
    }
}
