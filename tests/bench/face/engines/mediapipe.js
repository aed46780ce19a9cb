// MediaPipe's FaceLandmarker on the CPU, as its documentation sets it up for film: one face, landmarks only.

import './memory.js';
import { webgl } from './webgl.js';
import { FaceLandmarker, FilesetResolver } from '@mediapipe/tasks-vision';
import { answer } from './answer.js';

// It reports usage home. The policy of the bench's server stops that; here it is counted.
let refused = 0;
self.addEventListener('securitypolicyviolation', () => refused++);

let landmarker;
answer({
  async load({ task }) {
    const files = await FilesetResolver.forVisionTasks('/packages/@mediapipe/tasks-vision/wasm');
    landmarker = await FaceLandmarker.createFromOptions(files, {
      baseOptions: { modelAssetBuffer: new Uint8Array(task), delegate: 'CPU' },
      canvas: new OffscreenCanvas(1, 1),
      runningMode: 'VIDEO',
      numFaces: 1,
    });
  },
  /** `frame` is a `VideoFrame` or an `ImageBitmap`. */
  see({ frame, at_ms }) {
    const [width, height] = [frame.displayWidth ?? frame.width, frame.displayHeight ?? frame.height];
    webgl.ms = 0;
    const start = performance.now();
    const { faceLandmarks } = landmarker.detectForVideo(frame, at_ms);
    const took = performance.now() - start;
    frame.close();
    const points = (faceLandmarks[0] ?? []).flatMap(({ x, y, z }) => [x * width, y * height, z * width]);
    return { took, webgl: webgl.ms, points: Float32Array.from(points) };
  },
  refused: () => ({ refused }),
});
