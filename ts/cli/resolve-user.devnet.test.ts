import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { PROTOCOL_NAMES } from "../core/names/names.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { type FallenChain, startFallenChain } from "../flow/testing/chain.fixture.ts";
import { resolveUser } from "./resolve-user.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(() => chain?.stop());

const resolved = async (start: string, end: string, protocols = PROTOCOL_NAMES.slice()) =>
  resolveUser(chain.contextWith(), { start, end }, protocols, await chain.client.getBlockNumber({ cacheTime: 0 }));

it("asks for nothing where the address is whole, or nobody is named", async () => {
  const context = chain.contextWith();
  const { address } = chain.borrower("aave", "reference");
  expect(await resolveUser(context, address, PROTOCOL_NAMES, 1n)).toBe(address);
  expect(await resolveUser(context, null, PROTOCOL_NAMES, 1n)).toBeNull();
});

it("is one borrower of the protocols asked for, or wrong usage", async () => {
  const { address } = chain.borrower("morpho", "liquidatable");
  const [start, end] = [address.slice(0, 6).toLowerCase(), address.slice(-4).toLowerCase()];
  expect(await resolved(start, end)).toBe(address);
  await expect(resolved(start, end, ["aave-v3"])).rejects.toThrow(`nobody who ever borrowed here is ${start}…${end}`);
});

it("is refused where several borrowers begin and end so, and they are named", async () => {
  const error = await resolved("0x", "").catch((caught: unknown) => caught);
  expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(/^0x… is not one borrower but \d+$/) });
  expect((error as { hint: string }).hint).toMatch(/^give one of them: (0x[0-9a-fA-F]{40}, ){4}0x[0-9a-fA-F]{40}$/);
});
