import { reservesOf } from "./reserves-of.ts";

/** Every holding of an account at one second, in the order of its holdings. */
interface Instant {
  readonly balances: readonly {
    readonly debt: bigint;
    readonly collateral: bigint;
    readonly usedAsCollateral: boolean;
  }[];
}

/** A collateral and a debt of one account, at the block and at the latest second at which the call may be included. */
export interface AavePair<At extends Instant, Reserve> {
  readonly now: At;
  readonly later: At;
  /** Places of the two holdings among the balances, and their reserves. */
  readonly collateralIndex: number;
  readonly debtIndex: number;
  readonly collateralReserve: Reserve;
  readonly debtReserve: Reserve;
}

interface State<Reserve> {
  readonly market: { readonly reserves: readonly Reserve[] };
  readonly position: { readonly holdings: readonly { readonly reserveId: number }[] };
}

/** Every debt owed against every collateral held. */
export function pairsOf<At extends Instant, Reserve extends { readonly id: number }>(
  { market, position }: State<Reserve>,
  now: At,
  later: At,
): AavePair<At, Reserve>[] {
  const reserves = reservesOf(market);
  const reserveAt = (place: number) => reserves.get(position.holdings[place]!.reserveId)!;
  const places = [...now.balances.keys()];
  const debts = places.filter((place) => now.balances[place]!.debt > 0n);
  const collaterals = places.filter((place) => {
    const { usedAsCollateral, collateral } = now.balances[place]!;
    return usedAsCollateral && collateral > 0n;
  });
  return debts.flatMap((debtIndex) =>
    collaterals.map((collateralIndex) => ({
      now,
      later,
      collateralIndex,
      debtIndex,
      collateralReserve: reserveAt(collateralIndex),
      debtReserve: reserveAt(debtIndex),
    })),
  );
}
