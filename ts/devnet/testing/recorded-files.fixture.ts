import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Address, Hex } from "viem";

/** State of real chains, where it lies beside this repository. */
const FOLDER = new URL("../../../../shared/data/evm-states/", import.meta.url);

/** A transaction that was recorded with the state before it. */
export interface RecordedTransaction {
  readonly from: Address;
  readonly to: Address;
  readonly value: Hex;
  readonly gas: Hex;
  readonly input: Hex;
  /** False: it reverted. */
  readonly ok: boolean;
  readonly logs: readonly { readonly address: Address; readonly topics: readonly Hex[]; readonly data: Hex }[];
}

/** What is known of a recorded state, and the state itself in the form that anvil loads. */
export interface RecordedFile {
  readonly chainId: number;
  /** The block after which it is the state, and that block's time in seconds. */
  readonly block: bigint;
  readonly timestamp: bigint;
  /** Of the next block, wei per gas. */
  readonly baseFee: bigint;
  /** Ethereum's rules then, as anvil calls them; null: whatever anvil has. */
  readonly hardfork: string | null;
  /** What the index calls them. */
  readonly addresses: Readonly<Record<string, Address>>;
  /** What must be read of the state before any other value of it is believed, in the index's words; null: nothing is given. */
  readonly check: { readonly call: string; readonly returns: readonly string[] } | null;
  readonly transactions: readonly RecordedTransaction[];
  readonly state: object;
}

/** Whether the recorded state is there: tests of one that is not are skipped. */
export function isRecorded(file: string): boolean {
  return existsSync(new URL(file, FOLDER));
}

/** What the two lists beside the states say of one, as far as it is used. */
interface Entry {
  readonly file: string;
  readonly chainId?: string;
  readonly chain?: number;
  readonly block?: string | number | null;
  readonly timestamp?: string;
  readonly baseFee?: string;
  readonly addresses?: Readonly<Record<string, Address>>;
  readonly check?: { readonly call: string; readonly returns: readonly string[] };
}

interface Header {
  readonly number: Hex | number;
  readonly timestamp: Hex | number;
}

/** Either what anvil loads itself, or accounts with the block that they were recorded for. */
interface Content extends Partial<Header> {
  readonly accounts: object;
  readonly best_block_number?: unknown;
  readonly block?: Header | null;
  readonly header?: Header;
  readonly hardfork?: string;
  readonly txs?: readonly RecordedTransaction[];
}

/** Seconds between two blocks, where the block before has to be guessed. */
const BLOCK_TIME = 12n;

/**
 * Reads a recorded state. A file of accounts is the state before its block, so it is given as that of the block before.
 * @throws when the file is not there or no list tells of it.
 */
export function readRecorded(file: string): RecordedFile {
  const content = load(file) as Content;
  const { states } = load("index.json") as { states: readonly Entry[] };
  const { entries } = load("recorded.json") as { entries: readonly Entry[] };
  const entry = [...states, ...entries].find((one) => one.file === file);
  if (entry === undefined) throw new Error(`no list tells of ${file}`);
  const common = {
    chainId: Number(entry.chainId ?? entry.chain),
    baseFee: BigInt(entry.baseFee ?? 0),
    hardfork: content.hardfork?.toLowerCase() ?? null,
    addresses: entry.addresses ?? {},
    check: entry.check ?? null,
    transactions: content.txs ?? [],
  };
  if ("best_block_number" in content) {
    const { number = entry.block!, timestamp = entry.timestamp! } = content.block ?? {};
    return { ...common, block: BigInt(number), timestamp: BigInt(timestamp), state: content };
  }
  const { number, timestamp } = content.header ?? (content as Header);
  const state = { accounts: content.accounts, block: null, best_block_number: null, blocks: [], transactions: [] };
  return { ...common, block: BigInt(number) - 1n, timestamp: BigInt(timestamp) - BLOCK_TIME, state };
}

function load(file: string): unknown {
  const bytes = readFileSync(fileURLToPath(new URL(file, FOLDER)));
  return JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}
