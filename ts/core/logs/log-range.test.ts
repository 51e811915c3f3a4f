import { RpcRequestError } from "viem";
import { describe, expect, it } from "vitest";
import { suggestedRange } from "./log-range.ts";

function said(message: string, data?: unknown): RpcRequestError {
  return new RpcRequestError({ body: {}, error: { code: -32005, message, data }, url: "http://node" });
}

describe("suggestedRange", () => {
  it.each([
    ["this block range should work: [0x64, 0xc7]", 100n, false],
    ["Try with this block range [0x64, 0x65].", 2n, false],
    ["eth_getLogs is limited to a 10,000 range", 10_000n, true],
    ["eth_getLogs and eth_newFilter are limited to a 5 blocks range", 5n, true],
    ["exceed maximum block range: 50000", 50_000n, true],
    ["block range is too large, max is 1k blocks", 1_000n, true],
    ["query exceeds max block range 100000", 100_000n, true],
    ["requests with up to a 2K block range", 2_000n, true],
  ])("reads %j", (message, blocks, lasting) => {
    expect(suggestedRange(said(message), 100n)).toEqual({ blocks, lasting });
  });

  it("prefers what stands beside the message", () => {
    const error = said("query returned more than 10000 results. Try with this block range [0x64, 0x65].", {
      from: "0x64",
      to: "0x6d",
      limit: 10_000,
    });
    expect(suggestedRange(error, 100n)).toEqual({ blocks: 10n, lasting: false });
  });

  it("looks through the errors that a client wraps around it", () => {
    const error = new Error("outer", { cause: new Error("middle", { cause: said("use [0x64, 0x67]") }) });
    expect(suggestedRange(error, 100n)).toEqual({ blocks: 4n, lasting: false });
  });

  it.each([
    ["a range that starts elsewhere", "this block range should work: [0x0, 0xc7]"],
    ["a range that ends before it starts", "use [0x64, 0x63]"],
    ["a failure that names no size", "internal error"],
    ["what is refused, which is not what is allowed", "ranges over 10000 blocks are not supported on freetier"],
    ["a limit that starts with nothing", "eth_getLogs is limited to 0 - 50 blocks range"],
    ["a number that is no number of blocks", "limit of 50 requests per second"],
  ])("finds nothing in %s", (_, message) => {
    expect(suggestedRange(said(message), 100n)).toBeNull();
  });
});
