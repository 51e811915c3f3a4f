import { RpcRequestError } from "viem";
import { withoutSecrets } from "../errors/endpoint-secrets.ts";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { REVERT_CODE, revertDataOf } from "../errors/node-revert.ts";
import { endpointName } from "../errors/redact.ts";
import { statusFailure, unreachable } from "./rpc-failures.ts";
import { hasExpectedShape } from "./rpc-shape.ts";

/** Largest answer that is read, bytes. */
const MAX_RESPONSE_BYTES = 128 * 2 ** 20;

export interface HttpRpcCall {
  readonly url: string;
  readonly method: string;
  readonly params?: unknown;
  /** For the whole exchange, body included. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

let nextId = 1;

/**
 * One JSON-RPC call over HTTP, once.
 * Messages name the endpoint by protocol and host alone, and never the parameters.
 * @throws RpcError when the endpoint cannot be asked or its answer makes no sense; viem's RpcRequestError for an error
 * that the node itself reports, reverts included and in one form, so that viem decodes them; InterruptedError when `signal` is aborted.
 */
export async function callHttpRpc(call: HttpRpcCall): Promise<unknown> {
  const id = nextId++;
  const { status, headers, text } = await exchange(call, id);
  const name = endpointName(call.url);
  const answer = parseObject(text);
  if (status < 200 || status > 299) {
    // a node's own error beats the status, unless the status says more: some nodes send reverts with HTTP 400 or 500
    const said = [401, 403, 429].includes(status) ? null : nodeError(answer, call);
    throw said ?? statusFailure(name, status, headers);
  }
  if (answer === null) {
    const page = /^\s*</.test(text);
    throw new RpcError("not-json-rpc", `${name} answered ${page ? "a web page" : "something"} that is not JSON-RPC`, {
      retryable: false,
      hint: "check that the URL is a JSON-RPC endpoint",
    });
  }
  const error = nodeError(answer, call);
  if (error) throw error;
  const fits = answer.result !== undefined && String(answer.id) === String(id);
  if (!fits || !hasExpectedShape(call.method, answer.result)) {
    throw new RpcError("not-json-rpc", `${name} answered ${call.method} with something that makes no sense`, {
      retryable: false,
      hint: "the endpoint is no Ethereum node or is broken: use another one",
    });
  }
  return answer.result;
}

interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function exchange({ url, method, params, timeoutMs, signal }: HttpRpcCall, id: number): Promise<Exchange> {
  // a timer that keeps the process alive, as AbortSignal.timeout does not: when the connection is closed before the request is
  // written, nothing else does, and the process would end in the middle of the request
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  const { target, authorization } = withoutCredentials(url);
  try {
    const response = await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json", ...authorization },
      body: JSON.stringify({ jsonrpc: "2.0", id, method, params: params ?? [] }),
      signal: AbortSignal.any([signal, limit.signal]),
      redirect: "manual",
    });
    return { status: response.status, headers: response.headers, text: await readText(response, url) };
  } catch (cause) {
    if (cause instanceof RpcError) throw cause;
    if (signal.aborted) throw new InterruptedError();
    const name = endpointName(url);
    if (limit.signal.aborted) {
      throw new RpcError("timeout", `${name} did not answer ${method} within ${timeoutMs / 1000} s`, {
        retryable: true,
        hint: "use a faster endpoint or raise FLIQ_RPC_TIMEOUT_SECONDS",
      });
    }
    throw unreachable(name, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** fetch refuses credentials inside a URL. */
function withoutCredentials(url: string): { target: URL; authorization: Record<string, string> } {
  const target = new URL(url);
  if (target.username === "" && target.password === "") return { target, authorization: {} };
  const pair = `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`;
  target.username = "";
  target.password = "";
  return { target, authorization: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` } };
}

async function readText(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_RESPONSE_BYTES) {
      throw new RpcError("too-large", `${endpointName(url)} answered more than ${MAX_RESPONSE_BYTES >> 20} MiB`, {
        retryable: false,
        hint: "ask for less at once: lower FLIQ_LOG_CHUNK_BLOCKS",
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function nodeError(answer: Record<string, unknown> | null, { url, method }: HttpRpcCall): RpcRequestError | null {
  const error = answer?.error;
  if (error === undefined || error === null) return null;
  const whole = (typeof error === "object" ? error : { message: error }) as Record<string, unknown>;
  const { code, message, data } = whole;
  const reverted = revertDataOf(whole);
  return new RpcRequestError({
    body: { method },
    error: {
      // some nodes repeat the key that they refuse
      message: typeof message === "string" ? withoutSecrets(message, url) : "",
      // as the protocol has it: viem, and whoever repeats reads, need not know where else a node may put it
      ...(reverted === null
        ? {
            code: typeof code === "number" ? code : -32603,
            data: typeof data === "string" ? withoutSecrets(data, url) : data,
          }
        : { code: REVERT_CODE, data: reverted }),
    },
    url: endpointName(url),
  });
}
