// One HTTP call over a connection of its own: a kept connection may end just as it is used, and that would look like a
// fault of whoever is called. Redirects are not followed.

import http from 'node:http';
import https from 'node:https';

/** Answers `{ status, headers, body }`, the body as bytes; throws what the socket says, `too large`, or `no answer`. */
export function call(url, { method = 'GET', headers = {}, body, patience_s, most = Infinity }) {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const length = body === undefined ? {} : { 'content-length': body.length };
    const asked = request(url, { method, headers: { ...headers, ...length }, agent: false, signal: AbortSignal.timeout(patience_s * 1000) });
    asked.on('error', (error) => reject(error.name === 'AbortError' || error.name === 'TimeoutError' ? new Error('no answer') : error));
    asked.on('response', async (response) => {
      try {
        const parts = [];
        let size = 0;
        for await (const part of response) {
          size += part.length;
          if (size > most) throw new Error('too large');
          parts.push(part);
        }
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) });
      } catch (error) {
        asked.destroy();
        reject(error);
      }
    });
    asked.end(body);
  });
}
