import type { Reason } from "../../core/errors/reason.ts";
import { BPS, max } from "../../core/math/math.ts";
import type { LoanAction } from "../action.ts";
import type { AssessOptions } from "../protocol.ts";
import { actionsOfPair, WAD_PER_BPS } from "./action.ts";
import type { CompoundPair } from "./call.ts";
import { refusalOf } from "./errors.ts";
import { callOfPair, type PairCall, pairCallOf } from "./pair-call.ts";
import type { CompoundState, CompoundToken } from "./state.ts";

export interface CompoundActions {
  readonly actions: readonly LoanAction[];
  /** Of every pair of which anything can be said. */
  readonly calls: readonly PairCall[];
  /** The largest of the actions', basis points. */
  readonly closeFactorBps: bigint | null;
  /** Why there is no action at all; null when there is one. */
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
  const calls: PairCall[] = [];
  let closeFactorBps: bigint | null = null;
  let refusal: Reason | null = null;
  for (const pair of pairsOf(state)) {
    const call = pairCallOf(state, pair, { horizonSeconds });
    if (typeof call === "string") {
      refusal ??= refusalOf(call, { collateral: pair.collateral.token.symbol, debt: pair.debt.token.symbol });
      continue;
    }
    calls.push(call);
    const found = actionsOfPair(state, call, unit);
    const result = callOfPair(call, call.most);
    if (!result.ok) refusal ??= refusalOf(result.error, result.numbers);
    if (found.length === 0) continue;
    actions.push(...found);
    const share = pair.debt.isDeprecated ? BPS : (state.market.closeFactor ?? 0n) / WAD_PER_BPS;
    closeFactorBps = max(closeFactorBps ?? 0n, share);
  }
  const nothing: Reason = { code: "no-collateral", message: "the account has debt but no collateral to seize" };
  return { actions, calls, closeFactorBps, refusal: actions.length > 0 ? null : (refusal ?? nothing) };
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
