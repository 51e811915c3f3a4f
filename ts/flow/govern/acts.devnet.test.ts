import { type Address, decodeFunctionData, erc20Abi, parseEther, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { result } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { sellerAddress } from "../deploy/seller-address.ts";
import { readGasPrice } from "../plan/gas.ts";
import { type FallenChain, keyOf, RECEIVER, startFallenChain } from "../testing/chain.fixture.ts";
import { startProxy } from "../testing/proxy.fixture.ts";
import type { Act } from "./acts.ts";
import { applyChanges } from "./apply-changes.ts";
import { deployedLiquidators } from "./deployed-liquidators.ts";
import { wishing } from "./govern.fixture.ts";
import { proposeChanges } from "./propose-changes.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const SOMEBODY: Address = "0x000000000000000000000000000000000000dEaD";
const BOTH = ["aave-v3", "morpho"] as const;
const [owner, heir] = [keyOf(2), keyOf(3)];
const GIVEN = 12_500_000n;

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(() => chain?.stop());

const aave = () => chain.book.liquidators.AaveV3Liquidator!;

interface Asked {
  readonly protocols?: readonly ("aave-v3" | "morpho")[];
  readonly rpcUrl?: string;
}

async function proposed(act: Act, { protocols = ["aave-v3"], ...options }: Asked = {}) {
  const context = chain.contextWith(options);
  const liquidators = await deployedLiquidators(context, protocols);
  const blockNumber = await context.client.getBlockNumber({ cacheTime: 0 });
  const proposals = await proposeChanges(context, liquidators, { wishes: { ...wishing({}), act }, blockNumber });
  return { context, blockNumber, proposals };
}

async function applied(act: Act, { signer = owner, ...asked }: Asked & { signer?: typeof owner } = {}) {
  const { context, blockNumber, proposals } = await proposed(act, asked);
  return applyChanges(context, proposals, { signer, gasPrice: await readGasPrice(context, blockNumber) });
}

const balanceOf = (who: Address) =>
  chain.client.readContract({ address: chain.token.USDC, abi: erc20Abi, functionName: "balanceOf", args: [who] });
const owners = () =>
  Promise.all(
    (["owner", "pendingOwner"] as const).map((functionName) =>
      chain.client.readContract({ address: aave(), abi: flashLiquidatorAbi, functionName }),
    ),
  );
const rescue = (token: Address, amount: string | null = null): Act => ({ kind: "rescue", token, amount });
const offer = (to: Address): Act => ({ kind: "offer", to });
const ACCEPT: Act = { kind: "accept" };

describe("rescuing", () => {
  it("sends all of a token to the receiver, and leaves nothing", async () => {
    await chain.undoing(async () => {
      await chain.give("USDC", aave(), GIVEN);
      const before = await balanceOf(RECEIVER);
      const { proposals, context } = await proposed(rescue(chain.token.USDC));
      const [change] = proposals[0]!.changes;
      expect(change).toMatchObject({ setter: "rescue", sender: owner.address, to: aave() });
      expect(decodeFunctionData({ abi: flashLiquidatorAbi, data: change!.data }).args?.[1]).toBe(GIVEN);
      expect(change!.differences).toMatchObject([{ what: "held", name: "USDC", from: GIVEN, to: 0n }]);
      expect(change!.differences[0]!.receiver!.toLowerCase()).toBe(RECEIVER);
      expect(context.requests.get("eth_sendRawTransaction")).toBeUndefined();
      expect(await balanceOf(aave())).toBe(GIVEN);
      await applied(rescue(chain.token.USDC));
      expect([await balanceOf(aave()), (await balanceOf(RECEIVER)) - before]).toEqual([0n, GIVEN]);
    });
  });

  it("sends an amount and leaves the rest, also while it is paused", async () => {
    await chain.undoing(async () => {
      await chain.give("USDC", aave(), GIVEN);
      await chain.write(owner.address, aave(), "function setPaused(bool paused)", [true]);
      await applied(rescue(chain.token.USDC, "2.5"));
      expect(await balanceOf(aave())).toBe(10_000_000n);
    });
  });

  it("sends ether", async () => {
    await chain.undoing(async () => {
      await chain.client.setBalance({ address: aave(), value: parseEther("2") });
      const before = await chain.client.getBalance({ address: RECEIVER });
      await applied(rescue(zeroAddress, "0.5"));
      const now = await chain.client.getBalance({ address: RECEIVER });
      expect([now - before, await chain.client.getBalance({ address: aave() })]).toEqual([
        parseEther("0.5"),
        parseEther("1.5"),
      ]);
    });
  });

  it("takes all from each liquidator that has any, and says of which there is nothing", async () => {
    await chain.undoing(async () => {
      await chain.give("USDC", aave(), GIVEN);
      const { proposals } = await proposed(rescue(chain.token.USDC), { protocols: BOTH });
      expect(proposals.map(({ changes, alreadySo }) => [changes.length, alreadySo.length])).toEqual([
        [1, 0],
        [0, 1],
      ]);
    });
  });

  it.each([
    ["a token that is not there", () => rescue(chain.token.USDC), BOTH, { code: "nothing-to-rescue", exitCode: 4 }],
    ["ether that is not there", () => rescue(zeroAddress, "1"), ["aave-v3"], { code: "nothing-to-rescue" }],
    ["an amount from nobody knows which", () => rescue(chain.token.USDC, "1"), BOTH, { exitCode: 2 }],
    ["an amount of nothing", () => rescue(chain.token.USDC, "0"), ["aave-v3"], { exitCode: 2 }],
    ["half a unit", () => rescue(chain.token.USDC, "0.0000005"), ["aave-v3"], { exitCode: 2 }],
    ["what is no token", () => rescue(SOMEBODY), ["aave-v3"], { exitCode: 2 }],
  ] as const)("refuses %s", async (_, act, protocols, failure) => {
    await expect(proposed(act(), { protocols })).rejects.toMatchObject(failure);
  });

  it("refuses more than there is", async () => {
    await chain.undoing(async () => {
      await chain.give("USDC", aave(), GIVEN);
      await expect(proposed(rescue(chain.token.USDC, "12.500001"))).rejects.toMatchObject({
        code: "rescue-too-much",
        message: "AaveV3Liquidator holds 12.5 USDC, not 12.500001",
      });
    });
  });

  it("sends nothing to a receiver where it would be lost", async () => {
    await chain.undoing(async () => {
      await chain.give("USDC", aave(), GIVEN);
      // as it could be before it has a seller
      await chain.write(owner.address, aave(), "function setSeller(address seller)", [zeroAddress]);
      await chain.write(owner.address, aave(), "function setReceiver(address receiver)", [sellerAddress()]);
      await expect(applied(rescue(chain.token.USDC))).rejects.toMatchObject({ code: "receiver-invalid" });
    });
  });

  it("sends nothing with another key", async () => {
    await chain.undoing(async () => {
      await chain.give("USDC", aave(), GIVEN);
      await expect(applied(rescue(chain.token.USDC), { signer: heir })).rejects.toMatchObject({ code: "not-owner" });
      expect(await balanceOf(aave())).toBe(GIVEN);
    });
  });

  it("fails when as much lies there as before", async () => {
    await chain.undoing(async () => {
      await chain.give("USDC", aave(), GIVEN);
      let isSent = false;
      const proxy = await startProxy(chain.devnet.rpcUrl, (call, response) => {
        isSent ||= call.method === "eth_sendRawTransaction";
        if (!isSent || call.method !== "eth_call") return false;
        const [{ data = "" }] = call.params as [{ data?: string }];
        // balanceOf
        if (!data.startsWith("0x70a08231")) return false;
        result(response, call.id, `0x${GIVEN.toString(16).padStart(64, "0")}`);
        return true;
      });
      try {
        await expect(applied(rescue(chain.token.USDC), { rpcUrl: proxy.url })).rejects.toMatchObject({
          code: "not-verified",
        });
      } finally {
        await proxy.close();
      }
    });
  });
});

describe("transferring", () => {
  it("offers it, takes the offer back, and hands over when the new owner accepts", async () => {
    await chain.undoing(async () => {
      const [offered] = await applied(offer(heir.address));
      expect(offered!.governance).toMatchObject({ owner: owner.address, pendingOwner: heir.address });
      expect((await proposed(offer(heir.address))).proposals[0]).toMatchObject({ changes: [] });
      await applied(offer(zeroAddress));
      expect(await owners()).toEqual([owner.address, zeroAddress]);
      expect((await proposed(offer(zeroAddress))).proposals[0]).toMatchObject({ changes: [] });

      await applied(offer(heir.address));
      const { proposals } = await proposed(ACCEPT);
      expect(proposals[0]!.changes).toMatchObject([{ setter: "acceptOwnership", sender: heir.address }]);
      const [accepted] = await applied(ACCEPT, { signer: heir });
      expect(accepted!.governance).toMatchObject({ owner: heir.address, pendingOwner: null });
      expect(await owners()).toEqual([heir.address, zeroAddress]);
      await expect(applied(offer(owner.address))).rejects.toMatchObject({ code: "not-owner" });
    });
  });

  it.each([
    ["the owner itself", owner],
    ["somebody else", keyOf(1)],
  ])("is not accepted by %s", async (_, signer) => {
    await chain.undoing(async () => {
      await applied(offer(heir.address));
      await expect(applied(ACCEPT, { signer })).rejects.toMatchObject({
        code: "not-pending-owner",
        message: expect.stringContaining(`it is offered to ${heir.address}`),
      });
      expect(await owners()).toEqual([owner.address, heir.address]);
    });
  });

  it("accepts of several what is offered, and no more", async () => {
    await chain.undoing(async () => {
      await applied(offer(heir.address));
      const { proposals } = await proposed(ACCEPT, { protocols: BOTH });
      expect(proposals.map(({ governance }) => governance.contract)).toEqual(["AaveV3Liquidator"]);
    });
  });

  it("has nothing to accept where nothing is offered", async () => {
    await expect(proposed(ACCEPT, { protocols: BOTH })).rejects.toMatchObject({
      code: "no-pending-owner",
      exitCode: 4,
      message: "AaveV3Liquidator and MorphoLiquidator are not offered to anybody",
    });
  });

  it("is so already for who owns it, unless somebody else could accept", async () => {
    await chain.undoing(async () => {
      const { proposals } = await proposed(offer(owner.address));
      expect(proposals[0]).toMatchObject({ changes: [], alreadySo: [{ what: "owner", to: owner.address }] });
      await applied(offer(heir.address));
      await expect(proposed(offer(owner.address))).rejects.toMatchObject({ code: "already-owner" });
    });
  });

  it.each([
    ["the liquidator", aave],
    ["the wrapped native token", () => chain.token.WETH],
  ])("refuses to offer it to %s, which could never accept", async (_, to) => {
    await expect(proposed(offer(to()))).rejects.toMatchObject({ code: "owner-invalid", exitCode: 4 });
  });
});
