import type { Address } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** Balancer V2 of a chain: one contract holds the tokens of all pools. */
export interface BalancerV2Deployment {
  readonly vault: Address;
}

/** The same on every chain that has one. */
const VAULT: BalancerV2Deployment = { vault: "0xBA12222222228d8Ba445958a75a0704d566BF2C8" };

/** Balancer V2 on each chain: the deployment `20210418-vault` of @balancer-labs/v2-deployments 3.2.0, which has none on Base. */
export const BALANCER_V2_ADDRESSES = defineAddresses<BalancerV2Deployment | null>({
  name: "balancer-v2",
  schema: z.object({ vault: addressField }).nullable(),
  chains: {
    ethereum: async () => VAULT,
    arbitrum: async () => VAULT,
    optimism: async () => VAULT,
    polygon: async () => VAULT,
    bnb: async () => VAULT,
    avalanche: async () => VAULT,
  },
  none: null,
});
