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
  historical_states: unknown;
  transactions: { info: Record<string, unknown> }[];
}

/** An account as Foundry's `vm.loadAllocs` reads it. */
interface Alloc {
  balance: Hex;
  nonce: Hex;
  code: Hex;
  storage: Record<Hex, Hex>;
}

/**
 * Unpacks the answer of `anvil_dumpState` and drops the states of past blocks and the traces of their transactions, which
 * are most of it. Receipts stay, and with them the logs: borrowers are discovered here as on a real chain.
 *
 * @param dump gzipped JSON in hex
 */
export function stripState(dump: Hex): AnvilState {
  const state = JSON.parse(gunzipSync(hexToBytes(dump)).toString("utf8")) as AnvilState;
  const transactions = state.transactions.map((one) => ({ ...one, info: { ...one.info, traces: [] } }));
  return { ...state, transactions, historical_states: null };
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
