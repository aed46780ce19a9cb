// Counts the time that a worker spends inside WebGL calls: waiting for pixels to be read back includes the drawing.

export const webgl = { ms: 0 };

for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(WebGL2RenderingContext.prototype))) {
  if (typeof value !== 'function' || name === 'constructor') continue;
  WebGL2RenderingContext.prototype[name] = function (...given) {
    const start = performance.now();
    const result = value.apply(this, given);
    webgl.ms += performance.now() - start;
    return result;
  };
}
