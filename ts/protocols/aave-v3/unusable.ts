import type { Reason } from "../../core/errors/reason.ts";
import { type AaveV3Balance, countsAsCollateral, eModeOf } from "./balance.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3Reserve, AaveV3State } from "./state.ts";

/** Why a pool is not judged whose release is not known. */
export const unknownRevision = (revision: number): Reason => ({
  code: "unknown-revision",
  message: `the rules of pool revision ${revision} are not known`,
  numbers: { revision },
});

/** Why nothing can be computed of the account: a holding, or the eMode category, that the market's data does not cover. */
export function unreadablePart(state: AaveV3State, reserves: ReadonlyMap<number, AaveV3Reserve>): Reason | null {
  const { eModeCategory, holdings } = state.position;
  const missing = holdings.find((holding) => !reserves.has(holding.reserveId));
  if (missing !== undefined) {
    const numbers = { reserveId: missing.reserveId };
    return { code: "reserve-unknown", message: "the account holds a reserve that was not read", numbers };
  }
  if (eModeCategory === 0) return null;
  const numbers = { eModeCategory };
  if (state.market.unpricedEModes.includes(eModeCategory)) {
    const message = `the price source of eMode ${eModeCategory} does not answer`;
    return { code: "emode-price-unknown", message, numbers };
  }
  if (eModeOf(state) !== null) return null;
  return { code: "emode-unknown", message: "the account's eMode category was not read", numbers };
}

/** A price that the contract would ask for and that is missing or zero. */
export function unusablePrice(
  { position }: AaveV3State,
  balances: readonly AaveV3Balance[],
  reserves: ReadonlyMap<number, AaveV3Reserve>,
  rules: AaveV3Rules,
): Reason | null {
  const place = balances.findIndex(
    (balance) =>
      (balance.price === 0n || balance.debtPrice === 0n) && (balance.debt > 0n || countsAsCollateral(balance, rules)),
  );
  if (place === -1) return null;
  const { price, token } = reserves.get(position.holdings[place]!.reserveId)!;
  return price === null
    ? { code: "oracle-unavailable", message: `the oracle has no price for ${token.symbol}`, numbers: {} }
    : { code: "oracle-zero", message: `the oracle's price for ${token.symbol} is zero`, numbers: {} };
}
