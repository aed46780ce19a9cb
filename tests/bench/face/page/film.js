// A film as raw frames, the same for every engine. RGBA is what engines are compared on: Chromium without a GPU takes
// some 50 ms to bring an I420 frame, which is what a camera gives, into WebGL, and that would be counted against
// MediaPipe. Ours alone is measured on I420, too.

const FORMATS = {
  RGBA: { pixels: 'rgba', bytes: 4, colorSpace: { matrix: 'rgb', primaries: 'bt709', transfer: 'iec61966-2-1', fullRange: true } },
  I420: { pixels: 'yuv420p', bytes: 1.5, colorSpace: { matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m', fullRange: false } },
};

export class Film {
  constructor(data, width, height, format) {
    Object.assign(this, { data, width, height, format, size: width * height * FORMATS[format].bytes });
    this.length = Math.floor(data.byteLength / this.size);
  }

  static async open(width, height, format) {
    const response = await fetch(`/film/${width}-${height}-${FORMATS[format].pixels}`);
    if (!response.ok) throw new Error(await response.text());
    return new Film(await response.arrayBuffer(), width, height, format);
  }

  /** Frame `i` of the film played forwards and backwards for ever, so that the head never jumps. */
  frame(i) {
    const there = i % (2 * this.length - 2);
    const at = there < this.length ? there : 2 * this.length - 2 - there;
    const data = new Uint8Array(this.data, at * this.size, this.size);
    return new VideoFrame(data, {
      format: this.format,
      codedWidth: this.width,
      codedHeight: this.height,
      timestamp: i * 33_333,
      colorSpace: FORMATS[this.format].colorSpace,
    });
  }

  /** The same as a bitmap. */
  async bitmap(i) {
    const frame = this.frame(i);
    const bitmap = await createImageBitmap(frame);
    frame.close();
    return bitmap;
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
