import { type Address, isAddressEqual } from "viem";
import type { Context } from "../core/context.ts";
import type { FundingName } from "../core/names.ts";
import type { Once } from "../core/once.ts";
import type { Reason } from "../core/reason.ts";
import type { Offer } from "../funding/funding.ts";
import { FUNDINGS } from "../funding/index.ts";
import type { Protocol } from "../protocols/protocol.ts";
import type { Assessment, Pair } from "../protocols/types.ts";
import type { Route, RouteQuote } from "../venues/venue.ts";
import {
  type Candidate,
  FIRST_SIZES_BPS,
  fits,
  type QuotedCandidate,
  SMALL_SIZES_BPS,
  saleKey,
  saleRequest,
  sizesOf,
  withinOffer,
} from "./candidates.ts";
import { chooseRoutes } from "./choose-routes.ts";
import type { GasPrice } from "./gas.ts";
import { type PlanInput, type PlanLimits, plan } from "./plan.ts";
import { quoteRoutes } from "./quote-routes.ts";
import { refine } from "./refine.ts";
import type { PlannedLiquidation, PlanResult } from "./types.ts";

/** What the caller leaves open and what not. */
export interface PrepareOptions {
  readonly collateral?: Address;
  readonly debt?: Address;
  /** Most debt units to repay; absent: as much as pays best. */
  readonly repay?: bigint;
  /** Absent: whichever pays best. */
  readonly funding?: FundingName;
  readonly limits: PlanLimits;
  readonly gasPrice: GasPrice;
  readonly caller: Address | null;
  readonly liquidator: Address | null;
  /** Remembers what does not depend on the account, for all that are planned on one block. */
  readonly once: Once;
  /** Take aTokens from a wallet-funded liquidation and keep them (Aave). */
  readonly receiveAToken: boolean;
}

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

/** Who could pay for a pair, and by which routes its collateral could be sold. */
interface Ways {
  readonly pair: Pair;
  readonly offers: readonly Offer[];
  readonly routes: readonly (Route | null)[];
}

/** One pair after the other: an account with many assets must not flood the endpoint. */
async function waysOf(
  context: Context,
  pairs: readonly Pair[],
  names: readonly FundingName[],
  blockNumber: bigint,
  options: PrepareOptions,
): Promise<Ways[]> {
  const { caller, liquidator, once } = options;
  const ways: Ways[] = [];
  for (const pair of pairs) {
    const request = { debt: pair.debt, blockNumber, caller, liquidator };
    const asked = names.map((name) =>
      once(`offers ${blockNumber} ${name} ${pair.debt.address} ${caller} ${liquidator}`, () =>
        FUNDINGS[name].offers(context, request),
      ),
    );
    const offers = (await Promise.all(asked)).flat();
    const routes = options.receiveAToken
      ? [null]
      : await chooseRoutes(context, pair, amountsOf(pair, options), { blockNumber, once });
    ways.push({ pair, offers, routes });
  }
  return ways;
}

function sizesFor(
  pair: Pair,
  sizesBps: readonly bigint[],
  { repay, receiveAToken }: PrepareOptions,
): ReturnType<typeof sizesOf> {
  if (repay === undefined) return sizesOf(pair, sizesBps, receiveAToken);
  const result = pair.quote(repay, receiveAToken);
  return result.ok ? { quotes: [result.quote], refusal: null } : { quotes: [], refusal: result.reason };
}

function candidatesOf(
  { pair, offers, routes }: Ways,
  sizesBps: readonly bigint[],
  options: PrepareOptions,
): Candidate[] {
  const { quotes } = sizesFor(pair, sizesBps, options);
  const keeps = options.receiveAToken;
  return offers.flatMap((offer) => {
    const sizes = options.repay === undefined ? withinOffer(pair, quotes, offer, keeps) : quotes;
    return sizes.flatMap((quote) => routes.map((route) => ({ pair, offer, quote, route, keeps })));
  });
}

/** What the largest and the smallest size would sell, collateral units. */
function amountsOf(pair: Pair, options: PrepareOptions): bigint[] {
  const { quotes } = sizesFor(pair, FIRST_SIZES_BPS, options);
  return [...new Set([quotes[0], quotes.at(-1)].flatMap((quote) => (quote ? [quote.seized] : [])))];
}

/** Why not even one size of one pair could be paid for. */
function noCandidate(ways: readonly Ways[], names: readonly FundingName[], options: PrepareOptions): Reason {
  const pairs = ways.map(({ pair }) => pair);
  for (const pair of pairs) {
    const { refusal } = sizesFor(pair, FIRST_SIZES_BPS, options);
    if (refusal !== null) return refusal;
  }
  const { funding, caller, liquidator } = options;
  const payable = ways.filter(({ pair, offers }) => {
    const { quotes } = sizesFor(pair, FIRST_SIZES_BPS, options);
    return offers.some(({ available }) => available === null || quotes.some((quote) => quote.funding <= available));
  });
  if (payable.length > 0) {
    const texts = payable.map(({ pair }) => `${pair.collateral.symbol} for ${pair.debt.symbol}`);
    const message = `no route that sells ${[...new Set(texts)].join(" or ")} fits a source of money (asked: ${names.join(", ")})`;
    return { code: "no-route", message };
  }
  if (funding !== "wallet") {
    return { code: "no-funding", message: `no source of money can provide the debt (asked: ${names.join(", ")})` };
  }
  const symbols = [...new Set(pairs.map(({ debt }) => debt.symbol))].join(" or ");
  if (caller === null) return { code: "wallet-unknown", message: "it is not known whose wallet is to pay" };
  if (liquidator === null) {
    return { code: "wallet-unused", message: "a wallet can only pay through a liquidator that is deployed" };
  }
  const message = `the wallet ${caller} does not hold enough ${symbols}, or has not approved ${liquidator} to take it`;
  return { code: "wallet-short", message };
}

async function quoteAll(
  context: Context,
  candidates: readonly Candidate[],
  blockNumber: bigint,
): Promise<QuotedCandidate[]> {
  const requests = new Map(
    candidates.flatMap((candidate) => {
      const request = saleRequest(candidate);
      return request === null ? [] : [[saleKey(request), request] as const];
    }),
  );
  if (requests.size === 0) return candidates.map((candidate) => ({ ...candidate, sale: null }));
  const quotes = await quoteRoutes(context, [...requests.values()], blockNumber);
  const answers = new Map<string, RouteQuote>([...requests.keys()].map((key, index) => [key, quotes[index]!]));
  return candidates.map((candidate) => {
    const request = saleRequest(candidate);
    return { ...candidate, sale: request === null ? null : answers.get(saleKey(request))! };
  });
}

function refused(code: string, message: string): PlanResult {
  return { ok: false, reason: { code, message }, best: null };
}
