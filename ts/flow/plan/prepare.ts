import { isAddressEqual } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { Protocol } from "../../protocols/protocol.ts";
import type { Assessment, Pair } from "../../protocols/types.ts";
import type { PlannedLiquidation, PlanResult } from "../types.ts";
import { type Candidate, FIRST_SIZES_BPS, fits, type QuotedCandidate, SMALL_SIZES_BPS } from "./candidates.ts";
import { noCandidate } from "./no-candidate.ts";
import { type PlanInput, plan } from "./plan.ts";
import type { PrepareOptions } from "./prepare-options.ts";
import { quoteAll } from "./quote-all.ts";
import { refine } from "./refine.ts";
import { candidatesOf, waysOf } from "./ways.ts";

/** Most looks around the chosen size; another one is taken while the last gained a thousandth. */
const REFINEMENTS = 4;
/** Refusals that a smaller size may not meet. */
const TOO_LARGE = new Set(["slippage", "sale-short", "too-little-liquidity", "swap-reverted"]);

/**
 * Reads what planning needs (offers, live pools, quotes), lets `plan` choose, then looks around the chosen sizes for better
 * ones, and at much smaller ones when the pools cannot take any of the first.
 * @returns the plan, or why there is none
 */
export async function prepare(
  context: Context,
  protocol: Protocol<never>,
  assessment: Assessment,
  options: PrepareOptions,
): Promise<PlanResult> {
  const pairs = assessment.pairs.filter((pair) => isWanted(pair, options));
  if (pairs.length === 0) return refused("no-such-pair", "the account has no liquidatable pair of these assets");
  const names = options.funding === undefined ? protocol.fundings : [options.funding];
  const unsupported = unsupportedBy(protocol, options);
  if (unsupported) return { ok: false, reason: unsupported, best: null };

  const blockNumber = assessment.blockNumber;
  const input = {
    assessment,
    contract: protocol.contract,
    gasPrice: options.gasPrice,
    limits: options.limits,
    wrappedNative: context.book.wrappedNative,
  };
  const ways = await waysOf(context, pairs, names, blockNumber, options);
  const first = ways.flatMap((way) => candidatesOf(way, FIRST_SIZES_BPS, options)).filter(fits);
  if (first.length === 0) return { ok: false, reason: noCandidate(ways, names, options), best: null };
  const tried: Tried = await tryThese(context, input, [], first);
  if (options.repay !== undefined) return tried.result;

  const large = ways.filter(({ pair }) => isTooLarge(pair, input, tried.quoted));
  const small = large.flatMap((way) => candidatesOf(way, SMALL_SIZES_BPS, options)).filter(fits);
  return improve(context, input, await tryThese(context, input, tried.quoted, small));
}

/** Whether all sizes of a pair fail for the depth of its pools, whatever can be done with other pairs. */
function isTooLarge(pair: Pair, input: Input, quoted: readonly QuotedCandidate[]): boolean {
  const result = plan({ ...input, candidates: quoted.filter((candidate) => candidate.pair === pair) });
  return !result.ok && TOO_LARGE.has(result.reason.code);
}

interface Tried {
  readonly quoted: readonly QuotedCandidate[];
  readonly result: PlanResult;
}

type Input = Omit<PlanInput, "candidates">;

async function tryThese(
  context: Context,
  input: Input,
  before: readonly QuotedCandidate[],
  candidates: readonly Candidate[],
): Promise<Tried> {
  const quoted = [...before, ...(await quoteAll(context, candidates, input.assessment.blockNumber))];
  return { quoted, result: plan({ ...input, candidates: quoted }) };
}

/** Looks around the sizes of the best ways until that gains next to nothing. */
async function improve(context: Context, input: Input, start: Tried): Promise<PlanResult> {
  let tried = start;
  for (let round = 0; round < REFINEMENTS; round++) {
    const best = bestOf(tried.result);
    if (best === null) break;
    const around = refine(tried.result, tried.quoted).filter(fits);
    if (around.length === 0) break;
    tried = await tryThese(context, input, tried.quoted, around);
    const gain = bestOf(tried.result)!.expected.netUsd - best.expected.netUsd;
    if (gain === 0n || gain * 1_000n <= best.expected.netUsd) break;
  }
  return tried.result;
}

function bestOf(result: PlanResult): PlannedLiquidation | null {
  return result.ok ? result.plan : result.best;
}

function isWanted(pair: Pair, { collateral, debt }: PrepareOptions): boolean {
  return (
    (collateral === undefined || isAddressEqual(pair.collateral.address, collateral)) &&
    (debt === undefined || isAddressEqual(pair.debt.address, debt))
  );
}

function unsupportedBy(protocol: Protocol<never>, { funding, receiveAToken }: PrepareOptions): Reason | null {
  if (funding !== undefined && !protocol.fundings.includes(funding)) {
    const message = `${protocol.name} cannot be paid for by ${funding}, only by ${protocol.fundings.join(", ")}`;
    return { code: "funding-unsupported", message };
  }
  if (receiveAToken && protocol.receipts === null) {
    return { code: "atoken-unsupported", message: `${protocol.name} has no aTokens to take` };
  }
  return null;
}

function refused(code: string, message: string): PlanResult {
  return { ok: false, reason: { code, message }, best: null };
}
