import { type Address, concatHex, type Hex, keccak256, pad, toHex } from "viem";
import type { Rpc } from "./rpc.ts";

/** Storage to pretend, by contract and slot. */
export class Overrides {
  readonly #words = new Map<Address, Map<Hex, bigint>>();
  readonly #codes = new Map<Address, Hex>();
  readonly #balances = new Map<Address, bigint>();

  word(contract: Address, slot: bigint, value: bigint): this {
    const key = contract.toLowerCase() as Address;
    const words = this.#words.get(key) ?? new Map<Hex, bigint>();
    this.#words.set(key, words.set(pad(toHex(slot), { size: 32 }), value));
    return this;
  }

  code(contract: Address, code: Hex): this {
    this.#codes.set(contract.toLowerCase() as Address, code);
    return this;
  }

  /** Wei. */
  balance(account: Address, balance: bigint): this {
    this.#balances.set(account.toLowerCase() as Address, balance);
    return this;
  }

  /** `stateOverrides` of `eth_simulateV1`. */
  toRpc(): Record<Address, { stateDiff?: Record<Hex, Hex>; code?: Hex; balance?: Hex }> {
    const rpc: Record<Address, { stateDiff?: Record<Hex, Hex>; code?: Hex; balance?: Hex }> = {};
    for (const [contract, words] of this.#words) {
      const diff = [...words].map(([slot, value]) => [slot, pad(toHex(value), { size: 32 })] as const);
      rpc[contract] = { stateDiff: Object.fromEntries(diff) };
    }
    for (const [contract, code] of this.#codes) rpc[contract] = { ...rpc[contract], code };
    for (const [account, balance] of this.#balances) rpc[account] = { ...rpc[account], balance: toHex(balance) };
    return rpc;
  }
}

/** Code that answers every call with one word: a contract whose only part in a case is what it says. */
export const constantCode = (word: bigint): Hex =>
  concatHex(["0x7f", pad(toHex(word), { size: 32 }), "0x5f5260205ff3"]);

/** Slot of `mapping[key]`. */
export const mappingSlot = (key: bigint | Hex, base: bigint): bigint =>
  BigInt(keccak256(`${pad(toHex(BigInt(key)), { size: 32 })}${pad(toHex(base), { size: 32 }).slice(2)}`));

/** Bases that are tried; the contracts at hand use fewer. */
const HIGHEST_BASE = 300n;
/** Where proxies keep their implementation (EIP-1967). */
const IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbcn;

/** A place in storage that a view function was seen to read. */
export interface Place {
  readonly contract: Address;
  readonly slot: bigint;
}

/** Every slot that a call reads, those of proxies' implementations left out. */
async function touched(rpc: Rpc, to: Address, data: Hex): Promise<Place[]> {
  const result = (await rpc("eth_createAccessList", [{ to, data }, "latest"])) as {
    accessList: { address: Address; storageKeys: Hex[] }[];
  };
  return result.accessList
    .flatMap(({ address, storageKeys }) => storageKeys.map((key) => ({ contract: address, slot: BigInt(key) })))
    .filter(({ slot }) => slot !== IMPLEMENTATION);
}

/**
 * Where the mapping behind a view function lives: the call reads `mapping[key]`, or the entry that `slotOf` computes from
 * a base.
 */
export async function findMapping(
  rpc: Rpc,
  to: Address,
  data: Hex,
  key: bigint | Hex,
  slotOf = (base: bigint) => mappingSlot(key, base),
): Promise<Place> {
  const places = await touched(rpc, to, data);
  for (let base = 0n; base < HIGHEST_BASE; base++) {
    const slot = slotOf(base);
    const found = places.find((place) => place.slot === slot);
    if (found !== undefined) return { contract: found.contract, slot: base };
  }
  throw new Error(`no mapping by ${key} behind ${data.slice(0, 10)} of ${to}`);
}

/** Where the one plain value behind a view function lives. */
export async function findValue(rpc: Rpc, to: Address, data: Hex): Promise<Place> {
  const places = (await touched(rpc, to, data)).filter(({ slot }) => slot < HIGHEST_BASE);
  if (places.length !== 1) throw new Error(`${places.length} plain values behind ${data.slice(0, 10)} of ${to}`);
  return places[0]!;
}
