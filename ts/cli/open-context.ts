import { presentLiquidators } from "../chains/present-liquidators.ts";
import { viemChain } from "../chains/viem-chain.ts";
import { type Config, loadConfig } from "../core/config/config.ts";
import type { RawSettings } from "../core/config/config-file.ts";
import { ownIds } from "../core/config/own-chains.ts";
import type { Context } from "../core/context.ts";
import { ChainMismatchError } from "../core/errors/errors.ts";
import { chainNameOf } from "../core/names/chain-names.ts";
import { resolveBlock, staleSeconds } from "../core/rpc/block.ts";
import { connect } from "../core/rpc/rpc.ts";
import { checkBook } from "../flow/find/check-book.ts";
import { loadBook } from "../flow/find/load-book.ts";
import { contractsOf } from "../protocols/contracts-of.ts";
import { ADAPTER_SETTINGS } from "./adapter-settings.ts";
import { chosenProtocols, globalSettings } from "./global-options.ts";
import type { Session } from "./session.ts";

/** Where `fliq devnet` listens unless told otherwise. */
export const DEVNET_URL = "http://127.0.0.1:8545";

/** The settings of a session: its global options, those of the command, the environment and the file. */
export function loadSettings({ host, options }: Session, settings: RawSettings = {}): Config {
  const flags = { ...globalSettings(options), ...settings };
  const config = loadConfig({ flags, env: host.env, cwd: host.cwd, configPath: options.config }, ADAPTER_SETTINGS);
  for (const url of [...config.rpcUrls, ...config.sendUrls]) host.redactor.addUrl(url);
  return config.rpcUrls.length === 0 && config.chain === "devnet" ? { ...config, rpcUrls: [DEVNET_URL] } : config;
}

/**
 * Everything a stage needs: settings, a client whose chain was checked, and an address book that agrees with the chain as
 * far as the protocols asked for go. Liquidators of other protocols are not in it.
 * @param settings of the command's own options
 */
export async function openContext(session: Session, settings: RawSettings = {}): Promise<Context> {
  const { logger, signal, progress } = session;
  const config = loadSettings(session, settings);
  progress.show("connecting");
  const ids = ownIds(config.chains);
  const client = await connect({
    urls: config.rpcUrls,
    sendUrls: config.sendUrls,
    concurrency: config.concurrency,
    chain: config.chain,
    ownIds: ids,
    chainOf: (name) => viemChain(name, config.chains),
    timeoutMs: config.rpcTimeoutMs,
    retries: config.rpcRetries,
    signal,
    logger,
  });
  const chain = chainNameOf(client.chain.id, ids);
  if (chain === null) throw new ChainMismatchError(`chain ${client.chain.id} is not supported`);
  const book = await loadBook(chain, config.chains);
  const protocols = chosenProtocols(session.options);
  const [, liquidators, head] = await Promise.all([
    checkBook(client, book, protocols),
    presentLiquidators(client, book, contractsOf(protocols), config.deploymentsDir),
    resolveBlock(client, { tag: "latest" }, logger),
  ]);
  // the local chain has a clock of its own
  const stale = chain === "devnet" ? null : staleSeconds(head, client.chain, Date.now());
  progress.clear();
  if (stale !== null) logger.warn(`the endpoint's newest block is ${stale} seconds old: it may be out of sync`);
  logger.debug("connected", { chain, chainId: book.chainId, liquidators });
  return { config, client, book: { ...book, liquidators }, logger, signal };
}
