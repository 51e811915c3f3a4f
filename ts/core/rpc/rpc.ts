import { type Chain, createPublicClient, type PublicClient, type Transport } from "viem";
import { ChainMismatchError, ConfigError } from "../errors/errors.ts";
import { endpointName } from "../errors/redact.ts";
import { CHAIN_IDS, chainNameOf, rpcUrlVariables } from "../names/chain-names.ts";
import { requestWithRetry, retryingTransport, type TransportOptions } from "./rpc-transport.ts";

export interface ConnectOptions extends Omit<TransportOptions, "url" | "silentRetries"> {
  /** Null when none was given: then the failure says how to give one. */
  readonly url: string | null;
  /** Chain that was asked for by name; null takes whatever the endpoint serves. */
  readonly chain: string | null;
  /** Ids of the chains that the settings add, by name. */
  readonly ownIds?: Readonly<Record<string, number>>;
  /** viem's description of a supported chain. */
  readonly chainOf: (name: string) => Chain | Promise<Chain>;
}

/**
 * A read client whose endpoint answered and serves the chain that was asked for.
 * @throws ConfigError without an endpoint, RpcError when it cannot be asked, ChainMismatchError when it serves another
 * chain or one that is not supported.
 * @example const client = await connect({ url: "http://127.0.0.1:8545", chain: null, … });
 */
export async function connect(options: ConnectOptions): Promise<PublicClient<Transport, Chain>> {
  const { url, chain, chainOf, ownIds = {} } = options;
  if (url === null) throw noEndpoint(chain);
  const transport = { ...options, url };
  // an endpoint that is not there should be said so soon
  const answer = await requestWithRetry({ ...transport, silentRetries: 1 }, { method: "eth_chainId" });
  const chainId = Number(answer);
  const ids: Readonly<Record<string, number>> = { ...CHAIN_IDS, ...ownIds };
  const served = chainNameOf(chainId, ownIds);
  if (chain !== null && served !== chain) {
    const other = served ? `${served} (chain ${chainId})` : `chain ${chainId}`;
    throw new ChainMismatchError(`${endpointName(url)} serves ${other}, not ${chain} (chain ${ids[chain]})`, {
      hint: served ? `pass --chain ${served} or another endpoint` : "pass another endpoint",
      numbers: { expected: ids[chain] ?? 0, actual: chainId },
    });
  }
  if (served === null) {
    throw new ChainMismatchError(`${endpointName(url)} serves chain ${chainId}, which is not supported`, {
      hint: `supported are ${Object.entries(ids)
        .map(([name, id]) => `${name} (${id})`)
        .join(", ")}; describe others in the settings: docs/settings.md`,
      numbers: { actual: chainId },
    });
  }
  return createPublicClient({ chain: await chainOf(served), transport: retryingTransport(transport) });
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
