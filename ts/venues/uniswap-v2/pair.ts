import { type Address, encodePacked } from "viem";
import { BPS, max } from "../../core/math/math.ts";
import { packHop } from "../pack-hop.ts";
import type { Pool, Refusal, Trade } from "../pool.ts";
import { refuse } from "../refusal.ts";
import type { UniswapV2Deployment } from "./addresses.ts";

/** `UniswapV2Pair` of contracts/types/Venue.sol. */
const VENUE_ID = 3;

/** Of one hop of the seller inside a liquidation, whose tokens have been touched: gas-of.devnet.test.ts. */
const GAS = 66_000n;

/** Most that a pair can hold of a token: its reserves are 112 bits wide. */
const MOST = 2n ** 112n - 1n;

/** A pair in the state of one block. `reserve`: what it counts with; `balance`: what it has, which may be more. */
export interface PairState {
  readonly address: Address;
  /** Of the deployment, for people. */
  readonly name: string;
  /** Of the deployment. Absent: as Uniswap's. */
  readonly kind?: UniswapV2Deployment["kind"];
  readonly feeBps: number;
  readonly tokens: readonly [Address, Address];
  readonly reserves: readonly [bigint, bigint];
  readonly balances: readonly [bigint, bigint];
}

/** One side of a pair, seen from a trade. */
interface Side {
  readonly reserve: bigint;
  readonly balance: bigint;
}

/**
 * A Uniswap V2 pair: the product of its reserves, less the fee on what comes in, does not fall (`UniswapV2Pair.swap`, v2-core 1.0.1). What
 * lies there beyond the reserves counts as paid, as it does for the seller.
 */
export function uniswapV2Pair(state: PairState): Pool {
  const { address, tokens, feeBps, kind = "uniswap" } = state;
  const kept = BPS - BigInt(feeBps);
  const sides = (tokenIn: Address): readonly [Side, Side] => {
    const zeroForOne = isSame(tokenIn, tokens[0]);
    const side = (index: 0 | 1): Side => ({ reserve: state.reserves[index], balance: state.balances[index] });
    return zeroForOne ? [side(0), side(1)] : [side(1), side(0)];
  };
  const traded = (tokenIn: Address, paid: bigint, received: bigint): Trade | Refusal => {
    const [entering, leaving] = sides(tokenIn);
    const [balanceIn, balanceOut] = [entering.balance + paid, leaving.balance - received];
    if (received === 0n) return refuse("nothing-bought", "the pair pays less than one unit for that");
    if (received >= leaving.reserve || balanceOut < 0n) return refuse("pool-dry", "the pair does not hold that much");
    if (balanceIn > MOST || balanceOut > MOST) return refuse("pool-full", "the pair cannot count that much");
    const [came, stayed] = [balanceIn - entering.reserve, max(balanceOut - (leaving.reserve - received), 0n)];
    const product = (balanceIn * BPS - came * BigInt(feeBps)) * (balanceOut * BPS - stayed * BigInt(feeBps));
    if (product < entering.reserve * leaving.reserve * BPS * BPS) {
      return refuse("pair-short", "the pair has less than it counts with");
    }
    // what Solidly's pairs keep of what came is sent away
    const left = kind === "solidly" ? (came * BigInt(feeBps)) / BPS : 0n;
    const [held, rest] = [balanceIn - left, balanceOut];
    const after = isSame(tokenIn, tokens[0]) ? ([held, rest] as const) : ([rest, held] as const);
    return {
      ...{ ok: true, paid, received, gas: GAS },
      after: uniswapV2Pair({ ...state, reserves: after, balances: after }),
    };
  };
  const buy: Pool["buy"] = (tokenIn, _, amount) => {
    const [{ reserve }, { reserve: reserveOut }] = sides(tokenIn);
    if (amount >= reserveOut) return refuse("pool-dry", "the pair does not hold that much");
    // as contracts/funding/UniswapV2FlashSwap.sol pays a pair that has lent: what lies there besides is not looked at
    return traded(tokenIn, (reserve * amount * BPS) / ((reserveOut - amount) * kept) + 1n, amount);
  };
  return {
    venue: "uniswap-v2",
    id: address.toLowerCase(),
    address,
    label: `${state.name} ${feeBps / 100} %`,
    tokens,
    canTrade: (tokenIn, tokenOut) => has(tokens, tokenIn) && has(tokens, tokenOut) && !isSame(tokenIn, tokenOut),
    sell(tokenIn, _, amount) {
      const [{ reserve, balance }, { reserve: reserveOut }] = sides(tokenIn);
      const came = balance + amount - reserve;
      if (came <= 0n) return refuse("pair-short", "the pair has less than it counts with");
      const counted = came * kept;
      return traded(tokenIn, amount, (counted * reserveOut) / (reserve * BPS + counted));
    },
    // others cannot be paid afterwards
    ...(kind === "uniswap" && { buy }),
    curve(tokenIn) {
      const [{ reserve, balance }, { reserve: reserveOut }] = sides(tokenIn);
      const [all, out, lying] = [Number(reserve), Number(reserveOut), Number(balance - reserve)];
      const share = Number(kept) / Number(BPS);
      return (amount) => {
        const counted = Math.max(amount + lying, 0) * share;
        return counted === 0 ? 0 : (out * counted) / (all + counted);
      };
    },
    holding: (tokenOut) => state.balances[isSame(tokenOut, tokens[0]) ? 0 : 1],
    hop(_, tokenOut, runner) {
      if (runner === "leaf") return null;
      return packHop(VENUE_ID, tokenOut, encodePacked(["address", "uint16"], [address, feeBps]));
    },
  };
}

function has(tokens: readonly Address[], token: Address): boolean {
  return tokens.some((one) => isSame(one, token));
}

function isSame(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
