import type { Address } from "viem";
import { z } from "zod";
import { addressField } from "./address-fields.ts";

/** What a market's oracle counts in: one of its tokens, or the US dollar. */
export interface MarketCurrency {
  /** The token that is one whole of it; null: the US dollar. */
  readonly token: Address | null;
  /** Units of one whole: 10^18 for ether, 10^8 for dollars. */
  readonly unit: bigint;
}

/** As JSON writes it: the unit is a decimal string. */
export const currencyField = z.object({
  token: addressField.nullable(),
  unit: z.union([
    z.bigint().positive(),
    z
      .string()
      .regex(/^[1-9]\d{0,38}$/)
      .transform(BigInt),
  ]),
});
