import type { Reason } from "../../core/errors/reason.ts";
import { BPS, max } from "../../core/math/math.ts";
import type { LoanAction } from "../action.ts";
import type { AssessOptions } from "../protocol.ts";
import { actionsOfPair, WAD_PER_BPS } from "./action.ts";
import type { CompoundPair, PairAtBlock } from "./call.ts";
import { refusalOf } from "./errors.ts";
import { shortfallOf } from "./liquidity.ts";
import { callOfPair, pairCallOf } from "./pair-call.ts";
import type { CompoundState, CompoundToken } from "./state.ts";
import { pairWithoutEarnings } from "./without-earnings.ts";

export interface CompoundActions {
  readonly actions: readonly LoanAction[];
  /** Every pair of which anything can be said, at the market's block. */
  readonly pairs: readonly PairAtBlock[];
  /** The largest of the actions', basis points. */
  readonly closeFactorBps: bigint | null;
  /** Why there is no action at all, what is not known before all else; null when there is one. */
  readonly refusal: Reason | null;
}

/**
 * Everything that can be done with an account that owes. Whether it is short is a question of the pair, because a call counts the
 * interest of its own two markets only.
 * @param unit USD of the oracle's unit
 */
export function actionsOf(
  state: CompoundState,
  { horizonSeconds }: Pick<AssessOptions, "horizonSeconds">,
  unit: bigint | null,
): CompoundActions {
  const actions: LoanAction[] = [];
  const pairs: PairAtBlock[] = [];
  let closeFactorBps: bigint | null = null;
  const refusals: Reason[] = [];
  for (const pair of pairsOf(state)) {
    const call = pairCallOf(state, pair, { horizonSeconds });
    if (typeof call === "string") {
      const bound = call === "InterestUnavailable" ? pairWithoutEarnings(state, pair) : null;
      if (bound !== null) pairs.push(bound);
      const symbols = { collateral: pair.collateral.token.symbol, debt: pair.debt.token.symbol };
      refusals.push(isHealthy(bound) ? refusalOf("InsufficientShortfall") : refusalOf(call, symbols));
      continue;
    }
    pairs.push(call.now);
    const found = actionsOfPair(state, call, unit);
    const result = callOfPair(call, call.most);
    if (!result.ok) refusals.push(refusalOf(result.error, result.numbers));
    if (found.length === 0) continue;
    actions.push(...found);
    const share = pair.debt.isDeprecated ? BPS : (state.market.closeFactor ?? 0n) / WAD_PER_BPS;
    closeFactorBps = max(closeFactorBps ?? 0n, share);
  }
  return { actions, pairs, closeFactorBps, refusal: actions.length > 0 ? null : weightiest(refusals) };
}

/** Debts that the comptroller has given up need no shortfall. */
function isHealthy(pair: PairAtBlock | null): boolean {
  const liquidity = pair === null || pair.debt.isDeprecated ? null : pair.liquidityWith(0n);
  return liquidity !== null && shortfallOf(liquidity) === 0n;
}

const NOTHING_HELD: Reason = { code: "no-collateral", message: "the account has debt but no collateral to seize" };

/** What is not known may be anything, and a pair without a shortfall says nothing of the others: the order of pairs is chance. */
function weightiest(refusals: readonly Reason[]): Reason {
  const unknown = refusals.find(({ code }) => code === "rate-unavailable");
  return unknown ?? refusals.find(({ code }) => code !== "healthy") ?? refusals[0] ?? NOTHING_HELD;
}

/** Every debt owed against every cToken held, whether it counts as collateral or not: all of them can be seized. */
function pairsOf({ market, position }: CompoundState): CompoundPair[] {
  const tokenOf = (id: number): CompoundToken => market.tokens.find((token) => token.id === id)!;
  const debts = position.holdings.filter(({ debts }) => debts.some(({ debt }) => debt > 0n));
  const collaterals = position.holdings.filter(({ cTokens }) => cTokens > 0n);
  return debts.flatMap((debt) =>
    collaterals.map((collateral) => ({ debt: tokenOf(debt.id), collateral: tokenOf(collateral.id) })),
  );
}
