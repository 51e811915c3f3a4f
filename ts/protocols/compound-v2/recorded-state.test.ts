import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Address, encodeFunctionData, erc20Abi, type Hex, maxUint256, parseAbi, parseEventLogs } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { RevertError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { FEED_FILES } from "../../devnet/testing/patch-recorded.fixture.ts";
import { isRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { simulateProposal } from "../../flow/simulate-proposal.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import type { Action } from "../action.ts";
import { accountTarget, marketKey, targetKey } from "../target.ts";
import { after } from "./after.ts";
import { type CompoundAmounts, callAt, pairAt } from "./call.ts";
import { errorOfCodes, REVERT_WORDS } from "./errors.ts";
import { liquidityNow } from "./health.ts";
import { compoundV2 } from "./index.ts";
import { healthFactorOfLiquidity } from "./liquidity.ts";
import { BARE, borrowAll, KEY, MIXED, OPERATOR, REVERSE, SIMPLE } from "./recorded-people.fixture.ts";
import {
  COMPOUND_FILE,
  CREAM_FILE,
  type RecordedComptroller,
  startCompound,
  startCream,
  WETH,
} from "./recorded-state.fixture.ts";
import type { CompoundState } from "./state.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ON = ["--protocol", "compound-v2"];
const KEPT = ["--funding", "wallet", "--receive-atoken", "--from", OPERATOR];
const KEPT_BY_OPERATOR = { funding: "wallet", inKind: true, caller: OPERATOR } as const;
const ETHER_FOR_ETHER = {
  funding: "wallet",
  caller: OPERATOR,
  debt: { address: WETH },
  collateral: { address: WETH },
} as const;
const OPEN = { market: null, target: null, collateral: null, debt: null, repay: "max", funding: "auto" } as const;

const ABI = parseAbi([
  "function accrueInterest() returns (uint256)",
  "function redeem(uint256) returns (uint256)",
  "function liquidateBorrow(address borrower, address collateral) payable",
  "function liquidateBorrow(address borrower, uint256 repay, address collateral) returns (uint256)",
  "function getAccountLiquidity(address) view returns (uint256 code, uint256 liquidity, uint256 shortfall)",
  "event Redeem(address redeemer, uint256 redeemAmount, uint256 redeemTokens)",
]);

/** `oldest`: its tokens are of 2019. */
const MARKETS = [
  { name: "CREAM", file: CREAM_FILE, start: startCream, oldest: false },
  { name: "Compound", file: COMPOUND_FILE, start: startCompound, oldest: true },
] as const;
const PLACES = [CREAM_FILE, ...FEED_FILES];

/** What only one of the two has is no test of the other's, and no skipped one. */
const onlyIf = (has: boolean) => (has ? it : () => {});

for (const { name, file, start, oldest } of MARKETS) {
  describe.skipIf(![file, ...PLACES].every(isRecorded))(`borrowers on the recorded contracts of ${name}`, () => {
    let chain: RecordedComptroller;
    let liquidator: Address;
    beforeAll(async () => {
      chain = await start();
      // nobody's AMP counts any more: CREAM takes no more of it as collateral
      await borrowAll(chain, { reverse: oldest });
      const args = ["deploy", ...ON, "--owner", OPERATOR, "--receiver", OPERATOR, "--send"];
      const { code, stderr } = await fliq(args, { FLIQ_PRIVATE_KEY: KEY });
      expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
      const record = JSON.parse(readFileSync(join(chain.folder, `${chain.chainId}.json`), "utf8"));
      liquidator = record.contracts.CompoundV2Liquidator.address;
      const approve = "function approve(address, uint256) returns (bool)";
      for (const token of [chain.otherToken, WETH])
        await chain.send(OPERATOR, token, approve, [liquidator, maxUint256]);
      await chain.send(BARE, chain.otherToken, approve, [chain.other, maxUint256]);
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

    /** As the program does it. */
    async function trial(user: Address, changes: object) {
      const book = { ...chain.book, liquidators: { CompoundV2Liquidator: liquidator } };
      const context = { ...chain.context(), book };
      const block = await resolveBlock(context.client, { tag: "latest" });
      const request = { ...OPEN, user, protocols: ["compound-v2"], inKind: false, caller: null, block, fork: false };
      const { plan, simulation } = await simulateProposal(context, { ...request, ...changes } as never);
      if (!simulation.ok) throw new Error(`${simulation.reason.code}: ${simulation.reason.message}`);
      expect(simulation.outcome.repaid).toBe(plan.expected.repaid);
      return simulation;
    }

    const targetOf = (user: Address) => accountTarget({ protocol: "compound-v2", market: chain.comptroller }, user);

    async function read(user: Address): Promise<CompoundState> {
      const [context, target] = [chain.context(), targetOf(user)];
      const blockNumber = await chain.client.getBlockNumber({ cacheTime: 0 });
      const markets = await compoundV2.readMarkets(context, [target], blockNumber);
      const [position] = await compoundV2.readPositions(context, [target], markets, blockNumber);
      const market = markets.get(marketKey(target))!;
      if (!market.ok || !position!.ok) throw new Error("not read");
      return { market: market.state, position: position!.state };
    }

    /** What the mathematics says of a call in the very next block. */
    async function quoted(
      user: Address,
      [debt, collateral]: readonly [Address, Address],
      repay: bigint,
    ): Promise<CompoundAmounts> {
      const state = await read(user);
      const tokenOf = (wanted: Address) =>
        state.market.tokens.find(({ isNative }) => isNative === (wanted === chain.ether))!;
      const pair = { debt: tokenOf(debt), collateral: tokenOf(collateral) };
      const at = pairAt(state, pair, state.market.block + 1n);
      if (typeof at === "string") throw new Error(at);
      const result = callAt(at, repay);
      if (!result.ok) throw new Error(result.error);
      return result.amounts;
    }

    const balance = (token: Address, who: Address) =>
      chain.client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [who] });

    /** Mines calls of one sender, who has ether, in one block, and gives the receipt of the last. */
    async function inOneBlock(from: Address, calls: readonly { to: Address; data: Hex; value?: bigint }[]) {
      const { client } = chain;
      await client.setAutomine(false);
      try {
        const fees = { gas: 2_000_000n, maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 0n };
        await client.setBalance({ address: from, value: 1_000n * 10n ** 18n });
        const hashes: Hex[] = [];
        for (const { to, data, value = 0n } of calls)
          hashes.push(await client.sendTransaction({ account: from, chain: null, to, data, value, ...fees }));
        await client.mine({ blocks: 1 });
        const receipts = await Promise.all(hashes.map((hash) => client.getTransactionReceipt({ hash })));
        expect(new Set(receipts.map(({ status, blockNumber }) => `${status} ${blockNumber}`)).size).toBe(1);
        expect(receipts.at(-1)!.status).toBe("success");
        return receipts.at(-1)!;
      } finally {
        await client.setAutomine(true);
      }
    }

    /** The protocol's own calls in one block: what is repaid, and all redeemed that was seized. */
    async function bareCalls(user: Address, [debt, collateral]: readonly [Address, Address], repay: bigint) {
      const amounts = await quoted(user, [debt, collateral], repay);
      const liquidate =
        debt === chain.ether
          ? encodeFunctionData({ abi: ABI, functionName: "liquidateBorrow", args: [user, collateral] })
          : encodeFunctionData({ abi: ABI, functionName: "liquidateBorrow", args: [user, repay, collateral] });
      const redeem = encodeFunctionData({ abi: ABI, functionName: "redeem", args: [amounts.toLiquidator] });
      const { logs } = await inOneBlock(BARE, [
        { to: debt, data: liquidate, value: debt === chain.ether ? repay : 0n },
        { to: collateral, data: redeem },
      ]);
      const [event] = parseEventLogs({ abi: ABI, eventName: "Redeem", logs });
      expect(event!.args).toMatchObject({ redeemAmount: amounts.received, redeemTokens: amounts.toLiquidator });
      expect(await balance(collateral, BARE)).toBe(0n);
    }

    async function shortfallOf(user: Address): Promise<bigint> {
      const question = { address: chain.comptroller, abi: ABI, functionName: "getAccountLiquidity" } as const;
      const [code, liquidity, shortfall] = await chain.client.readContract({ ...question, args: [user] });
      expect(code).toBe(0n);
      return shortfall - liquidity;
    }

    it("are found, and judged to the wei as the comptroller does", () =>
      chain.undoing(async () => {
        await chain.movePrice(11n);
        // everybody else who owes there was not recorded: that is said, and is no success
        const { code, stdout } = await fliq(["targets", ...ON, "--json"]);
        expect(code).toBe(1);
        const { targets } = JSON.parse(stdout).result;
        const found = targets.map(({ key }: { key: string }) => key).sort();
        expect(found).toEqual([SIMPLE, MIXED].map((user) => targetKey(targetOf(user))).sort());
        const data = encodeFunctionData({ abi: ABI, functionName: "accrueInterest" });
        const both = [chain.ether, chain.other].map((to) => ({ to, data }));
        await inOneBlock(BARE, both);
        for (const user of [SIMPLE, MIXED, ...(oldest ? [REVERSE] : [])]) {
          const liquidity = liquidityNow(await read(user))!;
          expect(liquidity.borrowed - liquidity.collateral).toBe(await shortfallOf(user));
          const [{ measure, status }] = await resultOf(["inspect", user]);
          expect(BigInt(measure.value)).toBe(healthFactorOfLiquidity(liquidity));
          expect(status.kind).toBe(user === REVERSE ? "healthy" : "liquidatable");
        }
      }));

    onlyIf(!oldest)("hold what does not count, and cannot be seized", async () => {
      const { market, position } = await read(SIMPLE);
      const { id } = market.tokens.find(({ isNative }) => !isNative)!;
      expect(await balance(chain.other, SIMPLE)).toBeGreaterThan(0n);
      expect(position.holdings.find((holding) => holding.id === id)).toMatchObject({ entered: true, cTokens: 0n });
    });

    it("are liquidated as planned, as simulated and as by the bare calls", () =>
      chain.undoing(async () => {
        await chain.movePrice(11n);
        const pair = [chain.other, chain.ether] as const;
        const { plan, simulation } = await resultOf(["simulate", SIMPLE, "--collateral", chain.ether, ...KEPT]);
        const { outcome, transaction } = simulation;
        const repaid = BigInt(outcome.repaid);
        expect(repaid).toBe(BigInt(plan.expected.repaid));
        const { toLiquidator } = await quoted(SIMPLE, pair, repaid);
        expect(BigInt(outcome.seized)).toBe(toLiquidator);
        expect(BigInt(outcome.profit)).toBeGreaterThan(0n);
        await chain.undoing(() => bareCalls(SIMPLE, pair, repaid));
        const before = await balance(chain.ether, OPERATOR);
        await inOneBlock(OPERATOR, [transaction]);
        expect((await balance(chain.ether, OPERATOR)) - before).toBe(toLiquidator);
      }));

    onlyIf(!oldest)("pay and give ether itself, redeemed and wrapped", () =>
      chain.undoing(async () => {
        await chain.movePrice(11n);
        const { outcome } = await trial(MIXED, ETHER_FOR_ETHER);
        const pair = [chain.ether, chain.ether] as const;
        const amounts = await quoted(MIXED, pair, outcome.repaid);
        expect([outcome.seized, outcome.profit]).toEqual([amounts.received, amounts.received - outcome.repaid]);
        const { market, position } = await read(MIXED);
        const { id } = market.tokens.find(({ isNative }) => isNative)!;
        const action = { detail: { collateralId: id, debtId: id, inKind: false } } as Action;
        const left = after({ ...market, block: market.block + 1n }, position, action, outcome)!;
        await bareCalls(MIXED, pair, outcome.repaid);
        const found = await read(MIXED);
        const booksOf = ({ tokens }: CompoundState["market"]) => {
          const { cash, totalBorrows, totalReserves, totalSupply, exchangeRate } = tokens[id]!;
          return { cash, totalBorrows, totalReserves, totalSupply, exchangeRate };
        };
        expect(booksOf(left.market)).toEqual(booksOf(found.market));
        const cTokensOf = ({ holdings }: CompoundState["position"]) => holdings.map(({ cTokens }) => cTokens);
        expect(cTokensOf(left.position)).toEqual(cTokensOf(found.position));
      }),
    );

    onlyIf(oldest)("pay ether for another token, which is kept", () =>
      chain.undoing(async () => {
        await chain.movePrice(8n);
        const { outcome } = await trial(REVERSE, KEPT_BY_OPERATOR);
        const pair = [chain.ether, chain.other] as const;
        expect(outcome.seized).toBe((await quoted(REVERSE, pair, outcome.repaid)).toLiquidator);
        await bareCalls(REVERSE, pair, outcome.repaid);
      }),
    );

    onlyIf(oldest)("cannot be liquidated by tokens of 2019 against themselves, and that is known before", () =>
      chain.undoing(async () => {
        await chain.movePrice(11n);
        await expect(trial(MIXED, ETHER_FOR_ETHER)).rejects.toThrow("is none of USDC");
        await expect(quoted(MIXED, [chain.ether, chain.ether], 10n ** 18n)).rejects.toThrow("SameMarket");
        const data = encodeFunctionData({ abi: ABI, functionName: "liquidateBorrow", args: [MIXED, chain.ether] });
        await chain.client.setBalance({ address: BARE, value: 10n ** 20n });
        const refusal = await refusalOf({ from: BARE, to: chain.ether, data, value: 10n ** 18n });
        expect(refusal).toMatchObject({ code: "same-market" });
      }),
    );

    it("are let alone once they are healthy again, and the codes of old tokens say so", () =>
      chain.undoing(async () => {
        const [user, tenths, changes] = oldest
          ? ([REVERSE, 8n, KEPT_BY_OPERATOR] as const)
          : ([MIXED, 11n, ETHER_FOR_ETHER] as const);
        await chain.movePrice(tenths);
        const inEther = await trial(user, changes);
        await chain.movePrice(11n);
        const inTokens = await trial(SIMPLE, KEPT_BY_OPERATOR);
        await chain.movePrice(10n);
        const refusal = await refusalOf(inTokens.transaction);
        expect(refusal).toMatchObject({ code: "liquidation-refused", numbers: { code: "3", detail: "3" } });
        expect(errorOfCodes(3, 3)).toBe("InsufficientShortfall");
        expect(await refusalOf(inEther.transaction)).toMatchObject({ code: "comptroller-rejection" });
        await expect(trial(SIMPLE, KEPT_BY_OPERATOR)).rejects.toMatchObject({ code: "healthy" });
      }));

    async function refusalOf({ from, ...call }: { from: Address; to: Address; data: Hex; value?: bigint }) {
      const failure = await chain.client.call({ account: from, ...call }).then(
        () => null,
        (error: unknown) => explainFailure(error),
      );
      if (!(failure instanceof RevertError)) throw new Error("it goes through");
      return revertReason(failure.data, [REVERT_WORDS]);
    }
  });
}
