// The binding of Workers AI on this machine: what the runtime hands a Worker on Cloudflare, over an address of one's own.
//
// A Worker sees the class `Ai` of workerd itself, so what it is called with and how it fails is as it is there. What that class
// sends to Cloudflare goes to the given address instead: `POST <address>/run?version=3`, JSON `{inputs, options}`, with the
// model's name in the header `cf-consn-model-id`.

/** Made inside of the runtime: modules that are bound may import its own. */
const MAKE = `
  import make from "cloudflare-internal:ai-api";
  export default (bound) => make(bound);
`;

/** Where the class sends to. */
const CARRY = `
  export default {
    fetch(request, { ADDRESS }) {
      const { pathname, search } = new URL(request.url);
      return fetch(new Request(ADDRESS + pathname + search, request));
    },
  };
`;

const script = (name, contents) => ({ name, compatibilityDate: "2026-04-01", modules: [{ type: "ESModule", path: `${name}.mjs`, contents }] });

/** For a Worker: the options that bind `AI` to an address, and the Workers that this needs beside it. */
export function ai(address) {
  const url = new URL(address);
  if (!["http:", "https:"].includes(url.protocol)) throw new Error("--ai is an address that begins with http: or https:");
  const { compatibilityDate: _, ...made } = script("ai", MAKE);
  return {
    binding: { wrappedBindings: { AI: { scriptName: made.name } } },
    workers: [
      { ...made, serviceBindings: { fetcher: "ai-carry" } },
      { ...script("ai-carry", CARRY), bindings: { ADDRESS: url.href.replace(/\/$/, "") } },
    ],
  };
}
