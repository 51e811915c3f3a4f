import { type Address, type PrivateKeyAccount, pad, toHex } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { CountedContext } from "../../chains/context.fixture.ts";
import { type LocalServer, result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { sellerAddress } from "../deploy/seller-address.ts";
import { readGasPrice } from "../plan/gas.ts";
import {
  type ContextOptions,
  type FallenChain,
  keyOf,
  OWNER_LIMITS,
  RECEIVER,
  startFallenChain,
} from "../testing/chain.fixture.ts";
import { type Intercept, startProxy } from "../testing/proxy.fixture.ts";
import { applyChanges } from "./apply-changes.ts";
import { deployedLiquidators } from "./deployed-liquidators.ts";
import { wishing } from "./govern.fixture.ts";
import { proposeChanges } from "./propose-changes.ts";
import type { Wishes } from "./resolve-wishes.ts";
import { showGovernance } from "./show-governance.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

/** As the compiler lays a liquidator out. */
const SELLER_SLOT = 3n;
const SOMEBODY: Address = "0x000000000000000000000000000000000000dEaD";

let chain: FallenChain;
const proxies: LocalServer[] = [];
beforeAll(async () => {
  chain = await startFallenChain();
});
afterEach(() => Promise.all(proxies.splice(0).map((proxy) => proxy.close())));
afterAll(() => chain?.stop());

const owner = keyOf(2);

interface Asked extends ContextOptions {
  readonly protocols?: readonly ("aave-v3" | "morpho")[];
}

async function shown({ protocols = ["aave-v3"], ...options }: Asked = {}) {
  const context = chain.contextWith(options);
  const liquidators = await deployedLiquidators(context, protocols);
  const block = await context.client.getBlockNumber({ cacheTime: 0 });
  return Promise.all(liquidators.map((one) => showGovernance(context, one, block)));
}

async function proposed(wishes: Wishes, { protocols = ["aave-v3"], ...options }: Asked = {}) {
  const context = chain.contextWith(options);
  const liquidators = await deployedLiquidators(context, protocols);
  const blockNumber = await context.client.getBlockNumber({ cacheTime: 0 });
  return { context, blockNumber, proposals: await proposeChanges(context, liquidators, { wishes, blockNumber }) };
}

async function applied(wishes: Wishes, { signer = owner, ...asked }: Asked & { signer?: PrivateKeyAccount } = {}) {
  const { context, blockNumber, proposals } = await proposed(wishes, asked);
  return applyChanges(context, proposals, { signer, gasPrice: await readGasPrice(context, blockNumber) });
}

/** What must not change while nothing is sent. */
async function state() {
  const [block, nonce] = await Promise.all([
    chain.client.getBlockNumber({ cacheTime: 0 }),
    chain.client.getTransactionCount({ address: owner.address }),
  ]);
  return { block, nonce };
}

const sentBy = ({ requests }: CountedContext) => requests.get("eth_sendRawTransaction") ?? 0;
const addSomebody = wishing({ operators: { add: [{ address: SOMEBODY }] } });

/** An endpoint in front of the chain, and what a run over it ended with. */
async function throughProxy(intercept: Intercept, wishes: Wishes, config: ContextOptions["config"] = {}) {
  const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
  proxies.push(proxy);
  const done = await applied(wishes, { rpcUrl: proxy.url, config }).catch((error: Error) => error);
  return { done, sent: proxy.received.filter(({ method }) => method === "eth_sendRawTransaction").length };
}

describe("showing", () => {
  it("says who the owner is, what is set, and who is on each list", async () => {
    const [aave, morpho] = await shown({ protocols: ["aave-v3", "morpho"] });
    const { aave: pools, spark } = chain.devnet.info.addresses;
    const { main, l2 } = pools;
    const markets = [
      { address: main.pool, name: "aave-v3:main", allowed: true, inBook: true },
      { address: l2.pool, name: "l2", allowed: true, inBook: true },
      // served by the same contract
      { address: spark.pool, name: "sparklend", allowed: true, inBook: true },
    ];
    expect(aave).toMatchObject({
      contract: "AaveV3Liquidator",
      owner: owner.address,
      pendingOwner: null,
      values: {
        minBonusShareBps: BigInt(OWNER_LIMITS.minBonusShareBps),
        maxTipBps: BigInt(OWNER_LIMITS.maxTipBps),
        paused: false,
      },
      lists: {
        operators: [{ address: chain.operator.address, name: null, allowed: true, inBook: null }],
        markets,
        lenders: expect.arrayContaining(markets),
      },
    });
    expect(aave!.values.receiver.toLowerCase()).toBe(RECEIVER);
    const vouching = ["morpho", "morpho pre-liquidations"].map((name) => ({ name, allowed: true }));
    expect(morpho!.lists).toMatchObject({ markets: vouching, lenders: aave!.lists.lenders });
    expect(aave!.lists.lenders.every(({ allowed, inBook }) => allowed && inBook)).toBe(true);
  });

  it("shows what the book has and is not allowed, what is allowed and not in it, and who no longer may", async () => {
    await chain.undoing(async () => {
      const token = chain.token.WETH;
      const { l2 } = chain.devnet.info.addresses.aave;
      await applied(
        wishing(
          {
            operators: { remove: [{ address: chain.operator.address }] },
            markets: { add: [{ address: token }], remove: [{ name: "l2" }] },
          },
          {},
          true,
        ),
      );
      const { lists } = (await shown())[0]!;
      expect(lists.operators).toEqual([{ address: chain.operator.address, name: null, allowed: false, inBook: null }]);
      expect(lists.markets.slice(1)).toEqual([
        { address: l2.pool, name: "l2", allowed: false, inBook: true },
        expect.objectContaining({ name: "sparklend", allowed: true }),
        { address: expect.stringMatching(new RegExp(token, "i")), name: null, allowed: true, inBook: false },
      ]);
      expect(lists.lenders.length).toBeGreaterThan(2);
      expect(lists.lenders.every(({ allowed }) => allowed)).toBe(true);
    });
  });

  it("shows to whom the contract was offered", async () => {
    await chain.undoing(async () => {
      const { address } = (await shown())[0]!;
      await chain.write(owner.address, address, "function transferOwnership(address newOwner)", [SOMEBODY]);
      expect((await shown())[0]).toMatchObject({ owner: owner.address, pendingOwner: SOMEBODY });
    });
  });

  it("fails when the logs cannot be read: a list that is not whole is not shown", async () => {
    const proxy = await startProxy(chain.devnet.rpcUrl, (call, response) => {
      if (call.method !== "eth_getLogs") return false;
      rpcError(response, call.id, -32000, "logs are switched off");
      return true;
    });
    proxies.push(proxy);
    await expect(shown({ rpcUrl: proxy.url })).rejects.toThrow(/logs of blocks .* cannot be read/);
  });

  it("fails when nothing is deployed", async () => {
    await expect(shown({ deployed: false, protocols: ["aave-v3", "morpho"] })).rejects.toMatchObject({
      code: "not-deployed",
      message: "AaveV3Liquidator and MorphoLiquidator are not deployed on devnet",
    });
  });
});

describe("a dry run", () => {
  it("tries each call as the owner, and changes nothing", async () => {
    const before = await state();
    const wishes = wishing({ operators: { add: [{ address: SOMEBODY }] } }, { maxTipBps: 1n, paused: false });
    const { context, proposals } = await proposed(wishes);
    expect(proposals).toHaveLength(1);
    const { changes, alreadySo } = proposals[0]!;
    expect(changes.map(({ setter, args }) => [setter, ...args])).toEqual([
      ["setLimits", BigInt(OWNER_LIMITS.minBonusShareBps), 1n],
      ["setOperator", SOMEBODY, true],
    ]);
    for (const { gas, data } of changes) {
      expect(gas).toBeGreaterThan(25_000n);
      expect(context.calls).toContainEqual(expect.objectContaining({ data, from: owner.address }));
    }
    expect(alreadySo).toMatchObject([{ what: "paused", from: false, to: false }]);
    expect(sentBy(context)).toBe(0);
    expect(await state()).toEqual(before);
  });

  it("reads no log, so that a pause does not wait for one", async () => {
    const { context } = await proposed(wishing({ lenders: { remove: [{ name: "l2" }] } }, { paused: true }));
    expect(context.requests.get("eth_getLogs")).toBeUndefined();
  });

  it("leaves out a liquidator that nothing is wanted of", async () => {
    const { proposals } = await proposed(wishing({ markets: { remove: [{ name: "l2" }] } }), {
      protocols: ["aave-v3", "morpho"],
    });
    expect(proposals.map(({ governance }) => governance.contract)).toEqual(["AaveV3Liquidator"]);
  });

  it("refuses what the contract refuses", async () => {
    const receiver = chain.book.liquidators.AaveV3Liquidator!;
    await expect(proposed(wishing({}, { receiver }))).rejects.toMatchObject({ code: "receiver-invalid", exitCode: 4 });
  });

  it.each([
    ["the wrapped native token", () => ({ receiver: chain.token.WETH })],
    ["the project's seller, though the liquidator has none", () => ({ receiver: sellerAddress() })],
    ["one that becomes the seller by the next call", () => ({ receiver: SOMEBODY, seller: SOMEBODY })],
    ["one that is to become the seller", () => ({ seller: RECEIVER })],
  ])("refuses as receiver %s", async (_, values) => {
    const before = await state();
    await expect(applied(wishing({}, values()))).rejects.toMatchObject({ code: "receiver-invalid", exitCode: 4 });
    expect(await state()).toEqual(before);
  });

  it("refuses that receiver and seller change places at once, and does it one by one", async () => {
    await chain.undoing(async () => {
      await applied(wishing({}, { seller: SOMEBODY }));
      const swapped = applied(wishing({}, { receiver: SOMEBODY, seller: sellerAddress() }));
      await expect(swapped).rejects.toMatchObject({ code: "receiver-invalid", exitCode: 4 });
      await applied(wishing({}, { seller: sellerAddress() }));
      await applied(wishing({}, { receiver: SOMEBODY }));
      const { values } = (await shown())[0]!;
      expect([values.receiver, values.seller]).toEqual([SOMEBODY, sellerAddress()]);
      await expect(applied(wishing({}, { seller: SOMEBODY }))).rejects.toMatchObject({ code: "receiver-invalid" });
    });
  });

  it("pauses also where the receiver could not be set any more", async () => {
    await chain.undoing(async () => {
      const address = chain.book.liquidators.AaveV3Liquidator!;
      await chain.client.request({
        method: "anvil_setStorageAt" as never,
        params: [address, pad(toHex(SELLER_SLOT)), pad(RECEIVER)] as never,
      });
      expect((await shown())[0]!.values.seller.toLowerCase()).toBe(RECEIVER);
      const [done] = await applied(wishing({}, { paused: true }));
      expect(done!.governance.values.paused).toBe(true);
    });
  });

  it("refuses a market without code, whatever is said", async () => {
    const wishes = wishing({ markets: { add: [{ address: SOMEBODY }] } }, {}, true);
    await expect(proposed(wishes)).rejects.toMatchObject({ code: "no-contract", exitCode: 4 });
  });
});

describe("changing", () => {
  it("adds an operator, takes it off again, sets limits and pauses, each read back", async () => {
    await chain.undoing(async () => {
      const before = await state();
      const [added] = await applied(addSomebody);
      const { txHash, blockNumber, gasUsed } = added!.changes[0]!;
      const receipt = await chain.client.getTransactionReceipt({ hash: txHash });
      expect(receipt).toMatchObject({ status: "success", blockNumber, gasUsed });
      expect((await shown())[0]!.lists.operators.at(-1)).toMatchObject({ address: SOMEBODY, allowed: true });

      const removal = wishing(
        { operators: { remove: [{ address: SOMEBODY }] } },
        { minBonusShareBps: 6_000n, paused: true },
      );
      const [after] = await applied(removal);
      expect(after!.changes.map(({ setter }) => setter)).toEqual(["setPaused", "setOperator", "setLimits"]);
      expect(after!.governance).toMatchObject({
        blockNumber: after!.changes.at(-1)!.blockNumber,
        values: { minBonusShareBps: 6_000n, maxTipBps: 5_000n, paused: true },
      });
      const now = (await shown())[0]!;
      expect(now.values).toEqual(after!.governance.values);
      expect(now.lists.operators.at(-1)).toMatchObject({ address: SOMEBODY, allowed: false });
      expect((await state()).nonce).toBe(before.nonce + 4);

      const again = await proposed(removal);
      expect(again.proposals[0]!.changes).toEqual([]);
      expect(again.proposals[0]!.alreadySo).toHaveLength(3);
    });
  });

  it("changes every liquidator that is meant", async () => {
    await chain.undoing(async () => {
      const done = await applied(wishing({}, { paused: true }), { protocols: ["aave-v3", "morpho"] });
      expect(done.map(({ governance, changes }) => [governance.contract, changes.length])).toEqual([
        ["AaveV3Liquidator", 1],
        ["MorphoLiquidator", 1],
      ]);
      const now = await shown({ protocols: ["aave-v3", "morpho"] });
      expect(now.map(({ values }) => values.paused)).toEqual([true, true]);
    });
  });

  it.each([
    ["with another key", { signer: keyOf(1) }, { code: "not-owner", exitCode: 4 }],
    ["when gas is too dear", { config: { maxGasPriceWei: 1n } }, { code: "gas-price", exitCode: 4 }],
  ])("sends nothing %s", async (_, asked, failure) => {
    const before = await state();
    await expect(applied(addSomebody, asked)).rejects.toMatchObject(failure);
    expect(await state()).toEqual(before);
  });

  it("names the owner when the key is another one", async () => {
    await expect(applied(addSomebody, { signer: keyOf(1) })).rejects.toThrow(`its owner is ${owner.address}`);
  });

  it("sends nothing when the owner cannot pay for all of it", async () => {
    await chain.undoing(async () => {
      await chain.client.setBalance({ address: owner.address, value: 10n ** 13n });
      const before = await state();
      await expect(applied(addSomebody)).rejects.toMatchObject({ code: "insufficient-funds", exitCode: 1 });
      expect(await state()).toEqual(before);
    });
  });

  it("sends nothing behind a transaction that is not mined", async () => {
    const { done, sent } = await throughProxy((call, response) => {
      const [, tag] = (call.params ?? []) as unknown[];
      if (call.method !== "eth_getTransactionCount" || tag !== "pending") return false;
      result(response, call.id, "0x7f");
      return true;
    }, addSomebody);
    expect(done).toMatchObject({ code: "pending-transaction", exitCode: 4 });
    expect(sent).toBe(0);
  });

  it("signs for the chain of the book, whatever the endpoint says", async () => {
    await chain.undoing(async () => {
      const { done } = await throughProxy((call, response) => {
        if (call.method !== "eth_chainId") return false;
        result(response, call.id, "0x1");
        return true;
      }, addSomebody);
      if (done instanceof Error) throw done;
      const { chainId } = await chain.client.getTransaction({ hash: done[0]!.changes[0]!.txHash });
      expect(chainId).toBe(31337);
    });
  });

  it("stops when the endpoint refuses the second, and goes on from there the next time", async () => {
    await chain.undoing(async () => {
      let taken = 0;
      const both = wishing({ operators: { add: [{ address: SOMEBODY }] } }, { paused: true });
      const { done, sent } = await throughProxy((call, response) => {
        if (call.method !== "eth_sendRawTransaction" || ++taken < 2) return false;
        rpcError(response, call.id, -32000, "transaction underpriced");
        return true;
      }, both);
      expect(done).toMatchObject({ code: "rpc-node-error", message: expect.stringContaining("underpriced") });
      expect(sent).toBe(2);
      // the same request again leaves out what was done
      const { proposals } = await proposed(both);
      expect(proposals[0]!.changes.map(({ setter }) => setter)).toEqual(["setOperator"]);
    });
  });

  it("fails when the chain is not as it was made", async () => {
    await chain.undoing(async () => {
      let isSent = false;
      const { done } = await throughProxy((call, response) => {
        isSent ||= call.method === "eth_sendRawTransaction";
        if (!isSent || call.method !== "eth_call") return false;
        const [{ data = "" }] = call.params as [{ data?: string }];
        // isOperator
        if (!data.startsWith("0x6d70f7ae")) return false;
        result(response, call.id, `0x${"0".repeat(64)}`);
        return true;
      }, addSomebody);
      expect(done).toMatchObject({
        code: "not-verified",
        exitCode: 1,
        numbers: { txHash: expect.stringMatching(/^0x[0-9a-f]{64}$/) },
        message: expect.stringContaining(`and ${SOMEBODY} is false there`),
      });
    });
  });
});
