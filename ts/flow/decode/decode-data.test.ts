import { encodeErrorResult, type Hex, parseAbi } from "viem";
import { describe, expect, it } from "vitest";
import type { ChainBook } from "../../core/chain-book.ts";
import { UsageError } from "../../core/errors/errors.ts";
import { MAX_UINT256 } from "../../core/math/math.ts";
import { PROTOCOL_NAMES, type ProtocolName } from "../../core/names/names.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { loadBook } from "../find/load-book.ts";
import { decodeData, decodingProtocol, kindsOf } from "./decode-data.ts";
import { parseData } from "./parse-data.ts";

const answer = (...words: readonly bigint[]): Hex =>
  `0x${words.map((word) => word.toString(16).padStart(64, "0")).join("")}`;

interface Asked {
  readonly kind?: string;
  readonly chain?: string;
  readonly market?: string;
  readonly book?: ChainBook;
}

async function decode(protocol: ProtocolName, data: Hex, asked: Asked = {}) {
  const { kind = "user-account-data", chain = "ethereum", market = null, book } = asked;
  return decodeData(protocol, { kind, data, market }, book ?? (await loadBook(chain)));
}

const codes = ({ notes }: { readonly notes: readonly { readonly code: string }[] }) => notes.map(({ code }) => code);

/** What Aave V2 on Ethereum answered at block 15746199 for 0xe39fd820b58f83205db1d9225f28105971c3d309, an account with stETH. */
const REAL = [
  2308911014940193342049n,
  1559919592971554223949n,
  33229007337179182065n,
  8_100n,
  6_900n,
  1198919438237776401n,
] as const;
/** 10 ether at 2,600 dollars against 22,000 dollars, threshold 82.5 %, as Aave v3.0 says it. */
const DOLLARS = [26_000_00000000n, 22_000_00000000n, 0n, 8_250n, 8_000n, 975_000_000_000_000_000n] as const;

describe("user-account-data", () => {
  it("is six words of a real account of Aave V2, in ether", async () => {
    const { call, words, notes } = await decode("aave-v2", answer(...REAL));
    expect(call).toBe("getUserAccountData(address)");
    expect(words).toEqual([
      { name: "totalCollateral", value: REAL[0], symbol: "ETH", decimals: 18 },
      { name: "totalDebt", value: REAL[1], symbol: "ETH", decimals: 18 },
      { name: "availableBorrows", value: REAL[2], symbol: "ETH", decimals: 18 },
      { name: "liquidationThreshold", value: 8_100n, symbol: "bps", decimals: 0 },
      { name: "ltv", value: 6_900n, symbol: "bps", decimals: 0 },
      { name: "healthFactor", value: REAL[5], symbol: "wad", decimals: 18 },
    ]);
    expect(notes.map(({ code }) => code)).toEqual(["healthy"]);
  });

  it.each<[ProtocolName, string, string[]]>([
    ["aave-v3", "ethereum", ["liquidatable"]],
    ["spark", "ethereum", ["liquidatable"]],
    ["aave-v2", "avalanche", ["liquidatable"]],
    ["radiant", "ethereum", ["currency-assumed", "liquidatable"]],
  ])("of %s on %s is in dollars with 8 decimals", async (protocol, chain, said) => {
    const decoded = await decode(protocol, answer(...DOLLARS), { chain });
    for (const { symbol, decimals } of decoded.words.slice(0, 3)) expect([symbol, decimals]).toEqual(["USD", 8]);
    expect(codes(decoded)).toEqual(said);
  });

  it("has an infinite health factor without a debt, and none of nothing", async () => {
    expect(codes(await decode("aave-v3", answer(5n, 0n, 0n, 8_250n, 0n, MAX_UINT256)))).toEqual(["no-debt"]);
    expect(codes(await decode("aave-v3", answer(0n, 7n, 0n, 0n, 0n, 0n)))).toEqual(["liquidatable", "no-collateral"]);
    expect(codes(await decode("aave-v3", answer(5n, 0n, 0n, 8_250n, 0n, 10n ** 18n)))).toEqual(["inconsistent"]);
    expect(codes(await decode("aave-v3", answer(5n, 5n, 0n, 8_250n, 0n, MAX_UINT256)))).toEqual(["inconsistent"]);
  });

  it.each<[ProtocolName, number, bigint]>([
    ["aave-v2", 5, 1n],
    ["aave-v2", 2, 1n],
    ["aave-v2", 0, 10n ** 18n],
    ["spark", 5, 1n],
    // a mean threshold of one basis point more would explain less
    ["aave-v3", 5, 130_000_000_000_000n],
    ["aave-v3", 2, 2n],
  ])("of %s that contradicts itself in word %i is doubted", async (protocol, index, difference) => {
    const words = protocol === "aave-v2" ? REAL : DOLLARS;
    const changed = words.map((word, at) => (at === index ? word + difference : word));
    expect(codes(await decode(protocol, answer(...words)))).not.toContain("inconsistent");
    expect(codes(await decode(protocol, answer(...changed)))).toContain("inconsistent");
  });

  it("of later versions of Aave V3 may go by more than the mean threshold that it says", async () => {
    const later = [...DOLLARS.slice(0, 5), 975_100_000_000_000_000n];
    expect(codes(await decode("aave-v3", answer(...later)))).toEqual(["liquidatable"]);
    expect(codes(await decode("spark", answer(...later)))).toContain("inconsistent");
  });

  it("is in the currency of the market that is named where a chain has several", async () => {
    const ethereum = await loadBook("ethereum");
    const [main, ...others] = PROTOCOLS["aave-v2"].addresses.of(ethereum) as [object];
    const dollars = { ...main, name: "dollars", base: { token: null, unit: 10n ** 8n } };
    const book = PROTOCOLS["aave-v2"].addresses.with(ethereum, [main, ...others, dollars]);
    await expect(decode("aave-v2", answer(...REAL), { book })).rejects.toThrow(
      "the markets of Aave V2 on ethereum do not count in the same currency",
    );
    const named = async (market: string) =>
      (await decode("aave-v2", answer(...REAL), { book, market })).words[0]!.symbol;
    expect([await named("Main"), await named("dollars")]).toEqual(["ETH", "USD"]);
    expect(await named("0x7D2768DE32b0B80b7A3454C06bDAc94A69DDc7A9")).toBe("ETH");
    await expect(named("core")).rejects.toThrow('Aave V2 has no market "core" on ethereum');
    await expect(decode("aave-v2", answer(...REAL), { chain: "base" })).rejects.toThrow(
      "no market of Aave V2 is known on base",
    );
  });
});

describe("answers of other protocols", () => {
  it("are a comptroller's, in dollars, or the error that it answers with instead", async () => {
    const asked = { kind: "account-liquidity" };
    const short = await decode("compound-v2", answer(0n, 0n, 5n * 10n ** 18n), asked);
    expect(short.words[2]).toEqual({ name: "shortfall", value: 5n * 10n ** 18n, symbol: "USD", decimals: 18 });
    expect(codes(short)).toEqual(["liquidatable", "stored-interest"]);
    expect(codes(await decode("compound-v2", answer(0n, 1n, 0n), asked))).toEqual(["healthy", "stored-interest"]);
    expect(codes(await decode("compound-v2", answer(0n, 1n, 1n), asked))).toEqual(["inconsistent"]);
    const [failed] = (await decode("compound-v2", answer(13n, 0n, 0n), asked)).notes;
    expect(failed!.message).toContain("error 13 (PRICE_ERROR)");
  });

  it("are a cToken's: what its balance stands for", async () => {
    // cUNI of a borrower who was liquidated in block 13207907 of Ethereum
    const words = answer(0n, 998157102073n, 0n, 202280330438331302163484941n);
    const { notes } = await decode("compound-v2", words, { kind: "account-snapshot" });
    expect(notes[0]!.message).toBe("the cTokens stand for 201907548436693626405 units of the underlying");
    const failed = await decode("compound-v2", answer(9n, 0n, 0n, 0n), { kind: "account-snapshot" });
    expect(failed.notes.map(({ message }) => message)).toEqual([expect.stringContaining("error 9 (MATH_ERROR)")]);
  });

  it("are Morpho's", async () => {
    const asked = { kind: "position" };
    expect(codes(await decode("morpho", answer(1n, 0n, 3n), asked))).toEqual(["no-debt"]);
    expect(codes(await decode("morpho", answer(1n, 2n, 0n), asked))).toEqual(["no-collateral"]);
    expect(codes(await decode("morpho", answer(1n, 2n, 3n), asked))).toEqual([]);
    const market = (...words: readonly bigint[]) => decode("morpho", answer(...words), { kind: "market" });
    expect(codes(await market(2n, 2n, 1n, 1n, 1_732_800_000n, 0n))).toEqual(["stored-interest"]);
    expect(codes(await market(0n, 0n, 0n, 0n, 0n, 0n))).toEqual(["no-market"]);
    expect(codes(await market(1n, 2n, 2n, 1n, 1_732_800_000n, 0n))).toEqual(["inconsistent"]);
  });

  it("are reverts, by the words of whose they are", async () => {
    const data = encodeErrorResult({ abi: parseAbi(["error Error(string)"]), errorName: "Error", args: ["45"] });
    const reasonOf = async (protocol: ProtocolName) => (await decode(protocol, data, { kind: "revert" })).notes[0]!;
    expect((await reasonOf("aave-v2")).code).toBe("insufficient-liquidity");
    expect((await reasonOf("aave-v3")).code).not.toBe("insufficient-liquidity");
  });
});

describe("what is no such answer", () => {
  it.each<[ProtocolName, string, Hex, RegExp]>([
    ["aave-v2", "user-account-data", "0x", /the answer is empty, and getUserAccountData\(address\) answers with 6/],
    ["aave-v2", "user-account-data", "0x00", /has 1 byte, and/],
    ["aave-v2", "user-account-data", answer(1n), /has 1 word, and/],
    ["aave-v2", "user-account-data", answer(1n, 2n, 3n, 4n, 5n, 6n, 7n), /has 7 words, and/],
    ["aave-v2", "user-account-data", `0x08c379a0${answer(1n).slice(2)}`, /has 36 bytes, and/],
    ["aave-v3", "user-account-data", answer(1n, 2n, 3n, 65_536n, 5n, 6n), /word 4 .* larger than its 16 bits: 65536/],
    ["morpho", "position", answer(1n, 2n ** 128n, 3n), /word 2 of the answer, borrowShares, is larger/],
    ["compound-v2", "account-liquidity", answer(1n, 2n), /has 2 words, and getAccountLiquidity\(address\)/],
  ])("of %s %s is refused: %s", async (protocol, kind, data, sentence) => {
    const attempt = decode(protocol, data, { kind });
    await expect(attempt).rejects.toThrow(sentence);
    await expect(attempt).rejects.toBeInstanceOf(UsageError);
  });

  it.each<[string, RegExp]>([
    ["", /there is none/],
    ["0xzz", /"z" is no such digit/],
    ["0x 12", /" " is no such digit/],
    ["0x123", /has 3 hexadecimal digits/],
    ['"0x12', /is no such digit/],
  ])("%j is not even data", (text, sentence) => {
    expect(() => parseData(text)).toThrow(sentence);
  });

  it("is data as people copy it", () => {
    for (const text of ["0xAb", "ab", ' "0xab"\n', "0XAB"]) expect(parseData(text)).toBe("0xab");
    expect(parseData("0x")).toBe("0x");
  });
});

describe("whose answer it is", () => {
  it("needs no telling where there is only one", () => {
    expect(decodingProtocol("account-liquidity", PROTOCOL_NAMES)).toBe("compound-v2");
    expect(decodingProtocol("position", PROTOCOL_NAMES)).toBe("morpho");
    expect(decodingProtocol("user-account-data", ["spark"])).toBe("spark");
  });

  it.each<[string, readonly ProtocolName[], RegExp]>([
    ["user-account-data", PROTOCOL_NAMES, /decoded in more than one way/],
    ["user-account-data", ["morpho"], /morpho has no user-account-data to decode/],
    ["user-acount-data", PROTOCOL_NAMES, /nothing is known of "user-acount-data" to decode/],
    ["toString", ["aave-v2"], /nothing is known of "toString"/],
  ])("%s of %s is a question", (kind, asked, sentence) => {
    expect(() => decodingProtocol(kind, asked)).toThrow(sentence);
  });

  it("is said of every kind that a protocol has, each with words of its own", () => {
    for (const protocol of PROTOCOL_NAMES) {
      expect(kindsOf(protocol)).toContain("revert");
      for (const { words } of Object.values(PROTOCOLS[protocol].decoders ?? {})) {
        expect(new Set(words.map(({ name }) => name)).size).toBe(words.length);
      }
    }
  });
});
