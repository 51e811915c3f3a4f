import type { Address } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** Uniswap V4 of a chain: one contract holds all pools. */
export interface UniswapV4Deployment {
  readonly poolManager: Address;
}

/**
 * Uniswap V4 on each chain: Uniswap's list of its deployments (content/protocols/v4/deployments.mdx of its documentation). That of Ethereum
 * has swapped in a recorded block (recorded.test.ts).
 */
export const UNISWAP_V4_ADDRESSES = defineAddresses<UniswapV4Deployment | null>({
  name: "uniswap-v4",
  schema: z.object({ poolManager: addressField }).nullable(),
  chains: {
    ethereum: async () => ({ poolManager: "0x000000000004444c5dc75cB358380D2e3dE08A90" }),
    arbitrum: async () => ({ poolManager: "0x360E68faCcca8cA495c1B759Fd9EEe466db9FB32" }),
    base: async () => ({ poolManager: "0x498581fF718922c3f8e6A244956aF099B2652b2b" }),
    optimism: async () => ({ poolManager: "0x9a13F98Cb987694C9F086b1F5eB990EeA8264Ec3" }),
    polygon: async () => ({ poolManager: "0x67366782805870060151383F4BbFF9daB53e5cD6" }),
    bnb: async () => ({ poolManager: "0x28e2Ea090877bF75740558f6BFB36A5ffeE9e9dF" }),
    avalanche: async () => ({ poolManager: "0x06380C0e0912312B5150364B9DC4542BA0DbBc85" }),
  },
  none: null,
});
