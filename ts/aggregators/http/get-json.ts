import { InterruptedError } from "../../core/errors/errors.ts";

/** Largest answer that is read, bytes: calldata of a long route is some kilobytes. */
const MOST_BYTES = 2 * 2 ** 20;

export type Got =
  | { readonly ok: true; readonly json: unknown }
  | {
      readonly ok: false;
      /** Names the host alone: never the path, a header or what the answer says. */
      readonly message: string;
      /** Null: the same question fails again. Zero: after any pause. */
      readonly repeatAfterMs: number | null;
    };

/**
 * One GET. Redirects are not followed: the headers hold a key.
 * @throws InterruptedError when the signal is aborted
 */
export async function getJson(
  url: URL,
  { headers, timeoutMs, signal }: { headers: Readonly<Record<string, string>>; timeoutMs: number; signal: AbortSignal },
): Promise<Got> {
  const { host } = url;
  // keeps the process alive, as AbortSignal.timeout does not
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  try {
    const both = AbortSignal.any([signal, limit.signal]);
    const response = await fetch(url, {
      headers: { accept: "application/json", ...headers },
      signal: both,
      redirect: "manual",
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      return refused(host, response);
    }
    const text = await readText(response);
    if (text === null) return { ok: false, message: `${host} answered too much`, repeatAfterMs: null };
    return { ok: true, json: JSON.parse(text) };
  } catch (error) {
    if (signal.aborted) throw new InterruptedError();
    if (limit.signal.aborted) return { ok: false, message: `${host} did not answer in time`, repeatAfterMs: null };
    const isJson = error instanceof SyntaxError;
    const message = isJson ? `${host} answered something that is no JSON` : `${host} could not be reached`;
    return { ok: false, message, repeatAfterMs: isJson ? null : 0 };
  } finally {
    clearTimeout(timer);
  }
}

function refused(host: string, { status, headers }: Response): Got {
  const message = `${host} answered HTTP ${status}`;
  if (status === 429)
    return { ok: false, message: `${host} limits the rate of requests`, repeatAfterMs: retryAfter(headers) };
  return { ok: false, message, repeatAfterMs: status >= 500 ? retryAfter(headers) : null };
}

/** In seconds or as a date; zero where it says nothing that makes sense. */
function retryAfter(headers: Headers): number {
  const said = headers.get("retry-after") ?? "";
  const milliseconds = /^\d+(\.\d+)?$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - Date.now();
  return Math.max(0, milliseconds || 0);
}

async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
