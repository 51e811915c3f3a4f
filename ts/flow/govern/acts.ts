import type { Address } from "viem";

/** What an owner does besides setting what is allowed: one at a time, and never together with that. */
export type Act =
  /** Sends what lies at the liquidator to its receiver. `token` zero: ether; `amount` in whole tokens, null: all of it. */
  | { readonly kind: "rescue"; readonly token: Address; readonly amount: string | null }
  /** Offers the liquidator to a new owner, who has to accept; zero: takes an offer back. */
  | { readonly kind: "offer"; readonly to: Address }
  /** What the new owner does with an offer. */
  | { readonly kind: "accept" };

/** What an act changes, and what a person calls it. */
export const ACT_EFFECTS = { owner: "owner", pendingOwner: "offered to", held: "held" } as const;
export type ActEffect = keyof typeof ACT_EFFECTS;
