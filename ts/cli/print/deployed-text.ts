import type { ChainBook } from "../../chains/chain-book.ts";
import type { Deployed } from "../../flow/deploy.ts";
import type { Colors } from "./colors.ts";
import { formatBps } from "./format.ts";
import { renderLines } from "./lines.ts";

/** What was deployed, or would be. */
export function deployedText(results: readonly Deployed[], { name, chainId }: ChainBook, colors: Colors): string {
  const parts = results.map(({ contract, address, setup: { setup }, record }) => {
    const title = record
      ? `${colors.green("Deployed")} ${colors.bold(contract)} on ${name}, verified on chain`
      : `${colors.bold(contract)} would be deployed on ${name}`;
    return `${title}\n${renderLines([
      ["address", address],
      ...(record ? [["transaction", `${record.txHash} in block ${record.block}`] as const] : []),
      ["owner", setup.owner],
      ["receiver", setup.receiver],
      ["operators", setup.operators.join(", ")],
      ["limits", `slippage ${formatBps(setup.maxSlippageBps)}, tip ${formatBps(setup.maxTipBps)}`],
      ["markets", setup.markets.join(", ")],
      ["lenders", setup.lenders.length === 0 ? "none" : setup.lenders.join(", ")],
    ])}`;
  });
  const isSent = results.some(({ record }) => record !== null);
  const last = isSent
    ? `Recorded in deployments/${chainId}.json.`
    : `${colors.yellow("Dry run: nothing was sent.")} Add --send to deploy.`;
  return [...parts, last].join("\n\n");
}
