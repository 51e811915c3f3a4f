import { concat, type Hex, keccak256, numberToHex } from "viem";

/** Where the manager has what it knows of a pool (`StateLibrary` of v4-core 1.0.2). */
const POOLS = 6n;
const LIQUIDITY = 3n;
const TICKS = 4n;
const BITMAP = 5n;

const word = (value: bigint): Hex => numberToHex(value, { size: 32 });
const signed = (value: number): Hex => numberToHex(BigInt(value), { size: 32, signed: true });

function baseOf(id: Hex): bigint {
  return BigInt(keccak256(concat([id, word(POOLS)])));
}

const MOST = 2n ** 256n;
const at = (id: Hex, offset: bigint): bigint => (baseOf(id) + offset) % MOST;

export const slot0Slot = (id: Hex): Hex => word(baseOf(id));
export const liquiditySlot = (id: Hex): Hex => word(at(id, LIQUIDITY));
/** @param index of the word: tick over spacing, shifted right by 8 */
export const bitmapSlot = (id: Hex, index: number): Hex => keccak256(concat([signed(index), word(at(id, BITMAP))]));
export const tickSlot = (id: Hex, tick: number): Hex => keccak256(concat([signed(tick), word(at(id, TICKS))]));

/** What the first word of a pool holds. */
export interface Slot0 {
  /** Square root price, X96; 0: there is no such pool. */
  readonly root: bigint;
  readonly tick: number;
  /** Millionths that the protocol takes, by direction: the lower currency in, the higher one in. */
  readonly protocolFees: readonly [bigint, bigint];
  /** Millionths. */
  readonly lpFee: bigint;
}

export function readSlot0(value: Hex): Slot0 {
  const all = BigInt(value);
  const fees = (all >> 184n) & 0xffffffn;
  return {
    root: all & (2n ** 160n - 1n),
    tick: Number(BigInt.asIntN(24, all >> 160n)),
    protocolFees: [fees & 0xfffn, fees >> 12n],
    lpFee: (all >> 208n) & 0xffffffn,
  };
}

/** Liquidity that begins at a tick, of the first word of what is known of it. */
export const readNet = (value: Hex): bigint => BigInt.asIntN(128, BigInt(value) >> 128n);
