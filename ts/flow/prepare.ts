import { type Address, encodeAbiParameters, isAddressEqual } from "viem";
import type { Context } from "../core/context.ts";
import type { Offer } from "../funding/funding.ts";
import { FUNDINGS } from "../funding/index.ts";
import type { Protocol } from "../protocols/protocol.ts";
import { candidateRoutes, liveRoutes, quoteRoutes, type RouteQuote } from "../venues/uniswap-v3/index.ts";
import {
  type Candidate,
  FIRST_SIZES_BPS,
  fits,
  type QuotedCandidate,
  saleKey,
  saleRequest,
  sizesOf,
} from "./candidates.ts";
import type { GasPrice } from "./gas.ts";
import { type PlanLimits, plan } from "./plan.ts";
import type { Assessment, FundingName, Pair, PlannedLiquidation, PlanResult, Reason, Route } from "./types.ts";

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
  /** Take aTokens from a wallet-funded liquidation and keep them (Aave). */
  readonly receiveAToken: boolean;
}

/** Routes that stay after the first look at one size. */
const ROUTES_KEPT = 4;
/** `Target.data` of the Aave V3 leaf. */
const RECEIVE_ATOKEN = encodeAbiParameters([{ type: "bool" }], [true]);
/** Sizes between the best one's neighbours, basis points of the way. */
const REFINEMENT = [1_500n, 3_000n, 5_000n, 7_000n, 8_500n] as const;

/**
 * Reads what planning needs (offers, live pools, quotes), lets `plan` choose, then looks once more around the chosen size.
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
  const unsupported = names.find((name) => !protocol.fundings.includes(name));
  if (unsupported) return refused("funding-unsupported", `${protocol.name} cannot be paid for by ${unsupported}`);

  const candidates: Candidate[] = [];
  let refusal: Reason | null = null;
  for (const pair of pairs) {
    const offers = await offersFor(context, pair, names, assessment.blockNumber, options);
    const sized = options.repay === undefined ? sizesOf(pair, FIRST_SIZES_BPS) : exactly(pair, options.repay);
    refusal ??= sized.refusal;
    const keeps = options.receiveAToken;
    const amount = sized.quotes[0]?.seized ?? 0n;
    const routes = keeps ? [null] : await routesFor(context, pair, amount, assessment.blockNumber);
    for (const found of sized.quotes) {
      const quote = keeps ? { ...found, data: RECEIVE_ATOKEN } : found;
      for (const offer of offers) {
        for (const route of routes) candidates.push({ pair, offer, quote, route, keeps });
      }
    }
  }
  const fitting = candidates.filter(fits);
  if (fitting.length === 0) {
    if (refusal !== null) return { ok: false, reason: refusal, best: null };
    return refused("no-funding", `no source of money can provide the debt (asked: ${names.join(", ")})`);
  }
  const quoted = await quoteAll(context, fitting, assessment.blockNumber);
  const input = { assessment, contract: protocol.contract, gasPrice: options.gasPrice, limits: options.limits };
  const first = plan({ ...input, candidates: quoted });
  const best = first.ok ? first.plan : first.best;
  if (best === null || options.repay !== undefined) return first;

  const around = refine(best, quoted).filter(fits);
  const closer = await quoteAll(context, around, assessment.blockNumber);
  return plan({ ...input, candidates: [...quoted, ...closer] });
}

function isWanted(pair: Pair, { collateral, debt }: PrepareOptions): boolean {
  return (
    (collateral === undefined || isAddressEqual(pair.collateral.address, collateral)) &&
    (debt === undefined || isAddressEqual(pair.debt.address, debt))
  );
}

function exactly(pair: Pair, repay: bigint): ReturnType<typeof sizesOf> {
  const result = pair.quote(repay);
  return result.ok ? { quotes: [result.quote], refusal: null } : { quotes: [], refusal: result.reason };
}

async function offersFor(
  context: Context,
  { debt }: Pair,
  names: readonly FundingName[],
  blockNumber: bigint,
  { caller, liquidator }: PrepareOptions,
): Promise<Offer[]> {
  const request = { debt, blockNumber, caller, liquidator };
  return (await Promise.all(names.map((name) => FUNDINGS[name].offers(context, request)))).flat();
}

/** The best few routes for selling `amount`, and every direct pool; `[null]` when there is nothing to sell. */
async function routesFor(
  context: Context,
  { collateral, debt }: Pair,
  amount: bigint,
  blockNumber: bigint,
): Promise<(Route | null)[]> {
  if (isAddressEqual(collateral.address, debt.address)) return [null];
  if (amount === 0n) return [];
  const live = await liveRoutes(context, candidateRoutes(context.book, collateral.address, debt.address), blockNumber);
  if (live.length <= ROUTES_KEPT) return live;
  const quotes = await quoteRoutes(
    context,
    live.map((route) => ({ route, kind: "exact-input" as const, amount })),
    blockNumber,
  );
  const brought = (index: number): bigint => {
    const quote = quotes[index]!;
    return quote.ok ? quote.amount : -1n;
  };
  const order = live.map((_, index) => index).sort((a, b) => (brought(a) > brought(b) ? -1 : 1));
  return live.filter((route, index) => route.fees.length === 1 || order.indexOf(index) < ROUTES_KEPT);
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
  const quotes = await quoteRoutes(context, [...requests.values()], blockNumber);
  const answers = new Map<string, RouteQuote>([...requests.keys()].map((key, index) => [key, quotes[index]!]));
  return candidates.map((candidate) => {
    const request = saleRequest(candidate);
    return { ...candidate, sale: request === null ? null : answers.get(saleKey(request))! };
  });
}

/** The chosen way again, at sizes between the ones that were tried next to it. */
function refine(best: PlannedLiquidation, quoted: readonly QuotedCandidate[]): Candidate[] {
  const same = quoted.filter(
    ({ pair, offer, route }) =>
      pair.collateral.address === best.collateral.address &&
      pair.debt.address === best.debt.address &&
      offer.funding === best.funding &&
      offer.lender === best.lender &&
      (route?.path ?? "0x") === (best.route?.path ?? "0x"),
  );
  const sizes = same.map(({ quote }) => quote.repaid).sort((a, b) => (a < b ? -1 : 1));
  const at = sizes.indexOf(best.expected.repaid);
  const low = sizes[at - 1] ?? 0n;
  const high = sizes[at + 1] ?? best.expected.repaid;
  const { pair, offer, route, keeps } = same[0]!;
  return REFINEMENT.flatMap((bps) => {
    const result = pair.quote(low + ((high - low) * bps) / 10_000n);
    return result.ok && result.quote.repaid > 0n
      ? [{ pair, offer, route, keeps, quote: keeps ? { ...result.quote, data: RECEIVE_ATOKEN } : result.quote }]
      : [];
  });
}

function refused(code: string, message: string): PlanResult {
  return { ok: false, reason: { code, message }, best: null };
}
