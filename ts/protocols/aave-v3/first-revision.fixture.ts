import { type Address, getAddress, parseAbi, zeroAddress } from "viem";
import { loadShipped } from "../../devnet/compile/load-shipped.ts";
import { readBelow } from "../../devnet/compile/read-source.ts";
import { createDeployer, type Deployer } from "../../devnet/deploy/deployer.ts";
import { startAnvil } from "../../devnet/node/start-anvil.ts";
import { deploySparkMarket } from "../../devnet/parts/spark/deploy-market.ts";
import { SPARK_SOURCES, shippedAt } from "../../devnet/parts/spark/sources.ts";
import { ACCOUNT_INDEX, devnetAccount } from "../../devnet/shared/accounts.ts";
import { ROOT } from "../../devnet/store/paths.ts";

/** What only tests need. */
const MOCKS = {
  PriceOracleSentinel: shippedAt("protocol/configuration", "PriceOracleSentinel"),
  SequencerOracle: shippedAt("mocks/oracle", "SequencerOracle"),
  MintableERC20: shippedAt("mocks/tokens", "MintableERC20"),
  MockAggregator: shippedAt("mocks/oracle/CLAggregators", "MockAggregator"),
};

const PROVIDER = parseAbi(["function setPriceOracleSentinel(address)"]);

/** Tokens of the market, with decimals and USD price (8 decimals). */
const ASSETS = { WETH: [18, 3000n], wstETH: [18, 3500n], USDC: [6, 1n], DAI: [18, 1n] } as const;
export type FirstRevisionAsset = keyof typeof ASSETS;

/** An Aave V3.0.2 market on a chain of its own. */
export interface FirstRevision {
  readonly rpcUrl: string;
  readonly deployer: Deployer;
  readonly pool: Address;
  readonly provider: Address;
  readonly dataProvider: Address;
  readonly oracle: Address;
  readonly sequencer: Address;
  readonly tokens: Readonly<Record<FirstRevisionAsset, Address>>;
  /** Source of the price that eMode 1 puts in place of its assets'. Nothing answers for the one of eMode 2. */
  readonly eModePriceSource: Address;
  readonly stop: () => Promise<void>;
}

/**
 * Deploys the package's own compiled contracts: revision 1, with stable debt, eModes that assets name themselves, a
 * sequencer sentinel, and neither virtual balances nor grace periods.
 */
export async function startFirstRevision(): Promise<FirstRevision> {
  const node = await startAnvil(["--block-base-fee-per-gas", "0", "--gas-price", "0", "--auto-impersonate"]);
  try {
    const admin = devnetAccount(ACCOUNT_INDEX.deployer);
    const artifacts = await loadShipped(readBelow(ROOT), { ...SPARK_SOURCES.shipped, ...MOCKS });
    const deployer = createDeployer(node.rpcUrl, admin, artifacts);
    return { rpcUrl: node.rpcUrl, stop: node.stop, deployer, ...(await deploy(deployer, admin)) };
  } catch (error) {
    await node.stop();
    throw error;
  }
}

const CATEGORY: Partial<Record<FirstRevisionAsset, number>> = { WETH: 1, wstETH: 1, DAI: 2 };

async function deploy(deployer: Deployer, admin: Address) {
  const eModePriceSource = getAddress("0x00000000000000000000000000000000000e0de1");
  const unanswered = getAddress("0x00000000000000000000000000000000000e0de2");
  const feedOf = (price: bigint) => deployer.deploy("MockAggregator", [price * 10n ** 8n]);
  const reserves = [];
  for (const [symbol, [decimals, price]] of Object.entries(ASSETS)) {
    reserves.push({
      ...{ symbol, decimals, token: await deployer.deploy("MintableERC20", [symbol, symbol, decimals]) },
      ...{ feed: await feedOf(price), ltv: 7000n, liquidationThreshold: 7500n, liquidationBonus: 10_500n },
      ...{ protocolFee: 0n, reserveFactor: 0n, stable: true, eMode: CATEGORY[symbol as FirstRevisionAsset] ?? 0 },
    });
  }
  const market = await deploySparkMarket(deployer, {
    ...{ id: "first", treasury: admin, reserves, prices: [[eModePriceSource, await feedOf(3100n)]], premium: 9n },
    eModes: [
      eMode(1, [9300, 9500, 10_100], eModePriceSource, "ETH correlated"),
      eMode(2, [9500, 9700, 10_100], unanswered, "Stablecoins"),
      eMode(3, [9100, 9200, 10_200], zeroAddress, "Nobody's"),
    ],
  });
  const sequencer = await deployer.deploy("SequencerOracle", [admin]);
  const sentinel = await deployer.deploy("PriceOracleSentinel", [market.provider, sequencer, 60n]);
  const registry = { from: admin, to: market.provider, abi: PROVIDER } as const;
  await deployer.send({ ...registry, functionName: "setPriceOracleSentinel", args: [sentinel] });
  const tokens = Object.fromEntries(reserves.map(({ symbol, token }) => [symbol, token]));
  return { ...market, sequencer, eModePriceSource, tokens: tokens as Record<FirstRevisionAsset, Address> };
}

function eMode(id: number, shares: readonly [number, number, number], priceSource: Address, label: string) {
  const [ltv, liquidationThreshold, liquidationBonus] = shares;
  return { id, ltv, liquidationThreshold, liquidationBonus, priceSource, label };
}
