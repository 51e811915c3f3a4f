import { causeChain, explainFailure, STATELESS } from "../errors/explain.ts";
import { createRedactor } from "../errors/redact.ts";
import { FORBIDDEN, NOT_YET, TOO_LARGE, TOO_OFTEN, TOO_SLOW } from "./wordings.ts";

/**
 * What a failed read asks for: the same in smaller pieces, the same a little later, or nothing that repeating would help.
 */
export type ReadFailure = "shrink" | "wait" | "give-up";

type Fields = Readonly<Record<string, unknown>>;

/** Gateways answer so when a query took too long; a real outage fails the smaller one as well. */
const OVERLOADED = new Set([408, 413, 500, 502, 503, 504]);
/** Of these, the ones that speak of the one request. */
const TOO_SLOW_STATUS: ReadonlySet<number> = new Set([408, 413, 504]);

/** The cause chain of an error, outermost first, for looking at fields that only some clients set. */
export function causes(error: unknown): Fields[] {
  return causeChain(error).filter((cause): cause is Fields => typeof cause === "object");
}

/** Decides by the failure's class where the client names one, else by what providers are known to say. */
export function classifyReadError(error: unknown): ReadFailure {
  const chain = causes(error);
  const failure = chain.map((cause) => cause.failure).find((value) => typeof value === "string");
  if (failure === "rate-limited") return "wait";
  if (failure === "timeout" || failure === "too-large") return "shrink";
  if (failure === "unreachable" || failure === "unauthorized" || failure === "unsupported-method") return "give-up";

  const text = saidBy(chain);
  const status = chain.map(statusOf).find((value) => value !== null) ?? null;
  const codes = chain.map((cause) => cause.code);
  if (status === 429 || codes.includes(429) || codes.includes(-32007)) return "wait";
  if (status === 401 || status === 403 || codes.includes(-32601)) return "give-up";
  if (status !== null && OVERLOADED.has(status)) return "shrink";
  if (STATELESS.test(text)) return "give-up";
  if (NOT_YET.test(text)) return "wait";
  // before what is forbidden: providers say of a range that it is not supported, or not with this plan
  if (TOO_LARGE.test(text) || TOO_SLOW.test(text)) return "shrink";
  if (TOO_OFTEN.test(text)) return "wait";
  if (FORBIDDEN.test(text)) return "give-up";
  // An answer of the node, or an execution that failed: less of it may succeed. No answer at all: it will not.
  return codes.some((code) => typeof code === "number") || chain.some(isExecution) ? "shrink" : "give-up";
}

/**
 * Whether a failure speaks of the size of the request or of the time it took. It may speak of a passing load as well, of
 * which only one who cannot ask for less has to think.
 */
export function asksForLess(error: unknown): boolean {
  const chain = causes(error);
  if (chain.some(({ failure }) => failure === "timeout" || failure === "too-large")) return true;
  if (chain.some((cause) => TOO_SLOW_STATUS.has(statusOf(cause) ?? 0))) return true;
  const text = saidBy(chain);
  if (STATELESS.test(text) || isNotYet(error)) return false;
  if (TOO_LARGE.test(text) || TOO_SLOW.test(text)) return true;
  // "limit exceeded" and no more: whichever limit it is, less does no harm
  return chain.some(({ code }) => code === -32005) && !TOO_OFTEN.test(text);
}

/** Whether a node said that it has not heard of a block yet. */
export function isNotYet(error: unknown): boolean {
  const text = saidBy(causes(error));
  return !STATELESS.test(text) && NOT_YET.test(text);
}

/** What the node or the gateway said, without the request that viem repeats in its messages. */
export function saidBy(chain: readonly Fields[]): string {
  return chain
    .map(({ details, shortMessage, message }) => `${details ?? ""} ${shortMessage ?? message ?? ""}`)
    .join(" ");
}

/** One line for a person, without the endpoint's secrets. */
export function describeReadError(error: unknown): string {
  const text = explainFailure(error)?.message ?? (error instanceof Error ? error.message : String(error));
  return createRedactor().redact(text).replace(/\s+/g, " ").slice(0, 300);
}

/** HTTP status of a viem error, or of this project's own, which says it in its message. */
function statusOf({ status, failure, message }: Fields): number | null {
  if (typeof status === "number") return status;
  const said = failure === "http-status" ? /HTTP (\d{3})/.exec(String(message)) : null;
  return said ? Number(said[1]) : null;
}

/** viem calls every failure of `eth_call` an execution error; only these are one. */
function isExecution({ name }: Fields): boolean {
  return /Revert/.test(String(name));
}
