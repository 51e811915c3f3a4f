import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbi, parseAbiParameters, parseUnits } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { DevnetBorrower, SharedAddresses } from "../../part.ts";
import { devnetAccount } from "../../shared/accounts.ts";
import { ASSETS } from "../../shared/assets.ts";
import { approveUnlimited, giveEther, giveToken } from "../../shared/tokens.ts";
import type { MorphoAddresses, MorphoMarketAddresses } from "./addresses.ts";
import { MORPHO_BORROWERS, MORPHO_MARKETS, type MorphoMarketPlan } from "./borrowers.ts";
import { makePreLiquidations } from "./make-pre-liquidations.ts";

const MORPHO = parseAbi([
  "struct MarketParams { address loanToken; address collateralToken; address oracle; address irm; uint256 lltv; }",
  "function enableIrm(address irm)",
  "function enableLltv(uint256 lltv)",
  "function createMarket(MarketParams marketParams)",
  "function supply(MarketParams marketParams, uint256 assets, uint256 shares, address onBehalf, bytes data) returns (uint256, uint256)",
  "function supplyCollateral(MarketParams marketParams, uint256 assets, address onBehalf, bytes data)",
  "function borrow(MarketParams marketParams, uint256 assets, uint256 shares, address onBehalf, address receiver) returns (uint256, uint256)",
  "function setAuthorization(address authorized, bool newIsAuthorized)",
]);

const ORACLE = parseAbi(["function breakDown()"]);

const MARKET_PARAMS = parseAbiParameters("address, address, address, address, uint256");

interface MarketParams {
  loanToken: Address;
  collateralToken: Address;
  oracle: Address;
  irm: Address;
  lltv: bigint;
}

type Context = Pick<SharedAddresses, "tokens" | "feeds">;

/** Deploys Morpho Blue with its markets and the cash in them. */
export async function deployMorpho(deployer: Deployer, context: Context, supplier: Address): Promise<MorphoAddresses> {
  const morpho = await deployer.deploy("Morpho", [deployer.account]);
  const irm = await deployer.deploy("IrmMock");
  const admin = { from: deployer.account, to: morpho, abi: MORPHO } as const;
  await deployer.send({ ...admin, functionName: "enableIrm", args: [irm] });
  for (const lltv of new Set(MORPHO_MARKETS.map((plan) => plan.lltv))) {
    await deployer.send({ ...admin, functionName: "enableLltv", args: [lltv] });
  }
  for (const loan of new Set(MORPHO_MARKETS.map((plan) => plan.loan))) {
    await approveUnlimited(deployer, context.tokens[loan], supplier, morpho);
  }

  const markets: MorphoMarketAddresses[] = [];
  for (const plan of MORPHO_MARKETS) {
    const market = await describeMarket(deployer, context, plan, irm);
    const params = marketParams(context, market);
    const cash = parseUnits(plan.cash, ASSETS[plan.loan].decimals);
    await deployer.send({ ...admin, functionName: "createMarket", args: [params] });
    await giveToken(deployer, plan.loan, params.loanToken, supplier, cash);
    await deployer.send({ ...admin, from: supplier, functionName: "supply", args: [params, cash, 0n, supplier, "0x"] });
    markets.push(market);
  }
  return { morpho, irm, markets, ...(await makePreLiquidations(deployer, context, morpho, markets)) };
}

/** Opens every Morpho position of the scenario, then breaks the oracles that are to be broken. */
export async function openMorphoPositions(
  deployer: Deployer,
  context: Context,
  { morpho, markets, preLiquidations }: MorphoAddresses,
  firstIndex: number,
): Promise<DevnetBorrower[]> {
  const borrowers: DevnetBorrower[] = [];
  for (const [at, plan] of MORPHO_BORROWERS.entries()) {
    const market = markets.find((candidate) => candidate.label === plan.market);
    if (!market) throw new Error(`the scenario has no Morpho market ${plan.market}`);
    const params = marketParams(context, market);
    const accountIndex = firstIndex + at;
    const from = devnetAccount(accountIndex);
    const collateral = parseUnits(plan.collateral, ASSETS[market.collateral].decimals);
    const debt = parseUnits(plan.debt, ASSETS[market.loan].decimals);
    const call = { from, to: morpho, abi: MORPHO } as const;

    await giveEther(deployer, from, "10000");
    await giveToken(deployer, market.collateral, params.collateralToken, from, collateral);
    await approveUnlimited(deployer, params.collateralToken, from, morpho);
    await deployer.send({ ...call, functionName: "supplyCollateral", args: [params, collateral, from, "0x"] });
    await deployer.send({ ...call, functionName: "borrow", args: [params, debt, 0n, from, from] });
    for (const accepted of plan.preLiquidation?.revoked ? [true, false] : plan.preLiquidation ? [true] : []) {
      const { address } = preLiquidations.find(({ label }) => label === plan.preLiquidation?.label)!;
      await deployer.send({ ...call, functionName: "setAuthorization", args: [address, accepted] });
    }
    borrowers.push({
      label: plan.label,
      about: plan.about,
      address: from,
      accountIndex,
      market: plan.market,
      collateral: [{ symbol: market.collateral, amount: collateral.toString() }],
      debt: [{ symbol: market.loan, amount: debt.toString() }],
    });
  }
  for (const { oracle } of markets.filter((market) => market.broken)) {
    await deployer.send({ from: deployer.account, to: oracle, abi: ORACLE, functionName: "breakDown", args: [] });
  }
  return borrowers;
}

async function describeMarket(
  deployer: Deployer,
  context: Context,
  plan: MorphoMarketPlan,
  irm: Address,
): Promise<MorphoMarketAddresses> {
  const { label, collateral, loan, broken } = plan;
  const from = ASSETS[collateral];
  const to = ASSETS[loan];
  const feeds = [context.feeds[collateral], context.feeds[loan], from.decimals, to.decimals];
  const fixedPrice = (from.price * 10n ** BigInt(36 + to.decimals - from.decimals)) / to.price;
  const oracle = broken
    ? await deployer.deploy("BreakableOracle", [fixedPrice])
    : await deployer.deploy("MorphoFeedOracle", feeds);
  const market = { label, collateral, loan, oracle, irm, lltv: plan.lltv.toString(), broken };
  return { ...market, id: marketId(marketParams(context, market)) };
}

function marketParams(context: Context, market: Omit<MorphoMarketAddresses, "id">): MarketParams {
  return {
    loanToken: context.tokens[market.loan],
    collateralToken: context.tokens[market.collateral],
    oracle: market.oracle,
    irm: market.irm,
    lltv: BigInt(market.lltv),
  };
}

/** Morpho's id of a market: the hash of its five parameters. */
function marketId({ loanToken, collateralToken, oracle, irm, lltv }: MarketParams): Hex {
  return keccak256(encodeAbiParameters(MARKET_PARAMS, [loanToken, collateralToken, oracle, irm, lltv]));
}
