import type { Address, Hex } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** Balancer V2 of a chain: one vault holds the tokens of all pools. */
export interface BalancerV2Deployment {
  readonly vault: Address;
  /** Of weighted and stable pools to trade with: what the vault knows them by. */
  readonly pools: readonly Hex[];
}

const poolId = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text.toLowerCase() as Hex);

/**
 * Of Balancer's vault on every chain: @balancer-labs/v2-deployments 3.2.0, task 20210418-vault, and for Base, which is not in it, the same
 * task of Balancer's repository of deployments (addresses/base.json). On Optimism it has swapped in a recorded block (recorded.test.ts).
 */
const VAULT: Address = "0xBA12222222228d8Ba445958a75a0704d566BF2C8";

/** The vault lists no pools and no package does: which to trade with is for the settings of a chain to say. */
const deployed = async (): Promise<BalancerV2Deployment> => ({ vault: VAULT, pools: [] });

export const BALANCER_V2_ADDRESSES = defineAddresses<BalancerV2Deployment | null>({
  name: "balancer-v2",
  schema: z.object({ vault: addressField, pools: z.array(poolId).default([]) }).nullable(),
  chains: {
    ethereum: deployed,
    arbitrum: deployed,
    base: deployed,
    optimism: deployed,
    polygon: deployed,
    bnb: deployed,
    avalanche: deployed,
  },
  none: null,
});
