import type { Address } from "viem";
import { z } from "zod";
import { addressField } from "./address-fields.ts";

/** What a market's oracle counts in: one of its tokens, or the US dollar. */
export interface MarketCurrency {
  /** The token that is one whole of it; null: the US dollar. */
  readonly token: Address | null;
  /** Units of one whole: 10^18 for ether, 10^8 for dollars. */
  readonly unit: bigint;
  /** What people call the token; of dollars it is not needed. */
  readonly symbol?: string | undefined;
}

const POWER_OF_TEN = /^10{0,38}$/;

/** As JSON writes it: the unit is a decimal string. */
export const currencyField = z.object({
  token: addressField.nullable(),
  unit: z.union([
    z.bigint().refine((unit) => POWER_OF_TEN.test(String(unit))),
    z.string().regex(POWER_OF_TEN).transform(BigInt),
  ]),
  symbol: z.string().min(1).max(12).optional(),
});
