import { type Address, isAddressEqual, zeroAddress } from "viem";
import type { Context } from "../../core/context.ts";
import { mapConcurrent } from "../../core/data/map-concurrent.ts";
import type { LiquidatorName } from "../../core/names/names.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import type { DeployedLiquidator } from "./deployed-liquidators.ts";
import { readAllowed, readValue } from "./read-right.ts";
import { type EachList, LIST_NAMES, type ListName, VALUE_NAMES, type Values } from "./rights.ts";

/** Somebody on a list of a liquidator, allowed or not. */
export interface Entry {
  readonly address: Address;
  /** In the book; null when it has none. */
  readonly name: string | null;
  readonly allowed: boolean;
  /** Null where the book can know nobody. */
  readonly inBook: boolean | null;
}

/** Who may do what with one liquidator at one block. */
export interface Governance {
  readonly contract: LiquidatorName;
  readonly address: Address;
  readonly blockNumber: bigint;
  readonly owner: Address;
  /** To whom the owner has offered it, and who has not accepted; null when nobody. */
  readonly pendingOwner: Address | null;
  readonly values: Values;
  /** The addresses that were asked about, each once. */
  readonly lists: EachList<readonly Entry[]>;
}

/**
 * Reads a liquidator: its owner, every value, and the lists for the addresses given.
 * @throws RpcError when the node cannot be asked, RevertError and AddressBookError when it is another contract.
 */
export async function readGovernance(
  context: Context,
  { contract, address, known }: DeployedLiquidator,
  { asked, blockNumber }: { readonly asked: EachList<readonly Address[]>; readonly blockNumber: bigint },
): Promise<Governance> {
  const { client, config } = context;
  const at = { address, blockNumber };
  const [owner, pendingOwner, values] = await Promise.all([
    client.readContract({ ...at, abi: flashLiquidatorAbi, functionName: "owner" }),
    client.readContract({ ...at, abi: flashLiquidatorAbi, functionName: "pendingOwner" }),
    Promise.all(VALUE_NAMES.map(async (name) => [name, await readValue(context, at, name)] as const)),
  ]);
  const lists: Partial<Record<ListName, readonly Entry[]>> = {};
  for (const list of LIST_NAMES) {
    const inBook = known[list];
    lists[list] = await mapConcurrent(once(asked[list]), config.concurrency, async (who) => {
      const entry = inBook?.find((one) => isAddressEqual(one.address, who));
      const allowed = await readAllowed(context, at, list, who);
      return { address: who, name: entry?.name ?? null, allowed, inBook: inBook && entry !== undefined };
    });
  }
  return {
    contract,
    address,
    blockNumber,
    owner,
    pendingOwner: isAddressEqual(pendingOwner, zeroAddress) ? null : pendingOwner,
    values: Object.fromEntries(values) as unknown as Values,
    lists: lists as EachList<readonly Entry[]>,
  };
}

function once(addresses: readonly Address[]): Address[] {
  return addresses.filter((one, index) => addresses.findIndex((other) => isAddressEqual(one, other)) === index);
}
