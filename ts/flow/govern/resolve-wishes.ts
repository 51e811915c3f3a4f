import { type Address, isAddressEqual } from "viem";
import { listed } from "../../core/data/listed.ts";
import { RefusedError, UsageError } from "../../core/errors/errors.ts";
import type { Act } from "./acts.ts";
import type { DeployedLiquidator } from "./deployed-liquidators.ts";
import { isCalled } from "./names-in-book.ts";
import { type EachList, eachList, LIST_NAMES, LISTS, type ListName, type Values } from "./rights.ts";

/** Somebody as a person names them: by address, or as the book does. */
export type Who = { readonly address: Address } | { readonly name: string };

/** Whom to add to a list, and whom to take off it. */
export interface ListChange<T> {
  readonly add: readonly T[];
  readonly remove: readonly T[];
}

/** What the owner wants of every liquidator it is about. */
export interface Wishes {
  readonly lists: EachList<ListChange<Who>>;
  readonly values: Partial<Values>;
  /** True: markets and lenders may be added that the book does not have. */
  readonly unlisted: boolean;
  /** What is done besides; absent: nothing. */
  readonly act?: Act;
}

/** The same for one liquidator. */
export interface Wanted {
  readonly lists: EachList<ListChange<Address>>;
  readonly values: Partial<Values>;
}

/**
 * What is wanted of each liquidator. Pure. What the book has is added only where the book has it; taking away is for all of
 * them. What is allowed gets approvals, so what the book does not have is added only when that is said, and to one only.
 * @throws UsageError for a name that no book has, and for an unlisted address when it is not clear to whom; RefusedError for
 * an unlisted address without `unlisted`.
 */
export function resolveWishes(liquidators: readonly DeployedLiquidator[], wishes: Wishes): Wanted[] {
  const perList = eachList((list) => {
    const { add, remove } = wishes.lists[list];
    return {
      add: add.map((who) => targetsOf(liquidators, list, who, () => unlistedFor(liquidators, list, who, wishes))),
      remove: remove.map((who) => targetsOf(liquidators, list, who, () => liquidators)),
    };
  });
  for (const list of LIST_NAMES) refuseBoth(list, perList[list]);
  const of = (targets: readonly Targets[], liquidator: DeployedLiquidator) =>
    targets.flatMap(({ address, at }) => (at.includes(liquidator) ? [address] : []));
  return liquidators.map((liquidator) => ({
    lists: eachList((list) => ({
      add: of(perList[list].add, liquidator),
      remove: of(perList[list].remove, liquidator),
    })),
    values: wishes.values,
  }));
}

/** An address, and the liquidators that it is meant for. */
interface Targets {
  readonly address: Address;
  readonly at: readonly DeployedLiquidator[];
}

function targetsOf(
  liquidators: readonly DeployedLiquidator[],
  list: ListName,
  who: Who,
  otherwise: () => readonly DeployedLiquidator[],
): Targets {
  const knowing = liquidators.flatMap((liquidator) => {
    // one liquidator may serve protocols that each have a market of this name
    const entries = liquidator.known[list]?.filter((one) =>
      "name" in who ? isCalled(one.name, who.name) : isAddressEqual(one.address, who.address),
    );
    return (entries ?? []).map(({ address }) => ({ liquidator, address }));
  });
  if ("address" in who) {
    const isOpen = liquidators.every(({ known }) => known[list] === null);
    const at = isOpen ? liquidators : knowing.map(({ liquidator }) => liquidator);
    return { address: who.address, at: at.length > 0 ? at : otherwise() };
  }
  const { one } = LISTS[list];
  const names = knownNames(liquidators, list);
  if (knowing.length === 0) {
    throw new UsageError(`the address book has no ${one} ${who.name} for ${contractsOf(liquidators)}`, {
      hint: names.length > 0 ? `it has ${names.join(", ")}; or write its address` : "write its address",
    });
  }
  const { address } = knowing[0]!;
  if (!knowing.every((other) => isAddressEqual(other.address, address))) {
    const meant = names.filter((name) => isCalled(name, who.name));
    throw new UsageError(`${who.name} is the name of more than one ${one}`, {
      hint: `write ${listed(meant, "or")}, or its address`,
    });
  }
  return { address, at: knowing.map(({ liquidator }) => liquidator) };
}

function unlistedFor(
  liquidators: readonly DeployedLiquidator[],
  list: ListName,
  who: Who,
  { unlisted }: Wishes,
): readonly DeployedLiquidator[] {
  const { one } = LISTS[list];
  const what = `${"name" in who ? who.name : who.address} is no ${one} that the address book has`;
  if (!unlisted) {
    throw new RefusedError(`${what} for ${contractsOf(liquidators)}, and what is allowed gets approvals`, {
      code: "unlisted",
      hint: "add --unlisted when you are sure that it is the right contract",
    });
  }
  if (liquidators.length === 1) return liquidators;
  throw new UsageError(`${what}, so it is not clear which liquidator is meant`, { hint: "say it with --protocol" });
}

function refuseBoth(list: ListName, { add, remove }: ListChange<Targets>): void {
  const both = add.find(({ address }) => remove.some((other) => isAddressEqual(other.address, address)));
  if (both) throw new UsageError(`${LISTS[list].one} ${both.address} is to be added and to be removed`);
}

function knownNames(liquidators: readonly DeployedLiquidator[], list: ListName): string[] {
  const names = liquidators.flatMap(({ known }) => (known[list] ?? []).flatMap(({ name }) => (name ? [name] : [])));
  return [...new Set(names)];
}

function contractsOf(liquidators: readonly DeployedLiquidator[]): string {
  return listed(liquidators.map(({ contract }) => contract));
}
