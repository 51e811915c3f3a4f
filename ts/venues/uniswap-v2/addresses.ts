import type { Address, Hex } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** Uniswap V2, or who has copied it: pairs follow from the factory, the hash of their creation code and their tokens. */
export interface UniswapV2Deployment {
  /** For people. */
  readonly name: string;
  readonly factory: Address;
  readonly pairInitCodeHash: Hex;
  /** What every pair keeps of what it is paid, basis points. */
  readonly feeBps: number;
}

const schema = z.object({
  name: z.string().min(1),
  factory: addressField,
  pairInitCodeHash: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .transform((text) => text.toLowerCase() as Hex),
  feeBps: z.int().min(0).max(9_999),
});

/** Of the pair's creation code: @uniswap/v2-core 1.0.1. */
const PAIR_INIT_CODE_HASH: Hex = "0x96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f";

/** Uniswap V2 on each chain: `V2_FACTORY_ADDRESSES` of @uniswap/sdk-core, as @uniswap/v4-core 1.0.2 ships it. Copies are entries like it. */
export const UNISWAP_V2_ADDRESSES = defineAddresses<readonly UniswapV2Deployment[]>({
  name: "uniswap-v2",
  schema: z.array(schema),
  chains: {
    ethereum: async () => uniswap("0x5C69bEe701ef814a2B6a3EDD4B1652CB9cc5aA6f"),
    arbitrum: async () => uniswap("0xf1D7CC64Fb4452F05c498126312eBE29f30Fbcf9"),
    base: async () => uniswap("0x8909Dc15e40173Ff4699343b6eB8132c65e18eC6"),
    optimism: async () => uniswap("0x0c3c1c532F1e39EdF36BE9Fe0bE1410313E074Bf"),
    polygon: async () => uniswap("0x9e5A52f57b3038F1B8EeE45F28b3C1967e22799C"),
    bnb: async () => uniswap("0x8909Dc15e40173Ff4699343b6eB8132c65e18eC6"),
    avalanche: async () => uniswap("0x9e5A52f57b3038F1B8EeE45F28b3C1967e22799C"),
  },
  none: [],
});

function uniswap(factory: Address): readonly UniswapV2Deployment[] {
  return [{ name: "Uniswap V2", factory, pairInitCodeHash: PAIR_INIT_CODE_HASH, feeBps: 30 }];
}
