import { causeChain, explainFailure } from "../errors/explain.ts";
import { createRedactor } from "../errors/redact.ts";

/**
 * What a failed read asks for: the same in smaller pieces, the same a little later, or nothing that repeating would help.
 */
export type ReadFailure = "shrink" | "wait" | "give-up";

type Fields = Readonly<Record<string, unknown>>;

const TOO_MUCH =
  /more than \d+ results|too many (results|logs)|(response|result|body)( body)? (size|is)? ?(exceed|too (large|big))|block range|range (is )?too|exceed.{0,20}range|limited to .{0,20}(range|block)|out of gas|gas (limit|allowance|required)|intrinsic gas|initcode|code size|timed? ?out|timeout|deadline/i;
const RATE = /rate ?limit|too many requests|requests? (per|limit)|compute units|throughput|capacity|daily request/i;
const FORBIDDEN = /unauthori[sz]ed|forbidden|api key|not (available|supported)|does not exist|method not found/i;
/** Gateways answer so when a query took too long; a real outage fails the smaller one as well. */
const OVERLOADED = new Set([408, 413, 500, 502, 503, 504]);

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
  if (TOO_MUCH.test(text)) return "shrink";
  if (RATE.test(text)) return "wait";
  if (FORBIDDEN.test(text)) return "give-up";
  // An answer of the node, or an execution that failed: less of it may succeed. No answer at all: it will not.
  return codes.some((code) => typeof code === "number") || chain.some(isExecution) ? "shrink" : "give-up";
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
