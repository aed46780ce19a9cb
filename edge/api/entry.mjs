// What workerd starts: the Worker's WASM, bound for the web, with its handlers and Durable Object classes.
//
// A trap (a panic in Rust) leaves the instance's memory in an unknown state. Whoever waits on it gets an honest answer
// at once, and the next call finds a fresh instance of the same module.

import module from "./index_bg.wasm";
import * as glue from "./index.js";

glue.initSync({ module });

let generation = 0;
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

function revive() {
  if (!dead) return;
  glue.__wbg_reset_state();
  generation += 1;
  dead = false;
}

async function guarded(call) {
  let reject;
  const trap = new Promise((_, no) => (reject = no));
  waiting.add(reject);
  try {
    revive();
    return await Promise.race([call(), trap]);
  } catch (error) {
    died(error);
    throw error;
  } finally {
    waiting.delete(reject);
  }
}

const PROBLEM = {
  type: "urn:understudy:problem:internal",
  title: "This is our fault",
  status: 500,
  code: "internal",
  detail: "Something broke on our side. Try again in a moment.",
};

export default {
  async fetch(request, env, context) {
    try {
      return await guarded(() => glue.fetch(request, env, context));
    } catch (error) {
      console.error("internal:", error?.message ?? error);
      const headers = { "content-type": "application/problem+json", "cache-control": "no-store" };
      return new Response(JSON.stringify(PROBLEM), { status: 500, headers });
    }
  },
  scheduled(event, env, context) {
    return guarded(() => glue.scheduled(event, env, context));
  },
};

// A Durable Object outlives the instance that made it: after a trap it is made anew from its stored state.
function durable(name) {
  return class {
    #state;
    #env;
    #object;
    #born = -1;
    constructor(state, env) {
      this.#state = state;
      this.#env = env;
    }
    #call(method, ...args) {
      return guarded(() => {
        if (this.#born !== generation) {
          this.#object = new glue[name](this.#state, this.#env);
          this.#born = generation;
        }
        return this.#object[method](...args);
      });
    }
    fetch(request) {
      return this.#call("fetch", request);
    }
    alarm() {
      return this.#call("alarm");
    }
    webSocketMessage(socket, message) {
      return this.#call("webSocketMessage", socket, message);
    }
    webSocketClose(socket, code, reason, clean) {
      return this.#call("webSocketClose", socket, code, reason, clean);
    }
    webSocketError(socket, error) {
      return this.#call("webSocketError", socket, error);
    }
  };
}

export const LimiterObject = durable("LimiterObject");
export const RenderObject = durable("RenderObject");
export const LikenessObject = durable("LikenessObject");
export const CharacterObject = durable("CharacterObject");
export const LogObject = durable("LogObject");
export const NoticeObject = durable("NoticeObject");
export const TakedownObject = durable("TakedownObject");
export const JobObject = durable("JobObject");
export const SpendObject = durable("SpendObject");
export const VoicesObject = durable("VoicesObject");
export const SpeechObject = durable("SpeechObject");
export const AvatarsObject = durable("AvatarsObject");
