import { type Address, encodePacked } from "viem";
import { packHop } from "../pack-hop.ts";
import type { Pool } from "../pool.ts";
import { refuse } from "../refusal.ts";
import { type Amplification, balanceFor, invariantOf, movingFee } from "./math.ts";

/** `Curve` of contracts/types/Venue.sol. */
const VENUE_ID = 6;

/** Of contracts/venues/CurveVenue.sol. */
const FLAGS = { wide: 1, etherIn: 2, etherOut: 4 } as const;

/** Of one hop of the seller, which it pays and which hands that on: 16,000 of it. Measured: snapshots/Venues.json. */
const GAS = 116_000n;

const PRECISION = 10n ** 18n;
const FEE_DENOMINATOR = 10n ** 10n;

/** A pool in the state of one block. */
export interface CurveState {
  readonly address: Address;
  readonly name: string;
  /** Its coins; the wrapped native token for ether. */
  readonly tokens: readonly Address[];
  /** Place of ether among them; -1: none. */
  readonly ether: number;
  readonly wide: boolean;
  readonly amplification: Amplification;
  /** Of 1e10. */
  readonly fee: bigint;
  /** Times the fee where the pool is out of balance, of 1e10; null: the fee never moves. Only the newest pools have one. */
  readonly offPeg: bigint | null;
  /** Share of the fee that leaves the pool, of 1e10. */
  readonly adminFee: bigint;
  /** Units of each coin. */
  readonly balances: readonly bigint[];
  /** By which, and over 1e18, a unit of each is scaled. */
  readonly rates: readonly bigint[];
}

/** A pool of Curve for coins that are worth the same: what `exchange` pays, which may be a unit less than `get_dy` says. */
export function curvePool(state: CurveState): Pool {
  const { address, tokens, rates, balances, amplification, fee, offPeg, adminFee } = state;
  const scaled = balances.map((balance, coin) => (balance * rates[coin]!) / PRECISION);
  let found: bigint | null | undefined;
  const d = () => {
    found ??= invariantOf(scaled, amplification, offPeg !== null);
    return found;
  };
  const placeOf = (token: Address) => tokens.findIndex((one) => one.toLowerCase() === token.toLowerCase());
  return {
    venue: "curve",
    id: address.toLowerCase(),
    address,
    label: state.name,
    tokens,
    canTrade: (tokenIn, tokenOut) => {
      const [from, to] = [placeOf(tokenIn), placeOf(tokenOut)];
      return from >= 0 && to >= 0 && from !== to;
    },
    sell(tokenIn, tokenOut, amount) {
      const [from, to] = [placeOf(tokenIn), placeOf(tokenOut)];
      const invariant = d();
      const x = scaled[from]! + (amount * rates[from]!) / PRECISION;
      if (invariant === null) return TOO_FAR_APART;
      const y = balanceFor({ from, to, x, d: invariant }, scaled, amplification);
      if (y === null) return TOO_FAR_APART;
      const all = scaled[to]! - y - 1n;
      if (all < 0n) return refuse("nothing-bought", "the pool pays less than one unit for that");
      const rate = offPeg === null ? fee : movingFee(fee, offPeg, (scaled[from]! + x) / 2n, (scaled[to]! + y) / 2n);
      const charged = (all * rate) / FEE_DENOMINATOR;
      const received = ((all - charged) * PRECISION) / rates[to]!;
      const left = (((charged * adminFee) / FEE_DENOMINATOR) * PRECISION) / rates[to]!;
      const after = balances.map((balance, coin) =>
        coin === from ? balance + amount : coin === to ? balance - received - left : balance,
      );
      return { ok: true, paid: amount, received, gas: GAS, after: curvePool({ ...state, balances: after }) };
    },
    curve(tokenIn, tokenOut) {
      const [from, to] = [placeOf(tokenIn), placeOf(tokenOut)];
      const invariant = Number(d() ?? 0n);
      const ann = Number(amplification.ann) / Number(amplification.precision);
      const [x, y] = [Number(scaled[from]!), Number(scaled[to]!)];
      const others = scaled.reduce((sum, one, coin) => (coin === to ? sum : sum + Number(one)), 0);
      const b = others + invariant / ann - invariant;
      const c = y * (y + b);
      const [scale, back] = [Number(rates[from]!) / 1e18, 1e18 / Number(rates[to]!)];
      const [least, times] = [Number(fee) / 1e10, Number(offPeg ?? 0n) / 1e10];
      const feeAt = (held: number, left: number) =>
        times <= 1 ? least : (times * least) / ((4 * (times - 1) * held * left) / (held + left) ** 2 + 1);
      // a sale that brings the pool into balance is charged less the larger it is, which would bend the curve up
      const first = feeAt(x, y);
      return (amount) => {
        // y falls by the root of a quadratic whose constant is what the sale adds: no difference of large numbers
        const added = amount * scale;
        const linear = 2 * y + b + added;
        const constant = added * (y + c / (x + added));
        const fallen = (2 * constant) / (linear + Math.sqrt(linear * linear - 4 * constant));
        return fallen * (1 - Math.max(first, feeAt(x + added / 2, y - fallen / 2))) * back;
      };
    },
    holding: (tokenOut) => balances[placeOf(tokenOut)] ?? 0n,
    hop(tokenIn, tokenOut, runner) {
      if (runner === "leaf") return null;
      const [from, to] = [placeOf(tokenIn), placeOf(tokenOut)];
      const ether =
        state.ether < 0 ? 0 : from === state.ether ? FLAGS.etherIn : to === state.ether ? FLAGS.etherOut : 0;
      const flags = ether + (state.wide ? FLAGS.wide : 0);
      const parameters = encodePacked(["address", "uint8", "uint8", "uint8"], [address, from, to, flags]);
      return packHop(VENUE_ID, tokenOut, parameters);
    },
  };
}

const TOO_FAR_APART = refuse("pool-dry", "the pool lacks a coin, or is too far out of balance to trade");
