import { type Chain, createPublicClient, custom, type PublicClient, type Transport } from "viem";
import type { Logger } from "../context.ts";
import { ChainMismatchError, ConfigError } from "../errors/errors.ts";
import { CHAIN_IDS, chainNameOf, rpcUrlVariables } from "../names/chain-names.ts";
import { askEndpoints } from "./ask-endpoints.ts";
import { type Endpoint, endpointsOf, leave } from "./endpoint.ts";
import { isAway } from "./falls-over.ts";
import { describeReadError } from "./read-errors.ts";
import { requestWithRetry, type TransportOptions } from "./request-with-retry.ts";

export interface ConnectOptions extends Omit<TransportOptions, "url" | "silentRetries" | "inFlight" | "logger"> {
  /** Endpoints to read from, best first; empty when none was given: then the failure says how to give one. */
  readonly urls: readonly string[];
  /** Endpoints that signed bytes go to, all at once; empty: whoever is read from. */
  readonly sendUrls?: readonly string[];
  /** What may be under way at once at each endpoint; absent: any number. */
  readonly concurrency?: number;
  /** Chain that was asked for by name; null takes whatever the first endpoint serves. */
  readonly chain: string | null;
  /** Ids of the chains that the settings add, by name. */
  readonly ownIds?: Readonly<Record<string, number>>;
  /** viem's description of a supported chain. */
  readonly chainOf: (name: string) => Chain | Promise<Chain>;
  readonly logger: Pick<Logger, "debug" | "warn">;
}

/**
 * A client over endpoints each of which serves the chain that was asked for, or will be asked before it is used.
 * @throws ConfigError without an endpoint, RpcError when none can be asked, ChainMismatchError when any of them serves another
 * chain or one that is not supported.
 * @example const client = await connect({ urls: ["http://127.0.0.1:8545"], chain: null, … });
 */
export async function connect(options: ConnectOptions): Promise<PublicClient<Transport, Chain>> {
  const { urls, sendUrls = [], chain, ownIds = {}, chainOf, logger } = options;
  if (urls.length === 0) throw noEndpoint(chain);
  const made = endpointsOf(options);
  const [reads, sends] = [made(urls), made(sendUrls)];
  const answers = await Promise.all([...new Set([...reads, ...sends])].map((one) => askChain(one, options)));
  const first = answers.find(({ endpoint, id }) => id !== null && reads.includes(endpoint));
  if (first === undefined || first.id === null) throw answers[0]!.error;
  const expected = chain ?? first.id;
  for (const { endpoint, id } of answers) {
    if (id === null) continue;
    requireChain(endpoint, id, { expected, ownIds });
    endpoint.isChecked = true;
  }
  for (const { endpoint, id, error } of answers) if (id === null) sayUnasked(endpoint, { error, sends, logger });
  const described = await chainOf(chainNameOf(first.id, ownIds)!);
  const request = askEndpoints({
    ...{ ...options, reads, sends, lagBlocks: lagBlocksOf(described) },
    async check(endpoint) {
      const { id, error } = await askChain(endpoint, options);
      if (id === null) throw error;
      requireChain(endpoint, id, { expected, ownIds });
      endpoint.isChecked = true;
    },
  });
  // viem's own retry would repeat reverts that a node reports as an internal error
  const transport = custom({ request }, { key: "fliq-http", name: "JSON-RPC over HTTP", retryCount: 0 });
  return createPublicClient({ chain: described, transport });
}

interface ChainAnswer {
  readonly endpoint: Endpoint;
  /** Null when it could not be asked. */
  readonly id: number | null;
  readonly error: unknown;
}

async function askChain(endpoint: Endpoint, options: ConnectOptions): Promise<ChainAnswer> {
  const { url, inFlight } = endpoint;
  try {
    // an endpoint that is not there should be said so soon
    const limits = { ...options, url, ...(inFlight && { inFlight }), silentRetries: 1 };
    return { endpoint, id: Number(await requestWithRetry(limits, { method: "eth_chainId" })), error: null };
  } catch (error) {
    return { endpoint, id: null, error };
  }
}

interface Expected {
  /** The chain that was asked for, else the id of the first endpoint's. */
  readonly expected: string | number;
  readonly ownIds: Readonly<Record<string, number>>;
}

function requireChain({ name }: Endpoint, id: number, { expected, ownIds }: Expected): void {
  const ids: Readonly<Record<string, number>> = { ...CHAIN_IDS, ...ownIds };
  const served = chainNameOf(id, ownIds);
  const other = served ? `${served} (chain ${id})` : `chain ${id}`;
  if (typeof expected === "string" && served !== expected) {
    throw new ChainMismatchError(`${name} serves ${other}, not ${expected} (chain ${ids[expected]})`, {
      hint: served ? `pass --chain ${served} or another endpoint` : "pass another endpoint",
      numbers: { expected: ids[expected] ?? 0, actual: id },
    });
  }
  if (served === null) {
    throw new ChainMismatchError(`${name} serves chain ${id}, which is not supported`, {
      hint: `supported are ${Object.entries(ids)
        .map(([chain, known]) => `${chain} (${known})`)
        .join(", ")}; describe others in the settings: docs/settings.md`,
      numbers: { actual: id },
    });
  }
  if (typeof expected === "number" && id !== expected) {
    throw new ChainMismatchError(`${name} serves ${other}, and the first endpoint chain ${expected}`, {
      hint: "pass endpoints of one chain",
      numbers: { expected, actual: id },
    });
  }
}

/** An endpoint that says nothing at the start may be back when it is needed. */
function sayUnasked(
  endpoint: Endpoint,
  { error, sends, logger }: { error: unknown; sends: readonly Endpoint[]; logger: ConnectOptions["logger"] },
): void {
  // some take signed bytes and nothing else, and these say themselves for which chain they are
  if (sends.includes(endpoint) && !isAway(error)) return;
  leave(endpoint);
  logger.warn(`${endpoint.name} could not be asked for its chain`, { reason: describeReadError(error) });
}

/** How far an endpoint may be behind before it lags: half a minute, and never less than two blocks. */
function lagBlocksOf({ blockTime }: Chain): bigint {
  return blockTime === undefined ? 2n : BigInt(Math.max(2, Math.ceil(30_000 / blockTime)));
}

function noEndpoint(chain: string | null): ConfigError {
  if (chain === null) {
    return new ConfigError("there is no endpoint to ask", {
      hint: "pass --rpc-url <url>, or --chain <name> and set <CHAIN>_RPC_URL",
    });
  }
  const variables = rpcUrlVariables(chain).join(" or ");
  return new ConfigError(`there is no endpoint for ${chain}`, { hint: `pass --rpc-url <url> or set ${variables}` });
}
