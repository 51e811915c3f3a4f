import type { Address } from "viem";
import { max, mulDivUp, WAD } from "../../../core/math/math.ts";
import type { Random } from "../../differential/random.ts";
import { accrue } from "../accrue.ts";
import { toAssetsUp } from "../shares.ts";
import type { PreLiquidationTerms } from "../state.ts";
import { type MorphoCase, type MorphoTokens, ORACLE, randomCase } from "./case.ts";

/** A position whose owner has accepted terms, and may have taken that back. */
export interface EarlyCase extends MorphoCase {
  readonly terms: PreLiquidationTerms;
  readonly oracle: Address;
  /** Of that oracle. */
  readonly price: bigint;
  readonly isAuthorized: boolean;
}

/** Stands for an oracle that is not the market's. */
export const OWN_ORACLE: Address = "0x00000000000000000000000000000000000e0e0e";

const SCALE = 10n ** 36n;

/** A random position in a market with interest due, its loan-to-value mostly where random terms apply. */
export function randomEarlyCase(random: Random, tokens: MorphoTokens): EarlyCase {
  const given = randomCase(random, tokens);
  const { market, position, time } = given;
  const { lltv } = market.params;
  const preLltv = random.pick([random.integer(lltv / 2n, lltv - 1n), lltv - random.magnitude(1n, lltv / 2n)]);
  const low = random.pick([0n, WAD, random.integer(0n, WAD)]);
  const most = (WAD * WAD) / lltv;
  const first = random.pick([WAD, most, random.integer(WAD, most)]);
  const terms = {
    preLltv,
    closeFactorLow: low,
    closeFactorHigh: low + random.pick([0n, WAD, random.integer(0n, WAD)]),
    incentiveLow: first,
    incentiveHigh: random.pick([first, most, random.integer(first, most)]),
  };
  const { borrow } = accrue(market, time)!;
  const ltv = random.pick([
    random.integer(preLltv, lltv),
    random.integer(preLltv, lltv),
    preLltv + random.integer(-(10n ** 6n), 10n ** 6n),
    lltv + random.integer(-(10n ** 6n), 10n ** 6n),
    random.integer(lltv / 2n, WAD),
  ]);
  const worth = mulDivUp(toAssetsUp(position.borrowShares, borrow), WAD, max(1n, ltv));
  const price = max(1n, mulDivUp(worth, SCALE, position.collateral));
  const hasOwn = random.chance(0.3);
  // an oracle of its own agrees with the market's, nearly or not at all
  const other = max(
    1n,
    (price * random.pick([1_000n, random.integer(990n, 1_010n), random.integer(700n, 1_300n)])) / 1_000n,
  );
  return {
    ...given,
    market: { ...market, price: hasOwn ? other : price },
    terms,
    oracle: hasOwn ? OWN_ORACLE : ORACLE,
    price,
    isAuthorized: random.chance(0.97),
  };
}
