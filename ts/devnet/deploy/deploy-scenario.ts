import { AAVE_BORROWERS } from "../scenario/aave-borrowers.ts";
import { ACCOUNT_INDEX, devnetAccount, FIRST_BORROWER_INDEX } from "../scenario/accounts.ts";
import { ASSETS, E_MODES } from "../scenario/assets.ts";
import { type DevnetAddresses, type DevnetInfo, TOKEN_SYMBOLS, type TokenSymbol } from "../types.ts";
import { deployAaveLibraries, deployAaveMarket } from "./aave.ts";
import { openAavePositions, supplyToAave, tokenAmounts } from "./aave-positions.ts";
import type { Deployer } from "./deployer.ts";
import { deployMorpho, openMorphoPositions } from "./morpho.ts";
import { deployFeeds, deployTokens, giveEther } from "./tokens.ts";
import { deployUniswap } from "./uniswap.ts";

/** Whole tokens lent to the second Aave market. */
const L2_CASH = { WETH: "2000", USDC: "5000000" };

/** Deploys every protocol, fills it with cash and opens all positions; the reference borrower of Aave comes last. */
export async function deployScenario(
  deployer: Deployer,
): Promise<Pick<DevnetInfo, "addresses" | "prices" | "borrowers">> {
  const accounts: DevnetAddresses["accounts"] = {
    deployer: deployer.account,
    operator: devnetAccount(ACCOUNT_INDEX.operator),
    owner: devnetAccount(ACCOUNT_INDEX.owner),
    supplier: devnetAccount(ACCOUNT_INDEX.supplier),
    whale: devnetAccount(ACCOUNT_INDEX.whale),
  };
  const tokens = await deployTokens(deployer);
  const feeds = await deployFeeds(deployer);
  await giveEther(deployer, accounts.supplier, "1000000");

  const libraries = await deployAaveLibraries(deployer);
  const shared = { tokens, feeds, treasury: devnetAccount(ACCOUNT_INDEX.treasury) };
  const aave = {
    main: await deployAaveMarket(deployer, libraries, {
      ...shared,
      id: "Devnet Main",
      poolContract: "PoolInstance",
      reserves: TOKEN_SYMBOLS,
      eModes: E_MODES,
    }),
    l2: await deployAaveMarket(deployer, libraries, {
      ...shared,
      id: "Devnet L2",
      poolContract: "L2PoolInstance",
      reserves: ["WETH", "USDC"],
      eModes: [],
    }),
  };
  const uniswap = await deployUniswap(deployer, tokens, accounts.whale);
  const morpho = await deployMorpho(deployer, { tokens, feeds }, accounts.supplier);
  const addresses: DevnetAddresses = { tokens, feeds, aave, uniswap, morpho, accounts };

  const cash = Object.fromEntries(TOKEN_SYMBOLS.map((symbol) => [symbol, ASSETS[symbol].cash]));
  await supplyToAave(deployer, addresses, "main", accounts.supplier, tokenAmounts(cash));
  await supplyToAave(deployer, addresses, "l2", accounts.supplier, tokenAmounts(L2_CASH));
  const afterAave = FIRST_BORROWER_INDEX + AAVE_BORROWERS.length;
  const onMorpho = await openMorphoPositions(deployer, addresses, morpho, afterAave);
  const onAave = await openAavePositions(deployer, addresses, FIRST_BORROWER_INDEX);
  const prices = Object.fromEntries(TOKEN_SYMBOLS.map((symbol) => [symbol, ASSETS[symbol].price.toString()]));
  return {
    addresses,
    prices: prices as Record<TokenSymbol, string>,
    borrowers: { aave: onAave, morpho: onMorpho },
  };
}
