import { type Abi, type Address, erc20Abi, numberToHex, parseAbi } from "viem";
import type { Question } from "../answers.ts";
import type { Conversion } from "./conversion.ts";
import { mostFor, type Probe, paysBy } from "./rate.ts";

/** What a token answered of the questions of a kind, by their names; undefined what it did not. */
export type Said = Readonly<Record<string, unknown>>;

/** A kind of token that stands for another. */
export interface Kind {
  /** What every token is asked. */
  readonly questions: readonly Omit<Question, "address">[];
  /** What has to be asked besides of a token that is one, by the answers; null where it is none. */
  more(token: Address, said: Said): readonly Question[] | null;
  /** Null where it cannot be told. */
  conversion(token: Address, said: Said, more: readonly unknown[], wrappedNative: Address): Conversion | null;
}

const abiOf = (...signatures: string[]): Abi => parseAbi(signatures);

const NONE = "0x" as const;

const VAULT = abiOf(
  "function asset() view returns (address)",
  "function totalAssets() view returns (uint256)",
  "function cash() view returns (uint256)",
  "function previewRedeem(uint256) view returns (uint256)",
);
/** Vaults that count in fewer bits refuse the larger ones. */
const PROBES = [36n, 33n, 30n, 27n, 24n].map((digits) => 10n ** digits);

/** ERC-4626. Of one that lends its assets out and does not say what is left, the limit is not known. */
const vault: Kind = {
  questions: [
    ...["asset", "totalAssets", "cash"].map((functionName) => ({ abi: VAULT, functionName })),
    ...PROBES.map((amount) => ({ abi: VAULT, functionName: "previewRedeem", args: [amount] })),
  ],
  more(token, { asset, ...said }) {
    if (!isAddress(asset) || largestOf(said) === undefined) return null;
    return [{ address: asset, abi: erc20Abi, functionName: "balanceOf", args: [token] }];
  },
  conversion(token, said, [here]) {
    const probe = largestOf(said)!;
    const [total, cash] = [said.totalAssets, said.cash] as (bigint | undefined)[];
    if (total === undefined || probe.paid === 0n) return null;
    const isIdle = typeof here === "bigint" && here >= total;
    const limit = isIdle ? null : (cash ?? null);
    return {
      ...{ from: token, to: said.asset as Address, label: "vault", venueId: 4, parameters: NONE, gas: 45_000n },
      ...{ pays: paysBy(probe), most: limit === null ? null : mostFor(probe, limit), cash: limit ?? total },
    };
  },
};

function largestOf(said: Said): Probe | undefined {
  return PROBES.map((amount) => ({ amount, paid: said[`previewRedeem ${amount}`] as bigint })).find(
    ({ paid }) => paid !== undefined,
  );
}

const A_TOKEN = abiOf(
  "function UNDERLYING_ASSET_ADDRESS() view returns (address)",
  "function POOL() view returns (address)",
);
const AAVE_POOL = abiOf("function getVirtualUnderlyingBalance(address) view returns (uint128)");

/** aTokens of Aave, of any version, and of its relatives: a unit for a unit. */
const aToken: Kind = {
  questions: ["UNDERLYING_ASSET_ADDRESS", "POOL"].map((functionName) => ({ abi: A_TOKEN, functionName })),
  more(token, { UNDERLYING_ASSET_ADDRESS: asset, POOL: pool }) {
    if (!isAddress(asset) || !isAddress(pool)) return null;
    return [
      { address: asset, abi: erc20Abi, functionName: "balanceOf", args: [token] },
      { address: pool, abi: AAVE_POOL, functionName: "getVirtualUnderlyingBalance", args: [asset] },
    ];
  },
  conversion(token, { UNDERLYING_ASSET_ADDRESS: asset, POOL: pool }, more) {
    const [here, counted] = more as (bigint | undefined)[];
    if (here === undefined) return null;
    const cash = counted !== undefined && counted < here ? counted : here;
    return {
      ...{ from: token, to: asset as Address, label: "aToken", venueId: 8, parameters: pool as Address },
      ...{ gas: 136_000n, pays: (amount) => amount, most: cash, cash },
    };
  },
};

const C_TOKEN = abiOf(
  "function underlying() view returns (address)",
  "function comptroller() view returns (address)",
  // it writes, which a call may: the rate that is asked for next has all interest in it
  "function accrueInterest() view returns (uint256)",
  "function exchangeRateStored() view returns (uint256)",
  "function getCash() view returns (uint256)",
);
const COMPTROLLER = abiOf("function treasuryPercent() view returns (uint256)");
const MANTISSA = 10n ** 18n;
const PAYS_ETHER = 1;

/** cTokens of Compound V2 and of its relatives, at the rate with all interest; that of ether names no underlying. */
const cToken: Kind = {
  questions: ["underlying", "comptroller", "accrueInterest", "exchangeRateStored", "getCash"].map((functionName) => ({
    abi: C_TOKEN,
    functionName,
  })),
  more(_, { comptroller, exchangeRateStored: rate, getCash: cash }) {
    if (!isAddress(comptroller) || !rate || cash === undefined) return null;
    return [{ address: comptroller, abi: COMPTROLLER, functionName: "treasuryPercent" }];
  },
  conversion(token, said, [fee], wrappedNative) {
    const [rate, cash] = [said.exchangeRateStored, said.getCash] as [bigint, bigint];
    const underlying = said.underlying as Address | undefined;
    const share = (fee as bigint | undefined) ?? 0n;
    if (share >= MANTISSA) return null;
    return {
      ...{ from: token, to: underlying ?? wrappedNative, label: "cToken", venueId: 9, gas: 92_000n, cash },
      parameters: numberToHex(underlying === undefined ? PAYS_ETHER : 0, { size: 1 }),
      pays(amount) {
        const redeemed = (amount * rate) / MANTISSA;
        return redeemed - (redeemed * share) / MANTISSA;
      },
      most: mostFor({ amount: MANTISSA, paid: rate }, cash),
    };
  },
};

const WST_ETH = abiOf("function stETH() view returns (address)");
const ST_ETH = abiOf(
  "function getTotalShares() view returns (uint256)",
  "function getTotalPooledEther() view returns (uint256)",
);

/** Wrapped staked ether. What arrives is a share again, and rounds once more. */
const wstETH: Kind = {
  questions: [{ abi: WST_ETH, functionName: "stETH" }],
  more(_, { stETH }) {
    if (!isAddress(stETH)) return null;
    const names = ["getTotalShares", "getTotalPooledEther"];
    return names.map((functionName) => ({ address: stETH, abi: ST_ETH, functionName }));
  },
  conversion(token, { stETH }, more) {
    const [shares, ether] = more as (bigint | undefined)[];
    if (!shares || !ether) return null;
    const toEther = (amount: bigint) => (amount * ether) / shares;
    return {
      ...{ from: token, to: stETH as Address, label: "staked ether", venueId: 7, parameters: NONE, gas: 45_000n },
      ...{ pays: (amount) => toEther((toEther(amount) * shares) / ether), most: null, cash: ether },
    };
  },
};

/** In the order in which a token is taken for one. */
export const KINDS: readonly Kind[] = [aToken, cToken, wstETH, vault];

function isAddress(value: unknown): value is Address {
  return typeof value === "string" && BigInt(value) !== 0n;
}
