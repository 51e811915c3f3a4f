import {
  type Address,
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  parseEventLogs,
  toHex,
} from "viem";
import { creationCode } from "../../core/lens/artifact.ts";
import { sellerAbi } from "../../generated/Seller.ts";

/** What trades are played on: anvil, where any address may send. */
export interface PlayingChain {
  readonly client: {
    request(request: never): Promise<unknown>;
  };
}

/** One sale by the seller, over one hop. */
export interface PlayedTrade {
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  readonly amount: bigint;
  readonly hop: Hex;
}

/** What the chain did; null where the sale reverted. */
export interface Played {
  /** Units of the token in that did not come back. */
  readonly paid: bigint;
  readonly received: bigint;
}

/** A split of everything, over one hop. */
export const ONE_HOP: Hex = "0x000001";
/** Below the gas of the block, and enough for a sale through a hundred ticks. */
const GAS = toHex(8_000_000);
/** Wei per gas, wherever it is played: without one anvil looks for one, and finds none where gas is free. */
const GAS_PRICE = toHex(10n ** 11n);
/** Gas of the block that all are mined in. */
const BLOCK_GAS = toHex(10n ** 12n);

/** Deploys the real seller, with routers that it may call. */
export async function deploySeller(
  { client }: PlayingChain,
  from: Address,
  routers: readonly Address[] = [],
): Promise<Address> {
  const rpc = rpcOf(client);
  const data = concat([creationCode("Seller"), encodeAbiParameters([{ type: "address[]" }], [routers])]);
  const hash = await rpc("eth_sendTransaction", [{ from, data, gas: toHex(8_000_000), gasPrice: GAS_PRICE }]);
  for (;;) {
    const receipt = (await rpc("eth_getTransactionReceipt", [hash])) as { contractAddress: Address } | null;
    if (receipt !== null) return receipt.contractAddress;
  }
}

/**
 * Plays sales in one block, one after the other, each by the seller: the trader sends it the tokens and has them sold.
 * @param trader who has all tokens that are sold
 */
export async function playTrades(
  { client }: PlayingChain,
  seller: Address,
  trader: Address,
  trades: readonly PlayedTrade[],
): Promise<(Played | null)[]> {
  const rpc = rpcOf(client);
  await rpc("evm_setBlockGasLimit", [BLOCK_GAS]);
  await rpc("evm_setAutomine", [false]);
  const hashes: Hex[] = [];
  for (const { tokenIn, tokenOut, amount, hop } of trades) {
    const transfer = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [seller, amount] });
    const args = [tokenIn, amount, tokenOut, concat([ONE_HOP, hop])] as const;
    const sell = encodeFunctionData({ abi: sellerAbi, functionName: "sell", args });
    await rpc("eth_sendTransaction", [{ from: trader, to: tokenIn, data: transfer, gas: GAS, gasPrice: GAS_PRICE }]);
    hashes.push(
      (await rpc("eth_sendTransaction", [
        { from: trader, to: seller, data: sell, gas: GAS, gasPrice: GAS_PRICE },
      ])) as Hex,
    );
  }
  await rpc("evm_mine", []);
  await rpc("evm_setAutomine", [true]);
  const receipts = (await rpc("eth_getBlockReceipts", ["latest"])) as Receipt[];
  const found = new Map(receipts.map((receipt) => [receipt.transactionHash, receipt]));
  return trades.map(({ tokenIn, tokenOut, amount }, index) => {
    const { status, logs } = found.get(hashes[index]!)!;
    if (status !== "0x1") return null;
    const transfers = parseEventLogs({ abi: erc20Abi, eventName: "Transfer", logs: logs as never });
    // the last venue may pay him itself
    const arrived = (token: Address) =>
      transfers
        .filter(({ address, args: { to } }) => isSame(address, token) && isSame(to, trader))
        .reduce((sum, { args: { value } }) => sum + value, 0n);
    return { paid: amount - arrived(tokenIn), received: arrived(tokenOut) };
  });
}

interface Receipt {
  readonly transactionHash: Hex;
  readonly status: Hex;
  readonly logs: readonly unknown[];
}

function rpcOf(client: PlayingChain["client"]) {
  return (method: string, params: unknown[]) => client.request({ method, params } as never);
}

function isSame(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
