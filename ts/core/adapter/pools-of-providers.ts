import type { Address } from "viem";
import { z } from "zod";
import { addressField, blockField } from "./address-fields.ts";

/** A market whose pool and registry name each other. */
export interface PoolOfProvider {
  readonly name: string;
  readonly pool: Address;
  readonly addressesProvider: Address;
  /** First block worth scanning for borrowers. */
  readonly fromBlock: bigint;
}

export const poolsOfProviders: z.ZodType<readonly PoolOfProvider[]> = z.array(
  z.object({
    name: z.string().min(1),
    pool: addressField,
    addressesProvider: addressField,
    fromBlock: blockField,
  }),
);
