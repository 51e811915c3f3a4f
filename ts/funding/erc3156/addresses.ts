import type { Address } from "viem";
import { z } from "zod";
import { addressField, blockField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** Who lends as ERC-3156 wants it. */
export interface ERC3156Lender {
  /** For people. */
  readonly name: string;
  readonly lender: Address;
  /** Gas of borrowing there and paying back; absent: that of a token that mints itself. */
  readonly gas?: bigint | undefined;
}

/**
 * Of Ethereum: Maker's DssFlash by the documentation of the Maker protocol (Flash Mint Module), and the minter of GHO by
 * @aave-dao/aave-address-book 4.68.1. A chain of the settings can name others.
 */
export const ERC3156_ADDRESSES = defineAddresses<readonly ERC3156Lender[]>({
  name: "erc3156",
  schema: z.array(z.object({ name: z.string().min(1), lender: addressField, gas: blockField.optional() })),
  chains: {
    ethereum: async () => {
      const { GHO_FLASHMINTER_FACILITATOR } = await import("@aave-dao/aave-address-book/GhoEthereum");
      return [
        { name: "DssFlash", lender: "0x60744434d6339a6B27d73d9Eda62b6F66a0a04FA", gas: 250_000n },
        { name: "GHO flash minter", lender: GHO_FLASHMINTER_FACILITATOR, gas: 100_000n },
      ];
    },
  },
  none: [],
});
