import { type Address, encodeFunctionData, type Hex, hexToBytes, parseAbi, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { movePrice } from "../../devnet/move-price.ts";
import { approveUnlimited, giveEther, giveToken } from "../../devnet/shared/tokens.ts";
import type { TokenSymbol } from "../../devnet/types.ts";
import { accountTarget } from "../target.ts";
import { type Actors, actorsOn } from "./actors.fixture.ts";
import { type OpenDevnet, startOpenDevnet } from "./devnet.fixture.ts";
import { gasOfLiquidation } from "./gas.ts";
import { read, stateOf } from "./read.fixture.ts";
import { rulesOf } from "./rules.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const POOL = parseAbi([
  "function liquidationCall(address collateral, address debt, address user, uint256 debtToCover, bool receiveAToken)",
]);
const LIQUIDATOR: Address = "0x0000000000000000000000000000000000009a51";
const MOST = 10n ** 9n;
/** How far the formula may be from a call, gas. */
const SLACK = 2_500n;

let devnet: OpenDevnet;
let actors: Actors;
let pool: Address;
let users = 0n;

beforeAll(async () => {
  devnet = await startOpenDevnet();
  await giveToken(devnet.deployer, "USDC", devnet.info.addresses.tokens.USDC, LIQUIDATOR, 10n ** 12n);
});
afterAll(() => devnet?.stop());

async function goTo(market: Address): Promise<void> {
  pool = market;
  actors = actorsOn(devnet.deployer, pool);
  await approveUnlimited(devnet.deployer, devnet.info.addresses.tokens.USDC, LIQUIDATOR, pool);
}

const MARKETS: [string, (addresses: OpenDevnet["info"]["addresses"]) => Address, revision: number][] = [
  ["v3.6", ({ aave }) => aave.main.pool, 10],
  ["v3.0", ({ spark }) => spark.pool, 1],
];

/** 10 ETH against 23,000 USDC, with as much of other collateral as makes no difference. */
async function open(others: readonly TokenSymbol[]): Promise<Address> {
  const { deployer, info } = devnet;
  const user = toHex(0x9a50000n + users++, { size: 20 });
  await giveEther(deployer, user, "100");
  const supply = async (symbol: TokenSymbol, amount: bigint) => {
    await giveToken(deployer, symbol, info.addresses.tokens[symbol], user, amount);
    await approveUnlimited(deployer, info.addresses.tokens[symbol], user, pool);
    await actors.supply(user, info.addresses.tokens[symbol], amount);
  };
  await supply("WETH", 10n * 10n ** 18n);
  for (const symbol of others) await supply(symbol, 10n ** 6n);
  await actors.borrow(user, info.addresses.tokens.USDC, 23_000n * 10n ** 6n);
  return user;
}

/** Gas of the call alone: without what every transaction costs and what its data costs. */
async function liquidate(user: Address, inKind: boolean): Promise<bigint> {
  const { WETH, USDC } = devnet.info.addresses.tokens;
  const args = [WETH, USDC, user, MOST, inKind] as const;
  const data = encodeFunctionData({ abi: POOL, functionName: "liquidationCall", args });
  const call = { from: LIQUIDATOR, to: pool, data, gas: toHex(3_000_000), gasPrice: "0x0" };
  const hash = (await devnet.deployer.rpc("eth_sendTransaction", [call])) as Hex;
  const { gasUsed, status } = await waitForReceipt(devnet.deployer.client, { hash });
  expect(status).toBe("success");
  return gasUsed - 21_000n - BigInt(hexToBytes(data).reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 0));
}

describe.each(MARKETS)("gasOfLiquidation of %s", (_, marketOf, revision) => {
  it("is what the pool's call costs, with two, three and five reserves held", async () => {
    await goTo(marketOf(devnet.info.addresses));
    await movePrice(devnet.deployer.client, "WETH", 3_000n * 10n ** 8n, { info: devnet.info, pools: false });
    const others: readonly TokenSymbol[][] = [[], [], ["DAI"], ["DAI", "WBTC", "wstETH"]];
    const opened = [];
    for (const inKind of [false, true]) {
      for (const some of others) opened.push({ user: await open(some), inKind });
    }
    await movePrice(devnet.deployer.client, "WETH", 2_600n * 10n ** 8n, { info: devnet.info, pools: false });
    const measured: { holdings: number; inKind: boolean; gas: bigint; formula: bigint }[] = [];
    for (const [index, { user, inKind }] of opened.entries()) {
      const target = accountTarget({ protocol: "aave-v3", market: pool }, user);
      const [account] = await read(
        devnet.context,
        [target],
        await devnet.context.client.getBlockNumber({ cacheTime: 0 }),
      );
      const { market, position } = stateOf(account);
      expect(market.revision).toBe(revision);
      const gas = await liquidate(user, inKind);
      // the first of its kind fills empty balances, which those after it find filled
      if (index % others.length === 0) continue;
      measured.push({
        holdings: position.holdings.length,
        inKind,
        gas,
        formula: gasOfLiquidation(position, inKind, rulesOf(revision)!),
      });
    }
    expect(measured.map(({ holdings }) => holdings)).toEqual([2, 3, 5, 2, 3, 5]);
    for (const { gas, formula, ...what } of measured) {
      expect(formula >= gas && formula - gas < SLACK, `${JSON.stringify(what)}: ${gas}, not ${formula}`).toBe(true);
    }
  });
});
