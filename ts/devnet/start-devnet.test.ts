import { createServer } from "node:net";
import { parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { movePrice } from "./move-price.ts";
import { startDevnet } from "./start-devnet.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "./testing/start-test-chain.ts";

const POOL = parseAbi([
  "function getReserveNormalizedVariableDebt(address asset) view returns (uint256)",
  "function getUserAccountData(address user) view returns (uint256, uint256, uint256, uint256, uint256, uint256 healthFactor)",
]);

const RAY = 10n ** 27n;

describe("startDevnet", () => {
  let chain: TestChain;

  beforeAll(async () => {
    chain = await startTestChain();
  }, BUILD_TIMEOUT);

  afterAll(() => chain?.stop());

  const debtIndex = () => {
    const { aave, tokens } = chain.devnet.info.addresses;
    const args = [tokens.USDC] as const;
    return chain.client.readContract({
      address: aave.main.pool,
      abi: POOL,
      functionName: "getReserveNormalizedVariableDebt",
      args,
    });
  };

  it("serves the chain that it describes", async () => {
    expect(await chain.client.getChainId()).toBe(chain.devnet.chainId);
    const block = await chain.client.getBlock();
    expect(block.number).toBe(BigInt(chain.devnet.info.block) + 1n);
    expect(block.timestamp).toBe(BigInt(chain.devnet.info.timestamp));
    expect(block.baseFeePerGas).toBe(1_000_000_000n);
  });

  it("accrues no interest however long it waits, because its clock is not the wall clock", async () => {
    expect(await debtIndex()).toBe(RAY);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await debtIndex()).toBe(RAY);
  });

  it("accrues twelve seconds of interest per block", () =>
    chain.undoing(async () => {
      await chain.client.mine({ blocks: 2 });
      const { timestamp } = await chain.client.getBlock();
      expect(timestamp).toBe(BigInt(chain.devnet.info.timestamp) + 24n);
      expect(await debtIndex()).toBeGreaterThan(RAY);
    }));

  it("costs the reference less than a billionth of its health factor in the block of the price fall", () =>
    chain.undoing(async () => {
      await movePrice(chain.client, "WETH", 2600n * 10n ** 8n);
      const [, , , , , healthFactor] = await chain.client.readContract({
        address: chain.devnet.info.addresses.aave.main.pool,
        abi: POOL,
        functionName: "getUserAccountData",
        args: [chain.borrower("aave", "reference").address],
      });
      const interest = 975_000_000_000_000_000n - healthFactor;
      expect(interest).toBeGreaterThan(0n);
      expect(interest).toBeLessThan(10n ** 9n);
    }));

  it("stops the clock on request", async () => {
    const still = await startTestChain({ secondsPerBlock: 0 });
    try {
      await still.client.mine({ blocks: 3 });
      expect((await still.client.getBlock()).timestamp).toBe(BigInt(still.devnet.info.timestamp));
    } finally {
      await still.stop();
    }
  });

  it("serves two chains at once that know nothing of each other", async () => {
    const other = await startTestChain();
    try {
      await other.client.mine({ blocks: 5 });
      expect(await other.client.getBlockNumber({ cacheTime: 0 })).toBe(BigInt(chain.devnet.info.block) + 6n);
      expect(await chain.client.getBlockNumber({ cacheTime: 0 })).toBe(BigInt(chain.devnet.info.block) + 1n);
    } finally {
      await other.stop();
    }
  });

  it("takes the port it is told, and says so when that port is taken", async () => {
    const port = await freePort();
    const devnet = await startDevnet({ port });
    try {
      expect(devnet.rpcUrl).toBe(`http://127.0.0.1:${port}`);
      await expect(startDevnet({ port })).rejects.toThrow(`port ${port} is taken`);
    } finally {
      await devnet.stop();
      await devnet.stop(); // twice is fine
    }
    await expect(fetch(devnet.rpcUrl)).rejects.toThrow();
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
