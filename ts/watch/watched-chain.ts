import { type Address, getAddress } from "viem";
import type { Context } from "../core/context.ts";
import type { ProtocolName } from "../core/names/names.ts";
import { findBlock } from "../core/rpc/block.ts";
import { addPrices } from "../flow/assess/add-prices.ts";
import { assessStates } from "../flow/assess/assess-states.ts";
import type { AssessedTarget } from "../flow/assess/assessed-target.ts";
import { badDebtPolicy } from "../flow/assess/bad-debt-policy.ts";
import { knownPrices } from "../flow/assess/known-prices.ts";
import { missingPrices } from "../flow/assess/missing-prices.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import type { Head } from "./head.ts";
import { continuationOf, type History, withBlock } from "./history.ts";
import { readLogs } from "./read-logs.ts";
import {
  followProtocol,
  logSourcesOf,
  type OpenOptions,
  openProtocol,
  type Users,
  type WatchedProtocol,
} from "./watched-protocol.ts";

/** What a watcher knows, as of one block. Nothing in it changes: the next block makes another. */
export interface WatchedChain {
  readonly head: Head;
  readonly history: History;
  readonly protocols: readonly WatchedProtocol[];
  /** These alone are watched; null: everybody. */
  readonly users: Users;
}

/** How a block was followed. */
export interface Followed {
  readonly chain: WatchedChain;
  /** Blocks that were abandoned by a reorganisation; 0 without one, null when more than are remembered. */
  readonly abandoned: number | null;
  /** Targets whose positions the blocks' logs were about. */
  readonly touched: number;
}

/** Everything of the protocols that this chain has, as of a block: the same reads as `targets`. */
export async function openChain(
  context: Context,
  names: readonly ProtocolName[],
  head: Head,
  { borrowers = null, ...options }: Omit<OpenOptions, "users"> & { readonly borrowers?: Iterable<Address> | null } = {},
): Promise<WatchedChain> {
  const users = borrowers && new Set([...borrowers].map((one) => getAddress(one)));
  const protocols: WatchedProtocol[] = [];
  for (const name of names) {
    if (PROTOCOLS[name].markets(context.book).length === 0) continue;
    protocols.push(await openProtocol(context, name, head.number, { ...options, users }));
  }
  return { head, history: withBlock([], head, new Set()), protocols, users };
}

/**
 * The chain at a newer head: one query of logs, the markets, and the positions that changed. After a reorganisation also what
 * the abandoned blocks had changed; everything where it reaches further back than is remembered. A failure leaves what was
 * known as it was, and the same head can be tried again.
 * @throws what the client throws
 */
export async function followHead(context: Context, chain: WatchedChain, head: Head): Promise<Followed> {
  const hashOf = async (number: bigint) => (await findBlock(context.client, { number }))?.hash ?? null;
  const continuation = await continuationOf(chain.history, head, hashOf);
  if (continuation.kind === "lost") {
    const names = chain.protocols.map(({ name }) => name);
    return { chain: await openChain(context, names, head, { borrowers: chain.users }), abandoned: null, touched: 0 };
  }
  const again = continuation.kind === "reorganised" ? continuation.abandoned : new Set<string>();
  const last = continuation.history.at(-1)!;
  const sources: Address[] = chain.protocols.flatMap((one) => logSourcesOf(context, one));
  const logs = await readLogs(context, sources, last.number + 1n, head);
  const change = { logs, again, blockNumber: head.number, timestamp: head.timestamp };
  const followed = await Promise.all(chain.protocols.map((one) => followProtocol(context, one, change)));
  const touched = new Set([...again, ...followed.flatMap((one) => [...one.touched])]);
  const history = last.number === head.number ? continuation.history : withBlock(continuation.history, head, touched);
  return {
    chain: { head, history, protocols: followed.map(({ next }) => next), users: chain.users },
    abandoned: continuation.kind === "reorganised" ? continuation.blocks : 0,
    touched: touched.size,
  };
}

/** Every target as of the chain's head, by the rules of its protocol. Asks for nothing but USD prices that no market says. */
export async function assessChain(context: Context, { head, protocols }: WatchedChain): Promise<AssessedTarget[]> {
  const prices = new Map<string, bigint>();
  for (const { name, states } of protocols) {
    addPrices(prices, knownPrices(PROTOCOLS[name], states.markets));
  }
  const assessed: AssessedTarget[] = [];
  for (const { name, states } of protocols) {
    const protocol = PROTOCOLS[name];
    addPrices(prices, await missingPrices(context, protocol, states.markets, prices, head.number));
    assessed.push(
      ...assessStates(context, protocol, states, {
        horizonSeconds: context.config.horizonSeconds,
        ...badDebtPolicy(protocol, context.config),
        usdPrices: prices,
        liquidationPrices: false,
      }),
    );
  }
  return assessed;
}
