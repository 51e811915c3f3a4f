import { type Address, createPublicClient, http, numberToHex } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readToken } from "../../flow/read-token.ts";
import { RevertError } from "../errors/errors.ts";
import { saidByChain } from "../errors/said-by-chain.ts";
import { type LocalServer, result, startServer } from "../rpc/local-server.fixture.ts";
import { believable, readDecimals } from "./decimals.ts";

const TOKEN: Address = "0x00000000000000000000000000000000000000a1";

let server: LocalServer;
let answer: bigint;
beforeAll(async () => {
  server = await startServer(({ id }, response) => result(response, id, numberToHex(answer, { size: 32 })));
});
afterAll(() => server.close());

const client = () => createPublicClient({ transport: http(server.url, { retryCount: 0 }) });

it.each([0n, 6n, 18n, 77n])("a contract's %d decimals are believed", async (decimals) => {
  answer = decimals;
  expect(await readDecimals(client(), TOKEN, 1n)).toBe(Number(decimals));
});

it.each([78n, 255n, 256n, 300_000_000n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 256n - 1n])(
  "of %d it is said that the contract does not tell them, which is an answer of the chain",
  async (decimals) => {
    answer = decimals;
    const failure = await readDecimals(client(), TOKEN, 1n).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RevertError);
    expect(saidByChain(failure)).toBe(true);
    await expect(readToken({ client: client() as never }, TOKEN, 1n)).rejects.toThrow("does not tell its decimals");
  },
);

it("what was asked together with much else is believed as far as its use reaches", () => {
  const answers = [0n, 18n, 19n, 36n, 37n, 77n, 78n, 2n ** 256n - 1n, undefined];
  expect(answers.map((answer) => believable(answer, 18))).toEqual([0, 18, ...new Array(7).fill(undefined)]);
  expect(answers.map((answer) => believable(answer))).toEqual([0, 18, 19, 36, 37, 77, ...new Array(3).fill(undefined)]);
});
