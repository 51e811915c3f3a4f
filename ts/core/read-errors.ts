import { createRedactor } from "./redact.ts";

/**
 * What a failed read asks for: the same in smaller pieces, the same a little later, or nothing that repeating would help.
 */
export type ReadFailure = "shrink" | "wait" | "give-up";

const TOO_MUCH =
  /more than \d+ results|too many (results|logs)|(response|result|body)( body)? (size|is)? ?(exceed|too (large|big))|block range|range (is )?too|exceed.{0,20}range|limited to .{0,20}(range|block)|out of gas|gas (limit|allowance|required)|intrinsic gas|initcode|code size|time(d)? ?out|timeout|deadline/i;
const RATE = /rate ?limit|too many requests|requests? (per|limit)|compute units|throughput|capacity|daily request/i;
const FORBIDDEN = /unauthori[sz]ed|forbidden|api key|not (available|supported)|does not exist|method not found/i;

/** The cause chain of an error, outermost first. */
export function causes(error: unknown): Record<string, unknown>[] {
  const chain: Record<string, unknown>[] = [];
  for (let next = error; typeof next === "object" && next !== null && chain.length < 16; ) {
    chain.push(next as Record<string, unknown>);
    next = (next as { cause?: unknown }).cause;
  }
  return chain;
}

/** Decides by the failure's class where the client names one, else by what providers are known to say. */
export function classifyReadError(error: unknown): ReadFailure {
  const chain = causes(error);
  const failure = chain.map((cause) => cause.failure).find((value) => typeof value === "string");
  if (failure === "rate-limited") return "wait";
  if (failure === "timeout" || failure === "too-large") return "shrink";
  if (failure === "unreachable" || failure === "unauthorized" || failure === "unsupported-method") return "give-up";

  const text = chain.map((cause) => `${cause.details ?? ""} ${cause.message ?? ""}`).join(" ");
  const status = chain.map((cause) => cause.status).find((value) => typeof value === "number");
  const codes = chain.map((cause) => cause.code);
  if (status === 429 || codes.includes(429) || codes.includes(-32007)) return "wait";
  if (status === 401 || status === 403 || codes.includes(-32601)) return "give-up";
  if (status === 408 || status === 413 || status === 504) return "shrink";
  if (TOO_MUCH.test(text)) return "shrink";
  if (RATE.test(text)) return "wait";
  if (FORBIDDEN.test(text)) return "give-up";
  // An answer of the node, an execution that failed: less of it may succeed. No answer at all: it will not.
  return codes.some((code) => typeof code === "number") || isExecution(chain) ? "shrink" : "give-up";
}

/** One line for a person, without the endpoint's secrets. */
export function describeReadError(error: unknown): string {
  const chain = causes(error);
  const inner = [...chain].reverse().find((cause) => typeof cause.details === "string" && cause.details !== "");
  const text = inner?.details ?? chain[0]?.shortMessage ?? chain[0]?.message ?? String(error);
  return createRedactor().redact(String(text)).replace(/\s+/g, " ").slice(0, 300);
}

function isExecution(chain: readonly Record<string, unknown>[]): boolean {
  return chain.some((cause) => /Execution|Revert/.test(String(cause.name ?? "")));
}
