// A film as raw I420, which is what a camera gives: the same frames for every engine.

/** BT.601 with studio range, as the file says. */
const colorSpace = { matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m', fullRange: false };

export class Film {
  constructor(bytes, width, height) {
    Object.assign(this, { bytes, width, height, size: (width * height * 3) / 2 });
    this.length = Math.floor(bytes.byteLength / this.size);
  }

  static async open(width, height) {
    const response = await fetch(`/film/${width}x${height}`);
    if (!response.ok) throw new Error(await response.text());
    return new Film(await response.arrayBuffer(), width, height);
  }

  /** Frame `i` of the film played forwards and backwards for ever, so that the head never jumps. */
  frame(i) {
    const there = i % (2 * this.length - 2);
    const at = there < this.length ? there : 2 * this.length - 2 - there;
    const data = new Uint8Array(this.bytes, at * this.size, this.size);
    return new VideoFrame(data, {
      format: 'I420',
      codedWidth: this.width,
      codedHeight: this.height,
      timestamp: i * 33_333,
      colorSpace,
    });
  }

  /** The middle of a frame as `side` x `side` x 3 floats from `low` to `high`: the input of a network. */
  picture(i, side, low, high) {
    const frame = this.frame(i);
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const square = Math.min(this.width, this.height);
    const [left, top] = [(this.width - square) / 2, (this.height - square) / 2];
    context.drawImage(frame, left, top, square, square, 0, 0, side, side);
    frame.close();
    const { data } = context.getImageData(0, 0, side, side);
    const values = new Float32Array(side * side * 3);
    for (let p = 0; p < side * side; p++) {
      for (let c = 0; c < 3; c++) values[3 * p + c] = low + ((high - low) * data[4 * p + c]) / 255;
    }
    return values;
  }
}
