import type { Address } from "viem";
import { z } from "zod";
import { addressField, blockField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** What makes the pre-liquidation contracts of a singleton, and knows them. */
export interface PreLiquidationFactory {
  readonly address: Address;
  /** First block worth scanning for what it made. */
  readonly fromBlock: bigint;
}

/** The Morpho Blue singleton of a chain. */
export interface MorphoSingleton {
  readonly morpho: Address;
  /** First block worth scanning for borrowers. */
  readonly fromBlock: bigint;
  /** Absent: there is none, or nobody has said which. */
  readonly preLiquidationFactory?: PreLiquidationFactory | undefined;
}

const contract = { address: addressField, fromBlock: blockField };
const schema = z.object({
  morpho: addressField,
  fromBlock: blockField,
  preLiquidationFactory: z.object(contract).optional(),
});

/** Where Morpho Blue was deployed first, and at the same address on Base. */
const FIRST = "0xBBBBBbbBBb9cC5e90e3b3Af64bdAF62C37EEFFCb";

/**
 * Morpho Blue on each chain, its factory of pre-liquidations, and the blocks of their deployments: @morpho-org/morpho-ts 2.8.0,
 * which has none on Avalanche. Every singleton and its block is in the adapters of DefiLlama as well; every factory and its
 * block in the settings of liquidation bots that are public, but for that of BNB Chain, which has no second source.
 */
export const MORPHO_ADDRESSES = defineAddresses<MorphoSingleton | null>({
  name: "morpho",
  schema: schema.nullable(),
  chains: {
    ethereum: singleton(FIRST, 18_883_124n, "0x6FF33615e792E35ed1026ea7cACCf42D9BF83476", 21_414_664n),
    arbitrum: singleton(
      "0x6c247b1F6182318877311737BaC0844bAa518F5e",
      296_446_593n,
      "0x635c31B5DF1F7EFbCbC07E302335Ef4230758e3d",
      307_326_238n,
    ),
    base: singleton(FIRST, 13_977_148n, "0x8cd16b62E170Ee0bA83D80e1F80E6085367e2aef", 23_779_056n),
    optimism: singleton(
      "0xce95AfbB8EA029495c66020883F87aaE8864AF92",
      130_770_075n,
      "0x3d05C01EE8e97361b9E19D172128255eaE5F98B9",
      132_139_369n,
    ),
    polygon: singleton(
      "0x1bF0c2541F820E775182832f06c0B7Fc27A25f67",
      66_931_042n,
      "0xeDadDe37D76c72b98725614d0b41C20Fe612d304",
      68_074_185n,
    ),
    bnb: singleton(
      "0x01b0Bd309AA75547f7a37Ad7B1219A898E67a83a",
      54_344_680n,
      "0xEB8871F0FA8aB787AbCD28d1095f7B486d241D42",
      54_346_080n,
    ),
  },
  none: null,
});

function singleton(morpho: Address, fromBlock: bigint, factory: Address, factoryBlock: bigint) {
  return async (): Promise<MorphoSingleton> => ({
    morpho,
    fromBlock,
    preLiquidationFactory: { address: factory, fromBlock: factoryBlock },
  });
}
