import { gunzipSync } from "node:zlib";
import { type Hex, hexToBytes } from "viem";

/** An account in anvil's state. */
interface StateAccount {
  nonce: number;
  balance: Hex;
  code: Hex;
  storage: Record<Hex, Hex>;
}

/** The parts of anvil's state that matter here; the rest passes through. */
interface AnvilState {
  block: { number: Hex | number; timestamp: Hex | number };
  accounts: Record<Hex, StateAccount>;
  best_block_number: Hex | number;
  blocks: { header: { number: Hex | number } }[];
  transactions: unknown[];
  historical_states: unknown;
}

/** An account as Foundry's `vm.loadAllocs` reads it. */
interface Alloc {
  balance: Hex;
  nonce: Hex;
  code: Hex;
  storage: Record<Hex, Hex>;
}

/**
 * Unpacks the answer of `anvil_dumpState` and drops the history, all but the newest block, which anvil insists on.
 *
 * @param dump gzipped JSON in hex
 */
export function stripState(dump: Hex): AnvilState {
  const state = JSON.parse(gunzipSync(hexToBytes(dump)).toString("utf8")) as AnvilState;
  const best = BigInt(state.best_block_number);
  return {
    ...state,
    blocks: state.blocks.filter((block) => BigInt(block.header.number) === best),
    transactions: [],
    historical_states: null,
  };
}

/** The accounts of a state in the form of `vm.loadAllocs`. */
export function toAllocs(state: AnvilState): Record<Hex, Alloc> {
  return Object.fromEntries(
    Object.entries(state.accounts).map(([address, { balance, nonce, code, storage }]) => [
      address,
      { balance, nonce: `0x${nonce.toString(16)}` as const, code, storage },
    ]),
  );
}
