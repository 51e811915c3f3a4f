import type { Address } from "viem";
import { max, min, mulDivUp, WAD } from "../../../core/math/math.ts";
import type { Random } from "../../differential/random.ts";
import { marketIdOf } from "../market-id.ts";
import { toAssetsUp } from "../shares.ts";
import type { MorphoMarket, MorphoMarketParams, MorphoPosition } from "../state.ts";

/** One position in one market as Morpho stores them, and the answers of the oracle and the interest rate model. */
export interface MorphoCase {
  readonly time: bigint;
  readonly user: Address;
  readonly market: MorphoMarket;
  readonly position: MorphoPosition;
}

export interface MorphoTokens {
  readonly morpho: Address;
  /** Timestamp of the latest block. */
  readonly time: bigint;
  readonly loan: Address;
  readonly collateral: Address;
}

/** Stand for an oracle and a rate model whose answers a case chooses. */
export const ORACLE: Address = "0x00000000000000000000000000000000000a11ce";
export const RATE_MODEL: Address = "0x0000000000000000000000000000000000000b0b";

const SCALE = 10n ** 36n;

/** A random position near its market's limit, in a market with interest due. */
export function randomCase(random: Random, { morpho, time: now, loan, collateral }: MorphoTokens): MorphoCase {
  const time = now + random.integer(1n, 10_000n);
  const lltv = random.pick([(86n * WAD) / 100n, (945n * WAD) / 1_000n, random.integer(WAD / 10n, (99n * WAD) / 100n)]);
  const irm = random.chance(0.95) ? RATE_MODEL : ("0x0000000000000000000000000000000000000000" as const);
  const params: MorphoMarketParams = { loanToken: loan, collateralToken: collateral, oracle: ORACLE, irm, lltv };

  const totalBorrowAssets = random.magnitude(1n, 10n ** 27n);
  const sharePrice = () => random.integer(400_000n, 1_000_000n);
  const totalBorrowShares = max(1n, totalBorrowAssets * sharePrice());
  const totalSupplyAssets = totalBorrowAssets + random.magnitude(1n, 10n ** 27n);
  const borrowShares = min(totalBorrowShares, max(1n, (totalBorrowShares * random.magnitude(1n, WAD)) / WAD));
  const held = random.magnitude(1n, 10n ** 27n);

  const borrowed = toAssetsUp(borrowShares, { assets: totalBorrowAssets, shares: totalBorrowShares });
  const target = random.pick([
    WAD + random.integer(-(10n ** 9n), 10n ** 9n),
    random.integer((9n * WAD) / 10n, (11n * WAD) / 10n),
    random.integer(WAD / 3n, WAD),
  ]);
  const price = max(1n, mulDivUp((borrowed * target) / lltv, SCALE, held));
  const rate = random.chance(0.1) ? 0n : random.magnitude(1n, 10n ** 11n);
  const market = {
    morpho,
    id: marketIdOf(params),
    params,
    loan: { address: loan, symbol: "LOAN", decimals: 18 },
    collateral: { address: collateral, symbol: "COLL", decimals: 18 },
    totalSupplyAssets,
    totalSupplyShares: totalSupplyAssets * sharePrice(),
    totalBorrowAssets,
    totalBorrowShares,
    lastUpdate: time - (random.chance(0.1) ? 0n : random.magnitude(1n, 3_000_000n)),
    fee: random.pick([0n, WAD / 10n, WAD / 4n, random.integer(1n, WAD / 4n)]),
    price,
    borrowRate: irm === RATE_MODEL ? rate : 0n,
  };
  const user = `0x${random
    .integer(2n ** 100n, 2n ** 120n)
    .toString(16)
    .padStart(40, "0")}` as const;
  return { time, user, market, position: { borrowShares, collateral: held, preLiquidations: [] } };
}

/** A case in words that can be pasted into a bug report. */
export const describeCase = (given: MorphoCase): string =>
  JSON.stringify(given, (_, value) => (typeof value === "bigint" ? value.toString() : value), 1);
