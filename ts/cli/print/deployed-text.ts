import { zeroAddress } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { Deployed } from "../../flow/deploy/deploy.ts";
import type { DeployedSeller } from "../../flow/deploy/deploy-seller.ts";
import { gasCostUsd } from "../../flow/plan/gas.ts";
import type { Colors } from "./colors.ts";
import { formatBps, formatUsd } from "./format.ts";
import { gasText } from "./gas-text.ts";
import { renderLines } from "./lines.ts";

export interface DeployedAt {
  readonly book: Pick<ChainBook, "name">;
  /** Where it is recorded, as a person would find it. */
  readonly recordFile: string;
  /** Null when the chain has none. */
  readonly seller: DeployedSeller | null;
}

/** What was deployed, or would be. */
export function deployedText(
  results: readonly Deployed[],
  { book: { name }, recordFile, seller }: DeployedAt,
  colors: Colors,
): string {
  const parts = results.map((result) => {
    const { address, record, gas, gasPrice } = result;
    const { setup } = result.setup;
    return `${titleOf(result, name, colors)}\n${renderLines([
      ["address", address],
      ...(record ? [["transaction", `${record.txHash} in block ${record.block}`] as const] : []),
      ...(gas > 0n ? [["gas", `${gasText(gas, gasPrice)} = ${formatUsd(gasCostUsd(gas, gasPrice, 0))}`] as const] : []),
      ["owner", setup.owner],
      ["receiver", setup.receiver],
      ["operators", setup.operators.join(", ")],
      ["limits", `bonus share ${formatBps(setup.minBonusShareBps)}, tip ${formatBps(setup.maxTipBps)}`],
      ["markets", setup.markets.join(", ")],
      ["lenders", setup.lenders.length === 0 ? "none" : setup.lenders.join(", ")],
      ["seller", setup.seller === zeroAddress ? "none" : setup.seller],
    ])}`;
  });
  const isDry = results.some(({ record }) => record === null);
  const last = isDry
    ? `${colors.yellow("Dry run: nothing was sent.")} Add --send to deploy.`
    : `Recorded in ${recordFile}.`;
  return [...(seller ? [sellerText(seller, name, colors)] : []), ...parts, last].join("\n\n");
}

function sellerText(
  { address, wasThere, txHash, gas, gasPrice }: DeployedSeller,
  chain: string,
  colors: Colors,
): string {
  const title = wasThere
    ? `${colors.bold("Seller")} is there on ${chain}, verified on chain`
    : txHash === null
      ? `${colors.bold("Seller")} would be deployed on ${chain}`
      : `${colors.green("Deployed")} ${colors.bold("Seller")} on ${chain}, verified on chain`;
  return `${title}\n${renderLines([
    ["address", address],
    ...(txHash ? [["transaction", txHash] as const] : []),
    ...(gas > 0n ? [["gas", `${gasText(gas, gasPrice)} = ${formatUsd(gasCostUsd(gas, gasPrice, 0))}`] as const] : []),
  ])}`;
}

function titleOf({ contract, record, wasThere }: Deployed, chain: string, colors: Colors): string {
  if (record === null) return `${colors.bold(contract)} would be deployed on ${chain}`;
  if (wasThere) return `${colors.bold(contract)} was already deployed on ${chain} with these settings`;
  return `${colors.green("Deployed")} ${colors.bold(contract)} on ${chain}, verified on chain`;
}
