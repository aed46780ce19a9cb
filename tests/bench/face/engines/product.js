// The product's own face worker, as the site starts it.

import './memory.js';

const { default: init } = await import('/programs/worker-face.js');
await init({ module_or_path: '/programs/worker-face_bg.wasm' });
