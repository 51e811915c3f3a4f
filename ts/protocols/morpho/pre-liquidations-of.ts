import { formatUnits } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import type { LoanAction } from "../action.ts";
import type { Instants } from "./instants.ts";
import { preActionOf } from "./pre-action.ts";
import type { MorphoMarket, MorphoPosition, PreLiquidation } from "./state.ts";

/** What the owner of a position has accepted before Morpho's own liquidation: what can be done of it now, and all of it for people. */
export interface PreLiquidations {
  readonly actions: readonly LoanAction[];
  readonly notes: Readonly<Record<string, string>>;
}

/** All pre-liquidations of a position with debt, in the order in which they were made. */
export function preLiquidationsOf(
  market: MorphoMarket,
  position: MorphoPosition,
  instants: Instants,
  loanUsd: bigint | null,
): PreLiquidations {
  const { preLiquidations } = position;
  if (preLiquidations === null) return { actions: [], notes: { preLiquidation: NOT_LOOKED_FOR } };
  if (preLiquidations.length === 0) return { actions: [], notes: {} };
  const each = preLiquidations.map((preLiquidation) => {
    const action = preActionOf({ market, position, preLiquidation, instants, loanUsd });
    return { preLiquidation, action };
  });
  const actions = each.flatMap(({ action }) => ("code" in action ? [] : [action]));
  return { actions, notes: { preLiquidation: each.map(textOf).join("; ") } };
}

const NOT_LOOKED_FOR = "not looked for, which takes long the first time; fliq targets does it";

interface Offered {
  readonly preLiquidation: PreLiquidation;
  readonly action: LoanAction | Reason;
}

function textOf({ preLiquidation: { address, terms }, action }: Offered): string {
  const from = `${address} above a loan-to-value of ${formatUnits(terms.preLltv, 16)} %`;
  return "code" in action ? `${from}: not now, ${action.message}` : from;
}
