// What workerd starts: the Worker's WASM, bound for the web.
//
// A trap (a panic in Rust, memory that runs out) means that the file could not be decoded, which is what is answered; the
// next file finds a fresh instance of the same module.

import module from "./index_bg.wasm";
import * as glue from "./index.js";

glue.initSync({ module });

let dead = false;
let waiting = new Set();

function died(error) {
  if (!(error instanceof WebAssembly.RuntimeError) || dead) return;
  console.error("trap:", error.stack ?? error.message);
  dead = true;
  for (const reject of waiting) reject(error);
  waiting = new Set();
}

// A future that panics does so in a task of its own, outside of every call.
addEventListener("error", (event) => died(event.error));
addEventListener("unhandledrejection", (event) => died(event.reason));

export default {
  async fetch(request, env, context) {
    let reject;
    const trap = new Promise((_, no) => (reject = no));
    waiting.add(reject);
    try {
      if (dead) {
        glue.__wbg_reset_state();
        dead = false;
      }
      return await Promise.race([glue.fetch(request, env, context), trap]);
    } catch (error) {
      died(error);
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      return new Response("the decoder gave up", { status: 422 });
    } finally {
      waiting.delete(reject);
    }
  },
};
