import type { Reason } from "../../core/errors/reason.ts";
import type { PlannableAction } from "../../protocols/action.ts";
import type { MarketRef } from "../../protocols/target.ts";
import type { AssetLists } from "./plan-limits.ts";

/**
 * The actions that the caller's lists leave, or which list forbids the first. Pure.
 * @param actions at least one
 */
export function allowedActions(
  actions: readonly PlannableAction[],
  market: MarketRef,
  lists: Partial<AssetLists>,
): readonly PlannableAction[] | Reason {
  const reasons = actions.map((action) => forbidden(action, market, lists));
  const allowed = actions.filter((_, index) => reasons[index] === null);
  return allowed.length > 0 ? allowed : reasons[0]!;
}

function forbidden(
  { receives, pays }: PlannableAction,
  { market, marketId }: MarketRef,
  lists: Partial<AssetLists>,
): Reason | null {
  const { allowMarkets = [], denyMarkets = [], allowCollaterals = [], denyCollaterals = [] } = lists;
  const { allowDebts = [], denyDebts = [] } = lists;
  const [seized, repaid] = [receives.token, pays.token];
  return (
    judge([market, ...(marketId ? [marketId] : [])], marketId ?? market, "market", [allowMarkets, denyMarkets]) ??
    judge([seized.address], seized.symbol, "collateral", [allowCollaterals, denyCollaterals]) ??
    judge([repaid.address], repaid.symbol, "debt", [allowDebts, denyDebts])
  );
}

/**
 * What is denied is so whatever is allowed.
 * @param names any of which a list may have
 */
function judge(
  names: readonly string[],
  what: string,
  kind: "market" | "collateral" | "debt",
  [allow, deny]: readonly [readonly string[], readonly string[]],
): Reason | null {
  const isIn = (list: readonly string[]) => names.some((name) => list.includes(name.toLowerCase()));
  const [list, Kind] = [isIn(deny) ? "deny" : "allow", `${kind[0]!.toUpperCase()}${kind.slice(1)}s`];
  if (list === "allow" && (allow.length === 0 || isIn(allow))) return null;
  const message = `the ${kind} ${what} is ${list === "deny" ? "in" : "not in"} ${list}${Kind}`;
  return { code: `${kind}-not-allowed`, message, numbers: { [kind]: names.at(-1)! } };
}
