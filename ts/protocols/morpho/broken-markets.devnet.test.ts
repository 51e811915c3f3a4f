import { type Abi, type Address, encodeFunctionData, getAddress, type Hex, parseAbi, toHex } from "viem";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { findTargets } from "../../flow/find-targets.ts";
import { type FallenChain, startFallenChain } from "../../flow/testing/chain.fixture.ts";
import { readHead } from "../../watch/head.ts";
import { assessChain, followHead, openChain } from "../../watch/watched-chain.ts";
import type { Assessment } from "../assessment.ts";
import { constantCode } from "../differential/storage.ts";
import { marketIdOf } from "./market-id.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: BUILD_TIMEOUT });

/** More than one call of the lens takes, and enough that those which burn their gas empty a call. */
const MARKETS = 90;
const USER = getAddress(toHex(0xb40ce4, { size: 20 }));
const WAD = 10n ** 18n;
const PRICE = 2_600n * 10n ** 24n;
const PARAMS = "(address,address,address,address,uint256)";

/** What becomes of the oracle of every market, one after the other; two of three stay sound. */
const FAULTS = [
  ["has no code", "0x"],
  ["reverts", "0x5f5ffd"],
  ["burns all its gas", "0x5b600056"],
  ["returns nothing", "0x00"],
  ["returns half a word", "0x60105ff3"],
  ["reverts with a megabyte", "0x621000005ffd"],
  ["says nothing is worth anything", constantCode(0n)],
  ["says more than can be counted", constantCode(2n ** 256n - 1n)],
] as const;
const faultOf = (index: number) => (index % 3 === 0 ? FAULTS[(index / 3) % FAULTS.length]! : null);
/** The rate model of these, which have sound oracles, is broken afterwards. */
const isOtherModel = (index: number) => index % 30 === 1;

let chain: FallenChain;
let otherModel: Address;
beforeAll(async () => {
  chain = await startFallenChain();
  otherModel = getAddress(toHex(0x14a, { size: 20 }));
  const { irm, morpho } = chain.devnet.info.addresses.morpho;
  await chain.client.setCode({ address: otherModel, bytecode: (await chain.client.getCode({ address: irm }))! });
  await chain.write(chain.devnet.info.addresses.accounts.deployer, morpho, "function enableIrm(address)", [otherModel]);
  await openMarkets();
});
afterAll(() => chain?.stop());

const oracleOf = (index: number): Address => getAddress(toHex(0x04ac1e0000 + index, { size: 20 }));

function paramsOf(index: number) {
  const { irm, markets } = chain.devnet.info.addresses.morpho;
  const { WETH, USDC } = chain.token;
  const model = isOtherModel(index) ? otherModel : irm;
  return {
    loanToken: USDC,
    collateralToken: WETH,
    oracle: oracleOf(index),
    irm: model,
    lltv: BigInt(markets[0]!.lltv),
  };
}

const indices = Array.from({ length: MARKETS }, (_, index) => index);

/** Every market has one borrower; of a sixth of the markets he could be liquidated. */
async function openMarkets(): Promise<void> {
  const { addresses } = chain.devnet.info;
  const { whale } = addresses.accounts;
  const { morpho } = addresses.morpho;
  const most = 2n ** 128n;
  await chain.client.setBalance({ address: USER, value: 1_000n * WAD });
  await chain.give("USDC", whale, 10_000_000n * 10n ** 6n);
  for (const token of ["WETH", "USDC"] as const) await chain.approve(token, whale, morpho, most);
  for (const index of indices) {
    await chain.client.setCode({ address: oracleOf(index), bytecode: constantCode(2n * PRICE) });
  }
  const tuple = (index: number) => Object.values(paramsOf(index));
  await mined(indices.map((index) => call(whale, morpho, `function createMarket(${PARAMS})`, [tuple(index)])));
  const supply = `function supply(${PARAMS},uint256,uint256,address,bytes)`;
  const pledge = `function supplyCollateral(${PARAMS},uint256,address,bytes)`;
  await mined(
    indices.flatMap((index) => [
      call(whale, morpho, supply, [tuple(index), 10_000n * 10n ** 6n, 0n, whale, "0x"]),
      call(whale, morpho, pledge, [tuple(index), WAD, USER, "0x"]),
    ]),
  );
  const borrow = `function borrow(${PARAMS},uint256,uint256,address,address)`;
  const debtOf = (index: number) => (index % 6 === 2 ? 2_400n : 1_500n) * 10n ** 6n;
  await mined(indices.map((index) => call(USER, morpho, borrow, [tuple(index), debtOf(index), 0n, USER, USER])));
  for (const index of indices) {
    await chain.client.setCode({ address: oracleOf(index), bytecode: constantCode(PRICE) });
  }
}

interface Call {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
}

const call = (from: Address, to: Address, signature: string, args: readonly unknown[]): Call => ({
  from,
  to,
  data: encodeFunctionData({ abi: parseAbi([signature]) as Abi, args }),
});

/** All in as few blocks as they fit into, in order. */
async function mined(calls: readonly Call[]): Promise<void> {
  const rpc = chain.client.request as (request: { method: string; params: unknown[] }) => Promise<unknown>;
  await rpc({ method: "anvil_autoImpersonateAccount", params: [true] });
  await rpc({ method: "evm_setAutomine", params: [false] });
  for (const one of calls) await rpc({ method: "eth_sendTransaction", params: [{ ...one, gas: toHex(1_000_000) }] });
  while ((await chain.client.getTxpoolStatus()).pending > 0) await chain.client.mine({ blocks: 1 });
  await rpc({ method: "evm_setAutomine", params: [true] });
}

async function breakDown(): Promise<void> {
  for (const index of indices) {
    const fault = faultOf(index);
    if (fault) await chain.client.setCode({ address: oracleOf(index), bytecode: fault[1] });
  }
  await chain.client.setCode({ address: otherModel, bytecode: "0x5f5ffd" });
  await chain.client.mine({ blocks: 1 });
}

async function assessedByTargets(): Promise<readonly Assessment[]> {
  const context = chain.contextWith({ callGas: 50_000_000n });
  const head = await readHead(context.client);
  const request = {
    protocols: ["morpho"],
    user: USER,
    limit: 1_000,
    maxHealthFactor: 2n ** 256n,
    minDebtUsd: 0n,
  } as const;
  const { rows, unread, unvalued } = await findTargets(context, { ...request, block: head, sort: "hf" });
  return [...rows.map(({ assessment }) => assessment), ...unread, ...unvalued];
}

/** By the number of the market. */
function byMarket(assessments: readonly Assessment[]): ReadonlyMap<number, Assessment> {
  const indexOf = new Map(indices.map((index) => [marketIdOf(paramsOf(index)), index]));
  const of = (one: Assessment) => indexOf.get(one.target.marketId!);
  return new Map(assessments.flatMap((one) => (of(one) === undefined ? [] : [[of(one)!, one] as const])));
}

it("of which many break among sound ones leave these as they are, and nobody of their own healthy", async () => {
  const watching = chain.contextWith({ callGas: 50_000_000n });
  const opened = await openChain(watching, ["morpho"], await readHead(watching.client));
  const before = byMarket(await assessedByTargets());
  expect(before.size).toBe(MARKETS);
  const kinds = indices.map((index) => before.get(index)!.status.kind);
  expect(kinds).toEqual(indices.map((index) => (index % 6 === 2 ? "liquidatable" : "healthy")));

  await breakDown();
  const { chain: followed } = await followHead(watching, opened, await readHead(watching.client));
  const watched = (await assessChain(watching, followed)).map(({ assessment }) => assessment);
  for (const assessments of [await assessedByTargets(), watched]) {
    const found = byMarket(assessments);
    expect(found.size).toBe(MARKETS);
    for (const index of indices) {
      const fault = faultOf(index)?.[0] ?? (isOtherModel(index) ? "has another rate model" : null);
      const { status, measure, actions } = found.get(index)!;
      if (fault === null) expect(status.kind, `market ${index}`).toBe(before.get(index)!.status.kind);
      else expect([status.kind, measure, actions], `market ${index} ${fault}`).toEqual(["refused", null, []]);
    }
  }
});
