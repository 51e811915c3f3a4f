import type { Address } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** Uniswap V4 of a chain: one contract holds all pools. */
export interface UniswapV4Deployment {
  readonly poolManager: Address;
  /**
   * Hooks whose pools are traded with: code of strangers, which runs in the middle of a sale. Absent: none. They may refuse a swap and set
   * its fee, which the simulation finds out, but not change what is paid.
   */
  readonly hooks?: readonly Address[] | undefined;
}

/** Of a hook's address: it changes what a swap takes or pays (`Hooks.sol` of @uniswap/v4-core 1.0.2). */
const CHANGES_AMOUNTS = 0b1100n;

const hook = addressField.refine((address) => (BigInt(address) & CHANGES_AMOUNTS) === 0n, {
  error: "is a hook that changes what a swap pays, which cannot be computed",
});

const deployed = (poolManager: Address) => async (): Promise<UniswapV4Deployment> => ({ poolManager });

/**
 * Uniswap V4 on each chain: Uniswap's list of its deployments (content/protocols/v4/deployments.mdx of its documentation). That of Ethereum
 * has swapped in a recorded block (recorded.test.ts).
 */
export const UNISWAP_V4_ADDRESSES = defineAddresses<UniswapV4Deployment | null>({
  name: "uniswap-v4",
  schema: z.object({ poolManager: addressField, hooks: z.array(hook).optional() }).nullable(),
  chains: {
    ethereum: deployed("0x000000000004444c5dc75cB358380D2e3dE08A90"),
    arbitrum: deployed("0x360E68faCcca8cA495c1B759Fd9EEe466db9FB32"),
    base: deployed("0x498581fF718922c3f8e6A244956aF099B2652b2b"),
    optimism: deployed("0x9a13F98Cb987694C9F086b1F5eB990EeA8264Ec3"),
    polygon: deployed("0x67366782805870060151383F4BbFF9daB53e5cD6"),
    bnb: deployed("0x28e2Ea090877bF75740558f6BFB36A5ffeE9e9dF"),
    avalanche: deployed("0x06380C0e0912312B5150364B9DC4542BA0DbBc85"),
  },
  none: null,
});
