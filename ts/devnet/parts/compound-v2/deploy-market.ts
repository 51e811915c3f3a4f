import { type Address, parseAbi } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { SharedAddresses } from "../../part.ts";
import { ASSETS } from "../../shared/assets.ts";
import type { CompoundAddresses, CompoundMarketAddresses } from "./addresses.ts";
import {
  CLOSE_FACTOR,
  COMPTROLLERS,
  type ComptrollerPlan,
  CTOKEN_DECIMALS,
  type CTokenPlan,
  LIQUIDATION_INCENTIVE,
  RATES,
} from "./plans.ts";

const COMPTROLLER = parseAbi([
  "function _setPendingImplementation(address implementation) returns (uint256)",
  "function _become(address unitroller)",
  "function _setAccessControl(address manager) returns (uint256)",
  "function _setComptrollerLens(address lens) returns (uint256)",
  "function _setPriceOracle(address oracle) returns (uint256)",
  "function _setCloseFactor(uint256 mantissa) returns (uint256)",
  "function _setLiquidationIncentive(uint256 mantissa) returns (uint256)",
  "function _supportMarket(address cToken) returns (uint256)",
  "function _setCollateralFactor(address cToken, uint256 mantissa) returns (uint256)",
  "function _setMarketSupplyCaps(address[] cTokens, uint256[] caps)",
  "function _setMarketBorrowCaps(address[] cTokens, uint256[] caps)",
]);

const ORACLE = parseAbi(["function setFeed(address cToken, address feed, uint8 decimals)"]);

const UNLIMITED = 2n ** 256n - 1n;
/** Scaled by 1e18: 0.02 of a whole token for a whole cToken. */
const FIRST_RATE = 2n * 10n ** 16n;

type Context = Pick<SharedAddresses, "tokens" | "feeds">;

/** What both comptrollers use. */
interface Parts {
  implementation: Address;
  lens: Address;
  access: Address;
  model: Address;
}

/** Deploys two comptrollers with their tokens, empty. */
export async function deployCompound(deployer: Deployer, context: Context): Promise<CompoundAddresses> {
  const parts: Parts = {
    implementation: await deployer.deploy("Comptroller"),
    lens: await deployer.deploy("ComptrollerLens"),
    access: await deployer.deploy("OpenAccess"),
    model: await deployer.deploy("JumpRateModel", RATES),
  };
  return {
    older: await deployMarket(deployer, context, parts, COMPTROLLERS.older),
    newer: await deployMarket(deployer, context, parts, COMPTROLLERS.newer),
  };
}

async function deployMarket(
  deployer: Deployer,
  context: Context,
  { implementation, lens, access, model }: Parts,
  plan: ComptrollerPlan,
): Promise<CompoundMarketAddresses> {
  const comptroller = await deployer.deploy("Unitroller");
  const oracle = await deployer.deploy("CompoundFeedOracle");
  const admin = { from: deployer.account, to: comptroller, abi: COMPTROLLER } as const;
  await deployer.send({ ...admin, functionName: "_setPendingImplementation", args: [implementation] });
  await deployer.send({ ...admin, to: implementation, functionName: "_become", args: [comptroller] });
  await deployer.send({ ...admin, functionName: "_setAccessControl", args: [access] });
  await deployer.send({ ...admin, functionName: "_setComptrollerLens", args: [lens] });
  await deployer.send({ ...admin, functionName: "_setPriceOracle", args: [oracle] });
  await deployer.send({ ...admin, functionName: "_setCloseFactor", args: [CLOSE_FACTOR] });
  await deployer.send({ ...admin, functionName: "_setLiquidationIncentive", args: [LIQUIDATION_INCENTIVE] });

  const market: CompoundMarketAddresses = { comptroller, oracle, cTokens: {}, native: null };
  for (const one of plan.cTokens) {
    const { symbol, native, collateralFactor } = one;
    const cToken = await deployToken(deployer, context, { comptroller, model }, plan.token, one);
    const feed = [cToken, context.feeds[symbol], ASSETS[symbol].decimals] as const;
    await deployer.send({ from: deployer.account, to: oracle, abi: ORACLE, functionName: "setFeed", args: feed });
    await deployer.send({ ...admin, functionName: "_supportMarket", args: [cToken] });
    await deployer.send({ ...admin, functionName: "_setCollateralFactor", args: [cToken, collateralFactor] });
    market.cTokens[symbol] = cToken;
    if (native) market.native = cToken;
  }
  const cTokens = Object.values(market.cTokens);
  // of this comptroller a cap of zero closes a market
  const caps = [cTokens, cTokens.map(() => UNLIMITED)] as const;
  await deployer.send({ ...admin, functionName: "_setMarketSupplyCaps", args: caps });
  await deployer.send({ ...admin, functionName: "_setMarketBorrowCaps", args: caps });
  return market;
}

function deployToken(
  deployer: Deployer,
  { tokens }: Context,
  { comptroller, model }: { comptroller: Address; model: Address },
  artifact: ComptrollerPlan["token"],
  { symbol, native }: CTokenPlan,
): Promise<Address> {
  const rate = (FIRST_RATE * 10n ** BigInt(ASSETS[symbol].decimals - CTOKEN_DECIMALS + 18)) / 10n ** 18n;
  const name = `c${native ? "ETH" : symbol}`;
  if (artifact === "NewerCToken") return deployer.deploy(artifact, [tokens[symbol], comptroller, model, rate, name]);
  const terms = [comptroller, model, rate, name, name, CTOKEN_DECIMALS, deployer.account];
  return native ? deployer.deploy("VNative", terms) : deployer.deploy("VBep20", [tokens[symbol], ...terms]);
}
