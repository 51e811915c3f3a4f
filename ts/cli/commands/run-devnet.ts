import { setTimeout as sleep } from "node:timers/promises";
import { toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import type { Context } from "../../core/context.ts";
import { DevnetError, InterruptedError, RpcError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import { explainFileFailure } from "../../core/errors/explain-file-failure.ts";
import { endpointName } from "../../core/errors/redact.ts";
import { requestWithRetry } from "../../core/rpc/request-with-retry.ts";
import { DEVNET_MNEMONIC, type Devnet, movePrice, startDevnet } from "../../devnet/index.ts";
import { DEVNET_URL, loadSettings, openContext } from "../open-context.ts";
import { formatPrice } from "../print/format.ts";
import type { Session } from "../session.ts";
import type { DevnetPriceRequest, DevnetRequest } from "./devnet.ts";
import { type DevnetAccount, devnetText } from "./devnet-text.ts";

/** How often the node is asked whether it is still there, milliseconds. */
const HEARTBEAT_MS = 2_000;

/** Starts the local chain, prints what it holds, and ends it when the user interrupts. */
export async function runDevnet(request: DevnetRequest, session: Session): Promise<void> {
  const { progress, signal, output, logger } = session;
  progress.show("starting the local chain (the first time, its contracts are compiled: about half a minute)");
  const devnet = await startDevnet(request).catch((cause: unknown) => {
    const taken = /^port \d+ is taken/.exec(sentenceOf(cause));
    if (taken) {
      throw new DevnetError(`the local chain did not start: ${taken[0]}`, {
        cause,
        code: "port-taken",
        hint: "choose another with --port <number>, or stop what listens there",
      });
    }
    throw (
      explainFileFailure(cause) ?? new DevnetError(`the local chain did not start: ${sentenceOf(cause)}`, { cause })
    );
  });
  try {
    if (signal.aborted) throw new InterruptedError();
    const result = { rpcUrl: devnet.rpcUrl, ...devnet.info, accounts: testAccounts(devnet) };
    output.result(result, (content) => devnetText(content, request.commands, session));
    await untilInterrupted(devnet, signal);
  } finally {
    await devnet.stop();
  }
  logger.info("the local chain is stopped");
}

/** Moves a price on the running local chain; what cannot be done leaves the chain as it was. */
export async function runDevnetPrice(request: DevnetPriceRequest, session: Session): Promise<void> {
  const { symbol, priceUsd, pools } = request;
  const { progress, output } = session;
  const { client, signal } = await openDevnet(request, session);
  progress.show(`moving ${symbol} to ${formatPrice(priceUsd)}`);
  const { transactions, pools: traded } = await movePrice(client, symbol, priceUsd, { pools }).catch(
    (cause: unknown) => {
      if (signal.aborted) throw new InterruptedError();
      const known = explainFailure(cause);
      if (known instanceof RpcError) throw known;
      throw new DevnetError(
        `${symbol} cannot be moved to ${formatPrice(priceUsd)}, and is where it was: ${sentenceOf(cause)}`,
        {
          cause,
          code: "devnet-price",
          hint: "use a price that is nearer, or --no-pools to move the feed only",
        },
      );
    },
  );
  const block = await client.getBlockNumber({ cacheTime: 0 });
  output.result({ symbol, priceUsd, pools: traded, block, transactions }, (moved) => {
    const traded = `${moved.pools} ${moved.pools === 1 ? "pool" : "pools"} traded to it`;
    return `${symbol} is at ${formatPrice(priceUsd)} since block ${moved.block}; ${pools ? traded : "the pools were left alone"}.`;
  });
}

/** The running local chain: at the port, at the endpoint of the settings, else where one listens by default. */
async function openDevnet({ port }: DevnetPriceRequest, session: Session): Promise<Context> {
  const rpcUrl = port === null ? session.options.rpcUrl : [`http://127.0.0.1:${port}`];
  const options = { ...session.options, chain: "devnet", ...(rpcUrl !== undefined && { rpcUrl }) };
  const onDevnet = { ...session, options };
  const [url] = loadSettings(onDevnet).rpcUrls;
  return openContext(onDevnet).catch((error: unknown) => {
    if (!(error instanceof RpcError) || error.failure !== "unreachable") throw error;
    throw new DevnetError(`there is no local chain at ${endpointName(url ?? DEVNET_URL)}`, {
      cause: error,
      hint: "start it with npx fliq devnet, or say where it is with --port",
    });
  });
}

/** The accounts of the public test phrase that have ether and a role in what to try. */
function testAccounts(devnet: Devnet): readonly DevnetAccount[] {
  const { deployer, operator, owner } = devnet.info.addresses.accounts;
  return Object.entries({ deployer, operator, owner }).map(([role, address], addressIndex) => {
    const account = mnemonicToAccount(DEVNET_MNEMONIC, { addressIndex });
    if (account.address !== address) throw new DevnetError(`account ${addressIndex} is not the ${role}`);
    return { role, address, privateKey: toHex(account.getHdKey().privateKey!) };
  });
}

/** Resolves when the user interrupts; fails when the node goes away on its own. */
async function untilInterrupted(devnet: Devnet, signal: AbortSignal): Promise<void> {
  const heartbeat = { url: devnet.rpcUrl, timeoutMs: 30_000, retries: 1, signal, logger: { debug() {} } };
  while (!signal.aborted) {
    try {
      await sleep(HEARTBEAT_MS, undefined, { signal });
      await requestWithRetry(heartbeat, { method: "eth_chainId" });
    } catch (cause) {
      if (signal.aborted) return;
      throw new DevnetError("the local chain has ended on its own", { cause, hint: "start it again" });
    }
  }
}

function sentenceOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, "");
}
