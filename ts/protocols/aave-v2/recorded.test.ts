import {
  type Address,
  concatHex,
  getAddress,
  type Hex,
  keccak256,
  parseAbi,
  parseEventLogs,
  stringToHex,
  toHex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it, vi } from "vitest";
import { type RecordedChain, startRecordedChain } from "../../cli/recorded-chain.fixture.ts";
import { loadShipped } from "../../devnet/compile/load-shipped.ts";
import { readBelow } from "../../devnet/compile/read-source.ts";
import { AAVE_V2_SHIPPED } from "../../devnet/parts/aave-v2/sources.ts";
import { ROOT } from "../../devnet/store/paths.ts";
import { isRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import type { RecordedState } from "../../devnet/testing/start-recorded.fixture.ts";
import type { SeizeQuote } from "../action.ts";
import { accountTarget, marketKey } from "../target.ts";
import { aaveV2 } from "./index.ts";

vi.setConfig({ testTimeout: 120_000 });

const FILE = "mainnet-15746199.json";
const WETH = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
const PROVIDER = "0xB53C1a33016B2DC2fF3653530bfF1848a515c8c5";
const MANAGER = "0xbd4765210d4167CE2A5b87280D9E8Ee316D5EC7C";
/** Wei. */
const REPAY = 100n * 10n ** 18n;
/** What stETH falls to, wei. */
const FALLEN = 775_748_173_200_000_000n;

const POOL = parseAbi([
  "function getUserAccountData(address) view returns (uint256, uint256, uint256, uint256, uint256, uint256)",
  "function liquidationCall(address, address, address, uint256, bool)",
  "event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)",
]);
const TOKEN = parseAbi(["function deposit() payable", "function approve(address, uint256)"]);
const word = (value: bigint) => toHex(value, { size: 32 });

const check = async ({ readContract }: RecordedState["client"], addresses: RecordedState["addresses"]) => {
  const { aaveV2Pool: address, account } = addresses as { aaveV2Pool: Address; account: Address };
  return readContract({ address, abi: POOL, functionName: "getUserAccountData", args: [account] });
};

/**
 * The half of the pool that liquidates was not touched in the recorded block: that of the package stands in. Nor did anything
 * ask the provider for the pool.
 */
async function addUnread({ client, addresses }: RecordedState): Promise<void> {
  const shipped = { Manager: AAVE_V2_SHIPPED.LendingPoolCollateralManager! };
  const { Manager } = await loadShipped(readBelow(ROOT), shipped);
  const { data } = await client.call({ data: Manager!.bytecode as Hex });
  await client.setCode({ address: MANAGER, bytecode: data! });
  const named = { COLLATERAL_MANAGER: MANAGER, LENDING_POOL: addresses.aaveV2Pool! };
  for (const [name, address] of Object.entries(named)) {
    const key = concatHex([stringToHex(name, { size: 32 }), word(2n)]);
    await client.setStorageAt({ address: PROVIDER, index: keccak256(key), value: word(BigInt(address)) });
  }
}

describe.skipIf(!isRecorded(FILE))("the recorded market of Ethereum", () => {
  it("is read and judged as its contracts say, and what is simulated is what is done, to the wei", async ({
    onTestFinished,
  }) => {
    const pool = getAddress("0x7d2768de32b0b80b7a3454c06bdac94a69ddc7a9");
    const main = {
      name: "main",
      pool,
      addressesProvider: PROVIDER,
      fromBlock: "15746190",
      base: { token: WETH, unit: String(10n ** 18n) },
    };
    const chain = await startRecordedChain(FILE, { wrappedNative: WETH, addresses: { "aave-v2": [main] } }, { check });
    onTestFinished(chain.stop);
    const { client, addresses } = chain;
    const { account, stEthFeed, stETH } = addresses as Record<string, Address>;
    await addUnread(chain);
    const healthFactor = async () => (await check(client, addresses))[5];
    const inspected = async () => {
      const { code, stdout } = await chain.fliq(["inspect", account!, "--protocol", "aave-v2", "--json"]);
      expect(code).toBe(0);
      return JSON.parse(stdout).result[0];
    };
    expect((await inspected()).measure.value).toBe(String(await healthFactor()));

    await client.setCode({ address: stEthFeed!, bytecode: concatHex(["0x7f", word(FALLEN), "0x60005260206000f3"]) });
    await client.mine({ blocks: 1 });
    const found = await inspected();
    expect(found.measure.value).toBe(String(await healthFactor()));
    expect(BigInt(found.measure.value)).toBeLessThan(10n ** 18n);
    expect(found.status.kind).toBe("liquidatable");

    const quoted = await quoteOf(chain, account!, REPAY);
    const liquidator = privateKeyToAccount(`0x${"11".repeat(32)}`).address;
    await client.setBalance({ address: liquidator, value: 1_000n * REPAY });
    const write = { account: liquidator, chain: null } as const;
    await client.writeContract({ ...write, address: WETH, abi: TOKEN, functionName: "deposit", value: REPAY });
    await client.writeContract({ ...write, address: WETH, abi: TOKEN, functionName: "approve", args: [pool, REPAY] });
    const args = [stETH!, WETH, account!, REPAY, true] as const;
    const call = {
      ...write,
      address: pool,
      abi: POOL,
      functionName: "liquidationCall",
      args,
      gas: 3_000_000n,
    } as const;
    const { logs, status } = await client.waitForTransactionReceipt({ hash: await client.writeContract(call) });
    expect(status).toBe("success");
    const [event] = parseEventLogs({ abi: POOL, eventName: "LiquidationCall", logs });
    expect(event?.args).toMatchObject({
      debtToCover: quoted.repaid,
      liquidatedCollateralAmount: quoted.seized,
    });
  });
});

/** What this project says that a call for so much brings, as aTokens: no route for stETH was recorded. */
async function quoteOf(chain: RecordedChain, user: Address, repay: bigint): Promise<SeizeQuote> {
  const context = chain.context();
  const [pool] = aaveV2.markets(chain.book);
  const target = accountTarget({ protocol: "aave-v2", market: pool!.address }, user);
  const blockNumber = await chain.client.getBlockNumber();
  const markets = await aaveV2.readMarkets(context, [target], blockNumber);
  const [position] = await aaveV2.readPositions(context, [target], markets, blockNumber);
  const market = markets.get(marketKey(target))!;
  if (!market.ok || !position?.ok) throw new Error("the account could not be read");
  const options = { horizonSeconds: 0n, realizeBadDebt: true, usdPrices: new Map<string, bigint>() };
  const { actions, timestamp } = aaveV2.assess(target, market, position, options);
  const action = actions.find(({ receives }) => receives?.keptAs !== null)!;
  const result = aaveV2.quote(market.state, position.state, action, repay, { timestamp, horizonSeconds: 0n });
  if (!result.ok) throw new Error(result.reason.message);
  return result.quote;
}
