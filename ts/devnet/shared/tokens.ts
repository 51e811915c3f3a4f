import { type Address, parseAbi, parseEther, toHex } from "viem";
import type { Deployer } from "../deploy/deployer.ts";
import { ASSETS } from "./assets.ts";
import { TOKEN_SYMBOLS, type TokenSymbol } from "./token-symbols.ts";

const TOKEN = parseAbi([
  "function mint(address to, uint256 amount)",
  "function deposit() payable",
  "function approve(address spender, uint256 amount)",
]);

const UNLIMITED = 2n ** 256n - 1n;

/** Deploys the tokens: the real WETH9, a USDT that returns nothing, and plain ERC-20s. */
export async function deployTokens(deployer: Deployer): Promise<Record<TokenSymbol, Address>> {
  const tokens = {} as Record<TokenSymbol, Address>;
  for (const symbol of TOKEN_SYMBOLS) {
    const { name, decimals } = ASSETS[symbol];
    if (symbol === "WETH") tokens[symbol] = await deployer.deploy("WETH9");
    else
      tokens[symbol] = await deployer.deploy(symbol === "USDT" ? "NoReturnToken" : "DevnetToken", [
        name,
        symbol,
        decimals,
      ]);
  }
  return tokens;
}

/** Deploys one USD feed per token, set to the price of the scenario. */
export async function deployFeeds(deployer: Deployer): Promise<Record<TokenSymbol, Address>> {
  const feeds = {} as Record<TokenSymbol, Address>;
  for (const symbol of TOKEN_SYMBOLS) {
    feeds[symbol] = await deployer.deploy("SettablePriceFeed", [`${symbol} / USD`, ASSETS[symbol].price]);
  }
  return feeds;
}

/** Sets the ether balance of an account, in whole ether. */
export async function giveEther(deployer: Deployer, account: Address, ether: string): Promise<void> {
  await deployer.rpc("anvil_setBalance", [account, toHex(parseEther(ether))]);
}

/**
 * Gives `to` tokens, in base units. WETH is wrapped from the account's own ether, so that every WETH can be unwrapped.
 */
export async function giveToken(deployer: Deployer, symbol: TokenSymbol, token: Address, to: Address, amount: bigint) {
  if (symbol === "WETH")
    await deployer.send({ from: to, to: token, abi: TOKEN, functionName: "deposit", args: [], value: amount });
  else await deployer.send({ from: deployer.account, to: token, abi: TOKEN, functionName: "mint", args: [to, amount] });
}

/** Approves without limit; only for allowances that are still zero (USDT refuses others). */
export async function approveUnlimited(deployer: Deployer, token: Address, from: Address, spender: Address) {
  await deployer.send({ from, to: token, abi: TOKEN, functionName: "approve", args: [spender, UNLIMITED] });
}
