import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Address, concatHex, type Hex, numberToHex, parseAbi, stringToHex } from "viem";
import { type RecordedChain, startRecordedChain } from "../../cli/recorded-chain.fixture.ts";
import { ROOT } from "../../core/root.ts";
import { bringEtherFeed, ETHER_FEED, patch } from "../../devnet/testing/patch-recorded.fixture.ts";
import type { RecordedOptions } from "../../devnet/testing/start-recorded.fixture.ts";
import { mappingSlot } from "../differential/storage.ts";

/** Aave V2 in October 2022, and an account that owes WETH against staked ether. */
export const FILE = "mainnet-15746199.json";

export const POOL: Address = "0x7d2768de32b0b80b7a3454c06bdac94a69ddc7a9";
export const ACCOUNT: Address = "0xe39fd820b58f83205db1d9225f28105971c3d309";
export const WETH: Address = "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2";
export const ST_ETH: Address = "0xae7ab96520de3a18e5e111b5eaab095312d7fe84";
export const AST_ETH: Address = "0x1982b2f5814301d4e9a8b0201555376e62f82428";
const PROVIDER: Address = "0xb53c1a33016b2dc2ff3653530bff1848a515c8c5";
const ST_ETH_FEED: Address = "0x716bb759a5f6facdff91f0afb613133d510e1573";
/** Its own of that day, of which no code was recorded. */
const COLLATERAL_MANAGER: Address = "0xbd4765210d4167ce2a5b87280d9e8ee316d5ec7c";

const MANAGER_ARTIFACT =
  "node_modules/@aave/protocol-v2/artifacts/contracts/protocol/lendingpool/LendingPoolCollateralManager.sol/LendingPoolCollateralManager.json";

/** Of the provider's addresses, by name: `mapping(bytes32 => address)` in slot 2. */
const addressOf = (name: string) => String(mappingSlot(stringToHex(name, { size: 32 }), 2n));

const ABI = parseAbi(["function getUserAccountData(address) view returns (uint256[6])"]);

export const accountData = (client: Pick<RecordedChain["client"], "readContract">) =>
  client.readContract({ address: POOL, abi: ABI, functionName: "getUserAccountData", args: [ACCOUNT] });

const check: RecordedOptions["check"] = accountData;

/** The recorded market, with what was not recorded of it put back, on which the program runs. */
export async function startAave(): Promise<RecordedChain> {
  const base = { token: WETH, unit: String(10n ** 18n) };
  const main = { name: "main", pool: POOL, addressesProvider: PROVIDER, fromBlock: "15746200", base };
  const addresses = { "aave-v2": [main], chainlink: { [WETH]: ETHER_FEED } };
  const chain = await startRecordedChain(FILE, { wrappedNative: WETH, addresses }, { check });
  const { client } = chain;
  await bringEtherFeed(client);
  const { deployedBytecode } = JSON.parse(readFileSync(join(ROOT, MANAGER_ARTIFACT), "utf8"));
  await client.setCode({ address: COLLATERAL_MANAGER, bytecode: deployedBytecode });
  await patch(client, PROVIDER, {
    [addressOf("LENDING_POOL")]: BigInt(POOL),
    [addressOf("COLLATERAL_MANAGER")]: BigInt(COLLATERAL_MANAGER),
  });
  await patch(client, WETH, { 1: "WETH" });
  return chain;
}

/** The feed of staked ether answers every call with this: ether, 18 decimals. */
export function setStakedEther({ client }: RecordedChain, price: bigint): Promise<void> {
  const code: Hex = concatHex(["0x7f", numberToHex(price, { size: 32 }), "0x60005260206000f3"]);
  return client.setCode({ address: ST_ETH_FEED, bytecode: code });
}
