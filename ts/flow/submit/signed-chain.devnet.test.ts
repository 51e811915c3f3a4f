import { type Hex, parseTransaction, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { result } from "../../core/rpc/local-server.fixture.ts";
import { DEVNET_MNEMONIC } from "../../devnet/index.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { attemptMany, doneOf } from "../batch/batch.fixture.ts";
import { deploy } from "../deploy/deploy.ts";
import { deploySeller } from "../deploy/deploy-seller.ts";
import { sellerAddress } from "../deploy/seller-address.ts";
import { applyChanges } from "../govern/apply-changes.ts";
import { deployedLiquidators } from "../govern/deployed-liquidators.ts";
import { STRANGER, wishing } from "../govern/govern.fixture.ts";
import { proposeChanges } from "../govern/propose-changes.ts";
import { readGasPrice } from "../plan/gas.ts";
import { type FallenChain, keyOf, RECEIVER, startFallenChain } from "../testing/chain.fixture.ts";
import { type Intercept, startProxy } from "../testing/proxy.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";
import { attempt, succeeded } from "./attempt.fixture.ts";

// the compiler may have to look at every contract first
vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

/** A run of the program over an endpoint of its own. */
async function through(intercept: Intercept, run: (context: Connected) => Promise<unknown>): Promise<void> {
  const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
  try {
    await run(await chain.connected({ rpcUrl: proxy.url }));
  } finally {
    await proxy.close();
  }
}

type Connected = Awaited<ReturnType<FallenChain["connected"]>>;

async function allow(context: Connected): Promise<unknown> {
  const liquidators = await deployedLiquidators(context, ["aave-v3"]);
  const blockNumber = await context.client.getBlockNumber({ cacheTime: 0 });
  const wishes = wishing({ operators: { add: [{ address: STRANGER }] } });
  const proposals = await proposeChanges(context, liquidators, { wishes, blockNumber });
  return applyChanges(context, proposals, { signer: keyOf(2), gasPrice: await readGasPrice(context, blockNumber) });
}

function deployLiquidator(context: Connected): Promise<unknown> {
  const { address, getHdKey } = mnemonicToAccount(DEVNET_MNEMONIC, { addressIndex: 4 });
  return deploy(context, {
    contract: "AaveV3Liquidator",
    owner: address,
    receiver: RECEIVER,
    operators: [],
    ownerMinBonusShareBps: 6_000,
    ownerMaxTipBps: 4_000,
    signer: { address, privateKey: toHex(getHdKey().privateKey!) },
    send: true,
  });
}

/** Every kind of transaction that is sent, by the client of the program. */
const KINDS: readonly (readonly [what: string, send: (intercept: Intercept) => Promise<unknown>])[] = [
  ["a liquidation", async (intercept) => succeeded((await attempt(chain, "reference", { intercept })).done)],
  ["a batch", async (intercept) => doneOf((await attemptMany(chain, ["mixed", "reference"], { intercept })).done)],
  ["a call of an owner", (intercept) => through(intercept, allow)],
  [
    "a seller",
    async (intercept) => {
      // as if nobody had deployed it before
      for (const [method, value] of [
        ["anvil_setCode", "0x"],
        ["anvil_setNonce", "0x0"],
      ]) {
        await chain.client.request({ method, params: [sellerAddress(), value] } as never);
      }
      return through(intercept, (context) => deploySeller(context, { from: keyOf(4).address, signer: keyOf(4) }));
    },
  ],
  ["a liquidator", (intercept) => through(intercept, deployLiquidator)],
];

// forge asks several times, and compares the chain with its input before it asks for the last time
describe.each([2, 4])("only for the chain that was checked is signed, also when answer %i is another", (other) => {
  it.each(KINDS)("%s", async (_, send) => {
    let asked = 0;
    const raw: Hex[] = [];
    await send(({ method, params, id }, response) => {
      if (method === "eth_sendRawTransaction") raw.push((params as Hex[])[0]!);
      if (method !== "eth_chainId" || ++asked < other) return false;
      result(response, id, "0x1");
      return true;
    });
    expect(raw.map((one) => parseTransaction(one).chainId)).toEqual([31_337]);
    // when it connects
    expect(asked).toBe(1);
  });
});
