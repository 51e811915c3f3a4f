import { RAY } from "../../core/math/math.ts";
import type { Assessment } from "../assessment.ts";
import type { AssessOptions, Read } from "../protocol.ts";
import { accountTarget } from "../target.ts";
import { assess } from "./assess.ts";
import type { AaveV3EMode, AaveV3Holding, AaveV3Market, AaveV3Reserve, AaveV3State } from "./state.ts";

export const USD = 10n ** 8n;
const TOKENS = { WETH: 18, USDC: 6, DAI: 18 } as const;
type Symbol = keyof typeof TOKENS;
const SYMBOLS = Object.keys(TOKENS) as Symbol[];

const address = (digit: number) => `0x${String(digit).repeat(40)}` as `0x${string}`;

/** ETH at 2600 USD, dollars at 1; thresholds 82.5 % and 78 %, bonus 5 %, a tenth of it for the protocol; no interest. */
function reserveOf(symbol: Symbol): AaveV3Reserve {
  const id = SYMBOLS.indexOf(symbol);
  return {
    id,
    token: { address: address(id + 1), symbol, decimals: TOKENS[symbol] },
    aToken: address(id + 4),
    variableDebtToken: address(id + 7),
    liquidityIndex: RAY,
    variableBorrowIndex: RAY,
    scaledVariableDebt: null,
    liquidityRate: 0n,
    variableBorrowRate: 0n,
    price: symbol === "WETH" ? 2_600n * USD : USD,
    liquidationThresholdBps: symbol === "WETH" ? 8_250n : 7_800n,
    liquidationBonusBps: 10_500n,
    protocolFeeBps: 1_000n,
    active: true,
    paused: false,
    liquidationGraceUntil: 0n,
    availableLiquidity: 10n ** 30n,
    flashLoanEnabled: true,
  };
}

type Amounts = Partial<Record<Symbol, string | number>>;

export interface AccountPlan {
  /** Whole tokens. All collateral is enabled. */
  readonly collateral: Amounts;
  readonly debt: Amounts;
  readonly reserves?: Partial<Record<Symbol, Partial<AaveV3Reserve>>>;
  readonly market?: Partial<AaveV3Market>;
  readonly eMode?: Partial<AaveV3EMode>;
  readonly holdings?: Partial<Record<Symbol, Partial<AaveV3Holding>>>;
}

/** Token units of an amount of whole tokens. */
export function units(symbol: Symbol, amount: string | number): bigint {
  const [whole = "0", fraction = ""] = String(amount).split(".");
  return BigInt(whole + fraction.padEnd(TOKENS[symbol], "0"));
}

/** A market on revision 10 and a position in it unless the plan says otherwise. */
export function stateOf(plan: AccountPlan): AaveV3State {
  const held = SYMBOLS.filter((symbol) => plan.collateral[symbol] !== undefined || plan.debt[symbol] !== undefined);
  const eMode = { id: 1, label: "test", liquidationThresholdBps: 9_300n, liquidationBonusBps: 10_200n };
  return {
    market: {
      pool: address(9),
      revision: 10,
      baseCurrencyUnit: USD,
      sentinelAllowsLiquidation: true,
      flashLoanPremiumBps: 5n,
      reserves: SYMBOLS.map((symbol) => ({ ...reserveOf(symbol), ...plan.reserves?.[symbol] })),
      unpricedEModes: [],
      eModes: plan.eMode ? [{ ...eMode, collateralBitmap: 1n, priceOverride: null, ...plan.eMode }] : [],
      baseIsUsd: true,
      ...plan.market,
    },
    position: {
      eModeCategory: plan.eMode ? 1 : 0,
      holdings: held.map((symbol) => ({
        reserveId: SYMBOLS.indexOf(symbol),
        scaledATokenBalance: units(symbol, plan.collateral[symbol] ?? 0),
        scaledVariableDebt: units(symbol, plan.debt[symbol] ?? 0),
        stableDebt: 0n,
        usedAsCollateral: plan.collateral[symbol] !== undefined,
        ...plan.holdings?.[symbol],
      })),
    },
  };
}

export const TIME = 1_767_225_600n;

/** What a read at the fixture's block gives. */
export const readOf = <State>(state: State): Read<State> => ({ ok: true, blockNumber: 1n, timestamp: TIME, state });

export const TARGET = accountTarget({ protocol: "aave-v3", market: address(9) }, address(8));

export const OPTIONS: AssessOptions = { horizonSeconds: 0n, realizeBadDebt: true, usdPrices: new Map() };

export function assessPlan(plan: AccountPlan, options: Partial<AssessOptions> = {}): Assessment {
  const { market, position } = stateOf(plan);
  return assess(TARGET, readOf(market), readOf(position), { ...OPTIONS, ...options });
}
