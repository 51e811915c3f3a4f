import { RpcError } from "../errors/errors.ts";

/** How long a rate-limited endpoint asks to be left alone, milliseconds, by the failure it was told with. */
export const retryAfter = new WeakMap<RpcError, number>();

/** Failures before anything was handed over: there was no connection. */
export const neverReached = new WeakSet<RpcError>();

/** What an HTTP status other than success says about an endpoint. */
export function statusFailure(name: string, status: number, headers: Headers): RpcError {
  if (status === 401 || status === 403) {
    return new RpcError("unauthorized", `${name} refused the request (HTTP ${status})`, {
      retryable: false,
      hint: "check the key in the endpoint's URL and what it allows",
    });
  }
  if (status === 413) {
    return new RpcError("too-large", `${name} finds the request too large (HTTP 413)`, { retryable: false });
  }
  if (status === 429) {
    const failure = new RpcError("rate-limited", `${name} limits the rate of requests (HTTP 429)`, {
      retryable: true,
      hint: "lower FLIQ_CONCURRENCY, or use another endpoint",
    });
    const seconds = Number(headers.get("retry-after") ?? "");
    if (Number.isFinite(seconds) && seconds > 0) retryAfter.set(failure, seconds * 1000);
    return failure;
  }
  const passing = status === 408 || status >= 500;
  return new RpcError("http-status", `${name} answered HTTP ${status}`, {
    retryable: passing,
    hint: passing ? "try again, or use another endpoint" : "check the path in the endpoint's URL",
  });
}

const NETWORK_FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name could not be looked up",
  ETIMEDOUT: "the connection timed out",
  UND_ERR_CONNECT_TIMEOUT: "the connection timed out",
  UND_ERR_SOCKET: "the connection was closed",
  EHOSTUNREACH: "the host is unreachable",
  ENETUNREACH: "the network is unreachable",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
};

/** Of these, the ones of a connection that never was. */
const BEFORE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$|CERT/;

/** Why no HTTP answer came at all. */
export function unreachable(name: string, cause: unknown): RpcError {
  const code = networkCode(cause);
  const permanent = code === "ENOTFOUND" || /CERT|SSL|TLS/.test(code);
  const failure = new RpcError(
    "unreachable",
    `cannot reach ${name}: ${NETWORK_FAILURES[code] ?? (code || "the request failed")}`,
    {
      retryable: !permanent,
      hint: "check the URL and that the node is running",
      cause,
    },
  );
  if (BEFORE.test(code)) neverReached.add(failure);
  return failure;
}

/** undici wraps the system's error one or two levels deep. */
function networkCode(cause: unknown): string {
  for (let next = cause, depth = 0; next instanceof Error && depth < 5; next = next.cause, depth++) {
    if ("code" in next && typeof next.code === "string") return next.code;
    if (next instanceof AggregateError && next.errors.length > 0) return networkCode(next.errors[0]);
  }
  return "";
}
