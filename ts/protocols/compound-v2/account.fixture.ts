import { WAD } from "../../core/math/math.ts";
import { accountTarget } from "../target.ts";
import type { CompoundHolding, CompoundMarket, CompoundPosition, CompoundToken } from "./state.ts";

export const COMPTROLLER = "0x00000000000000000000000000000000000c0117";
export const USER = "0x0000000000000000000000000000000000000b0b";
export const TARGET = accountTarget({ protocol: "compound-v2", market: COMPTROLLER }, USER);
export const BLOCK = 1_000n;

/** Nothing is searched, nothing is projected. */
export const OPTIONS = { horizonSeconds: 0n, realizeBadDebt: true, usdPrices: new Map<string, bigint>() };

/** Ether for 2,600 dollars and dollars, of older tokens whose interest is counted; a million of each lent out, ten of it in cash. */
export function token(id: number, changes: Partial<CompoundToken> = {}): CompoundToken {
  const isEther = id === 0;
  const unit = isEther ? WAD : 10n ** 6n;
  const address = (kind: string) => `0x${kind.repeat(19)}${id.toString(16).padStart(2, "0")}` as const;
  return {
    id,
    cToken: { address: address("c0"), symbol: isEther ? "cETH" : "cUSDC", decimals: 8 },
    token: { address: address("a0"), symbol: isEther ? "WETH" : "USDC", decimals: isEther ? 18 : 6 },
    isNative: isEther,
    isListed: true,
    isDeprecated: false,
    notItself: false,
    paused: { redeem: false, repay: false, seize: false, liquidate: false },
    collateralFactor: (8n * WAD) / 10n,
    price: isEther ? 2_600n * WAD : 10n ** 30n,
    cash: 10_000_000n * unit,
    totalBorrows: 1_000_000n * unit,
    totalReserves: 0n,
    totalSupply: 550_000_000n * 10n ** 8n,
    reserveFactor: WAD / 10n,
    borrowIndex: WAD,
    accrualBlock: BLOCK,
    // 0.02 of a whole token for a cToken
    exchangeRate: 2n * unit * 10n ** 8n,
    borrowRate: 10n ** 10n,
    seizeShare: 0n,
    ...changes,
  };
}

export function market(tokens: readonly CompoundToken[], changes: Partial<CompoundMarket> = {}): CompoundMarket {
  return {
    comptroller: COMPTROLLER,
    block: BLOCK,
    closeFactor: WAD / 2n,
    incentive: (108n * WAD) / 100n,
    isPaused: false,
    isSeizePaused: false,
    soleLiquidator: null,
    redeemFee: 0n,
    dollarLender: null,
    unit: null,
    tokens,
    unreadable: [],
    count: tokens.length,
    list: tokens.map(({ cToken }) => cToken.address),
    ...changes,
  };
}

export function holding(id: number, cTokens: bigint, debt: bigint, changes: Partial<CompoundHolding> = {}) {
  return {
    id,
    entered: true,
    cTokens,
    debts: debt === 0n ? [] : [{ debt, index: WAD }],
    ...changes,
  } satisfies CompoundHolding;
}

/** 10 ether against 22,000 dollars. */
export const REFERENCE: CompoundPosition = {
  holdings: [holding(0, 500n * 10n ** 8n, 0n), holding(1, 0n, 22_000n * 10n ** 6n)],
  dollars: 0n,
};

export const read = <State>(state: State) =>
  ({ ok: true, blockNumber: BLOCK, timestamp: 1_700_000_000n, state }) as const;
