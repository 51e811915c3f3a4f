import type { Address } from "viem";
import type { DeployedLiquidator } from "./deployed-liquidators.ts";
import type { ListChange, Who, Wishes } from "./resolve-wishes.ts";
import { type EachList, eachList, type Values } from "./rights.ts";

export const MAIN: Address = "0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2";
export const LIDO: Address = "0x4e033931ad43597d96D6bcc25c280717730B58B1";
export const MORPHO: Address = "0xBBBBBbbBBb9cC5e90e3b3Af64bdAF62C37EEFFCb";
export const STRANGER: Address = "0x000000000000000000000000000000000000dEaD";

const markets = [
  { address: MAIN, name: "main" },
  { address: LIDO, name: "lido" },
];

export const AAVE: DeployedLiquidator = {
  contract: "AaveV3Liquidator",
  address: "0x00000000000000000000000000000000000000A1",
  fromBlock: 0n,
  known: { operators: null, markets, lenders: markets },
};

export const BLUE: DeployedLiquidator = {
  contract: "MorphoLiquidator",
  address: "0x00000000000000000000000000000000000000b2",
  fromBlock: 0n,
  known: { operators: null, markets: [{ address: MORPHO, name: "morpho" }], lenders: [] },
};

/** Wishes of which only the parts that matter are said. */
export function wishing(
  lists: Partial<EachList<Partial<ListChange<Who>>>>,
  values: Partial<Values> = {},
  unlisted = false,
): Wishes {
  return { lists: eachList((list) => ({ add: [], remove: [], ...lists[list] })), values, unlisted };
}
