import { type Address, concat, type Hex, numberToHex } from "viem";
import { packHop } from "../pack-hop.ts";
import type { Pool } from "../pool.ts";
import { refuse } from "../refusal.ts";

/** A token that its own contract changes into what it stands for, in the state of one block. */
export interface Conversion {
  /** What is given up, and its contract. */
  readonly from: Address;
  readonly to: Address;
  /** For people. */
  readonly label: string;
  /** `Venue` of contracts/types/Venue.sol. */
  readonly venueId: number;
  /** Parameters of its hop, before the most that it takes. */
  readonly parameters: Hex;
  /** Units of `to` for so many of `from`, rounded as the contract does. */
  readonly pays: (amount: bigint) => bigint;
  /** The most units of `from` that there is cash for; null where it is not known, or is no limit. */
  readonly most: bigint | null;
  /** Units of `to` that it could pay out. */
  readonly cash: bigint;
  readonly gas: bigint;
}

const WORD = 32;

/** A conversion as a pool of one direction. No sale moves its rate. */
export function conversion(state: Conversion): Pool {
  const { from, to, pays, most, cash } = state;
  const isFrom = (token: Address) => token.toLowerCase() === from.toLowerCase();
  const isTo = (token: Address) => token.toLowerCase() === to.toLowerCase();
  return {
    venue: "wrappers",
    id: from.toLowerCase(),
    address: from,
    label: state.label,
    tokens: [from, to],
    converts: true,
    canTrade: (tokenIn, tokenOut) => isFrom(tokenIn) && isTo(tokenOut),
    sell(_, __, amount) {
      const paid = most !== null && most < amount ? most : amount;
      if (paid === 0n) return refuse("no-cash", `the ${state.label} has nothing to pay out`);
      const received = pays(paid);
      if (received === 0n) return refuse("nothing-bought", `the ${state.label} pays less than one unit for that`);
      if (received > cash) return refuse("no-cash", `the ${state.label} does not have that much`);
      const after = { ...state, cash: cash - received, most: most === null ? null : most - paid };
      return { ok: true, paid, received, gas: state.gas, after: conversion(after) };
    },
    curve() {
      // large enough that its digits are the rate's
      const rate = Number(pays(RATE_AMOUNT)) / Number(RATE_AMOUNT);
      const end = most === null ? Number.POSITIVE_INFINITY : Number(most);
      return (amount) => Math.min(amount, end) * rate;
    },
    holding: (tokenOut) => (isTo(tokenOut) ? cash : 0n),
    hop(_, tokenOut, runner) {
      if (runner === "leaf") return null;
      const limit = most === null ? [] : [numberToHex(most, { size: WORD })];
      return packHop(state.venueId, tokenOut, concat([state.parameters, ...limit]));
    },
  };
}

const RATE_AMOUNT = 10n ** 30n;
