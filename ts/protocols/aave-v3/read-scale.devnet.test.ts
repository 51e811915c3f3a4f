import { join } from "node:path";
import {
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  getAddress,
  type Hex,
  parseAbi,
  size,
  toHex,
} from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { callDeployless } from "../../core/lens/deployless.ts";
import { compile } from "../../devnet/compile/compile.ts";
import { SHARED_SOURCES } from "../../devnet/shared/sources.ts";
import { aaveV3LensAbi } from "../../generated/AaveV3Lens.ts";
import { accountTarget, type Target, userOf } from "../target.ts";
import { type OpenDevnet, startOpenDevnet } from "./devnet.fixture.ts";
import { decodeAccounts } from "./lens.ts";
import { read, stateOf } from "./read.fixture.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

const CONFIGURATOR = parseAbi([
  "struct Reserve { address aTokenImpl; address variableDebtTokenImpl; address underlyingAsset; string aTokenName; string aTokenSymbol; string variableDebtTokenName; string variableDebtTokenSymbol; bytes params; bytes interestRateData; }",
  "function initReserves(Reserve[] input)",
  "function configureReserveAsCollateral(address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)",
  "function setReserveBorrowing(address asset, bool enabled)",
]);
const ORACLE = parseAbi(["function setAssetSources(address[] assets, address[] sources)"]);
const TOKEN = parseAbi([
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 amount)",
]);
const POOL = parseAbi([
  "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)",
  "function borrow(address asset, uint256 amount, uint256 interestRateMode, uint16 referralCode, address onBehalfOf)",
  "function multicall(bytes[] data) returns (bytes[])",
  "function getUserAccountData(address user) view returns (uint256, uint256, uint256, uint256, uint256, uint256)",
]);

const RESERVES = 60;
/** As many as one call reads; asked for four times they are 1,000 accounts, and every call finds all of them cold. */
const USERS = 250;
/** What geth grants an `eth_call` unless it is told otherwise. */
const CALL_GAS = 50_000_000n;
/** Upper bounds on what one call uses, in a market of 60 reserves. */
const MARKET_GAS = 10_000_000;
const ACCOUNTS_GAS = 24_000_000;
/** keccak256("eip1967.proxy.implementation") - 1 */
const IMPLEMENTATION = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
const UNIT = 10n ** 18n;

let devnet: OpenDevnet;
let added: Address[];
const users = Array.from({ length: USERS }, (_, index) =>
  getAddress(toHex(0xa11ce0000n + BigInt(index), { size: 20 })),
);

/** The main market with 60 reserves, and users with three collaterals and two debts each. */
beforeAll(async () => {
  const job = SHARED_SOURCES.jobs.find(({ contracts }) => "DevnetToken" in contracts)!;
  const artifacts = await compile(join(import.meta.dirname, "../../.."), job);
  devnet = await startOpenDevnet(artifacts, { secondsPerBlock: 1 });
  // no block comes near half of this limit, so gas stays free
  await devnet.deployer.rpc("evm_setBlockGasLimit", [toHex(10n ** 9n)]);
  added = await addReserves(RESERVES - 7);
  await openPositions();
}, 300_000);
afterAll(() => devnet?.stop());

async function addReserves(count: number): Promise<Address[]> {
  const { deployer, admin, info } = devnet;
  const { main } = info.addresses.aave;
  const [first] = await read(devnet.context, [targetOf(users[0]!)], await devnet.context.client.getBlockNumber());
  const model = stateOf(first).market.reserves[0]!;
  const implementationOf = async (proxy: Address) =>
    getAddress(`0x${((await deployer.rpc("eth_getStorageAt", [proxy, IMPLEMENTATION, "latest"])) as Hex).slice(26)}`);
  const aTokenImpl = await implementationOf(model.aToken);
  const variableDebtTokenImpl = await implementationOf(model.variableDebtToken);
  const interestRateData = encodeAbiParameters(
    [{ type: "uint16" }, { type: "uint32" }, { type: "uint32" }, { type: "uint32" }],
    [9000, 0, 400, 6000],
  );

  const assets: Address[] = [];
  for (let index = 0; index < count; index++) {
    assets.push(await deployer.deploy("DevnetToken", [`Token ${index}`, `TK${index}`, 18]));
  }
  const sources = assets.map(() => info.addresses.feeds.LINK);
  await deployer.send({
    from: admin,
    to: main.oracle,
    abi: ORACLE,
    functionName: "setAssetSources",
    args: [assets, sources],
  });
  const configure = { from: admin, to: main.configurator, abi: CONFIGURATOR } as const;
  for (let index = 0; index < count; index += 6) {
    const names = { aTokenName: "a", aTokenSymbol: "a", variableDebtTokenName: "d", variableDebtTokenSymbol: "d" };
    const inputs = assets.slice(index, index + 6).map((underlyingAsset) => ({
      ...{ aTokenImpl, variableDebtTokenImpl, underlyingAsset, ...names },
      params: "0x" as const,
      interestRateData,
    }));
    await deployer.send({ ...configure, functionName: "initReserves", args: [inputs] });
  }
  for (const asset of assets) {
    const args = [asset, 7000n, 7500n, 10_500n] as const;
    await deployer.send({ ...configure, functionName: "configureReserveAsCollateral", args });
    await deployer.send({ ...configure, functionName: "setReserveBorrowing", args: [asset, true] });
  }
  return assets;
}

async function openPositions(): Promise<void> {
  const { deployer, admin } = devnet;
  const pool = devnet.info.addresses.aave.main.pool;
  for (const asset of added) {
    const call = { from: admin, to: asset, abi: TOKEN } as const;
    await deployer.send({ ...call, functionName: "mint", args: [admin, 10n ** 30n] });
    await deployer.send({ ...call, functionName: "approve", args: [pool, 2n ** 256n - 1n] });
    await deployer.send({
      ...{ from: admin, to: pool, abi: POOL, functionName: "supply" },
      args: [asset, 10n ** 27n, admin, 0],
    });
  }
  const assetAt = (index: number) => added[index % added.length]!;
  const supplies = users.flatMap((user, index) =>
    [0, 11, 29].map((offset) =>
      encodeFunctionData({
        abi: POOL,
        functionName: "supply",
        args: [assetAt(index + offset), UNIT * BigInt(100 + index), user, 0],
      }),
    ),
  );
  const batch = { to: pool, abi: POOL, functionName: "multicall" } as const;
  for (let index = 0; index < supplies.length; index += 40) {
    await deployer.send({ ...batch, from: admin, args: [supplies.slice(index, index + 40)] });
  }
  for (let index = 0; index < users.length; index += 50) {
    await Promise.all(users.slice(index, index + 50).map((user, at) => borrow(user, index + at)));
  }

  function borrow(user: Address, index: number): Promise<void> {
    const borrows = [5, 17].map((offset) =>
      encodeFunctionData({
        abi: POOL,
        functionName: "borrow",
        args: [assetAt(index + offset), UNIT * BigInt(10 + (index % 50)), 2n, 0, user],
      }),
    );
    return deployer.send({ ...batch, from: user, args: [borrows] });
  }
}

function targetOf(user: Address): Target {
  return accountTarget({ protocol: "aave-v3", market: devnet.info.addresses.aave.main.pool }, user);
}

describe("a market of 60 reserves and 1,000 accounts with five reserves in use", () => {
  it("is read in five calls, each far below the gas that nodes grant", async () => {
    const context = devnet.contextWith({ callGas: CALL_GAS });
    const blockNumber = await context.client.getBlockNumber();
    const asked = [...users, ...users, ...users, ...users];
    const found = await read(context, asked.map(targetOf), blockNumber);

    expect(context.requests).toEqual(
      new Map([
        ["eth_blockNumber", 1],
        ["eth_call", 5],
      ]),
    );
    expect(found.map(({ target }) => userOf(target))).toEqual(asked);
    for (const account of found) {
      const { market, position } = stateOf(account);
      expect(market.reserves).toHaveLength(RESERVES);
      expect(position.holdings).toHaveLength(5);
      expect(position.holdings.filter(({ scaledVariableDebt }) => scaledVariableDebt > 0n)).toHaveLength(2);
      expect(position.holdings.filter(({ usedAsCollateral }) => usedAsCollateral)).toHaveLength(3);
    }

    const [market, ...accounts] = await Promise.all(context.calls.map(gasOf));
    expect(market).toBeLessThan(MARKET_GAS);
    for (const gas of accounts) expect(gas).toBeLessThan(ACCOUNTS_GAS);
  });

  it("fills what one call can return, and says where it stopped", async () => {
    const { client } = devnet.contextWith({ callGas: 4n * CALL_GAS });
    const [done, records] = await callDeployless(client, {
      contract: "AaveV3Lens",
      abi: aaveV3LensAbi,
      functionName: "accounts",
      args: [devnet.info.addresses.aave.main.pool, [...users, ...users, ...users], 0n],
      blockNumber: await client.getBlockNumber(),
    });
    expect(Number(done)).toBeGreaterThan(users.length);
    expect(Number(done)).toBeLessThan(3 * users.length);
    expect(size(records)).toBeLessThan(24_576 - 96);
    expect(size(records)).toBeGreaterThan(24_000);
    const decoded = decodeAccounts(records, Number(done));
    expect(decoded[users.length]).toEqual(decoded[0]);
    expect(decoded.every((record) => record?.holdings.length === 5)).toBe(true);
  });

  it("is read whole also by a node that grants little gas", async () => {
    const context = devnet.contextWith({ callGas: 9_000_000n });
    const blockNumber = await context.client.getBlockNumber();
    const rich = await read(devnet.context, users.map(targetOf), blockNumber);
    expect(await read(context, users.map(targetOf), blockNumber)).toEqual(rich);
    expect(context.requests.get("eth_call")).toBeGreaterThan(3);
  });
});

/** Gas that a call uses when it is given as much as the test gave; an estimate would find the least that it can do with. */
async function gasOf(call: unknown): Promise<number> {
  const given = { ...(call as object), gas: toHex(CALL_GAS) };
  const trace = await devnet.deployer.rpc("debug_traceCall", [given, "latest", { tracer: "callTracer" }]);
  return Number((trace as { gasUsed: Hex }).gasUsed);
}
