import type { Address } from "viem";
import { readDeployments } from "../../chains/deployments.ts";
import type { Context } from "../../core/context.ts";
import { listed } from "../../core/data/listed.ts";
import { ConfigError } from "../../core/errors/errors.ts";
import type { LiquidatorName, ProtocolName } from "../../core/names/names.ts";
import { allowedMarkets } from "../../protocols/allowed-markets.ts";
import { contractsOf, servedBy } from "../../protocols/contracts-of.ts";
import { allowedBy } from "../deploy/allowed-by.ts";
import { noLiquidator } from "../deploy/no-liquidator.ts";
import { namesInBook } from "./names-in-book.ts";
import type { EachList } from "./rights.ts";

/** An address that the book of the chain has. */
export interface KnownAddress {
  readonly address: Address;
  /** What people call it; null when it has no name. */
  readonly name: string | null;
}

/** A liquidator that is on the chain, and what the book says that its owner must allow. */
export interface DeployedLiquidator {
  readonly contract: LiquidatorName;
  readonly address: Address;
  /** Block of its deployment: nobody was set before. */
  readonly fromBlock: bigint;
  /** Null where the book can know nobody. */
  readonly known: EachList<readonly KnownAddress[] | null>;
}

/**
 * The liquidators of these protocols that are recorded and on the chain.
 * @throws ConfigError when there is none, DeploymentError when the record is malformed.
 */
export async function deployedLiquidators(
  { book, config }: Pick<Context, "book" | "config">,
  protocols: readonly ProtocolName[],
): Promise<DeployedLiquidator[]> {
  const { contracts } = await readDeployments(book.chainId, config.deploymentsDir);
  const names = contractsOf(protocols);
  if (names.length === 0) throw noLiquidator(protocols);
  const found = names.flatMap((contract) => {
    const address = book.liquidators[contract];
    if (address === undefined) return [];
    return [{ contract, address, fromBlock: BigInt(contracts[contract]?.block ?? 0), known: knownTo(contract, book) }];
  });
  if (found.length > 0) return found;
  throw new ConfigError(`${listed(names)} ${names.length > 1 ? "are" : "is"} not deployed on ${book.name}`, {
    code: "not-deployed",
    hint: "deploy with fliq deploy",
  });
}

/** Of every protocol that the contract serves, whichever of them was asked for. A lender is often a market too, and has its name from there. */
function knownTo(contract: LiquidatorName, book: Context["book"]): DeployedLiquidator["known"] {
  const names = namesInBook(book);
  const named = (address: Address): KnownAddress => ({ address, name: names.get(address.toLowerCase()) ?? null });
  const markets = servedBy(contract).flatMap((protocol) => allowedMarkets(protocol, book));
  return {
    operators: null,
    markets: markets.map(({ address }) => named(address)),
    lenders: allowedBy(contract, book).lenders.map(named),
  };
}
