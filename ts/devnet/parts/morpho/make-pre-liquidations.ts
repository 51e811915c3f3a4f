import { type Address, parseAbi, parseEventLogs } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { SharedAddresses } from "../../part.ts";
import { ASSETS } from "../../shared/assets.ts";
import type { MorphoAddresses, MorphoMarketAddresses, PreLiquidationAddresses } from "./addresses.ts";
import { PRE_LIQUIDATIONS } from "./borrowers.ts";

const FACTORY = parseAbi([
  "struct Terms { uint256 preLltv; uint256 preLCF1; uint256 preLCF2; uint256 preLIF1; uint256 preLIF2; address preLiquidationOracle; }",
  "function createPreLiquidation(bytes32 id, Terms terms) returns (address)",
  "event CreatePreLiquidation(address indexed preLiquidation, bytes32 id, Terms preLiquidationParams)",
]);

/** Deploys the factory of pre-liquidations, and what borrowers may authorise. */
export async function makePreLiquidations(
  deployer: Deployer,
  { feeds }: Pick<SharedAddresses, "feeds">,
  morpho: Address,
  markets: readonly MorphoMarketAddresses[],
): Promise<Pick<MorphoAddresses, "preLiquidationFactory" | "preLiquidations">> {
  const factory = await deployer.deploy("PreLiquidationFactory", [morpho]);
  const preLiquidations: PreLiquidationAddresses[] = [];
  for (const { label, market, preLltv, closeFactor, incentive, ownOracle } of PRE_LIQUIDATIONS) {
    const { id, collateral, loan, oracle: shared } = markets.find((one) => one.label === market)!;
    const [from, to] = [ASSETS[collateral].decimals, ASSETS[loan].decimals];
    const oracle = ownOracle
      ? await deployer.deploy("MorphoFeedOracle", [feeds[collateral], feeds[loan], from, to])
      : shared;
    const [preLCF1, preLCF2] = closeFactor;
    const [preLIF1, preLIF2] = incentive;
    const terms = { preLltv, preLCF1, preLCF2, preLIF1, preLIF2, preLiquidationOracle: oracle };
    const call = { from: deployer.account, to: factory, abi: FACTORY } as const;
    await deployer.send({ ...call, functionName: "createPreLiquidation", args: [id, terms] });
    preLiquidations.push({
      label,
      address: await lastMade(deployer, factory),
      market,
      oracle,
      preLltv: preLltv.toString(),
      preLCF1: preLCF1.toString(),
      preLCF2: preLCF2.toString(),
      preLIF1: preLIF1.toString(),
      preLIF2: preLIF2.toString(),
    });
  }
  return { preLiquidationFactory: factory, preLiquidations };
}

async function lastMade({ client }: Deployer, factory: Address): Promise<Address> {
  const logs = await client.getLogs({ address: factory, fromBlock: 0n });
  return parseEventLogs({ abi: FACTORY, logs }).at(-1)!.args.preLiquidation;
}
