import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { getContractAddress, keccak256, toHex, zeroAddress } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { deploymentsFile, readDeployments } from "../../chains/deployments.ts";
import type { Config } from "../../core/config/config.ts";
import { ROOT } from "../../core/root.ts";
import { type LocalServer, result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { temporaryFolder } from "../../core/temporary-folder.fixture.ts";
import { DEVNET_MNEMONIC } from "../../devnet/index.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import { aaveV3LiquidatorAbi } from "../../generated/AaveV3Liquidator.ts";
import { MORPHO_ADDRESSES } from "../../protocols/morpho/addresses.ts";
import { loadBook } from "../find/load-book.ts";
import { type Intercept, startProxy } from "../testing/proxy.fixture.ts";
import { type DeployRequest, deploy } from "./deploy.ts";
import { journalsOf } from "./deploy-journal.ts";
import { sellerAddress } from "./seller-address.ts";

// the compiler may have to look at every contract first
vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

const OWNER = "0x00000000000000000000000000000000000000A1";
const RECEIVER = "0x00000000000000000000000000000000000000b2";
/** In the path of the endpoint, as providers have it. */
const API_KEY = "Zx81SecretOfTheEndpoint";

let chain: TestChain;
let folder: string;
const proxies: LocalServer[] = [];
beforeAll(async () => {
  chain = await startTestChain();
  folder = temporaryFolder("deploy");
});
afterEach(() => Promise.all(proxies.splice(0).map((proxy) => proxy.close())));
afterAll(() => chain?.stop());
afterAll(() => {
  const journals = journalsOf({ deploymentsDir: folder });
  expect(readdirSync(journals)).toEqual([]);
  rmSync(journals, { recursive: true });
});

/** An account of the test phrase: 4 and above are nobody's. */
function signerOf(addressIndex: number): DeployRequest["signer"] {
  const account = mnemonicToAccount(DEVNET_MNEMONIC, { addressIndex });
  return { address: account.address, privateKey: toHex(account.getHdKey().privateKey!) };
}

interface Setting extends Partial<DeployRequest> {
  readonly intercept?: Intercept;
  readonly config?: Partial<Config>;
  readonly signal?: AbortSignal;
}

async function deployed({ intercept, config, signal, ...request }: Setting) {
  const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
  proxies.push(proxy);
  const rpcUrl = `${proxy.url}/v2/${API_KEY}`;
  const context = contextOf(rpcUrl, await loadBook("devnet"), {
    config: { rpcUrls: [rpcUrl], deploymentsDir: folder, ...config },
    ...(signal && { signal }),
  });
  const done = await deploy(context, {
    contract: "AaveV3Liquidator",
    owner: OWNER,
    receiver: RECEIVER,
    operators: [],
    ownerMinBonusShareBps: 6_321,
    ownerMaxTipBps: 4_321,
    signer: signerOf(4),
    send: true,
    ...request,
  }).catch((error: Error) => error);
  const sent = proxy.received.filter(({ method }) => method === "eth_sendRawTransaction").length;
  return { done, sent, warnings: context.warnings };
}

function succeeded<T>(done: T | Error): T {
  if (done instanceof Error) throw done;
  return done;
}

const nonceOf = (index: number) => chain.client.getTransactionCount({ address: signerOf(index).address });

/** Command lines of the processes that this one has started, as anybody on the machine can read them. */
function childrenSeen(): { readonly lines: Set<string>; stop(): void } {
  const lines = new Set<string>();
  const look = () => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const [, parent] = /\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
        if (parent === String(process.pid))
          lines.add(readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "));
      } catch {
        // it has just ended
      }
    }
  };
  const timer = setInterval(look, 20);
  return { lines, stop: () => clearInterval(timer) };
}

/** Every file of a folder that was written since, with its content. */
function written(path: string, since: number): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile() && statSync(file).mtimeMs >= since)
    .map((file) => readFileSync(file, "utf8"));
}

const onLinux = it.skipIf(process.platform !== "linux");

describe("deploying", () => {
  it("without sending says where it would be and what it would cost, and leaves no trace", async () => {
    const { done, sent } = await deployed({ send: false, before: 2 });
    const { record, address, gas, gasPrice } = succeeded(done);
    expect([record, sent, await nonceOf(4)]).toEqual([null, 0, 0]);
    expect(gas).toBeGreaterThan(2_000_000n);
    expect(gasPrice.nativePriceUsd).toBe(3_000_00000000n);
    expect(await chain.client.getCode({ address })).toBeUndefined();
    expect(existsSync(deploymentsFile(31337, folder))).toBe(false);
    // two transactions of the same run would come first
    const first = succeeded((await deployed({ send: false })).done);
    expect(first.address).not.toBe(address);
  });

  onLinux("sends once, verifies and records; key and endpoint reach nobody else", async () => {
    const since = Date.now() - 1;
    const children = childrenSeen();
    const { done, sent } = await deployed({}).finally(children.stop);
    const { record, address, gas, setup } = succeeded(done);
    expect(sent).toBe(1);

    const read = { address, abi: aaveV3LiquidatorAbi } as const;
    expect(await chain.client.readContract({ ...read, functionName: "owner" })).toBe(OWNER);
    expect(await chain.client.readContract({ ...read, functionName: "settings" })).toEqual([
      RECEIVER,
      6_321,
      4_321,
      false,
    ]);
    const operator = signerOf(4).address;
    expect(await chain.client.readContract({ ...read, functionName: "isOperator", args: [operator] })).toBe(true);
    const receipt = await chain.client.getTransactionReceipt({ hash: record!.txHash });
    expect(receipt).toMatchObject({ status: "success", gasUsed: gas, contractAddress: address.toLowerCase() });
    const code = await chain.client.getCode({ address });
    expect(record).toMatchObject({ address, block: Number(receipt.blockNumber), runtimeCodeHash: keccak256(code!) });
    expect((await readDeployments(31337, folder)).contracts.AaveV3Liquidator).toEqual(record);
    expect(record!.constructorArgs).toMatchObject({
      owner: OWNER,
      operators: [operator],
      markets: setup.setup.markets,
    });

    const secrets = [signerOf(4).privateKey!.slice(2), API_KEY];
    const lines = [...children.lines].filter((line) => line.includes("Deploy.s.sol"));
    expect(lines.length).toBeGreaterThan(0);
    const files = ["broadcast", "cache", "deployments"]
      .map((name) => join(ROOT, name))
      .flatMap((name) => written(name, since));
    for (const text of [...children.lines, ...files, readFileSync(deploymentsFile(31337, folder), "utf8")]) {
      for (const secret of secrets) expect(text.toLowerCase().includes(secret.toLowerCase())).toBe(false);
    }
  });

  it("again with the same settings does nothing", async () => {
    const before = await nonceOf(4);
    const { done, sent } = await deployed({});
    expect(succeeded(done)).toMatchObject({ wasThere: true, gas: 0n });
    expect([sent, await nonceOf(4)]).toEqual([0, before]);
  });

  it("fails when the chain has other code than was sent, and keeps the record as it was", async () => {
    const before = await readDeployments(31337, folder);
    let isSent = false;
    const wrong = await deployed({
      ownerMaxTipBps: 1,
      intercept: (call, response) => {
        isSent ||= call.method === "eth_sendRawTransaction";
        // earlier the script itself would find the place of its contract taken
        if (!isSent || call.method !== "eth_getCode") return false;
        result(response, call.id, "0x6001");
        return true;
      },
    });
    expect(wrong.done).toMatchObject({
      code: "deployment",
      exitCode: 1,
      hint: "do not use it",
      message: expect.stringMatching(/^AaveV3Liquidator at 0x\w{40} has other code than was compiled$/),
    });
    expect(wrong.warnings).toEqual([
      expect.stringMatching(/^the record of AaveV3Liquidator at 0x\w{40} gives way to the new one$/),
    ]);
    expect(await readDeployments(31337, folder)).toEqual(before);
  });

  it("goes on where the endpoint failed after the sending: nothing is paid for twice", async () => {
    let isSent = false;
    const cut = await deployed({
      ownerMaxTipBps: 2,
      config: { rpcRetries: 0 },
      intercept: (call, response) => {
        isSent ||= call.method === "eth_sendRawTransaction";
        if (!isSent || call.method !== "eth_getCode") return false;
        rpcError(response, call.id, -32000, "header not found");
        return true;
      },
    });
    expect(cut.done).toMatchObject({
      code: "deployment",
      hint: "run the same command again: it goes on from there and sends nothing more",
      numbers: { address: expect.any(String), txHash: expect.any(String) },
    });
    const { numbers } = cut.done as unknown as { numbers: { address: string; txHash: string } };
    const again = await deployed({ ownerMaxTipBps: 2 });
    expect(succeeded(again.done).record).toMatchObject(numbers);
    expect([cut.sent, again.sent]).toEqual([1, 0]);
    expect(again.warnings.at(-1)).toMatch(/^AaveV3Liquidator was sent to 0x\w{40} before and not recorded/);
  });

  it("at the same time as another does not get in its way, and both are recorded", async () => {
    const [aave, morpho] = await Promise.all([
      deployed({ ownerMaxTipBps: 5 }),
      deployed({ ownerMaxTipBps: 5, contract: "MorphoLiquidator", signer: signerOf(5) }),
    ]);
    expect((await readDeployments(31337, folder)).contracts).toEqual({
      AaveV3Liquidator: succeeded(aave.done).record,
      MorphoLiquidator: succeeded(morpho.done).record,
    });
    expect([aave.sent, morpho.sent]).toEqual([1, 1]);
  });

  it("without a key says what it would be, and sends nothing", async () => {
    const address = "0x00000000000000000000000000000000000000C3";
    const signer = { address, privateKey: null } as const;
    const { done, sent } = await deployed({ ownerMaxTipBps: 6, signer, send: false });
    expect(succeeded(done)).toMatchObject({ record: null, address: getContractAddress({ from: address, nonce: 0n }) });
    expect(succeeded(done).setup.setup.operators).toEqual([address]);
    expect(succeeded(done).gas).toBeGreaterThan(2_000_000n);
    expect(sent).toBe(0);
    // an account that could not pay for it cannot send either
    expect((await deployed({ ownerMaxTipBps: 6, signer })).done).toMatchObject({ exitCode: 1 });
  });

  it("signs no more for gas than the limit", async () => {
    const { baseFee, priorityFee } = succeeded((await deployed({ ownerMaxTipBps: 3, send: false })).done).gasPrice;
    // a block may raise it by an eighth
    const limit = (baseFee * 9n) / 8n + priorityFee;
    const { done } = await deployed({ ownerMaxTipBps: 3, config: { maxGasPriceWei: limit } });
    const { maxFeePerGas } = await chain.client.getTransaction({ hash: succeeded(done).record!.txHash });
    expect(maxFeePerGas! <= limit).toBe(true);
  });

  it("fails in one sentence when the account cannot pay for it", async () => {
    const signer = {
      address: "0x1563915e194D8CfBA1943570603F7606A3115508",
      privateKey: `0x${"5".repeat(64)}`,
    } as const;
    const { done, sent } = await deployed({ signer, contract: "MorphoLiquidator" });
    expect(done).toMatchObject({ code: "insufficient-funds", exitCode: 1, hint: "fund the account that signs" });
    expect((done as Error).message).toMatch(/has 0 of the native token, and deploying costs at least 0\.00\d+$/);
    expect(sent).toBe(0);
  });

  it.each<[string, string, Partial<DeployRequest>]>([
    ["limit-invalid", "a limit must be at most 100 %", { ownerMinBonusShareBps: 10_001 }],
    ["limit-invalid", "a limit must be at most 100 %", { ownerMinBonusShareBps: 0 }],
    ["limit-invalid", "a limit must be at most 100 %", { ownerMaxTipBps: 10_001 }],
    ["owner-invalid", `${zeroAddress} cannot be the owner`, { owner: zeroAddress }],
    ["receiver-invalid", "the receiver must not be zero", { receiver: zeroAddress, seller: OWNER }],
  ])("says in words what the constructor refuses: %s", async (code, words, request) => {
    for (const send of [true, false]) {
      const { done, sent } = await deployed({ contract: "MorphoLiquidator", send, ...request });
      expect(done).toMatchObject({ code, exitCode: 4 });
      expect((done as Error).message).toContain(`MorphoLiquidator cannot be set up like this: ${words}`);
      expect(sent).toBe(0);
    }
  });

  it("fails with forge's own sentence when the script does", async () => {
    const { done, sent } = await deployed({
      contract: "MorphoLiquidator",
      intercept: (call, response) => {
        // which only the script asks for
        if (call.method !== "eth_getTransactionCount") return false;
        rpcError(response, call.id, -32000, "no such state");
        return true;
      },
    });
    expect(done).toMatchObject({ code: "deployment", exitCode: 1 });
    expect((done as Error).message).toMatch(/^the deployment of MorphoLiquidator failed: .*no such state/);
    expect((done as Error).message).not.toContain("\n");
    expect(sent).toBe(0);
  });

  it.each<[string, () => Partial<DeployRequest>]>([
    ["a seller", () => ({ receiver: OWNER, seller: OWNER })],
    ["the project's seller", () => ({ receiver: sellerAddress() })],
    ["the wrapped native token", () => ({ receiver: chain.devnet.info.addresses.tokens.WETH })],
  ])("does not begin when the receiver would be %s", async (_, request) => {
    const { done, sent } = await deployed({ contract: "MorphoLiquidator", ...request() });
    expect(done).toMatchObject({ code: "receiver-invalid", exitCode: 4 });
    expect(sent).toBe(0);
  });

  it("does not begin when gas is too dear or the chain has no such protocol", async () => {
    const dear = await deployed({ contract: "MorphoLiquidator", config: { maxGasPriceWei: 1n } });
    expect(dear.done).toMatchObject({ code: "gas-price", exitCode: 4 });
    const book = MORPHO_ADDRESSES.with(await loadBook("devnet"), null);
    const context = contextOf(chain.devnet.rpcUrl, book);
    const request = {
      contract: "MorphoLiquidator",
      owner: OWNER,
      receiver: RECEIVER,
      operators: [],
      signer: signerOf(4),
    } as const;
    await expect(
      deploy(context, { ...request, ownerMinBonusShareBps: 1, ownerMaxTipBps: 1, send: true }),
    ).rejects.toThrow("devnet has no market for MorphoLiquidator, so there is no use in deploying it");
  });

  onLinux("ends with its child when the user interrupts", async () => {
    const interrupt = new AbortController();
    const running = deployed({ contract: "MorphoLiquidator", signal: interrupt.signal });
    const children = childrenSeen();
    await vi.waitUntil(() => [...children.lines].some((line) => line.includes("Deploy.s.sol")), {
      timeout: 60_000,
      interval: 10,
    });
    children.stop();
    interrupt.abort();
    expect((await running).done).toMatchObject({ exitCode: 130 });
    // a process takes a moment to die, on a busy machine a long one
    const isGone = async () => {
      const after = childrenSeen();
      await new Promise((resolve) => setTimeout(resolve, 100));
      after.stop();
      return ![...after.lines].some((line) => line.includes("Deploy.s.sol"));
    };
    expect(await vi.waitUntil(isGone, { timeout: 30_000, interval: 50 })).toBe(true);
  });
});
