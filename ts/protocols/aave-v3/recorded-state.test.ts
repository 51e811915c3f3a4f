import { type Address, concatHex, keccak256, parseAbi, stringToHex, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { startRecordedChain } from "../../cli/recorded-chain.fixture.ts";
import { mulDiv, mulDivDown, mulDivUp, WAD } from "../../core/math/math.ts";
import { isRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import { healthFactorOf } from "../assessment.ts";
import { accountTarget, targetKey } from "../target.ts";
import { OPTIONS } from "./account.fixture.ts";
import { assess } from "./assess.ts";
import { read, stateOf } from "./read.fixture.ts";
import type { AaveV3Market } from "./state.ts";

const FILE = "eth-25229957-aavev3-ocr2.json";
const POOL = "0x87870bca3f3fd6335c3f4ce8392d69350b4fa4e2";
const PROVIDER = "0x2f39d218133afab8f2b819b1066c7e434ad94e9e";
const ORACLE = "0x54586be62e3c3580375ae3723c145253060ca0c2";
const WBTC = "0x2260fac5e5542a773aa44fbcfedf7c193bc2c599";
const USDT = "0xdac17f958d2ee523a2206206994597c13d831ec7";
const A_USDT = "0x23878914efe38d27c4d67ab83ed1b93a74d4086a";
/** Swapped its debt in the recorded block: USDT was repaid with borrowed WBTC. */
const BORROWER = "0x6ab94e06437e9b3a7db788dcccc98c4d44a074e4";
/** Of both of the reserves that were recorded, basis points. */
const THRESHOLD = 7_800n;

/**
 * Nothing in the recorded block asked how many reserves there are, for the provider's pool or for the token of this aToken.
 * The reserves that it touched have the ids 2 and 8.
 */
async function addUnread({ client }: Pick<RecordedState, "client">): Promise<void> {
  await client.setStorageAt({ address: POOL, index: word(0x3bn), value: word(9n << 64n) });
  const key = concatHex([stringToHex("POOL", { size: 32 }), word(2n)]);
  await client.setStorageAt({ address: PROVIDER, index: keccak256(key), value: word(BigInt(POOL)) });
  await client.setStorageAt({ address: A_USDT, index: word(0x3dn), value: word(BigInt(USDT)) });
}

const word = (value: bigint) => toHex(value, { size: 32 });

const ABI = parseAbi([
  "function getReserveNormalizedIncome(address asset) view returns (uint256)",
  "function getReserveNormalizedVariableDebt(address asset) view returns (uint256)",
  "function getAssetPrice(address asset) view returns (uint256)",
  "function balanceOf(address account) view returns (uint256)",
]);
type AbiName = (typeof ABI)[number]["name"];

/** What the market's own contracts say of the account, and the health factor that follows by the rules of v3.7. */
async function saidByContracts({ client }: Pick<RecordedState, "client">, { reserves }: AaveV3Market) {
  const ask = (address: Address, functionName: AbiName, account: Address) =>
    client.readContract({ address, abi: ABI, functionName, args: [account] });
  let [collateral, debt] = [0n, 0n];
  const lines = [];
  for (const { token, aToken, variableDebtToken } of reserves) {
    const figures = {
      liquidityIndex: await ask(POOL, "getReserveNormalizedIncome", token.address),
      variableBorrowIndex: await ask(POOL, "getReserveNormalizedVariableDebt", token.address),
      price: await ask(ORACLE, "getAssetPrice", token.address),
    };
    const supplied = await ask(aToken, "balanceOf", BORROWER);
    const borrowed = await ask(variableDebtToken, "balanceOf", BORROWER);
    const unit = 10n ** BigInt(token.decimals);
    collateral += mulDivDown(supplied, figures.price, unit) * THRESHOLD;
    debt += mulDivUp(borrowed, figures.price, unit);
    lines.push({ figures, held: { supplied, borrowed, usedAsCollateral: true } });
  }
  return { lines, health: mulDiv(collateral, WAD, debt, "half-up") / 10_000n };
}

describe.skipIf(!isRecorded(FILE))("a recorded market of Ethereum, revision 11", () => {
  it("does again what it did, and is read and judged as its contracts say", async ({ onTestFinished }) => {
    const chain = await startRecorded(FILE, { replay: true });
    onTestFinished(chain.stop);
    await addUnread(chain);
    const nothing = { name: "recorded", wrappedNative: WBTC, routeTokens: [], addresses: {}, liquidators: {} } as const;
    const target = accountTarget({ protocol: "aave-v3", market: POOL }, BORROWER);
    const context = contextOf(chain.rpcUrl, { chainId: 1, ...nothing });
    const account = (await read(context, [target], await chain.client.getBlockNumber()))[0]!;
    const { market, position } = stateOf(account);
    expect(market.revision).toBe(11);
    expect(position.holdings.map(({ reserveId }) => reserveId)).toEqual([2, 8]);
    const { lines, health } = await saidByContracts(chain, market);
    const assessment = assess(target, account.market, account.position, OPTIONS);
    expect(market.reserves).toMatchObject(lines.map(({ figures }) => figures));
    expect(assessment.positions).toMatchObject(lines.map(({ held }) => held));
    expect(healthFactorOf(assessment)).toBe(health);
  });

  it("is a chain on which the program runs", async ({ onTestFinished }) => {
    const main = { name: "main", pool: POOL, addressesProvider: PROVIDER, fromBlock: "25229900" };
    const chain = await startRecordedChain(FILE, { wrappedNative: WBTC, addresses: { "aave-v3": [main] } });
    onTestFinished(chain.stop);
    await addUnread(chain);
    const target = accountTarget({ protocol: "aave-v3", market: POOL }, BORROWER);
    const [account] = await read(chain.context(), [target], await chain.client.getBlockNumber());
    const { health } = await saidByContracts(chain, stateOf(account).market);
    const { code, stdout } = await chain.fliq(["inspect", BORROWER, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject([
      { key: targetKey(target), measure: { value: String(health) }, notes: { revision: "11 (v3.7)" } },
    ]);
  });
});
