import { type Address, getAddress, type Hex } from "viem";
import { UsageError } from "../core/errors/errors.ts";
import { PROTOCOL_NAMES, type ProtocolName } from "../core/names/names.ts";

/** Where a target is: a contract of the protocol, and its sub-market where one contract has many. */
export interface MarketRef {
  readonly protocol: ProtocolName;
  /** The contract that vouches for the market: Aave pool, Morpho singleton. */
  readonly market: Address;
  /** Sub-market inside `market` (Morpho market id); absent where the contract is the market. */
  readonly marketId?: Hex;
}

/** What can be acted on in a market. */
export type Subject =
  /** A loan account. `owner` is who opened it, where that is another address than the account's own. */
  | { readonly kind: "account"; readonly user: Address; readonly owner?: Address }
  /** An auction that is open, by the number or hash that the protocol gives it. */
  | { readonly kind: "auction"; readonly id: string }
  /** Collateral that the protocol itself sells. */
  | { readonly kind: "store"; readonly asset: Address };

/** discover: one thing that can be acted on. */
export interface Target extends MarketRef {
  readonly subject: Subject;
}

/** The one name of a market, in lower case: `protocol/contract` or `protocol/contract/id`. */
export function marketKey({ protocol, market, marketId }: MarketRef): string {
  return [protocol, market, ...(marketId ? [marketId] : [])].join("/").toLowerCase();
}

/**
 * The one name of a target, in lower case, for records, logs, JSON and the command line: the market's, then the account's
 * address, `auction:` and its id, or `store:` and the asset.
 * @example targetKey(target) // "aave-v3/0x8787…4e2/0x7099…79c8"
 */
export function targetKey(target: Target): string {
  return `${marketKey(target)}/${subjectKey(target.subject).toLowerCase()}`;
}

function subjectKey(subject: Subject): string {
  if (subject.kind === "account") return subject.user;
  return subject.kind === "auction" ? `auction:${subject.id}` : `store:${subject.asset}`;
}

const ADDRESS = "0x[0-9a-f]{40}";
const KEY = new RegExp(
  `^([a-z0-9-]+)/(${ADDRESS})(?:/(0x[0-9a-f]{64}))?/(?:(${ADDRESS})|auction:([0-9a-z]+)|store:(${ADDRESS}))$`,
);

/**
 * The target that a key names. An account's owner is not part of its key.
 * @throws UsageError when the text is no key of a protocol that this project has.
 */
export function parseTargetKey(text: string): Target {
  const [, name, market, marketId, user, auction, asset] = KEY.exec(text.trim().toLowerCase()) ?? [];
  const protocol = PROTOCOL_NAMES.find((one) => one === name);
  if (protocol === undefined || market === undefined) {
    throw new UsageError(`${JSON.stringify(text)} is no target`, {
      hint: "a target is protocol/market/account, with the market's id before the account where it has one",
    });
  }
  return {
    protocol,
    market: getAddress(market),
    ...(marketId && { marketId: marketId as Hex }),
    subject: user
      ? { kind: "account", user: getAddress(user) }
      : auction
        ? { kind: "auction", id: auction }
        : { kind: "store", asset: getAddress(asset!) },
  };
}

/** The loan account of a target; null where it is something else. */
export function userOf({ subject }: Pick<Target, "subject">): Address | null {
  return subject.kind === "account" ? subject.user : null;
}

/** A target that is a loan account. */
export function accountTarget(market: MarketRef, user: Address): Target {
  return { ...market, subject: { kind: "account", user } };
}
