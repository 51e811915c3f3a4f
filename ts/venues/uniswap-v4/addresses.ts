import type { Address } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** Uniswap V4 of a chain: one contract holds all pools. */
export interface UniswapV4Deployment {
  readonly poolManager: Address;
}

/** Uniswap V4 on each chain of whose address there is a record: the state of block 24628608 of Ethereum. */
export const UNISWAP_V4_ADDRESSES = defineAddresses<UniswapV4Deployment | null>({
  name: "uniswap-v4",
  schema: z.object({ poolManager: addressField }).nullable(),
  chains: { ethereum: async () => ({ poolManager: "0x000000000004444c5dc75cB358380D2e3dE08A90" }) },
  none: null,
});
