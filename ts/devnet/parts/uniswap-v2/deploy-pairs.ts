import { type Address, keccak256, parseAbi, zeroAddress } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { SharedAddresses } from "../../part.ts";
import { dollarsToUnits } from "../../shared/dollars-to-units.ts";
import type { UniswapV2Addresses, UniswapV2PairAddresses } from "./addresses.ts";
import { PAIRS, type PairPlan } from "./pairs.ts";

const FACTORY = parseAbi([
  "function createPair(address, address) returns (address)",
  "function getPair(address, address) view returns (address)",
]);
const PAIR = parseAbi(["function mint(address to) returns (uint256)"]);
const TOKEN = parseAbi(["function transfer(address to, uint256 amount)"]);

/** Deploys Uniswap V2 and its pairs, whose liquidity is the whale's, who has tokens already. */
export async function deployUniswapV2(
  deployer: Deployer,
  { tokens, accounts: { whale } }: SharedAddresses,
): Promise<UniswapV2Addresses> {
  const factory = await deployer.deploy("UniswapV2Factory", [zeroAddress]);
  const pairs: UniswapV2PairAddresses[] = [];
  for (const plan of PAIRS) pairs.push(await createPair(deployer, { factory, tokens, whale }, plan));
  return { factory, pairInitCodeHash: keccak256(deployer.creationCode("UniswapV2Pair")), pairs };
}

interface PairContext {
  factory: Address;
  tokens: SharedAddresses["tokens"];
  whale: Address;
}

async function createPair(
  deployer: Deployer,
  { factory, tokens, whale }: PairContext,
  { tokenA, tokenB, value }: PairPlan,
): Promise<UniswapV2PairAddresses> {
  const both = [tokens[tokenA], tokens[tokenB]] as const;
  await deployer.send({ from: whale, to: factory, abi: FACTORY, functionName: "createPair", args: both });
  const question = { address: factory, abi: FACTORY, functionName: "getPair", args: both } as const;
  const address = await deployer.client.readContract(question);
  for (const symbol of [tokenA, tokenB]) {
    const args = [address, dollarsToUnits(symbol, value)] as const;
    await deployer.send({ from: whale, to: tokens[symbol], abi: TOKEN, functionName: "transfer", args });
  }
  await deployer.send({ from: whale, to: address, abi: PAIR, functionName: "mint", args: [whale] });
  return { address, tokenA, tokenB };
}
