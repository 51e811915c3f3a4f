import { type Address, concat, encodeAbiParameters, encodeFunctionData, type Hex, parseAbi, parseUnits } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ChainBook } from "../../core/chain-book.ts";
import { creationCode } from "../../core/lens/artifact.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { movePrice } from "../../devnet/index.ts";
import { bring } from "../../devnet/testing/patch-recorded.fixture.ts";
import { isRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { gasOf } from "../../flow/plan/gas-of.ts";
import { attempt, balanceOf, failed, succeeded } from "../../flow/submit/attempt.fixture.ts";
import { type FallenChain, RECEIVER, startFallenChain } from "../../flow/testing/chain.fixture.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { premiumOf } from "../funding.ts";
import { ERC3156_ADDRESSES } from "./addresses.ts";
import { erc3156 } from "./index.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const FILE = "maker-testchain-1.1.33-beta5-state.json.gz";
/** Where it stands in that state, and who may set its limits there: Maker's pause proxy. */
const FLASH: Address = "0x5bEE1570475945c67499251D974f7aef2455a112";
const GOVERNANCE: Address = "0x3c55dc3113a0a67ee240e5149c35399d6bec9e39";
const RAY = 10n ** 27n;

const MAKER = parseAbi([
  "function vat() view returns (address)",
  "function dai() view returns (address)",
  "function vow() view returns (address)",
  "function daiJoin() view returns (address)",
  "function max() view returns (uint256)",
  "function toll() view returns (uint256)",
  "function dai(address) view returns (uint256)",
]);

const lower = (address: Address) => address.toLowerCase() as Address;
const dai = (units: bigint) => parseUnits(units.toString(), 18);

describe.skipIf(!isRecorded(FILE))("Maker's own DssFlash, brought to a chain where its DAI is owed to Morpho", () => {
  let chain: FallenChain;
  let debt: Address;
  let vat: Address;
  let vow: Address;
  let join: Address;
  let borrower: Address;

  beforeAll(async () => {
    const fallen = await startFallenChain();
    await bring(fallen.client, FILE, [lower(FLASH)]);
    const ask = (functionName: "vat" | "dai" | "vow" | "daiJoin") =>
      fallen.client.readContract({ address: FLASH, abi: MAKER, functionName }) as Promise<Address>;
    [vat, debt, vow, join] = await Promise.all([ask("vat"), ask("dai"), ask("vow"), ask("daiJoin")]);
    await bring(fallen.client, FILE, [vat, debt, vow, join].map(lower));
    const book = ERC3156_ADDRESSES.with(fallen.book, [{ name: "DssFlash", lender: FLASH, gas: 250_000n }]);
    chain = withBook(fallen, book);
    for (const sender of [FLASH, join, GOVERNANCE])
      await chain.client.setBalance({ address: sender, value: 10n ** 18n });
    await openPosition();
    for (const liquidator of Object.values(book.liquidators)) {
      await chain.write(chain.owner, liquidator, "function setLender(address lender, bool allowed)", [FLASH, true]);
    }
  }, BUILD_TIMEOUT);
  afterAll(() => chain?.stop());

  /** DAI with what backs it. */
  async function mint(to: Address, amount: bigint): Promise<void> {
    await chain.write(FLASH, vat, "function suck(address u, address v, uint256 rad)", [vow, join, amount * RAY]);
    await chain.write(join, debt, "function mint(address usr, uint256 wad)", [to, amount]);
  }

  /** 10 WETH against 22,000 DAI, of which Morpho has no more, at 2,600 USD; then 2,500. A deep pair sells the one for the other. */
  async function openPosition(): Promise<void> {
    const { tokens, morpho, feeds, uniswapV2, accounts } = chain.devnet.info.addresses;
    const lltv = BigInt(morpho.markets[0]!.lltv);
    const args = encodeAbiParameters(
      [{ type: "address" }, { type: "address" }, { type: "uint8" }, { type: "uint8" }],
      [feeds.WETH, feeds.DAI, 18, 18],
    );
    const oracle = await create(concat([creationCode("MorphoFeedOracle"), args]));
    const params = { loanToken: debt, collateralToken: tokens.WETH, oracle, irm: morpho.irm, lltv };
    borrower = accounts.whale;
    await mint(borrower, dai(3_000_000n));
    for (const token of [debt, tokens.WETH]) {
      await chain.write(borrower, token, "function approve(address spender, uint256 amount)", [
        morpho.morpho,
        2n ** 255n,
      ]);
    }
    const struct = "(address loanToken, address collateralToken, address oracle, address irm, uint256 lltv)";
    const call = (signature: string, rest: readonly unknown[]) =>
      chain.write(borrower, morpho.morpho, `function ${signature}`, [params, ...rest]);
    await call(`createMarket(${struct} params)`, []);
    // a moment later: what the chain guesses of gas leaves out the interest of no time
    await chain.client.mine({ blocks: 1 });
    await call(`supply(${struct} params, uint256 assets, uint256 shares, address onBehalf, bytes data)`, [
      ...[dai(22_000n), 0n, borrower, "0x"],
    ]);
    await call(`supplyCollateral(${struct} params, uint256 assets, address onBehalf, bytes data)`, [
      ...[parseUnits("10", 18), borrower, "0x"],
    ]);
    await call(`borrow(${struct} params, uint256 assets, uint256 shares, address onBehalf, address receiver)`, [
      ...[dai(22_000n), 0n, borrower, borrower],
    ]);
    await movePrice(chain.client, "WETH", 2500_00000000n, { info: chain.devnet.info });
    await chain.write(borrower, uniswapV2.factory, "function createPair(address a, address b)", [debt, tokens.WETH]);
    const abi = parseAbi(["function getPair(address, address) view returns (address)"]);
    const question = { address: uniswapV2.factory, abi, functionName: "getPair", args: [debt, tokens.WETH] } as const;
    const pair = await chain.client.readContract(question);
    const transfer = "function transfer(address to, uint256 amount)";
    await chain.write(borrower, debt, transfer, [pair, dai(2_500_000n)]);
    await chain.write(borrower, tokens.WETH, transfer, [pair, parseUnits("1000", 18)]);
    await chain.write(borrower, pair, "function mint(address to)", [borrower]);
  }

  async function create(data: Hex): Promise<Address> {
    const account = chain.devnet.info.addresses.accounts.whale;
    const hash = await chain.client.sendTransaction({ account, data, chain: null });
    return (await waitForReceipt(chain.client, { hash })).contractAddress!;
  }

  const request = () => ({ user: borrower, funding: "erc3156", protocols: ["morpho"] }) as const;
  const offers = async (token: Address) => {
    const context = chain.contextWith();
    const blockNumber = await chain.client.getBlockNumber({ cacheTime: 0 });
    const asked = {
      debt: { address: token, symbol: "DAI", decimals: 18 },
      blockNumber,
      caller: null,
      liquidator: null,
    };
    return { ...(await erc3156.offers(context, asked)), warnings: context.warnings };
  };
  /** As Maker's governance would. */
  const file = (what: string, value: bigint) =>
    chain.write(GOVERNANCE, FLASH, "function file(bytes32 what, uint256 data)", [
      `0x${Buffer.from(what).toString("hex").padEnd(64, "0")}`,
      value,
    ]);

  it("says what it lends and what it charges, and of other tokens nothing", async () => {
    const [max, toll] = await Promise.all(
      (["max", "toll"] as const).map((functionName) =>
        chain.client.readContract({ address: FLASH, abi: MAKER, functionName }),
      ),
    );
    const { offers: found, unasked, warnings } = await offers(debt);
    expect([unasked, warnings]).toEqual([[], []]);
    expect(found).toMatchObject([{ funding: "erc3156", source: 9, lender: FLASH, available: max! }]);
    expect(premiumOf(found[0]!, dai(8_000n))).toBe((dai(8_000n) * toll!) / 10n ** 18n);
    expect(await offers(chain.token.USDC)).toEqual({ offers: [], unasked: [], warnings: [] });
  });

  it("lends, and gets back what it lent and its fee, to the unit", () =>
    chain.undoing(async () => {
      const supply = { address: debt, abi: parseAbi(["function totalSupply() view returns (uint256)"]) } as const;
      const [before, had] = await Promise.all([
        chain.client.readContract({ ...supply, functionName: "totalSupply" }),
        balanceOf(chain, debt, RECEIVER),
      ]);
      const { done } = await attempt(chain, "reference", { request: request() });
      const { plan, submission } = succeeded(done);
      const { outcome } = submission!;
      const { offer, quote } = plan.candidate;
      expect(offer).toMatchObject({ funding: "erc3156", lender: FLASH });
      expect(outcome.repaid).toBeGreaterThan(dai(1_000n));
      expect(outcome.premium).toBe(premiumOf(offer, quote.funding));
      expect(outcome.premium).toBeGreaterThan(0n);
      expect(await chain.client.readContract({ ...supply, functionName: "totalSupply" })).toBe(
        before - outcome.premium,
      );
      expect((await balanceOf(chain, debt, RECEIVER)) - had).toBe(outcome.debtGain);
      const gas = Number(gasOf(plan.candidate));
      expect(Math.abs(gas - Number(submission!.gasUsed))).toBeLessThan(0.1 * gas);
    }));

  it("lends no more than its ceiling", () =>
    chain.undoing(async () => {
      await file("max", dai(3_000n));
      const { done } = await attempt(chain, "reference", { request: request() });
      expect(succeeded(done).submission!.outcome.repaid).toBeLessThanOrEqual(dai(3_000n));
      expect(succeeded(done).plan.onChain.funding.amount).toBeGreaterThan(dai(2_999n));
    }));

  it("refuses what was asked for before the ceiling fell, in its own words", () =>
    chain.undoing(async () => {
      const { done: planned } = await attempt(chain, "reference", { request: { ...request(), send: false } });
      const { plan } = succeeded(planned);
      await file("max", 0n);
      const liquidator = chain.book.liquidators.MorphoLiquidator!;
      const data = encodeFunctionData({ abi: flashLiquidatorAbi, functionName: "liquidate", args: [plan.onChain] });
      const call = chain.client.call({ account: chain.operator.address, to: liquidator, data });
      await expect(call).rejects.toThrow(/DssFlash\/ceiling-exceeded/);
    }));

  it("offers nothing while its ceiling is zero", () =>
    chain.undoing(async () => {
      await file("max", 0n);
      expect((await offers(debt)).offers).toEqual([]);
      const { done } = await attempt(chain, "reference", { request: request() });
      expect(failed(done).code).toBe("no-funding");
    }));
});

/** The same chain with another book. */
function withBook(chain: FallenChain, book: ChainBook): FallenChain {
  return {
    ...chain,
    book,
    contextWith: (options) => ({ ...chain.contextWith(options), book }),
    connected: async (options) => ({ ...(await chain.connected(options)), book }),
  };
}
