import type { Address } from "viem";

/**
 * What the owner of a liquidator allows, address by address. The contract cannot list a mapping: who was ever set is in its
 * events. A new list is one line here, and its words for the help in ts/cli/commands/allow.ts.
 */
export const LISTS = {
  // hasCode: only a contract can do what it is allowed to
  operators: { one: "operator", getter: "isOperator", setter: "setOperator", event: "OperatorSet", hasCode: false },
  markets: { one: "market", getter: "isMarket", setter: "setMarket", event: "MarketSet", hasCode: true },
  lenders: { one: "lender", getter: "isLender", setter: "setLender", event: "LenderSet", hasCode: true },
} as const;

/**
 * What the owner of a liquidator sets, by the name that the contract gives it as the setter's argument, except where
 * `argument` says another. What shares a setter is set together. A new one is one line here, and its option in ts/cli/commands/allow.ts.
 */
export const VALUES = {
  receiver: { kind: "address", getter: "settings", setter: "setReceiver", label: "receiver" },
  minBonusShareBps: { kind: "bps", getter: "settings", setter: "setLimits", label: "bonus share" },
  maxTipBps: { kind: "bps", getter: "settings", setter: "setLimits", label: "tip limit" },
  seller: { kind: "address", getter: "seller", setter: "setSeller", label: "seller", argument: "newSeller" },
  paused: { kind: "flag", getter: "settings", setter: "setPaused", label: "paused" },
} as const;

interface Kinds {
  readonly address: Address;
  readonly bps: bigint;
  readonly flag: boolean;
}

export type ListName = keyof typeof LISTS;
export type ValueName = keyof typeof VALUES;
export type Value = Kinds[keyof Kinds];
/** Every value of one liquidator. */
export type Values = { readonly [Name in ValueName]: Kinds[(typeof VALUES)[Name]["kind"]] };
/** Something for each list. */
export type EachList<T> = Readonly<Record<ListName, T>>;

export const LIST_NAMES = Object.keys(LISTS) as readonly ListName[];
export const VALUE_NAMES = Object.keys(VALUES) as readonly ValueName[];

/** @example eachList((name) => LISTS[name].one) // { operators: "operator", … } */
export function eachList<T>(make: (name: ListName) => T): EachList<T> {
  return Object.fromEntries(LIST_NAMES.map((name) => [name, make(name)])) as Record<ListName, T>;
}
