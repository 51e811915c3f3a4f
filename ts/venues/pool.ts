import type { Address, Hex } from "viem";
import type { Reason } from "../core/errors/reason.ts";
import type { VenueName } from "../core/names/names.ts";

/** What one trade with a pool does. Units of the tokens, as the contracts count them. */
export interface Trade {
  readonly ok: true;
  /** Units of the token in that the pool takes; less than offered where it runs dry. */
  readonly paid: bigint;
  /** Units of the token out that it pays. */
  readonly received: bigint;
  /** The pool as the trade leaves it: what trades later in the same transaction finds. */
  readonly after: Pool;
  /** Of the hop inside a liquidation, measured by the venue. */
  readonly gas: bigint;
}

/** A trade that the pool refuses, or that reaches beyond what was read of it. */
export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
}

/**
 * What a pool pays for an amount in all, as plain numbers of base units: never decreasing and concave, close to the exact one and fast. To
 * look for a good split and a good size with; what is planned is computed exactly.
 */
export type Curve = (amountIn: number) => number;

/** Who runs a hop: the liquidator itself or its companion, the seller. */
export type Runner = "leaf" | "seller";

/**
 * One place where tokens are changed for each other, in the state of one block. Immutable, pure and synchronous: all that it needs was read
 * before. A pool, a vault that redeems its shares, a wrapper.
 */
export interface Pool {
  readonly venue: VenueName;
  /** One of a chain, lower case: no two pools have the same. */
  readonly id: string;
  /** Contract that holds what is traded: what lends it may lock it. */
  readonly address: Address;
  /** For people, short: "0.05 %", "3pool". */
  readonly label: string;
  /** Every two of them can be traded, but for wrappers, whose `canTrade` says. */
  readonly tokens: readonly Address[];
  /** True where it changes a token into what that stands for (a vault's shares into its asset), at a rate that no sale moves. */
  readonly converts?: true;
  canTrade(tokenIn: Address, tokenOut: Address): boolean;
  /**
   * An exact input.
   * @param amount units of `tokenIn`, above 0
   */
  sell(tokenIn: Address, tokenOut: Address, amount: bigint): Trade | Refusal;
  /**
   * An exact output, where the pool can be paid afterwards; absent where it cannot.
   * @param amount units of `tokenOut`, above 0
   */
  buy?(tokenIn: Address, tokenOut: Address, amount: bigint): Trade | Refusal;
  curve(tokenIn: Address, tokenOut: Address): Curve;
  /** Units of `tokenOut` that it could pay out. */
  holding(tokenOut: Address): bigint;
  /** The hop packed as contracts/types/Route.sol says; null where that runner cannot. */
  hop(tokenIn: Address, tokenOut: Address, runner: Runner): Hex | null;
}

/** What was found of the pools that trade some pairs. */
export interface Pools {
  readonly pools: readonly Pool[];
  /** Pools that may exist and could not be read: each is one of `isUnasked`. */
  readonly unasked: readonly Reason[];
}
