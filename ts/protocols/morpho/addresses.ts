import type { Address } from "viem";
import { z } from "zod";
import { addressField, blockField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** The Morpho Blue singleton of a chain. */
export interface MorphoSingleton {
  readonly morpho: Address;
  /** First block worth scanning for borrowers. */
  readonly fromBlock: bigint;
}

/** Where Morpho Blue was deployed first, and at the same address on Base. */
const FIRST = "0xBBBBBbbBBb9cC5e90e3b3Af64bdAF62C37EEFFCb";

/** Morpho Blue on each chain, and the block of its deployment: @morpho-org/morpho-ts 2.8.0, which has none on Avalanche. */
export const MORPHO_ADDRESSES = defineAddresses<MorphoSingleton | null>({
  name: "morpho",
  schema: z.object({ morpho: addressField, fromBlock: blockField }).nullable(),
  chains: {
    ethereum: async () => ({ morpho: FIRST, fromBlock: 18_883_124n }),
    arbitrum: async () => ({ morpho: "0x6c247b1F6182318877311737BaC0844bAa518F5e", fromBlock: 296_446_593n }),
    base: async () => ({ morpho: FIRST, fromBlock: 13_977_148n }),
    optimism: async () => ({ morpho: "0xce95AfbB8EA029495c66020883F87aaE8864AF92", fromBlock: 130_770_075n }),
    polygon: async () => ({ morpho: "0x1bF0c2541F820E775182832f06c0B7Fc27A25f67", fromBlock: 66_931_042n }),
    bnb: async () => ({ morpho: "0x01b0Bd309AA75547f7a37Ad7B1219A898E67a83a", fromBlock: 54_344_680n }),
  },
  none: null,
});
