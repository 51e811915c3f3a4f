import type { Address } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** Who lends as ERC-3156 wants it. */
export interface ERC3156Lender {
  /** For people. */
  readonly name: string;
  readonly lender: Address;
}

/** None is written down: no package that is at hand says where Maker's DssFlash is. A chain of the settings can name its own. */
export const ERC3156_ADDRESSES = defineAddresses<readonly ERC3156Lender[]>({
  name: "erc3156",
  schema: z.array(z.object({ name: z.string().min(1), lender: addressField })),
  chains: {},
  none: [],
});
