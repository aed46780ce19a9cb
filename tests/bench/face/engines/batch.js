// A model whose batch is left open, made one of batch 1.

/**
 * The landmark network of 256 says `[-1, 256, 256, 3]` beside its shape `[1, 256, 256, 3]`, and LiteRT's web build then
 * refuses every tensor. In a TensorFlow Lite file such a signature is a vector of 32-bit numbers, its length before it;
 * nothing else in the file reads so, because -1 is not a number among 16-bit floats.
 */
export function fixedBatch(file) {
  const numbers = new Int32Array(file.slice(0, file.byteLength - (file.byteLength % 4)));
  for (let i = 1; i < numbers.length - 3; i++) {
    const length = numbers[i - 1];
    if (numbers[i] !== -1 || length < 2 || length > 4) continue;
    const sides = numbers.subarray(i + 1, i + length);
    if (sides.every((n) => n > 0 && n < 4096)) numbers[i] = 1;
  }
  const whole = new Uint8Array(file.slice(0));
  whole.set(new Uint8Array(numbers.buffer));
  return whole;
}
