import { type Address, concat, type Hex, keccak256 } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** Uniswap V2, or who has copied it: pairs follow from the factory, the hash of their creation code and their tokens. */
export interface UniswapV2Deployment {
  /**
   * Renamed: pairs that call back under another name, and so lend nothing here. Solidly's are of two sorts, told apart behind their tokens,
   * of which those with a constant product trade alike; the factory says what each keeps, which leaves the pair, and they lend nothing.
   */
  readonly kind: "uniswap" | "renamed" | "solidly";
  /** For people. */
  readonly name: string;
  readonly factory: Address;
  readonly pairInitCodeHash: Hex;
  /** What every pair keeps of what it is paid, basis points; of Solidly's kind 0. */
  readonly feeBps: number;
}

const schema = z.object({
  kind: z.enum(["uniswap", "renamed", "solidly"]).default("uniswap"),
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

/** SushiSwap on Ethereum: npm's @sushiswap/core. A recorded pair lies where it follows from these (recorded.test.ts). */
const SUSHI: UniswapV2Deployment = {
  kind: "uniswap",
  name: "SushiSwap",
  factory: "0xC0AEe478e3658e2610c5F7A4A2E1777cE9e4f2Ac",
  pairInitCodeHash: "0xe18a34eb0e04b04f7a0ac29a6e80748dca96319b42c54d679cb821dca90c6303",
  feeBps: 30,
};

/** PancakeSwap V2 on BNB Chain: its documentation for developers (contracts/v2/addresses); hash and fee of its own router. */
const PANCAKE: UniswapV2Deployment = {
  kind: "renamed",
  name: "PancakeSwap V2",
  factory: "0xcA143Ce32Fe78f1f7019d7d551a6402fC5350c73",
  pairInitCodeHash: "0x00fb7f630766e6a796048ea87d01acd3068e8ff67d078148a3fa3f4a84f69bd5",
  feeBps: 25,
};

/**
 * Solidly's kind: pairs are clones of one contract. Velodrome on Optimism: the list of deployments in velodrome-finance/contracts; recorded
 * pairs lie where they follow from it. Aerodrome on Base: that in aerodrome-finance/contracts.
 */
const VELODROME = solidly(
  "Velodrome",
  "0xF1046053aa5682b4F9a81b5481394DA16BE5FF5a",
  "0x95885Af5492195F0754bE71AD1545Fe81364E531",
);
const AERODROME = solidly(
  "Aerodrome",
  "0x420DD381b31aEf6683db6B902084cB0FFECe40Da",
  "0xA4e46b4f701c62e14DF11B48dCe76A7d793CD6d7",
);

/** Uniswap V2 on each chain: `V2_FACTORY_ADDRESSES` of @uniswap/sdk-core, as @uniswap/v4-core 1.0.2 ships it. Copies are entries behind it. */
export const UNISWAP_V2_ADDRESSES = defineAddresses<readonly UniswapV2Deployment[]>({
  name: "uniswap-v2",
  schema: z.array(schema),
  chains: {
    ethereum: async () => [uniswap("0x5C69bEe701ef814a2B6a3EDD4B1652CB9cc5aA6f"), SUSHI],
    arbitrum: async () => [uniswap("0xf1D7CC64Fb4452F05c498126312eBE29f30Fbcf9")],
    base: async () => [uniswap("0x8909Dc15e40173Ff4699343b6eB8132c65e18eC6"), AERODROME],
    optimism: async () => [uniswap("0x0c3c1c532F1e39EdF36BE9Fe0bE1410313E074Bf"), VELODROME],
    polygon: async () => [uniswap("0x9e5A52f57b3038F1B8EeE45F28b3C1967e22799C")],
    bnb: async () => [uniswap("0x8909Dc15e40173Ff4699343b6eB8132c65e18eC6"), PANCAKE],
    avalanche: async () => [uniswap("0x9e5A52f57b3038F1B8EeE45F28b3C1967e22799C")],
  },
  none: [],
});

function uniswap(factory: Address): UniswapV2Deployment {
  return { kind: "uniswap", name: "Uniswap V2", factory, pairInitCodeHash: PAIR_INIT_CODE_HASH, feeBps: 30 };
}

/** @param implementation that every pair is a minimal clone of (EIP-1167) */
function solidly(name: string, factory: Address, implementation: Address): UniswapV2Deployment {
  const creation = concat([
    "0x3d602d80600a3d3981f3363d3d373d3d3d363d73",
    implementation,
    "0x5af43d82803e903d91602b57fd5bf3",
  ]);
  return { kind: "solidly", name, factory, pairInitCodeHash: keccak256(creation), feeBps: 0 };
}
