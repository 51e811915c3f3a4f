import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Address, erc20Abi, type Hex, maxUint256, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { RecordedChain } from "../../cli/recorded-chain.fixture.ts";
import { FEED_FILES } from "../../devnet/testing/patch-recorded.fixture.ts";
import { isRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { accountTarget, targetKey } from "../target.ts";
import {
  ACCOUNT,
  AST_ETH,
  accountData,
  FILE,
  POOL,
  ST_ETH,
  setStakedEther,
  startAave,
  WETH,
} from "./recorded-state.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Account 1 of the test phrase, who deploys and pays, and its public key. */
const OPERATOR: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
/** Liquidates by the pool's own call. */
const BARE: Address = "0x000000000000000000000000000000000000ba7e";

const ON = ["--protocol", "aave-v2"];
const ETHER = 10n ** 18n;
/** The aToken of staked ether counts in shares of its own, and rounds whenever it is moved: the receiver may lack a unit. */
const LOST = [0n, 1n];
const MOVE = { before: 994_548_940_000_000_000n, after: 775_748_173_200_000_000n };

const ABI = parseAbi([
  "function liquidationCall(address collateral, address debt, address user, uint256 debtToCover, bool receiveAToken)",
  "function deposit() payable",
]);
const FEES = { chain: null, gas: 2_000_000n, maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 0n } as const;

describe.skipIf(![FILE, ...FEED_FILES].every(isRecorded))(
  "a recorded account of Aave V2 after its collateral fell",
  () => {
    let chain: RecordedChain;
    beforeAll(async () => {
      chain = await startAave();
      writeFileSync(join(chain.folder, "borrowers"), `${ACCOUNT}\n`);
      const args = ["deploy", ...ON, "--owner", OPERATOR, "--receiver", OPERATOR, "--send"];
      await chain.client.setBalance({ address: OPERATOR, value: 2_000n * ETHER });
      const { code, stderr } = await fliq(args, { FLIQ_PRIVATE_KEY: KEY });
      expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
      const record = JSON.parse(readFileSync(join(chain.folder, `${chain.chainId}.json`), "utf8"));
      for (const [who, spender] of [
        [OPERATOR, record.contracts.AaveV2Liquidator.address],
        [BARE, POOL],
      ] as const) {
        await chain.client.setBalance({ address: who, value: 2_000n * ETHER });
        const weth = { address: WETH, account: who, ...FEES } as const;
        await chain.client.writeContract({ ...weth, abi: ABI, functionName: "deposit", value: 1_000n * ETHER });
        await chain.client.writeContract({
          ...weth,
          abi: erc20Abi,
          functionName: "approve",
          args: [spender, maxUint256],
        });
      }
      await setStakedEther(chain, MOVE.after);
    });
    afterAll(() => chain?.stop());

    const fliq = (args: readonly string[], env: Record<string, string> = {}) =>
      chain.fliq(args, { env: { ...env, FLIQ_DEPLOYMENTS_DIR: chain.folder } });

    async function resultOf(args: readonly string[]) {
      const { code, stdout } = await fliq([...args, ...ON, "--json"]);
      const { result, error } = JSON.parse(stdout);
      expect({ code, error }).toEqual({ code: 0 });
      return result;
    }

    const balance = (token: Address, who: Address) =>
      chain.client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [who] });

    it("is found in a list, and as healthy as the pool says, before and after", async () => {
      for (const [price, kind] of [
        [MOVE.before, "healthy"],
        [MOVE.after, "liquidatable"],
      ] as const) {
        await setStakedEther(chain, price);
        const [collateral, debt, , , , healthFactor] = await accountData(chain.client);
        const [{ key, measure, status, positions }] = await resultOf(["inspect", ACCOUNT]);
        expect({ key, value: BigInt(measure.value), kind: status.kind }).toEqual({
          key: targetKey(accountTarget({ protocol: "aave-v2", market: POOL }, ACCOUNT)),
          value: healthFactor,
          kind,
        });
        const [ether, staked] = positions;
        expect([BigInt(ether.borrowed), (BigInt(staked.supplied) * price) / ETHER]).toEqual([debt, collateral]);
      }
      const { targets } = await resultOf(["targets", "--borrowers", "borrowers"]);
      expect(targets.map(({ key }: { key: string }) => key)).toEqual([expect.stringContaining(ACCOUNT)]);
    });

    it.each(["700", "max"])("is liquidated as simulated and as by the bare call, aTokens kept: %s", (repay) =>
      chain.undoing(async () => {
        const args = ["simulate", ACCOUNT, "--repay", repay, "--funding", "wallet", "--receive-atoken"];
        const { plan, simulation } = await resultOf([...args, "--from", OPERATOR]);
        const { repaid, seized, profit } = simulation.outcome;
        const { expected } = plan;
        // at most half of what is owed is taken, whose interest is planned until the end of the horizon
        if (repay !== "max") {
          expect(repaid).toBe(expected.repaid);
          expect(LOST).toContain(BigInt(expected.seized) - BigInt(seized));
        }
        expect(BigInt(profit)).toBe(worth(BigInt(seized)) - BigInt(repaid));
        const bare = await chain.undoing(async () => {
          const debtToCover = repay === "max" ? maxUint256 : BigInt(repaid);
          const call = { functionName: "liquidationCall", args: [ST_ETH, WETH, ACCOUNT, debtToCover, true] } as const;
          const hash = await chain.client.writeContract({ address: POOL, abi: ABI, account: BARE, ...call, ...FEES });
          return outcomeOf(hash, BARE);
        });
        const { from: account, to, data } = simulation.transaction;
        const hash = await chain.client.sendTransaction({ account, to, data, ...FEES });
        const ours = await outcomeOf(hash, OPERATOR);
        expect([ours.repaid, BigInt(repaid)]).toEqual([bare.repaid, bare.repaid]);
        expect(BigInt(seized)).toBe(bare.kept);
        expect(LOST).toContain(bare.kept - ours.kept);
      }),
    );

    const worth = (staked: bigint) => (staked * MOVE.after) / ETHER;

    /** What a mined liquidation left with who had a thousand WETH before. */
    async function outcomeOf(hash: Hex, who: Address) {
      const { status } = await chain.client.waitForTransactionReceipt({ hash });
      expect(status).toBe("success");
      return { repaid: 1_000n * ETHER - (await balance(WETH, who)), kept: await balance(AST_ETH, who) };
    }
  },
);
