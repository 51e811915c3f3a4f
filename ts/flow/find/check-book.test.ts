import { type Chain, createPublicClient, http, type PublicClient, type Transport } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { viemChain } from "../../chains/viem-chain.ts";
import type { PoolOfProvider } from "../../core/adapter/pools-of-providers.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { AddressBookError, RpcError } from "../../core/errors/errors.ts";
import { PROTOCOL_NAMES } from "../../core/names/names.ts";
import { reply, startServer } from "../../core/rpc/local-server.fixture.ts";
import { connect } from "../../core/rpc/rpc.ts";
import { type Devnet, startDevnet } from "../../devnet/index.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { MORPHO_ADDRESSES } from "../../protocols/morpho/addresses.ts";
import { UNISWAP_V3_ADDRESSES, type UniswapV3Deployment } from "../../venues/uniswap-v3/addresses.ts";
import { checkBook } from "./check-book.ts";
import { loadBook } from "./load-book.ts";

// the first start compiles and deploys every protocol
vi.setConfig({ testTimeout: 60_000, hookTimeout: 600_000 });

const NOBODY = "0x00000000000000000000000000000000000000AA";
let devnet: Devnet;
let client: PublicClient<Transport, Chain>;
let book: ChainBook;

function open(url: string): Promise<PublicClient<Transport, Chain>> {
  const signal = new AbortController().signal;
  return connect({
    urls: [url],
    chain: "devnet",
    chainOf: viemChain,
    timeoutMs: 10_000,
    retries: 0,
    signal,
    logger: { debug() {}, warn() {} },
  });
}

beforeAll(async () => {
  devnet = await startDevnet();
  client = await open(devnet.rpcUrl);
  book = await loadBook("devnet");
});
afterAll(() => devnet?.stop());

function market(change: Partial<PoolOfProvider>): ChainBook {
  return AAVE_V3_ADDRESSES.with(book, [{ ...AAVE_V3_ADDRESSES.of(book)[0]!, ...change }]);
}

function uniswap(change: Partial<UniswapV3Deployment>): ChainBook {
  return UNISWAP_V3_ADDRESSES.with(book, { ...UNISWAP_V3_ADDRESSES.of(book)!, ...change });
}

describe("checkBook", () => {
  it("finds nothing wrong with the book of the running chain", async () => {
    expect(AAVE_V3_ADDRESSES.of(book).map(({ name }) => name)).toEqual(["main", "l2"]);
    await checkBook(client, book, PROTOCOL_NAMES);
  });

  it.each([
    [
      "a pool without code",
      () => market({ pool: NOBODY }),
      `the pool of the Aave V3 market "main" on devnet is not at ${NOBODY}`,
    ],
    ["a provider without code", () => market({ addressesProvider: NOBODY }), `is not at ${NOBODY}`],
    ["a pool that is another contract", () => market({ pool: book.wrappedNative }), "is not at"],
    [
      "the provider of another market",
      () => market({ addressesProvider: AAVE_V3_ADDRESSES.of(book)[1]!.addressesProvider }),
      "is not what the address book says",
    ],
    [
      "no Morpho",
      () => MORPHO_ADDRESSES.with(book, { morpho: NOBODY, fromBlock: 0n }),
      `Morpho on devnet is not at ${NOBODY}`,
    ],
    ["no Uniswap", () => uniswap({ factory: NOBODY }), "Uniswap V3 factory on devnet is not at"],
    [
      "another init-code hash",
      () => uniswap({ poolInitCodeHash: `0x${"00".repeat(32)}` }),
      "have another init-code hash",
    ],
  ])("finds %s", async (_, wrong, message) => {
    const error = await checkBook(client, wrong(), PROTOCOL_NAMES).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AddressBookError);
    expect(String(error)).toContain(message);
  });

  it("looks only at the protocols that are asked for, and at every venue", async () => {
    const withoutMorpho = MORPHO_ADDRESSES.with(book, { morpho: NOBODY, fromBlock: 0n });
    await checkBook(client, withoutMorpho, ["aave-v3"]);
    await checkBook(client, market({ pool: NOBODY }), ["morpho"]);
    await expect(checkBook(client, withoutMorpho, ["morpho"])).rejects.toThrow(AddressBookError);
    await expect(checkBook(client, uniswap({ factory: NOBODY }), [])).rejects.toThrow(AddressBookError);
  });

  it("finds that the addresses are of another chain", async () => {
    await expect(checkBook(client, await loadBook("ethereum"), PROTOCOL_NAMES)).rejects.toThrow(AddressBookError);
  });

  it("does not blame the book for a broken endpoint", async () => {
    const server = await startServer((_, response) => reply(response, 503, "busy"));
    const broken = createPublicClient({ chain: client.chain, transport: http(server.url, { retryCount: 0 }) });
    const error = await checkBook(broken, book, PROTOCOL_NAMES).catch((caught: unknown) => caught);
    await server.close();
    expect(error).toBeInstanceOf(RpcError);
  });
});
