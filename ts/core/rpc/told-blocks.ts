import type { Hex } from "viem";
import { RpcError } from "../errors/errors.ts";
import { asksForHead, lastBlockOf, type RpcCall } from "./block-distance.ts";
import type { Endpoint } from "./endpoint.ts";

/** Blocks that are remembered. */
const MOST = 256;

/** Which blocks the endpoints have named, so that no two of them are read as one that are not. */
export interface ToldBlocks {
  /** Takes note of an answer that names a block. */
  learn(endpoint: Endpoint, call: RpcCall, result: unknown): void;
  /**
   * Makes sure that an endpoint reads a call on the block that is meant: it has it, and it is the one that another has named.
   * @param ask that endpoint
   * @throws RpcError when it has not, or cannot be asked
   */
  require(endpoint: Endpoint, call: RpcCall, ask: (call: RpcCall) => Promise<unknown>): Promise<void>;
}

interface Told {
  readonly by: Endpoint;
  /** Null where only the number was named. */
  readonly hash: Hex | null;
}

export function toldBlocks(): ToldBlocks {
  const told = new Map<bigint, Told>();
  return {
    learn(by, call, result) {
      const block = blockIn(call, result);
      if (block === null) return;
      const known = told.get(block.number);
      if (known !== undefined && block.hash === null) return;
      told.delete(block.number);
      told.set(block.number, { by, hash: block.hash });
      const [oldest] = told.keys();
      if (told.size > MOST) told.delete(oldest!);
    },
    async require(endpoint, call, ask) {
      // a header says itself which block it is of
      const number = call.method === "eth_getBlockByNumber" ? null : lastBlockOf(call);
      if (number === null || endpoint.shared.has(number)) return;
      const known = told.get(number);
      const isSeen = (endpoint.distance.newest() ?? -1n) >= number;
      if (known === undefined ? isSeen : known.by === endpoint) return;
      const request = { method: "eth_getBlockByNumber", params: [`0x${number.toString(16)}`, false] };
      const block = blockIn(request, await ask(request));
      if (block === null) throw unusable(endpoint, `does not have block ${number} yet`);
      if (known?.hash && block.hash !== known.hash) throw unusable(endpoint, `has another block ${number}`);
      endpoint.shared.add(number);
    },
  };
}

function unusable({ name }: Endpoint, what: string): RpcError {
  return new RpcError("state-missing", `${name} ${what}`, {
    retryable: true,
    hint: "try again, or use another endpoint",
  });
}

function blockIn(call: RpcCall, result: unknown): { readonly number: bigint; readonly hash: Hex | null } | null {
  if (typeof result === "string" && asksForHead(call)) return { number: BigInt(result), hash: null };
  if (call.method !== "eth_getBlockByNumber" || typeof result !== "object" || result === null) return null;
  const { number, hash } = result as { readonly number?: Hex | null; readonly hash?: Hex | null };
  return number && hash ? { number: BigInt(number), hash } : null;
}
