//! A network ready to run.

use super::error::ModelError;
use super::graph::Graph;
use super::kernel::conv::TURN;
use super::plan::{Plan, Step};
use std::mem::take;

/// A network with its memory. Running it allocates nothing.
#[derive(Debug)]
pub(crate) struct Net {
    plan: Plan,
    buffers: Vec<Vec<f32>>,
    outputs: Vec<Vec<f32>>,
}

impl Net {
    /// Reads a model and checks that it takes a square picture of `side` and gives outputs of these lengths.
    pub(crate) fn new(file: &[u8], side: usize, outputs: &[usize]) -> Result<Self, ModelError> {
        let plan = Plan::new(&Graph::parse(file)?)?;
        let buffers = plan.buffers.iter().map(|n| vec![0.0; *n + TURN]).collect();
        let lengths: Vec<usize> =
            plan.outputs.iter().map(|parts| parts.iter().map(|s| s.h * s.w * s.c).sum::<usize>()).collect();
        if (plan.input.h, plan.input.w, plan.input.c) != (side, side, 3) {
            let (w, h, c) = (plan.input.w, plan.input.h, plan.input.c);
            return Err(ModelError::wrong_model(format!("it takes {w} x {h} x {c}, not {side} x {side} x 3")));
        }
        if lengths != outputs {
            return Err(ModelError::wrong_model(format!("it gives {lengths:?} values, not {outputs:?}")));
        }
        Ok(Self { plan, buffers, outputs: lengths.into_iter().map(Vec::with_capacity).collect() })
    }

    /// The input's rows, top to bottom, each `3 * side` floats.
    pub(crate) fn input_rows(&mut self) -> impl Iterator<Item = &mut [f32]> {
        let slot = self.plan.input;
        let data = self.buffers.get_mut(slot.buffer).map(Vec::as_mut_slice).unwrap_or_default();
        slot.clear_border(data);
        let (left, len) = (slot.border.left * slot.cs, slot.w * slot.cs);
        data.chunks_exact_mut(slot.row())
            .skip(slot.border.top)
            .take(slot.h)
            .map(move |line| &mut line[left..left + len])
    }

    /// Runs the network on what the input rows hold.
    pub(crate) fn run(&mut self) {
        for step in &self.plan.steps {
            let to = step.to();
            let mut out = take(&mut self.buffers[to.buffer]);
            let whole = &mut out[..to.len()];
            to.clear_border(whole);
            step.run(&self.buffers, whole);
            self.buffers[to.buffer] = out;
        }
        for (values, parts) in self.outputs.iter_mut().zip(&self.plan.outputs) {
            values.clear();
            for slot in parts {
                slot.flatten(&self.buffers[slot.buffer], values);
            }
        }
    }

    /// Output `i` of the last run, in NHWC order; empty before the first run.
    pub(crate) fn output(&self, i: usize) -> &[f32] {
        self.outputs.get(i).map_or(&[], Vec::as_slice)
    }
}

impl Step {
    fn run(&self, buffers: &[Vec<f32>], out: &mut [f32]) {
        use super::kernel::plain;
        let data = |slot: &super::slot::Slot| buffers[slot.buffer].as_slice();
        match self {
            Self::Conv(c) => c.run(data(&c.from), c.residual.as_ref().map(data), out),
            Self::Depthwise(d) => d.run(data(&d.from), out),
            Self::MaxPool { from, size, to } => plain::max_pool(from, *size, data(from), to, out),
            Self::Mean { from, to } => plain::mean(from, data(from), to, out),
            Self::Combine { product, a, b, act, to } => {
                plain::combine(*product, (a, data(a)), (b, data(b)), act, to, out);
            }
            Self::Act { from, act, to } => plain::act(from, data(from), act, to, out),
            Self::Logistic { from, to } => plain::logistic_all(from, data(from), to, out),
            Self::Resize { from, to } => plain::resize(from, data(from), to, out),
            Self::Enlarge { from, size, weights, bias, to } => {
                plain::enlarge(from, data(from), *size, weights, *bias, to, out);
            }
        }
    }
}
