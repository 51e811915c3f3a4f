import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createPublicClient, http, size } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uniswapV3StatesAbi } from "../../generated/UniswapV3States.ts";
import { ConfigError, RpcError } from "../errors/errors.ts";
import { type LocalServer, result, startServer } from "../rpc/local-server.fixture.ts";
import { temporaryFolder } from "../temporary-folder.fixture.ts";
import { creationCode } from "./artifact.ts";
import { callDeployless, MAX_CALL_BYTES } from "./deployless.ts";

function folderWith(object: string): string {
  const folder = temporaryFolder("artifact");
  mkdirSync(join(folder, "Thing.sol"));
  writeFileSync(join(folder, "Thing.sol", "Thing.json"), JSON.stringify({ bytecode: { object } }));
  return folder;
}

describe("creationCode", () => {
  it("is what the compiler wrote", () => {
    expect(creationCode("Thing", folderWith("0x6001"))).toBe("0x6001");
  });

  it.each(["AaveV3Lens", "MorphoLens", "UniswapV3States"])("of %s leaves most of a call to its arguments", (name) => {
    expect(size(creationCode(name))).toBeLessThan(MAX_CALL_BYTES / 4);
  });

  it("says what to run when the contracts are not compiled", () => {
    const read = () => creationCode("Missing", folderWith("0x6001"));
    expect(read).toThrow(ConfigError);
    expect(read).toThrow("the contract Missing is not compiled");
    expect(catching(read)).toMatchObject({ hint: "run npm run build" });
  });

  it.each(["0x", "", "0x60__$lib$__01"])("refuses the bytecode %j", (object) => {
    expect(() => creationCode("Thing", folderWith(object))).toThrow(ConfigError);
  });
});

describe("callDeployless", () => {
  const zero = `0x${"0".repeat(40)}` as const;
  let emptyNode: LocalServer;
  beforeAll(async () => {
    emptyNode = await startServer(({ id }, response) => result(response, id, "0x"));
  });
  afterAll(() => emptyNode.close());

  const call = (count: number) =>
    callDeployless(createPublicClient({ transport: http(emptyNode.url, { retryCount: 0 }) }), {
      contract: "UniswapV3States",
      abi: uniswapV3StatesAbi,
      functionName: "feeTiers",
      args: [zero, `0x${"00".repeat(100 * count)}`],
      blockNumber: 1n,
    });

  it("refuses what no node would take, before asking one", async () => {
    await expect(call(500)).rejects.toMatchObject({ failure: "too-large", retryable: false });
    expect(emptyNode.received).toEqual([]);
  });

  it("fails when the node returns nothing, and sends the block that it is told", async () => {
    await expect(call(1)).rejects.toBeInstanceOf(RpcError);
    expect(emptyNode.received).toMatchObject([{ method: "eth_call", params: [{}, "0x1"] }]);
  });
});

function catching(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
