import { RpcRequestError } from "viem";
import { describe, expect, it } from "vitest";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { statusFailure, unreachable } from "./rpc-failures.ts";
import { type Verdict, verdictOf } from "./verdict-of.ts";

const said = (code: number, message: string) =>
  new RpcRequestError({ body: {}, url: "http://host", error: { code, message } });
const status = (code: number) => statusFailure("http://host", code, new Headers());
const network = (code: string) => unreachable("http://host", Object.assign(new Error("no"), { code }));
const failure = (name: "timeout" | "not-json-rpc" | "too-large") => new RpcError(name, "no", { retryable: false });

describe("what an attempt to send says of the transaction", () => {
  it.each<readonly [Verdict, string, unknown]>([
    // in the words of nodes
    ...[
      "already known",
      "ALREADY_EXISTS: already known",
      "AlreadyKnown",
      "known transaction: 12ab",
      "Known transaction",
      "transaction already imported",
      "Transaction with the same hash was already imported.",
      "INTERNAL_ERROR: existing tx with same hash",
      "transaction already in mempool",
    ].map((message) => ["taken", message, said(-32000, message)] as const),
    ...[
      "nonce too low",
      "nonce too low: next nonce 5, tx nonce 4",
      "OldNonce",
      "replacement transaction underpriced",
      "insufficient funds for gas * price + value",
      "intrinsic gas too low",
      "exceeds block gas limit",
      "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)",
      "max fee per gas less than block base fee",
      "invalid sender",
      "invalid chain id for signer",
      "rlp: value size exceeds available input length",
      "words that no list has",
    ].map((message) => ["refused", message, said(-32000, message)] as const),
    ["refused", "a refusal as an internal error", said(-32603, "Internal error: nonce too low")],
    ["untaken", "rate limit", said(-32005, "rate limit exceeded")],
    ["untaken", "compute units", said(429, "exceeded its compute units per second")],
    ["unclear", "internal error", said(-32603, "oh")],
    ["unclear", "upstream", said(-32000, "upstream connect error or disconnect/reset before headers")],
    ["unclear", "no word", said(-32000, "")],
    ["unclear", "too slow", said(-32000, "context deadline exceeded")],
    // in its way of failing
    ["untaken", "HTTP 429", status(429)],
    ["refused", "HTTP 401", status(401)],
    ["refused", "HTTP 404", status(404)],
    ["refused", "HTTP 413", status(413)],
    ["unclear", "HTTP 408", status(408)],
    ["unclear", "HTTP 502", status(502)],
    ["unclear", "a time-out", failure("timeout")],
    ["unclear", "a web page", failure("not-json-rpc")],
    ["untaken", "a refused connection", network("ECONNREFUSED")],
    ["untaken", "a host that does not exist", network("ENOTFOUND")],
    ["untaken", "a certificate", network("CERT_HAS_EXPIRED")],
    ["unclear", "a reset connection", network("ECONNRESET")],
    ["unclear", "a closed connection", network("UND_ERR_SOCKET")],
    ["unclear", "an interruption", new InterruptedError()],
  ])("is %s: %s", (verdict, _, error) => {
    expect(verdictOf(error)).toBe(verdict);
  });
});
