import { zeroAddress } from "viem";
import { MAX_UINT256, WAD, wadMulDown } from "../../core/math/math.ts";
import type { Fields } from "../../core/records/fields.ts";
import { agreed, lastAnswer } from "../../core/records/reads.ts";
import type { RecordedCall } from "../replay.ts";
import type { Books } from "./accrue.ts";
import type { PairAtBlock } from "./call.ts";
import { type Liquidity, sum, weigh } from "./liquidity.ts";
import { seizeRatio } from "./seize.ts";
import type { CompoundMarket, CompoundToken } from "./state.ts";

/** A recorded call as the markets met it, interest counted, and the two cTokens as far as the record has them. */
export interface RecordedPair {
  readonly at: PairAtBlock;
  /** Without it `at` has a debt that is ample, and no amount. */
  readonly isDebtTold: boolean;
  /** Scaled by 1e36, of the underlying. */
  readonly debtPrice: bigint | null;
  readonly collateralPrice: bigint | null;
  readonly debtToken: string | null;
  readonly collateralToken: string | null;
  /** What the account has of them; null: not recorded. */
  readonly debtSnapshot: Fields | null;
  readonly collateralSnapshot: Fields | null;
}

/**
 * The pair of a recorded call. Where the account is not told, it has enough of both; where collateral factors are not, it is short.
 * @throws FieldError when a field is missing, or is not what the call read
 */
export function recordedPair({ input, reads }: Pick<RecordedCall, "input" | "reads">): RecordedPair {
  const text = (name: string) => (input.has(name) ? input.text(name) : null);
  const [debtToken, collateralToken] = [text("cTokenBorrowed"), text("cTokenCollateral")];
  const snapshots = input.has("accountSnapshots") ? input.list("accountSnapshots") : [];
  const snapshotOf = (cToken: string | null) =>
    snapshots.find((one) => cToken !== null && one.text("cToken").toLowerCase() === cToken.toLowerCase()) ?? null;
  const [debtSnapshot, collateralSnapshot] = [snapshotOf(debtToken), snapshotOf(collateralToken)];

  const said = (name: string, snapshot: Fields | null, short: string): bigint | null => {
    if (input.has(name)) return input.integer(name);
    return snapshot?.has(short) ? snapshot.integer(short) : null;
  };
  const read = (name: string, value: bigint | null, fn: string, filter: Parameters<typeof lastAnswer>[2]) =>
    value === null ? null : agreed(name, value, lastAnswer(reads, fn, filter));
  const priceOf = (name: string, snapshot: Fields | null, cToken: string | null) =>
    read(name, said(name, snapshot, "price"), "getUnderlyingPrice", { args: [cToken ?? undefined] });
  const debtPrice = priceOf("priceBorrowed", debtSnapshot, debtToken);
  const collateralPrice = priceOf("priceCollateral", collateralSnapshot, collateralToken);
  const exchangeRate = read(
    "exchangeRate",
    said("exchangeRate", collateralSnapshot, "exchangeRate"),
    "exchangeRateStored",
    { to: collateralToken ?? undefined },
  );
  const owed = read("borrowBalance", said("borrowBalance", debtSnapshot, "borrowBalance"), "borrowBalanceStored", {
    to: debtToken ?? undefined,
  });
  const held = read("cTokenBalance", said("cTokenBalance", collateralSnapshot, "cTokenBalance"), "balanceOf", {
    to: collateralToken ?? undefined,
    args: [text("borrower") ?? undefined],
  });
  const incentive = said("liquidationIncentive", null, "");
  const closeFactor = input.integer("closeFactor", WAD);
  const isComplete = incentive !== null && debtPrice !== null && collateralPrice !== null && exchangeRate !== null;
  const isSame = debtToken !== null && debtToken.toLowerCase() === collateralToken?.toLowerCase();
  return {
    at: {
      market: { ...OPEN, closeFactor, incentive },
      debt: plainToken(0, debtPrice, 0n),
      collateral: plainToken(isSame ? 0 : 1, collateralPrice, input.integer("protocolSeizeShare", 0n)),
      debtBooks: { ...BOOKS, exchangeRate: 0n },
      collateralBooks: { ...BOOKS, exchangeRate: exchangeRate ?? 0n },
      owed: owed ?? MAX_UINT256,
      held: held ?? MAX_UINT256,
      ratio: isComplete ? seizeRatio({ incentive, debtPrice, collateralPrice, exchangeRate }) : null,
      mostByCloseFactor: wadMulDown(closeFactor, owed ?? MAX_UINT256),
      liquidityWith: () => liquidityOf(snapshots),
    },
    isDebtTold: owed !== null,
    debtPrice,
    collateralPrice,
    debtToken,
    collateralToken,
    debtSnapshot,
    collateralSnapshot,
  };
}

/** Of an account whose collateral factors are not recorded all that is known is that the comptroller thought it short. */
const SHORT: Liquidity = { collateral: 0n, borrowed: 1n };

function liquidityOf(snapshots: readonly Fields[]): Liquidity {
  if (snapshots.length === 0 || snapshots.some((one) => !one.has("collateralFactor"))) return SHORT;
  const parts = snapshots.map((one) =>
    weigh({
      collateralFactor: one.integer("collateralFactor"),
      exchangeRate: one.integer("exchangeRate"),
      price: one.integer("price"),
      cTokens: one.integer("cTokenBalance"),
      debt: one.integer("borrowBalance"),
    }),
  );
  return sum(parts);
}

/** Nothing of the books is recorded but the exchange rate. */
const BOOKS: Omit<Books, "exchangeRate"> = {
  cash: MAX_UINT256,
  borrows: MAX_UINT256,
  reserves: 0n,
  supply: MAX_UINT256,
  index: WAD,
};

/** What came as far as the comptroller met nothing paused. */
const OPEN: CompoundMarket = {
  comptroller: zeroAddress,
  block: 0n,
  closeFactor: null,
  incentive: null,
  isPaused: false,
  isSeizePaused: false,
  soleLiquidator: null,
  redeemFee: 0n,
  dollarLender: null,
  unit: null,
  tokens: [],
  unreadable: [],
  count: 0,
  list: [],
};

function plainToken(id: number, price: bigint | null, seizeShare: bigint): CompoundToken {
  const token = { address: zeroAddress, symbol: "", decimals: 0 };
  return {
    id,
    price,
    seizeShare,
    cToken: token,
    token,
    isNative: false,
    isListed: true,
    isDeprecated: false,
    notItself: false,
    paused: { redeem: false, repay: false, seize: false, liquidate: false },
    collateralFactor: 0n,
    cash: MAX_UINT256,
    totalBorrows: MAX_UINT256,
    totalReserves: 0n,
    totalSupply: MAX_UINT256,
    reserveFactor: 0n,
    borrowIndex: WAD,
    accrualBlock: 0n,
    exchangeRate: 0n,
    borrowRate: 0n,
  };
}
