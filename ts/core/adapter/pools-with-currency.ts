import type { Address } from "viem";
import { z } from "zod";
import { addressField, blockField } from "./address-fields.ts";
import { currencyField, type MarketCurrency } from "./market-currency.ts";

/** A market whose pool and registry name each other, and whose oracle counts in a currency of its own. */
export interface PoolWithCurrency {
  readonly name: string;
  readonly pool: Address;
  readonly addressesProvider: Address;
  /** First block worth scanning for borrowers. */
  readonly fromBlock: bigint;
  readonly base: MarketCurrency;
}

export const poolsWithCurrency: z.ZodType<readonly PoolWithCurrency[]> = z.array(
  z.object({
    name: z.string().min(1),
    pool: addressField,
    addressesProvider: addressField,
    fromBlock: blockField,
    base: currencyField,
  }),
);
