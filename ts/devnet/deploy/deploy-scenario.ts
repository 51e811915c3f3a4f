import type { SharedAddresses } from "../part.ts";
import { LENDING_PARTS } from "../parts/for-people.ts";
import { PARTS } from "../parts/index.ts";
import { FIRST_BORROWER_INDEX } from "../shared/accounts.ts";
import { ASSETS } from "../shared/assets.ts";
import { deployShared } from "../shared/deploy-shared.ts";
import { TOKEN_SYMBOLS, type TokenSymbol } from "../shared/token-symbols.ts";
import type { DevnetAddresses, DevnetBook, DevnetBorrower, DevnetBorrowers, DevnetInfo } from "../types.ts";
import type { Deployer } from "./deployer.ts";

/** Most traded first. */
const ROUTE_TOKENS = ["WETH", "USDC", "USDT", "DAI", "WBTC"] as const;

/**
 * Deploys every part, fills it with cash and opens all positions. Accounts are given out in the order of the parts, and
 * positions are opened against it: the reference borrower of the first part comes last.
 *
 * @param deployerOf by name of the part, or `shared`: deploys its contracts
 */
export async function deployScenario(
  deployerOf: (part: string) => Deployer,
): Promise<Pick<DevnetInfo, "addresses" | "prices" | "borrowers" | "book">> {
  const shared = await deployShared(deployerOf("shared"));
  const own: Record<string, unknown> = {};
  for (const part of PARTS) own[part.key] = await part.deploy(deployerOf(part.name), shared);
  for (const { name, key, lending } of LENDING_PARTS) await lending.fill?.(deployerOf(name), shared, own[key]);

  const borrowers: Record<string, DevnetBorrower[]> = {};
  let nextIndex = FIRST_BORROWER_INDEX + LENDING_PARTS.flatMap(({ lending }) => lending.borrowers).length;
  for (const { name, key, lending } of LENDING_PARTS.toReversed()) {
    nextIndex -= lending.borrowers.length;
    borrowers[key] = await lending.open(deployerOf(name), shared, own[key], nextIndex);
  }
  const prices = Object.fromEntries(TOKEN_SYMBOLS.map((symbol) => [symbol, ASSETS[symbol].price.toString()]));
  return {
    addresses: { ...shared, ...own } as DevnetAddresses,
    prices: prices as Record<TokenSymbol, string>,
    borrowers: borrowers as DevnetBorrowers,
    book: bookOf(shared, own),
  };
}

function bookOf({ tokens, feeds }: SharedAddresses, own: Readonly<Record<string, unknown>>): DevnetBook {
  const chainlink = Object.fromEntries(TOKEN_SYMBOLS.map((symbol) => [tokens[symbol], feeds[symbol]]));
  const ofParts = Object.fromEntries(PARTS.map((part) => [part.name, part.book(own[part.key])]));
  return {
    wrappedNative: tokens.WETH,
    routeTokens: ROUTE_TOKENS.map((symbol) => tokens[symbol]),
    addresses: { ...ofParts, chainlink },
  };
}
