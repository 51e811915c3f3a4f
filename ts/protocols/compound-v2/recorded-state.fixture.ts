import { type Abi, type Address, keccak256, parseAbi, stringToHex } from "viem";
import { type RecordedChain, startRecordedChain } from "../../cli/recorded-chain.fixture.ts";
import { bring, bringEtherFeed, ETHER_FEED, patch, word } from "../../devnet/testing/patch-recorded.fixture.ts";
import { readRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import type { RecordedOptions, RecordedState } from "../../devnet/testing/start-recorded.fixture.ts";
import { mappingSlot } from "../differential/storage.ts";

/** CREAM, a relative of Compound V2, whose oracle counts in ether. */
export const CREAM_FILE = "mainnet-13125070.json";
/** Compound V2 itself, whose tokens are the oldest. */
export const COMPOUND_FILE = "compound-v2-mainnet-composite.json";

export const WETH: Address = "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2";

/** Places in storage: ComptrollerStorage.sol and CTokenInterfaces.sol, every release. */
const MAX_ASSETS = 7n;
const ALL_MARKETS = 13n;
const SYMBOL = 2n;

/** A comptroller of Ethereum with a token of ether and one more, as they were recorded, on which the program runs. */
export interface RecordedComptroller extends RecordedChain {
  readonly comptroller: Address;
  readonly ether: Address;
  /** The other cToken, and what it lends. */
  readonly other: Address;
  readonly otherToken: Address;
  /** As much of it as somebody may just borrow against a hundred ether, base units. */
  readonly loan: bigint;
  /** The other token's price in ether becomes so many tenths of what was recorded, on the oracle's own way to it. */
  movePrice(tenths: bigint): Promise<void>;
  /** Anybody's call; its receipt. */
  send(
    from: Address,
    to: Address,
    signature: string,
    args: readonly unknown[],
    value?: bigint,
  ): ReturnType<typeof sent>;
}

const COMPTROLLER = parseAbi([
  "function closeFactorMantissa() view returns (uint256)",
  "function liquidationIncentiveMantissa() view returns (uint256)",
  "function markets(address) view returns (bool, uint256 collateralFactor)",
  "function getUnderlyingPrice(address) view returns (uint256)",
]);

/** What the list says that has to be read first. */
const checkCream: RecordedOptions["check"] = async (client, { comptroller, oracle, crETH, crAMP }) => {
  const root = { abi: COMPTROLLER, address: comptroller! } as const;
  const prices = { abi: COMPTROLLER, address: oracle!, functionName: "getUnderlyingPrice" } as const;
  const factorOf = async (cToken: Address) =>
    (await client.readContract({ ...root, functionName: "markets", args: [cToken] }))[1];
  return [
    await client.readContract({ ...root, functionName: "closeFactorMantissa" }),
    await client.readContract({ ...root, functionName: "liquidationIncentiveMantissa" }),
    await client.readContract({ ...prices, args: [crETH!] }),
    await client.readContract({ ...prices, args: [crAMP!] }),
    await factorOf(crETH!),
    await factorOf(crAMP!),
  ];
};

/** The aggregator behind the registry that CREAM's oracle asks, and where its answer of that day lies: dollars for AMP. */
const AMP_AGGREGATOR: Address = "0xfaaa7460ed59c12e204349766ce73cf5202e6ad6";
const AMP_ANSWER = 0x675ddf5d6d716b150868e189b21be780c2bd3916f04d2c0ea3f7e4fc6ded38d0n;
const AMP_UPDATED = 0x612c6fe3n;
const AMP_USD = 5_648_000n;

export async function startCream(): Promise<RecordedComptroller> {
  const [ether, other, otherToken] = [
    "0xd06527d5e56a3495252a528c4987003b712860ee",
    "0x2db6c82ce72c8d7d770ba1b5f5ed0b6e075066d6",
    "0xff20817765cb7f73d4bde2e66e067e58d11095c2",
  ] as const;
  const comptroller = "0x3d5bc3c8d13dcb8bf317092d84783c2697ae9258";
  const chain = await start(CREAM_FILE, { comptroller, ether, oracleUnit: "native" }, { check: checkCream });
  const { client } = chain;
  await patch(client, comptroller, listOf([ether, other]));
  await patch(client, ether, { [String(SYMBOL)]: "crETH" });
  await patch(client, other, { [String(SYMBOL)]: "crAMP" });
  await patch(client, otherToken, { 19: "AMP" });
  await patch(client, WETH, { 1: "WETH" });
  const movePrice = (tenths: bigint) =>
    patch(client, AMP_AGGREGATOR, { [String(AMP_ANSWER)]: (AMP_UPDATED << 192n) | ((AMP_USD * tenths) / 10n) });
  return { ...chain, comptroller, ether, other, otherToken, loan: 4_000_000n * WAD, movePrice };
}

/** May set the comptroller's terms in this recording. */
const ADMIN: Address = "0x6d903f6003cca6255d85cca4d3b5e5146dc33925";
const ORACLE: Address = "0x6d2299c48a8dd07a872fdd0f8233924872ad1071";
/** UniswapAnchoredView: prices in dollars with 6 decimals by the hash of the symbol, in its slot 2. */
const PRICE_OF_ETHER = mappingSlot(keccak256(stringToHex("ETH")), 2n);
const ETHER_USD = 3_000n * 10n ** 6n;
const WAD = 10n ** 18n;

export async function startCompound(): Promise<RecordedComptroller> {
  const [ether, other, otherToken] = [
    "0x4ddc2d193948926d02f9b1fe9e1daa0718270ed5",
    "0x39aa39c021dfbae8fac545936693ac917d5e7563",
    "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48",
  ] as const;
  const comptroller = "0x3d9819210a31b4961b30ef54be2aed79b9c9cd3b";
  const chain = await start(COMPOUND_FILE, { comptroller, ether, oracleUnit: "usd" }, { newestRules: true });
  const { client } = chain;
  const asAdmin = (signature: string, args: readonly unknown[]) => chain.send(ADMIN, comptroller, signature, args);
  await bring(client, CREAM_FILE, [WETH]);
  await patch(client, WETH, { 1: "WETH" });
  await patch(client, comptroller, { ...listOf([other]), [String(MAX_ASSETS)]: 20n });
  await patch(client, other, { [String(SYMBOL)]: "cUSDC", 3: 8n });
  await patch(client, ether, { [String(SYMBOL)]: "cETH", 3: 8n });
  await patch(client, otherToken, { 5: "USDC", 6: 6n });
  await patch(client, ORACLE, { [String(PRICE_OF_ETHER)]: ETHER_USD });
  await asAdmin("function _setCloseFactor(uint256) returns (uint256)", [WAD / 2n]);
  await asAdmin("function _setLiquidationIncentive(uint256) returns (uint256)", [(108n * WAD) / 100n]);
  await asAdmin("function _supportMarket(address) returns (uint256)", [ether]);
  await asAdmin("function _setCollateralFactor(address, uint256) returns (uint256)", [ether, (75n * WAD) / 100n]);
  const movePrice = (tenths: bigint) => patch(client, ORACLE, { [String(PRICE_OF_ETHER)]: (ETHER_USD * 10n) / tenths });
  return { ...chain, comptroller, ether, other, otherToken, loan: 220_000n * 10n ** 6n, movePrice };
}

async function start(
  file: string,
  {
    comptroller,
    ether,
    oracleUnit,
  }: Pick<RecordedComptroller, "comptroller" | "ether"> & { oracleUnit: "usd" | "native" },
  options: RecordedOptions,
) {
  // nothing is known of earlier blocks
  const fromBlock = String(readRecorded(file).block + 1n);
  const market = { name: "main", comptroller, native: ether, oracleUnit, fromBlock };
  const addresses = { "compound-v2": [market], chainlink: { [WETH]: ETHER_FEED } };
  const chain = await startRecordedChain(file, { wrappedNative: WETH, addresses }, options);
  await bringEtherFeed(chain.client);
  const send: RecordedComptroller["send"] = (...call) => sent(chain.client, ...call);
  return { ...chain, send };
}

/** The comptroller's list of its tokens. */
function listOf(cTokens: readonly Address[]): Record<string, bigint> {
  const first = BigInt(keccak256(word(ALL_MARKETS)));
  const entries = cTokens.map((cToken, index) => [String(first + BigInt(index)), BigInt(cToken)] as const);
  return { [String(ALL_MARKETS)]: BigInt(cTokens.length), ...Object.fromEntries(entries) };
}

async function sent(
  client: RecordedState["client"],
  from: Address,
  to: Address,
  signature: string,
  args: readonly unknown[],
  value = 0n,
) {
  const [item] = parseAbi([signature]) as Abi;
  const functionName = (item as { name: string }).name;
  const call = { account: from, address: to, abi: [item!], functionName, args, value };
  await client.setBalance({ address: from, value: value + GAS_MONEY });
  const { result } = await client.simulateContract(call);
  // older contracts do not revert
  if (typeof result === "bigint" && result !== 0n) throw new Error(`${functionName} answers ${result}`);
  const hash = await client.writeContract({ ...call, ...FEES, chain: null });
  return client.waitForTransactionReceipt({ hash });
}

/** Enough for every call and block here. */
const FEES = { gas: 3_000_000n, maxFeePerGas: 200n * 10n ** 9n, maxPriorityFeePerGas: 0n } as const;
/** Wei that every sender is given. */
const GAS_MONEY = 10n ** 18n;
