//! The networks one by one, for the bench beside other engines (feature `bench`): products use [`crate::Aligner`].

use crate::ModelError;
use crate::nn::Net;

/// One network, ready to run.
#[derive(Debug)]
pub struct Network(Net);

impl Network {
    /// Reads a network that takes a square picture of `side` pixels and gives outputs of these lengths.
    ///
    /// # Errors
    /// As [`crate::Aligner::new`].
    pub fn new(tflite: &[u8], side: usize, outputs: &[usize]) -> Result<Self, ModelError> {
        Net::new(tflite, side, outputs).map(Self)
    }

    /// Takes a picture as `[row][column][red, green, blue]` in the range that the network was trained on. What is too
    /// short leaves the rows behind it as they were.
    pub fn picture(&mut self, values: &[f32]) {
        let mut rest = values;
        for row in self.0.input_rows() {
            let Some((line, after)) = rest.split_at_checked(row.len()) else { return };
            row.copy_from_slice(line);
            rest = after;
        }
    }

    /// Runs it once, to values that [`Self::output`] gives.
    pub fn run(&mut self) {
        self.0.run();
    }

    /// Output `i` of the last run; empty before it, and where there is none.
    pub fn output(&self, i: usize) -> &[f32] {
        self.0.output(i)
    }
}
