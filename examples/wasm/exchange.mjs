// Performs one exchange with the `fetch` of this host, by the rules of the core's transports: any answer is an answer, redirects are not
// followed, nothing is repeated, and "surely not sent" is said only when no connection was made.

/**
 * @param {{ method: string, url: string, headers: [string, string][], body: string, timeout_ms: number, max_response_bytes: number }} exchange
 * @param {AbortController} abort what ends it early
 * @returns what to answer: `{ response }` or `{ failure }`
 */
export async function perform(exchange, abort) {
  const timeout = setTimeout(() => abort.abort(), atMost(exchange.timeout_ms));
  try {
    const response = await fetch(exchange.url, {
      method: exchange.method,
      headers: exchange.headers,
      // A GET must not have a body, not even an empty one.
      body: exchange.body === '' ? undefined : Buffer.from(exchange.body, 'base64'),
      redirect: 'manual',
      signal: abort.signal,
    });
    const body = await read(response, exchange.max_response_bytes);
    return { response: { status: response.status, headers: [...response.headers], body: body.toString('base64') } };
  } catch (error) {
    return { failure: abort.signal.aborted ? UNKNOWN.timeout : classify(error) };
  } finally {
    clearTimeout(timeout);
  }
}

/** The longest time that a timer takes; anything above is "at once" to it. */
export const atMost = (milliseconds) => Math.min(milliseconds, 2 ** 31 - 1);

class TooLarge extends Error {}

/** Reads no further than the limit. */
async function read(response, limit) {
  const chunks = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > limit) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const UNKNOWN = {
  timeout: { kind: 'timeout', surely_not_sent: false },
  interrupted: { kind: 'interrupted', surely_not_sent: false },
  tooLarge: { kind: 'response_too_large', surely_not_sent: false },
};

/** Goes by the system call that failed. A name with several addresses fails with the errors of all of them. */
function classify(error) {
  if (error instanceof TooLarge) return UNKNOWN.tooLarge;
  const causes = error.cause?.errors ?? [error.cause];
  if (causes.length === 0) return UNKNOWN.interrupted;
  if (causes.every((cause) => cause?.syscall === 'getaddrinfo')) return { kind: 'resolve', surely_not_sent: true };
  if (causes.every((cause) => cause?.syscall === 'connect' || cause?.code === 'UND_ERR_CONNECT_TIMEOUT')) {
    return { kind: 'connect', surely_not_sent: true };
  }
  return UNKNOWN.interrupted;
}
