import type { Address } from "viem";
import type { AdapterAddresses } from "../core/adapter/define-addresses.ts";
import type { AdapterSettings } from "../core/adapter/define-settings.ts";
import type { ChainBook } from "../core/chain-book.ts";
import type { Context } from "../core/context.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { RevertWords } from "../core/errors/revert-words.ts";
import { mulDiv, type Rounding } from "../core/math/math.ts";
import type { FundingName, VenueName } from "../core/names/names.ts";
import type { Token } from "../core/tokens/token.ts";

/** How the seized collateral becomes debt asset under a source of money. */
export type SaleKind =
  /** The source is itself a swap that delivers exactly the debt: one hop. */
  | "exact-output"
  /** All seized collateral is sold by any route. */
  | "exact-input";

/** One concrete place that can pay for a liquidation now, or several that lend one debt together. */
export interface Offer {
  readonly funding: FundingName | "several";
  /** `FundingSource` of contracts/types/Plan.sol. */
  readonly source: number;
  /** Who lends; the zero address where the source needs none, or several do. */
  readonly lender: Address;
  /** Where several lend: at least two of them, in the order in which they are asked. */
  readonly loans?: readonly Loan[];
  readonly sale: SaleKind;
  /** For an exact output: whose pool it is. The route must be one hop of this venue. */
  readonly venue?: VenueName;
  /** Most debt units it can provide; null: whatever the sale pays for. */
  readonly available: bigint | null;
  /** What the lender charges, see {@link premiumOf}; of several each says its own. */
  readonly premium: Premium;
  /** Pools that cannot be traded with while they lend. */
  readonly locks: readonly Address[];
  /** Gas of borrowing and paying back this way, without the sale, measured by its adapter. */
  readonly gas: bigint;
  /** The same where the lender is the contract that the action calls anyway, so that its storage is paid for once. */
  readonly gasOfCallee?: bigint;
}

/** What one of several lends. */
export interface Loan {
  readonly offer: Offer;
  /** Debt units. */
  readonly amount: bigint;
}

/** A share of what is borrowed: amount * rate / scale, rounded as the lender rounds. */
export interface Premium {
  readonly rate: bigint;
  readonly scale: bigint;
  readonly rounding: Rounding;
}

/** Of money that costs nothing. */
export const NO_PREMIUM: Premium = { rate: 0n, scale: 1n, rounding: "floor" };

/**
 * Debt units charged for borrowing `amount`.
 * @throws RangeError where several lend something else.
 */
export function premiumOf({ premium, loans }: Pick<Offer, "premium" | "loans">, amount: bigint): bigint {
  if (loans === undefined) return mulDiv(amount, premium.rate, premium.scale, premium.rounding);
  const lent = sumOf(loans.map((loan) => loan.amount));
  if (lent !== amount) throw new RangeError(`${lent} is lent, not ${amount}`);
  return sumOf(loans.map((loan) => premiumOf(loan.offer, loan.amount)));
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** What a source of money answers. */
export interface Offers {
  readonly offers: readonly Offer[];
  /** Lenders that could not be asked: they may have money. */
  readonly unasked: readonly Reason[];
}

export interface OfferRequest {
  readonly debt: Token;
  readonly blockNumber: bigint;
  /** Who would send the transaction; null when nobody is known. */
  readonly caller: Address | null;
  /** Liquidator that would pull from the wallet; null before it is deployed. */
  readonly liquidator: Address | null;
}

/** The off-chain half of a funding mixin. */
export interface Funding {
  readonly name: FundingName;
  /** For people, with what they call the lender. */
  readonly describe: (lender: string) => string;
  /** Errors of the lender's contracts; absent where nobody lends. */
  readonly errors?: RevertWords;
  /** Of the system that lends; absent where that needs none. */
  readonly addresses?: AdapterAddresses<unknown>;
  /** What can be set about it; absent where nothing can. Listed in cli/adapter-settings.ts as well, which loads nothing else. */
  readonly settings?: AdapterSettings;
  /** Contracts of this chain that the owner must allow as lenders; empty where none has to be named. */
  lenders(book: ChainBook): readonly Address[];
  /** Why it cannot provide `needed` units; absent where no more can be said than that nobody lends them. */
  whyNot?(context: Context, request: OfferRequest, needed: bigint): Promise<Reason>;
  /** Places that can lend this debt asset at that block, and those that could not be asked; both empty when there is none. */
  offers(context: Context, request: OfferRequest): Promise<Offers>;
}
