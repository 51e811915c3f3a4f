import { type Address, concat, type Hex, pad, size, slice, toEventSelector } from "viem";
import { describe, expect, it } from "vitest";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { patch } from "../../devnet/testing/patch-recorded.fixture.ts";
import { isRecorded, type RecordedTransaction, readRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import { sellerAbi } from "../../generated/Seller.ts";
import { packHop } from "../pack-hop.ts";
import { deploySeller, ONE_HOP, playTrades } from "../testing/play-trades.fixture.ts";
import { ROUTERS } from "./addresses.ts";

/** `Router` of contracts/types/Venue.sol. */
const VENUE_ID = 12;

const SELECTOR = 4;
const WORD = 32;

/** A sale that a real chain has seen, by a router that is there. */
interface Recorded {
  readonly what: string;
  readonly file: string;
  /** Of the transactions that were recorded with the state. */
  readonly place: number;
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  readonly amount: bigint;
  /** Words of the calldata, behind the selector, that name who gets what is bought. */
  readonly receiver: number | null;
  /** Words that are another token where ether was sold. */
  readonly sold: number | null;
}

const WETH: Address = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
const STAKED_ETHER: Address = "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84";
/** It moves once a block for whoever sends the transaction, while it is told to: not on from a seller that has just got it. */
const DELAYING: Address = "0xfe2DB7E69410b6bb2eeE10d7E1eE749198Fb972C";
const DELAY_SLOT = 18;
const ON_ETHEREUM = "eth-18085863-0x-1inch5-universalrouter.json";

const RECORDED: readonly Recorded[] = [
  {
    what: "1inch v6, over Uniswap V2, Balancer V2, Velodrome V2, Uniswap V3 and Curve",
    ...{ file: "op-132799000-1inch-velodrome-balancer-curve.json", place: 0, receiver: 4, sold: null },
    tokenIn: "0x4200000000000000000000000000000000000042",
    tokenOut: "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85",
    amount: 0x380f622a91d9ca0000n,
  },
  {
    what: "1inch v5, on a pair",
    ...{ file: ON_ETHEREUM, place: 0, receiver: null, sold: 0 },
    ...{ tokenIn: WETH, tokenOut: DELAYING, amount: 0x6f05b59d3b20000n },
  },
  {
    what: "0x, on a pair",
    ...{ file: ON_ETHEREUM, place: 2, receiver: null, sold: 5 },
    ...{ tokenIn: WETH, tokenOut: "0x0391D2021f89DC339F60Fff84546EA23E337750f", amount: 0xad9fd9d04fa68n },
  },
  {
    what: "0x, over two pools and out of a wrapper",
    ...{ file: ON_ETHEREUM, place: 3, receiver: null, sold: null },
    tokenIn: "0xf4d2888d29D722226FafA5d9B24F9164c092421E",
    tokenOut: STAKED_ETHER,
    amount: 0x23185da42199685008cn,
  },
];

/** Units of a token whose balances are shares, which every transfer may round away. */
const ROUNDING = 2n;

/** The calldata with one word changed. */
function withWord(data: Hex, word: number | null, value: Address): Hex {
  if (word === null) return data;
  const begin = SELECTOR + WORD * word;
  return concat([slice(data, 0, begin), pad(value, { size: WORD }), slice(data, begin + WORD, size(data))]);
}

/** Units of a token that the last of its transfers moved. */
function lastPaid({ logs }: RecordedTransaction, token: Address): bigint {
  const own = logs.filter(({ address, topics }) => isSame(address, token) && topics[0] === TRANSFER);
  return BigInt(own.at(-1)!.data);
}

const TRANSFER = toEventSelector("Transfer(address,address,uint256)");

function isSame(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The state, with a seller that may call the router, and what was sold wrapped where it was ether; and the sale. */
async function stage({ file, place, tokenIn, tokenOut, amount, ...words }: Recorded) {
  const chain = await startRecorded(file, { newestRules: true });
  const { from, to, input } = readRecorded(file).transactions[place]!;
  await chain.client.setBalance({ address: from, value: 10n ** 24n });
  const seller = await deploySeller(chain, from, [...ROUTERS.map(({ address }) => address), to]);
  const data = withWord(withWord(input, words.receiver, seller), words.sold, tokenIn);
  const trade = { tokenIn, tokenOut, amount, hop: packHop(VENUE_ID, tokenOut, concat([to, data])) };
  if (words.sold !== null) {
    const hash = await chain.client.sendTransaction({ account: from, to: WETH, value: amount, gasPrice: 10n ** 11n });
    await waitForReceipt(chain.client, { hash });
  }
  return { chain, seller, from, trade };
}

describe.each(RECORDED)("a sale by a real router: $what", (recorded) => {
  it.skipIf(!isRecorded(recorded.file))("pays the seller what it has paid before", async ({ onTestFinished }) => {
    const { chain, seller, from, trade } = await stage(recorded);
    onTestFinished(chain.stop);
    const { tokenOut, amount } = recorded;
    if (tokenOut === DELAYING) await patch(chain.client, tokenOut, { [DELAY_SLOT]: 0n });
    const [played] = await playTrades(chain, seller, from, [trade]);
    expect(played?.paid).toBe(amount);
    const lost = lastPaid(readRecorded(recorded.file).transactions[recorded.place]!, tokenOut) - played!.received;
    expect([lost >= 0n, lost <= (tokenOut === STAKED_ETHER ? ROUNDING : 0n)]).toEqual([true, true]);
  });
});

it.skipIf(!isRecorded(ON_ETHEREUM))(
  "a token that waits a block does not leave the seller",
  async ({ onTestFinished }) => {
    const recorded = RECORDED.find(({ tokenOut }) => tokenOut === DELAYING)!;
    const { chain, seller, from, trade } = await stage(recorded);
    onTestFinished(chain.stop);
    expect(await playTrades(chain, seller, from, [trade])).toEqual([null]);
    // the router has paid: it is the token that refuses, in its own words
    const { tokenIn, amount, tokenOut, hop } = trade;
    const sale = {
      abi: sellerAbi,
      functionName: "sell",
      args: [tokenIn, amount, tokenOut, concat([ONE_HOP, hop])],
    } as const;
    await expect(chain.client.simulateContract({ account: from, address: seller, ...sale })).rejects.toThrow(
      "Transfer Delay enabled",
    );
  },
);
