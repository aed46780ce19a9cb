//! Which buffer an activation lies in.

use super::error::ModelError;
use super::graph::Graph;
use super::plan::shape;
use super::slot::{Border, Slot};

/// Most floats that activations may take together: 64 MiB, eight times what the largest of our networks needs.
const MAX_MEMORY: usize = 1 << 24;

/// Buffers, and which of them nothing needs any more.
#[derive(Default)]
pub(crate) struct Memory {
    /// Length of each buffer in floats.
    pub(crate) lengths: Vec<usize>,
    free: Vec<usize>,
}

impl Memory {
    /// A place for a tensor, in the free buffer that fits best.
    pub(crate) fn place(
        &mut self,
        graph: &Graph,
        t: usize,
        cs: Option<usize>,
        border: Border,
    ) -> Result<Slot, ModelError> {
        let (h, w, c) = shape(graph, t)?;
        let slot = Slot { buffer: 0, h, w, c, cs: cs.unwrap_or(c.next_multiple_of(4)), border };
        if slot.c > slot.cs || slot.len() > MAX_MEMORY {
            return Err(ModelError::unsupported("an activation of that size"));
        }
        let waste = |i: usize| self.lengths.get(i).map_or(usize::MAX, |n| n.abs_diff(slot.len()));
        let best = (0..self.free.len()).min_by_key(|k| waste(self.free[*k]));
        let buffer = match best {
            Some(k) => self.free.swap_remove(k),
            None => {
                self.lengths.push(0);
                self.lengths.len() - 1
            }
        };
        if let Some(n) = self.lengths.get_mut(buffer) {
            *n = (*n).max(slot.len());
        }
        if self.lengths.iter().sum::<usize>() > MAX_MEMORY {
            return Err(ModelError::unsupported("more than 64 MiB of activations"));
        }
        Ok(Slot { buffer, ..slot })
    }

    /// Lets later tensors use a buffer.
    pub(crate) fn release(&mut self, buffer: usize) {
        if !self.free.contains(&buffer) {
            self.free.push(buffer);
        }
    }
}
