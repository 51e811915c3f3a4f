import {
  type Abi,
  type AbiFunction,
  type Address,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  isAddressEqual,
} from "viem";
import type { Token } from "../../core/tokens/token.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import type { ActEffect } from "./acts.ts";
import type { Governance } from "./read-governance.ts";
import type { Wanted } from "./resolve-wishes.ts";
import { LIST_NAMES, LISTS, type ListName, VALUE_NAMES, VALUES, type Value, type ValueName } from "./rights.ts";

const ABI: Abi = flashLiquidatorAbi;

/** One thing of a liquidator, as it is and as it is wanted. */
export interface Difference {
  readonly what: ListName | ValueName | ActEffect;
  /** Who on the list, or the token that is held, zero for ether; null for a value. */
  readonly who: Address | null;
  /** In the book, or the token's symbol; null when it has none. */
  readonly name: string | null;
  /** What is held, and to whom it goes; `from` and `to` are in its units. */
  readonly token?: Token;
  readonly receiver?: Address;
  readonly from: Value;
  readonly to: Value;
}

/** One call of the owner, or of who becomes the owner. */
export interface Change {
  readonly setter: string;
  readonly args: readonly Value[];
  /** At least one. */
  readonly differences: readonly Difference[];
  /** Who has to send it. */
  readonly sender: Address;
  /** The liquidator. */
  readonly to: Address;
  readonly data: Hex;
}

export interface PlannedChanges {
  /** In the order in which they are to be sent. */
  readonly changes: readonly Change[];
  /** What was asked for and is so already: `from` and `to` are the same. */
  readonly alreadySo: readonly Difference[];
}

/**
 * The calls that make a liquidator as it is wanted, none for what is so already. Pure. What takes a right away comes first
 * and what gives one comes last, so that nobody can do more in between than before or after.
 * @param governance read for every address that `wanted` has
 */
export function planChanges(governance: Governance, { lists, values }: Wanted): PlannedChanges {
  const entries = LIST_NAMES.flatMap((list) => {
    const { add, remove } = lists[list];
    return governance.lists[list].flatMap(({ address, name, allowed }): Difference[] => {
      const of = (to: boolean) => ({ what: list, who: address, name, from: allowed, to });
      if (add.some((one) => isAddressEqual(one, address))) return [of(true)];
      return remove.some((one) => isAddressEqual(one, address)) ? [of(false)] : [];
    });
  });
  const single = VALUE_NAMES.flatMap((name): Difference[] => {
    const to = values[name];
    return to === undefined ? [] : [{ what: name, who: null, name: null, from: governance.values[name], to }];
  });
  const isSo = ({ from, to }: Difference) => from === to;
  const changes = [
    ...entries.filter((one) => !isSo(one)).map((one) => listCall(governance, one)),
    ...valueCalls(
      governance,
      single.filter((one) => !isSo(one)),
    ),
  ];
  return {
    changes: changes.sort((a, b) => rank(a) - rank(b)),
    alreadySo: [...entries, ...single].filter(isSo),
  };
}

function listCall({ address, owner }: Governance, difference: Difference): Change {
  const { setter } = LISTS[difference.what as ListName];
  return callOf(address, owner, { setter, args: [difference.who!, difference.to], differences: [difference] });
}

/** One call for each setter; what it sets besides stays as it is. */
function valueCalls({ address, owner, values }: Governance, differences: readonly Difference[]): Change[] {
  const setterOf = ({ what }: Difference) => VALUES[what as ValueName].setter;
  return [...new Set(differences.map(setterOf))].map((setter) => {
    const own = differences.filter((one) => setterOf(one) === setter);
    const { inputs } = getAbiItem({ abi: ABI, name: setter }) as AbiFunction;
    const args = inputs.map(
      ({ name }) => own.find(({ what }) => argumentOf(what) === name)?.to ?? values[name as ValueName],
    );
    return callOf(address, owner, { setter, args, differences: own });
  });
}

function argumentOf(what: Difference["what"]): string {
  const value = VALUES[what as ValueName];
  return "argument" in value ? value.argument : what;
}

/** A call of a liquidator, by whom it is for. */
export function callOf(
  to: Address,
  sender: Address,
  { setter, args, differences }: Pick<Change, "setter" | "args" | "differences">,
): Change {
  const data = encodeFunctionData({ abi: ABI, functionName: setter, args });
  return { setter, args, differences, sender, to, data };
}

function rank({ setter, differences }: Change): number {
  const { to, who } = differences[0]!;
  if (setter === VALUES.paused.setter) return to === true ? 0 : 4;
  if (who === null) return 2;
  return to === true ? 3 : 1;
}
