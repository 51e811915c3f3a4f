import { type Address, concat, type Hex, size, slice } from "viem";
import { packHop } from "../pack-hop.ts";
import type { Pool } from "../pool.ts";
import { refuse } from "../refusal.ts";
import { complement, divDown, divUp, mulDown, mulUp, ONE, powUp } from "./math/fixed-point.ts";
import { stableInvariant, stableOut } from "./math/stable.ts";

/** `BalancerV2` of contracts/types/Venue.sol. */
const VENUE_ID = 10;

/** Of one hop of the seller, by kind. Measured: snapshots/Venues.json. */
const GAS = { weighted: 90_000n, stable: 118_000n } as const;

/** Of what it has of a token a weighted pool takes this much at once, of 18 decimals. */
const MOST_IN = 3n * 10n ** 17n;

const ADDRESS = 20;

/** A pool in the state of one block. */
export interface BalancerState {
  readonly vault: Address;
  readonly id: Hex;
  readonly tokens: readonly Address[];
  readonly balances: readonly bigint[];
  /** By which units of each are multiplied to have 18 decimals. */
  readonly scales: readonly bigint[];
  /** Of what is sold, 18 decimals. */
  readonly fee: bigint;
  readonly rule:
    | { readonly kind: "weighted"; readonly weights: readonly bigint[] }
    /** With three decimals. */
    | { readonly kind: "stable"; readonly amplification: bigint };
}

/** A weighted or a stable pool of Balancer V2, as its vault asks it for a given amount in. */
export function balancerPool(state: BalancerState): Pool {
  const { vault, id, tokens, balances, scales, fee, rule } = state;
  const placeOf = (token: Address) => tokens.findIndex((one) => one.toLowerCase() === token.toLowerCase());
  const scaled = balances.map((balance, token) => balance * scales[token]!);
  let found: bigint | null | undefined;
  const invariant = (amplification: bigint) => {
    found = found === undefined ? stableInvariant(amplification, scaled) : found;
    return found;
  };
  /** Scaled; null where the pool refuses it. */
  const out = (from: number, to: number, amount: bigint): bigint | null => {
    if (rule.kind === "stable") {
      const { amplification } = rule;
      const d = invariant(amplification);
      return d === null ? null : stableOut({ amplification, invariant: d, from, to }, scaled, amount);
    }
    if (amount > mulDown(scaled[from]!, MOST_IN)) return null;
    const base = divUp(scaled[from]!, scaled[from]! + amount);
    const power = powUp(base, divDown(rule.weights[from]!, rule.weights[to]!));
    return mulDown(scaled[to]!, complement(power));
  };
  return {
    venue: "balancer-v2",
    id,
    address: vault,
    label: `Balancer ${rule.kind} ${Number(fee) / 1e16} %`,
    tokens,
    canTrade: (tokenIn, tokenOut) => {
      const [from, to] = [placeOf(tokenIn), placeOf(tokenOut)];
      return from >= 0 && to >= 0 && from !== to;
    },
    sell(tokenIn, tokenOut, amount) {
      const [from, to] = [placeOf(tokenIn), placeOf(tokenOut)];
      const kept = (amount - mulUp(amount, fee)) * scales[from]!;
      const all = out(from, to, kept);
      if (all === null) return refuse("too-little-liquidity", "the pool cannot take the whole amount");
      const received = all / scales[to]!;
      const after = balances.map((balance, token) =>
        token === from ? balance + amount : token === to ? balance - received : balance,
      );
      return {
        ...{ ok: true, paid: amount, received, gas: GAS[rule.kind] },
        after: balancerPool({ ...state, balances: after }),
      };
    },
    curve(tokenIn, tokenOut) {
      const [from, to] = [placeOf(tokenIn), placeOf(tokenOut)];
      const share = 1 - Number(fee) / 1e18;
      const [x, y, scaleIn, scaleOut] = [scaled[from]!, scaled[to]!, scales[from]!, scales[to]!].map(Number) as [
        number,
        number,
        number,
        number,
      ];
      if (rule.kind === "weighted") {
        const exponent = Number(rule.weights[from]!) / Number(rule.weights[to]!);
        const most = x * (Number(MOST_IN) / Number(ONE));
        return (amount) => {
          const added = Math.min(amount * share * scaleIn, most);
          return (-Math.expm1(-exponent * Math.log1p(added / x)) * y) / scaleOut;
        };
      }
      const d = Number(invariant(rule.amplification) ?? 0n);
      const amp = (Number(rule.amplification) / 1_000) * tokens.length;
      const others = scaled.reduce((sum, one, token) => (token === to ? sum : sum + Number(one)), 0);
      const b = others + d / amp - d;
      const c = y * (y + b);
      return (amount) => {
        // as of Curve: y falls by the root of a quadratic whose constant is what the sale adds
        const added = amount * share * scaleIn;
        const linear = 2 * y + b + added;
        const constant = added * (y + c / (x + added));
        return (2 * constant) / (linear + Math.sqrt(linear * linear - 4 * constant)) / scaleOut;
      };
    },
    holding: (tokenOut) => balances[placeOf(tokenOut)] ?? 0n,
    hop: (_, tokenOut, runner) => (runner === "leaf" ? null : packHop(VENUE_ID, tokenOut, concat([vault, id]))),
  };
}

/** A pool's own contract, which its id begins with. */
export function poolContract(id: Hex): Address {
  return slice(id, 0, Math.min(ADDRESS, size(id)));
}
