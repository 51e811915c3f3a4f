import { type Abi, type Address, encodeFunctionData, getAddress, type Hex, parseAbi, toHex } from "viem";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { movePrice } from "../devnet/index.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { findTargets, type TargetRow } from "../flow/find-targets.ts";
import { type FallenChain, startFallenChain, TWO_PROTOCOLS } from "../flow/testing/chain.fixture.ts";
import { targetKey } from "../protocols/target.ts";
import { readHead } from "./head.ts";
import { opportunityRows } from "./watch.ts";
import { assessChain, followHead, openChain } from "./watched-chain.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: BUILD_TIMEOUT });

/** Half of them on Aave, half on Morpho. */
const ACCOUNTS = 2_000;
const USERS = Array.from({ length: ACCOUNTS / 2 }, (_, index) => getAddress(toHex(0x5ca1e0000 + index, { size: 20 })));
const WAD = 10n ** 18n;
const USD = 10n ** 8n;
const MOST = 2n ** 128n - 1n;
const COLLATERAL = WAD / 10n;
/** From 100 to 205 USDC against 260 USD of ether: when ether falls to 2,400 those who owe the most can be liquidated. */
const debtOf = (index: number) => BigInt(100 + ((index * 7) % 106)) * 10n ** 6n;
const PARAMS = "(address,address,address,address,uint256)";
const GAS = 1_000_000;

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
  await openAccounts();
});
afterAll(() => chain?.stop());

interface Call {
  readonly method: string;
  readonly params: readonly unknown[];
}

interface Transaction {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
}

/** Many calls in few exchanges, each of which the node works through in no order. */
async function all(calls: readonly Call[]): Promise<void> {
  for (let from = 0; from < calls.length; from += 250) {
    const body = calls.slice(from, from + 250).map((call, id) => ({ jsonrpc: "2.0", id, ...call }));
    const headers = { "content-type": "application/json" };
    const response = await fetch(chain.devnet.rpcUrl, { method: "POST", headers, body: JSON.stringify(body) });
    const failed = ((await response.json()) as { error?: { message: string } }[]).find(({ error }) => error);
    if (failed) throw new Error(failed.error!.message);
  }
}

const send = (from: Address, to: Address, signature: string, args: readonly unknown[]): Transaction => ({
  from,
  to,
  data: encodeFunctionData({ abi: parseAbi([signature]) as Abi, args }),
});

/** Transactions in as few blocks as they fit into. */
async function mined(transactions: readonly Transaction[]): Promise<void> {
  const { whale } = chain.devnet.info.addresses.accounts;
  const nonces = new Map([[whale, await chain.client.getTransactionCount({ address: whale })]]);
  const calls = transactions.map((transaction) => {
    const nonce = nonces.get(transaction.from) ?? 0;
    nonces.set(transaction.from, nonce + 1);
    return { method: "eth_sendTransaction", params: [{ ...transaction, gas: toHex(GAS), nonce: toHex(nonce) }] };
  });
  await all([{ method: "evm_setAutomine", params: [false] }]);
  await all(calls);
  const pending = async () => (await chain.client.getTxpoolStatus()).pending;
  while ((await pending()) > 0) await chain.client.mine({ blocks: 1 });
  await all([{ method: "evm_setAutomine", params: [true] }]);
}

/** Everybody pledges a tenth of an ether on both protocols, given by the whale, and borrows dollars. */
async function openAccounts(): Promise<void> {
  const { addresses } = chain.devnet.info;
  const { whale } = addresses.accounts;
  const { morpho } = addresses.morpho;
  const { pool } = addresses.aave.main;
  const { oracle, irm, lltv } = addresses.morpho.markets.find(({ label }) => label === "WETH/USDC")!;
  const { WETH, USDC } = chain.token;
  const params = [USDC, WETH, oracle, irm, BigInt(lltv)];
  for (const spender of [morpho, pool]) await chain.approve("WETH", whale, spender, MOST);
  await all([whale, ...USERS].map((user) => ({ method: "anvil_setBalance", params: [user, toHex(10_000n * WAD)] })));
  await all([{ method: "evm_setBlockGasLimit", params: [toHex(2_000_000_000)] }]);
  const supply = "function supply(address,uint256,address,uint16)";
  const pledge = `function supplyCollateral(${PARAMS},uint256,address,bytes)`;
  await mined(
    USERS.flatMap((user) => [
      send(whale, pool, supply, [WETH, COLLATERAL, user, 0]),
      send(whale, morpho, pledge, [params, COLLATERAL, user, "0x"]),
    ]),
  );
  const borrow = "function borrow(address,uint256,uint256,uint16,address)";
  const borrowBlue = `function borrow(${PARAMS},uint256,uint256,address,address)`;
  await mined(
    USERS.flatMap((user, index) => [
      send(user, pool, borrow, [USDC, debtOf(index), 2n, 0, user]),
      send(user, morpho, borrowBlue, [params, debtOf(index), 0n, user, user]),
    ]),
  );
}

const byKey = (rows: readonly TargetRow[]) => new Map(rows.map((row) => [targetKey(row.assessment.target), row]));

it("takes at most five requests for a block in which only a price moved, with 2,000 accounts, and misses none", async () => {
  const first = chain.contextWith();
  const opened = await openChain(first, TWO_PROTOCOLS, await readHead(first.client));
  const debts = (await assessChain(first, opened)).filter(({ assessment }) => (assessment.debtUsd ?? 0n) > 0n);
  expect(debts.length).toBeGreaterThanOrEqual(ACCOUNTS);
  await movePrice(chain.client, "WETH", 2_400n * USD, { info: chain.devnet.info, pools: false });

  const counted = chain.contextWith();
  const head = await readHead(counted.client);
  const { chain: watched, touched } = await followHead(counted, opened, head);
  const requests = [...counted.requests.values()].reduce((sum, count) => sum + count, 0);
  expect(touched).toBe(0);
  expect(requests, `${requests} requests: ${JSON.stringify([...counted.requests])}`).toBeLessThanOrEqual(5);

  const { rows, unread } = await opportunityRows(counted, watched, { minDebtUsd: 0n });
  const request = {
    protocols: TWO_PROTOCOLS,
    user: null,
    limit: 10 * ACCOUNTS,
    maxHealthFactor: WAD,
    minDebtUsd: 0n,
  } as const;
  const found = await findTargets(chain.contextWith(), { ...request, block: head, sort: "profit" });
  expect(found.accounts).toBeGreaterThanOrEqual(ACCOUNTS);
  const possible = found.rows.filter(({ assessment }) => assessment.actions.length > 0);
  expect(possible.length).toBeGreaterThan(ACCOUNTS / 40);
  expect(unread.size).toBe(0);
  expect(byKey(rows)).toEqual(byKey(possible));
});

it("plans hundreds of accounts with few requests: pools and lenders are read once for all of them", async () => {
  await movePrice(chain.client, "WETH", 1_500n * USD, { info: chain.devnet.info, pools: false });
  const counted = chain.contextWith();
  const block = await readHead(counted.client);
  const request = { user: null, limit: 10 * ACCOUNTS, maxHealthFactor: WAD, minDebtUsd: 0n, sort: "profit" } as const;
  const { rows } = await findTargets(counted, { ...request, protocols: ["morpho"], block });
  const planned = rows.filter(({ plan, reason }) => plan !== null && reason === null);
  expect(planned.length).toBeGreaterThanOrEqual(700);
  const requests = [...counted.requests.values()].reduce((sum, count) => sum + count, 0);
  expect(requests, `${requests} requests: ${JSON.stringify([...counted.requests])}`).toBeLessThan(60);
});
