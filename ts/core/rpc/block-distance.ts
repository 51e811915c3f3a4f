/** Blocks whose state every node keeps, and by which no node of a working endpoint lags. */
const KEPT_BLOCKS = 128n;

/** A call as viem hands it over. */
export interface RpcCall {
  readonly method: string;
  readonly params?: unknown;
}

/** Where the block of a call lies: about the newest, long past, or not to be expected soon. */
export type BlockPlace = "near" | "past" | "future";

/** What one endpoint has said of its newest block, so that a call for history can be told from one for the head. */
export interface BlockDistance {
  /** Takes note of an answer that names a block. */
  learn(call: RpcCall, result: unknown): void;
  /** Null while nothing is known. */
  newest(): bigint | null;
  /** "near" for a tag, a hash, a call without a block, and while nothing is known. */
  placeOf(call: RpcCall): BlockPlace;
}

export function blockDistance(): BlockDistance {
  let newest: bigint | null = null;
  return {
    learn({ method }, result) {
      const number = blockIn(method, result);
      if (number !== null && (newest === null || number > newest)) newest = number;
    },
    newest: () => newest,
    placeOf(call) {
      const asked = blockOf(call);
      if (newest === null || asked === null) return "near";
      if (asked + KEPT_BLOCKS < newest) return "past";
      return asked > newest + KEPT_BLOCKS ? "future" : "near";
    },
  };
}

function blockIn(method: string, result: unknown): bigint | null {
  if (method === "eth_blockNumber") return toNumber(result);
  if (method !== "eth_getBlockByNumber" || typeof result !== "object" || result === null) return null;
  return toNumber((result as { readonly number?: unknown }).number);
}

/** Number of the block on whose state a call is; null for a tag, a hash and a call without a block. */
export function blockOf({ method, params }: RpcCall): bigint | null {
  const given: unknown = Array.isArray(params) ? params[placeOfBlock(method)] : null;
  return toNumber(given);
}

/** Last block of a call that reads a range. */
export function lastBlockOf(call: RpcCall): bigint | null {
  if (call.method !== "eth_getLogs") return blockOf(call);
  const [filter] = Array.isArray(call.params) ? call.params : [];
  return toNumber((filter as { readonly toBlock?: unknown } | undefined)?.toBlock);
}

/** Whether the newest block is asked for, or its number. */
export function asksForHead({ method, params }: RpcCall): boolean {
  if (method === "eth_blockNumber") return true;
  return method === "eth_getBlockByNumber" && Array.isArray(params) && params[0] === "latest";
}

/** Place of the block among a method's parameters. */
function placeOfBlock(method: string): number {
  if (method === "eth_getBlockByNumber") return 0;
  return method === "eth_getStorageAt" || method === "eth_getProof" ? 2 : 1;
}

/** Null for a tag and for a hash. */
function toNumber(value: unknown): bigint | null {
  return typeof value === "string" && /^0x[0-9a-f]{1,16}$/i.test(value) ? BigInt(value) : null;
}
