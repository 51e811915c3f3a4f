import type { Address } from "viem";
import { z } from "zod";
import { addressField, blockField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** One comptroller of a chain. */
export interface CompoundMarketAddresses {
  readonly name: string;
  readonly comptroller: Address;
  /** Its token of the chain's own coin, which is never asked for an underlying; null: none. */
  readonly native: Address | null;
  /** What its prices are of: dollars, or whole units of the chain's own coin. */
  readonly oracleUnit: "usd" | "native";
  /** First block worth scanning for borrowers. */
  readonly fromBlock: bigint;
}

const marketSchema = z.object({
  name: z.string().min(1),
  comptroller: addressField,
  native: addressField.nullable(),
  oracleUnit: z.enum(["usd", "native"]),
  fromBlock: blockField,
});

/**
 * The comptrollers of each chain, Compound V2 and its relatives, and the blocks of their deployment. Compound: its Comptroller and cETH
 * as its documentation and subgraphs have them. Venus core pool: @venusprotocol/venus-protocol 2.2.1, networks/mainnet.json.
 */
export const COMPOUND_V2_ADDRESSES = defineAddresses<readonly CompoundMarketAddresses[]>({
  name: "compound-v2",
  schema: z.array(marketSchema),
  chains: {
    ethereum: async () => [
      {
        name: "compound",
        comptroller: "0x3d9819210A31b4961b30EF54bE2aeD79B9c9Cd3B",
        native: "0x4Ddc2D193948926D02f9B1fE9e1daa0718270ED5",
        oracleUnit: "usd",
        fromBlock: 7_710_671n,
      },
    ],
    bnb: async () => [
      {
        name: "venus",
        comptroller: "0xfD36E2c2a6789Db23113685031d7F16329158384",
        native: "0xA07c5b74C9B40447a954e1466938b865b6BBea36",
        oracleUnit: "usd",
        fromBlock: 2_471_512n,
      },
    ],
  },
  none: [],
});
