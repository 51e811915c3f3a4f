import type { Address } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** A pool of Curve for coins that are worth the same. */
export interface CurvePoolEntry {
  /** For people. */
  readonly name: string;
  readonly pool: Address;
  /** In the pool's order; ether as Curve names it. */
  readonly coins: readonly Address[];
  /** Whether it counts its coins in uint256, not in int128. */
  readonly wide: boolean;
}

/** As Curve names ether. */
export const CURVE_ETHER: Address = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";

const schema = z.object({
  name: z.string().min(1),
  pool: addressField,
  coins: z.array(addressField).min(2).max(8),
  wide: z.boolean(),
});

/** Pools of Curve on each chain, of whose addresses there is a record: the states of blocks 16257471 and 24628607 of Ethereum. */
export const CURVE_ADDRESSES = defineAddresses<readonly CurvePoolEntry[]>({
  name: "curve",
  schema: z.array(schema),
  chains: { ethereum: async () => [THREE_POOL, EARNING_POOL] },
  none: [],
});

const THREE_POOL: CurvePoolEntry = {
  name: "3pool",
  pool: "0xbEbc44782C7dB0a1A60Cb6fe97d0b483032FF1C7",
  coins: [
    "0x6B175474E89094C44Da98b954EedeAC495271d0F",
    "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
    "0xdAC17F958D2ee523a2206206994597C13D831ec7",
  ],
  wide: false,
};

const EARNING_POOL: CurvePoolEntry = {
  name: "sUSD/sUSDe",
  pool: "0x4b5E827F4C0a1042272a11857a355dA1F4Ceebae",
  coins: ["0x57Ab1ec28D129707052df4dF418D58a2D46d5f51", "0x9D39A5DE30e57443BfF2A8307A4256c8797A3497"],
  wide: false,
};
