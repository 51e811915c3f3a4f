import type { Address, Hex } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** A Uniswap V3 deployment: pools are proven by factory and init-code hash. */
export interface UniswapV3Deployment {
  readonly factory: Address;
  readonly poolInitCodeHash: Hex;
  /** Fee tiers worth quoting, in hundredths of a basis point. */
  readonly feeTiers: readonly number[];
  /** Others of its kind, which the seller alone can trade with. */
  readonly copies: readonly UniswapV3Copy[];
}

/** Someone else's pools of the Uniswap V3 kind, such as Slipstream's. */
export interface UniswapV3Copy {
  /** For people. */
  readonly name: string;
  readonly factory: Address;
  /** What creates the pools, and the hash of their creation code. Null: the factory is asked where they are. */
  readonly poolsFrom: { readonly deployer: Address; readonly poolInitCodeHash: Hex } | null;
  /** What its factory knows pools of two tokens by; a tick spacing where the fee changes. */
  readonly key: "fee" | "tick-spacing";
  /** Such fees or tick spacings, besides those that the factory names when it is asked. */
  readonly tiers: readonly number[];
}

const codeHash = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text.toLowerCase() as Hex);

const copy = z.object({
  name: z.string().min(1),
  factory: addressField,
  poolsFrom: z.object({ deployer: addressField, poolInitCodeHash: codeHash }).nullable(),
  key: z.enum(["fee", "tick-spacing"]),
  tiers: z.array(z.int().min(1).max(999_999)),
});

const schema = z.object({
  factory: addressField,
  poolInitCodeHash: codeHash,
  feeTiers: z.array(z.int().min(0).max(999_999)),
  copies: z.array(copy).default([]),
});

/** Where it was deployed first; later chains have another factory. */
const FIRST: Address = "0x1F98431c8aD98523631AE4a59f267346ea31F984";

/**
 * Slipstream: its factories make clones, and are asked where they are. On Optimism there are two, of different age. Sources: the lists of
 * deployments in the repositories aerodrome-finance/slipstream and velodrome-finance/slipstream, the newer of Optimism in the latter's scripts.
 */
const slipstream = (name: string, factory: Address): UniswapV3Copy => ({
  name,
  factory,
  poolsFrom: null,
  key: "tick-spacing",
  tiers: [],
});
const ON_BASE = [slipstream("Aerodrome", "0x5e7BB104d84c7CB9B682AaC2F3d509f5F406809A")];
const ON_OPTIMISM = [
  slipstream("Velodrome", "0xCc0bDDB707055e04e497aB22a59c2aF4391cd12F"),
  slipstream("Velodrome (older)", "0x548118C7E0B865C2CfA94D15EC86B666468ac758"),
];

/** Uniswap V3 on each chain: @uniswap/sdk-core 7.19.4. */
export const UNISWAP_V3_ADDRESSES = defineAddresses<UniswapV3Deployment | null>({
  name: "uniswap-v3",
  schema: schema.nullable(),
  chains: {
    ethereum: async () => deployment(FIRST),
    arbitrum: async () => deployment(FIRST),
    base: async () => deployment("0x33128a8fC17869897dcE68Ed026d694621f6FDfD", ON_BASE),
    optimism: async () => deployment(FIRST, ON_OPTIMISM),
    polygon: async () => deployment(FIRST),
    bnb: async () => deployment("0xdB1d10011AD0Ff90774D0C6Bb92e5C5c8b4461F7"),
    avalanche: async () => deployment("0x740b1c1de25031C31FF4fC9A62f554A55cdC1baD"),
  },
  none: null,
});

/** Of the pool's creation code, the same on every chain: @uniswap/v3-core 1.0.1. */
const POOL_INIT_CODE_HASH: Hex = "0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54";

/** Fee tiers that hold nearly all liquidity, hundredths of a basis point. */
const FEE_TIERS = [100, 500, 3000, 10_000] as const;

function deployment(factory: Address, copies: readonly UniswapV3Copy[] = []): UniswapV3Deployment {
  return { factory, poolInitCodeHash: POOL_INIT_CODE_HASH, feeTiers: FEE_TIERS, copies };
}
