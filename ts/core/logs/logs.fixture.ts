import type { ServerResponse } from "node:http";
import { type Address, type Hex, keccak256, numberToHex, padHex, toEventSelector, toHex } from "viem";
import { type LocalServer, type Received, reply, result, startServer } from "../rpc/local-server.fixture.ts";

/** The event of the chain that {@link startLogServer} serves. */
export const SEEN = {
  type: "event",
  name: "Seen",
  inputs: [
    { name: "who", type: "address", indexed: true },
    { name: "amount", type: "uint256", indexed: false },
  ],
} as const;

export const EMITTER: Address = "0x00000000000000000000000000000000000000Ee";

/** A log query as a provider sees it. */
export interface Query {
  readonly from: bigint;
  readonly to: bigint;
  /** Logs that the query would return. */
  readonly found: number;
  /** Its place among all queries, from 1. */
  readonly count: number;
}

/** How a provider refuses: a JSON-RPC error, over HTTP 200 unless it has another status, or an HTTP status without one. */
export type Refusal =
  | { readonly code: number; readonly message: string; readonly data?: unknown; readonly status?: number }
  | { readonly status: number };

export interface LogServerOptions {
  /** Blocks with a log, ascending; a block may occur several times. */
  readonly blocks: readonly bigint[];
  readonly head: bigint;
  /** Null answers the query. */
  readonly refuse?: (query: Query) => Refusal | null;
  /** Null answers with the block, if the chain has it. */
  readonly refuseBlock?: (block: bigint) => Refusal | null;
  /** The last block whose logs are known, where that is not the head: later ones are answered as if they had none. */
  readonly logHead?: bigint;
  /** Says that it does not know a block above `logHead` that is named by its hash. */
  readonly isHonest?: boolean;
  /** Seconds between two blocks; by default as on Ethereum. */
  readonly blockTime?: number;
  /** Distinguishes one history of the chain from another with the same first block. */
  readonly history?: () => string;
}

export interface LogServer extends LocalServer {
  /** Every query, refused or not. */
  readonly queries: Query[];
}

/** A JSON-RPC server with blocks and logs, and the limits of a provider. The account of log n is n + 1, unless repeated. */
export async function startLogServer(options: LogServerOptions): Promise<LogServer> {
  const queries: Query[] = [];
  const { logHead = options.head } = options;
  const hashOf = (block: bigint) => keccak256(toHex(`${block === 0n ? "" : (options.history?.() ?? "")}${block}`));
  const server = await startServer((request, response) => {
    if (request.method !== "eth_getLogs") {
      const refusal = request.method === "eth_getBlockByNumber" ? options.refuseBlock?.(blockOf(request)) : null;
      if (refusal) return refused(response, request.id, refusal);
      return result(response, request.id, other(request, options, hashOf));
    }
    const logsOf = (from: bigint, to: bigint) =>
      options.blocks.flatMap((block, index) =>
        block >= from && block <= to && block <= logHead ? [logOf(index, block, hashOf(block))] : [],
      );
    const [{ fromBlock, toBlock, blockHash }] = request.params as [{ fromBlock: Hex; toBlock: Hex; blockHash?: Hex }];
    if (blockHash !== undefined) {
      const block = options.blocks.find((one) => hashOf(one) === blockHash)!;
      if (block <= logHead || !options.isHonest) return result(response, request.id, logsOf(block, block));
      return refused(response, request.id, { code: -32000, message: "unknown block" });
    }
    const [from, to] = [BigInt(fromBlock), BigInt(toBlock)];
    const logs = logsOf(from, to);
    const query = { from, to, found: logs.length, count: queries.length + 1 };
    queries.push(query);
    const refusal = options.refuse?.(query) ?? null;
    return refusal === null ? result(response, request.id, logs) : refused(response, request.id, refusal);
  });
  return { ...server, queries };
}

function refused(response: ServerResponse, id: number, refusal: Refusal): void {
  if ("code" in refusal) {
    const { code, message, data, status = 200 } = refusal;
    reply(response, status, { jsonrpc: "2.0", id, error: { code, message, data } });
  } else reply(response, refusal.status, "<html>no</html>");
}

const blockOf = ({ params }: Received): bigint => BigInt((params as [Hex])[0]);

function other(
  request: Received,
  { head, blocks, blockTime = 12 }: LogServerOptions,
  hashOf: (block: bigint) => Hex,
): unknown {
  if (request.method === "eth_blockNumber") return numberToHex(head);
  if (request.method !== "eth_getBlockByNumber") throw new Error(`unexpected ${request.method}`);
  const number = blockOf(request);
  if (number > head) return null;
  return {
    number: numberToHex(number),
    hash: hashOf(number),
    timestamp: numberToHex(Math.floor(Number(number) * blockTime)),
    logsBloom: padHex(blocks.includes(number) ? "0x800" : "0x", { size: 256 }),
    transactions: [],
  };
}

function logOf(index: number, block: bigint, blockHash: Hex) {
  return {
    address: EMITTER,
    topics: [toEventSelector(SEEN), padHex(numberToHex(index + 1), { size: 32 })],
    data: padHex(numberToHex(index), { size: 32 }),
    blockNumber: numberToHex(block),
    blockHash,
    logIndex: "0x0",
    transactionIndex: "0x0",
    transactionHash: blockHash,
    removed: false,
  };
}
