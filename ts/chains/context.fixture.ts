import { tmpdir } from "node:os";
import { createPublicClient, http, type Transport } from "viem";
import { foundry } from "viem/chains";
import type { ChainBook } from "../core/chain-book.ts";
import { type Config, loadConfig } from "../core/config/config.ts";
import type { Context } from "../core/context.ts";
import { temporaryFolder } from "../core/temporary-folder.fixture.ts";
import type { DevnetInfo } from "../devnet/index.ts";

/** A context that counts what it asks the node. */
export interface CountedContext extends Context {
  /** JSON-RPC requests so far, by method. */
  readonly requests: Map<string, number>;
  /** What was called, as `eth_call` and `eth_estimateGas` take it. */
  readonly calls: unknown[];
  /** Whose logs were asked for, a list or one of them. */
  readonly logsOf: unknown[];
  readonly warnings: string[];
}

/** What a test may want otherwise. */
export interface FixtureOptions {
  readonly config?: Partial<Config>;
  readonly signal?: AbortSignal;
  /** Gas that every `eth_call` is given, as a node with that cap would; by default the block's limit. */
  readonly callGas?: bigint;
}

/** A context over a real endpoint, with a new cache folder and no record of a deployment. */
export function contextOf(rpcUrl: string, book: ChainBook, options: FixtureOptions = {}): CountedContext {
  const requests = new Map<string, number>();
  const calls: unknown[] = [];
  const logsOf: unknown[] = [];
  const warnings: string[] = [];
  const config = loadConfig({ flags: { rpcUrl }, env: {}, cwd: tmpdir() }, []);
  const cacheDir = temporaryFolder("test");
  const context = {
    config: { ...config, cacheDir, deploymentsDir: cacheDir, ...options.config },
    client: createPublicClient({
      chain: foundry,
      transport: counted(rpcUrl, { requests, calls, logsOf, callGas: options.callGas }),
    }),
    book,
    logger: { debug() {}, info() {}, warn: (message: string) => void warnings.push(message) },
    signal: options.signal ?? new AbortController().signal,
    requests,
    calls,
    logsOf,
    warnings,
  };
  return context as unknown as CountedContext;
}

interface Counters extends Pick<CountedContext, "requests" | "calls" | "logsOf"> {
  readonly callGas: bigint | undefined;
}

function counted(rpcUrl: string, { requests, calls, logsOf, callGas }: Counters): Transport {
  const base = http(rpcUrl, { retryCount: 0, timeout: 60_000 });
  return ((options: Parameters<typeof base>[0]) => {
    const inner = base(options);
    const request = ({ method, params }: { method: string; params?: unknown }) => {
      requests.set(method, (requests.get(method) ?? 0) + 1);
      const capped = method === "eth_call" && callGas !== undefined;
      const [call, ...rest] = (params ?? []) as unknown[];
      if (method === "eth_call") calls.push(call);
      if (method === "eth_getLogs") logsOf.push((call as { address: unknown }).address);
      const given = capped ? [{ ...(call as object), gas: `0x${callGas.toString(16)}` }, ...rest] : params;
      return inner.request({ method, params: given } as never);
    };
    return { ...inner, request };
  }) as unknown as Transport;
}

/** What the project would know about the devnet. */
export function devnetBook({ book }: DevnetInfo): ChainBook {
  return { chainId: foundry.id, name: "devnet", ...book, liquidators: {} };
}
