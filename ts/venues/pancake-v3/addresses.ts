import type { Address, Hex } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** A PancakeSwap V3 deployment: pools are made by a contract of their own, from which their addresses follow. */
export interface PancakeV3Deployment {
  readonly factory: Address;
  readonly poolDeployer: Address;
  readonly poolInitCodeHash: Hex;
}

const schema = z.object({
  factory: addressField,
  poolDeployer: addressField,
  poolInitCodeHash: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .transform((text) => text.toLowerCase() as Hex),
});

/** Of the pool's creation code: @pancakeswap/v3-core 1.0.2. */
const POOL_INIT_CODE_HASH: Hex = "0x6ce8eb472fa82df5469c6ab6d485f17c3ad13c8cd7af59b3d4a8026c5ce0f7e2";

/** At the same addresses wherever it is; nowhere on the others. */
const deployed = async (): Promise<PancakeV3Deployment> => ({
  factory: "0x0BFbCF9fa4f9C56B0F40a671Ad40E0805A091865",
  poolDeployer: "0x41ff9AA7e16B8B1a8a8dc4f0eFacd93D02d071c9",
  poolInitCodeHash: POOL_INIT_CODE_HASH,
});

/**
 * PancakeSwap V3 on each chain: its documentation for developers (contracts/v3/addresses). On Ethereum the pool of WETH and USDT in the
 * recorded block 24,628,608 names this factory and lies where this deployer puts it (recorded.test.ts).
 */
export const PANCAKE_V3_ADDRESSES = defineAddresses<PancakeV3Deployment | null>({
  name: "pancake-v3",
  schema: schema.nullable(),
  chains: {
    ethereum: deployed,
    arbitrum: deployed,
    base: deployed,
    bnb: deployed,
  },
  none: null,
});
