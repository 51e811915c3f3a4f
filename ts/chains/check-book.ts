import {
  type Abi,
  type Address,
  ContractFunctionExecutionError,
  encodeAbiParameters,
  getContractAddress,
  HttpRequestError,
  isAddressEqual,
  keccak256,
  type PublicClient,
  parseAbi,
  RpcRequestError,
  TimeoutError,
  zeroAddress,
} from "viem";
import { AddressBookError, FliqError, RevertError } from "../core/errors.ts";
import { causeChain, explainFailure } from "../core/explain.ts";
import type { AaveV3Book, ChainBook, MorphoBook, UniswapV3Book } from "./chain-book.ts";

const POOL = parseAbi(["function ADDRESSES_PROVIDER() view returns (address)"]);
const PROVIDER = parseAbi(["function getPool() view returns (address)"]);
const MORPHO = parseAbi(["function feeRecipient() view returns (address)"]);
const FACTORY = parseAbi(["function getPool(address, address, uint24) view returns (address)"]);

type Reader = Pick<PublicClient, "readContract">;

/**
 * Asks the chain whether the book is right: every Aave pool and its provider name each other, Morpho answers, and the
 * Uniswap factory's pools are where the init-code hash puts them. Two calls per market, one each for the others.
 * @throws AddressBookError for the first entry that is wrong, RpcError when the node cannot be asked.
 */
export async function checkBook(client: Reader, book: ChainBook): Promise<void> {
  await Promise.all([
    ...book.aaveV3.map((market) => checkAave(client, book.name, market)),
    ...(book.morpho ? [checkMorpho(client, book.name, book.morpho)] : []),
    ...(book.uniswapV3 ? [checkUniswap(client, book, book.uniswapV3)] : []),
  ]);
}

async function checkAave(client: Reader, chain: string, { name, pool, addressesProvider }: AaveV3Book): Promise<void> {
  const market = `the Aave V3 market "${name}" on ${chain}`;
  const [provider, servedPool] = await Promise.all([
    read(client, { what: `the pool of ${market}`, address: pool, abi: POOL, functionName: "ADDRESSES_PROVIDER" }),
    read(client, {
      what: `the addresses provider of ${market}`,
      address: addressesProvider,
      abi: PROVIDER,
      functionName: "getPool",
    }),
  ]);
  if (isAddressEqual(provider, addressesProvider) && isAddressEqual(servedPool, pool)) return;
  throw wrong(`${market} is not what the address book says`, {
    pool,
    poolOfProvider: servedPool,
    provider: addressesProvider,
    providerOfPool: provider,
  });
}

async function checkMorpho(client: Reader, chain: string, { morpho }: MorphoBook): Promise<void> {
  await read(client, { what: `Morpho on ${chain}`, address: morpho, abi: MORPHO, functionName: "feeRecipient" });
}

async function checkUniswap(client: Reader, book: ChainBook, uniswap: UniswapV3Book): Promise<void> {
  const [first, second] = book.routeTokens;
  const fee = uniswap.feeTiers.includes(500) ? 500 : uniswap.feeTiers[0];
  if (!first || !second || fee === undefined) return;
  const what = `the Uniswap V3 factory on ${book.name}`;
  const args = [first, second, fee] as const;
  const pool = await read(client, { what, address: uniswap.factory, abi: FACTORY, functionName: "getPool", args });
  if (isAddressEqual(pool, zeroAddress)) return;
  const computed = poolAddress(uniswap, first, second, fee);
  if (!isAddressEqual(pool, computed))
    throw wrong(`the pools of ${what} have another init-code hash`, { pool, computed });
}

/** Where a factory creates the pool of two tokens: CREATE2 with the tokens in order and the fee as salt. */
function poolAddress({ factory, poolInitCodeHash }: UniswapV3Book, a: Address, b: Address, fee: number): Address {
  const [token0, token1] = BigInt(a) < BigInt(b) ? [a, b] : [b, a];
  const key = encodeAbiParameters(
    [{ type: "address" }, { type: "address" }, { type: "uint24" }],
    [token0, token1, fee],
  );
  return getContractAddress({ opcode: "CREATE2", from: factory, salt: keccak256(key), bytecodeHash: poolInitCodeHash });
}

interface AddressRead {
  readonly what: string;
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args?: readonly unknown[];
}

/** An address that a contract returns. Anything but a failed connection means that it is not the contract it should be. */
async function read(client: Reader, { what, address, abi, functionName, args }: AddressRead): Promise<Address> {
  try {
    return (await client.readContract({ address, abi, functionName, args: args ?? [] })) as Address;
  } catch (error) {
    const failure = explainFailure(error);
    const asked = failure instanceof RevertError || failure instanceof AddressBookError || isUndecodable(error);
    if (!asked) throw failure ?? error;
    throw wrong(`${what} is not at ${address}`, {}, error);
  }
}

/** The node answered, and viem could not make an address of it. */
function isUndecodable(error: unknown): boolean {
  const chain = causeChain(error);
  const kinds = [FliqError, RpcRequestError, HttpRequestError, TimeoutError];
  const failed = chain.some((cause) => kinds.some((kind) => cause instanceof kind));
  return !failed && chain[0] instanceof ContractFunctionExecutionError;
}

function wrong(message: string, numbers: Record<string, string>, cause?: unknown): AddressBookError {
  return new AddressBookError(message, {
    hint: "check that the endpoint serves the right chain and is in sync, else update the project",
    numbers,
    cause,
  });
}
