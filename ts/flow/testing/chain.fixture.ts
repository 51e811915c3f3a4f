import { join } from "node:path";
import { type Abi, type Address, concatHex, encodeFunctionData, parseAbi, zeroHash } from "viem";
import { mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { toHex } from "viem/utils";
import { type CountedContext, contextOf } from "../../chains/context.fixture.ts";
import { viemChain } from "../../chains/viem-chain.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import type { Config } from "../../core/config/config.ts";
import { PROTOCOL_NAMES, type ProtocolName } from "../../core/names/names.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { connect } from "../../core/rpc/rpc.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { temporaryFolder } from "../../core/temporary-folder.fixture.ts";
import { DEVNET_MNEMONIC, movePrice, type StartOptions, type TokenSymbol } from "../../devnet/index.ts";
import { startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import { contractsOf } from "../../protocols/contracts-of.ts";
import { deployData } from "../../simulators/liquidator-code.ts";
import { setupOf } from "../../simulators/setup.ts";
import { assessTargets } from "../assess/assess-targets.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { allowedBy } from "../deploy/allowed-by.ts";
import { FACTORY, sellerAddress } from "../deploy/seller-address.ts";
import { sellerCode } from "../deploy/seller-code.ts";
import { loadBook } from "../find/load-book.ts";

/** Protocols of the tests that count or list accounts: whatever else is on the devnet is none of theirs. */
export const TWO_PROTOCOLS = ["aave-v3", "morpho"] as const satisfies readonly ProtocolName[];
/** Where a chain of a test sends its profits: nobody's account, so that its balances are the profits. */
export const RECEIVER: Address = "0x00000000000000000000000000000000fee0fee0";
/** The owner's limits of the deployed liquidators, basis points. */
export const OWNER_LIMITS = { minBonusShareBps: 5_000, maxTipBps: 5_000 } as const;

/** A devnet on which ether has fallen to 2,600 USD, with both liquidators deployed. */
export interface FallenChain extends TestChain {
  /** With the deployed liquidators. */
  readonly book: ChainBook;
  /** May start liquidations. */
  readonly operator: PrivateKeyAccount;
  /** Owns the liquidators. */
  readonly owner: Address;
  readonly token: Readonly<Record<TokenSymbol, Address>>;
  /** A context over this chain, or over an endpoint in front of it. */
  contextWith(options?: ContextOptions): CountedContext;
  /** The same with the client of the program itself, which repeats reads and never writes. */
  connected(options?: ContextOptions): Promise<CountedContext>;
  /** Every account that can be liquidated at the newest block. */
  targets(context: CountedContext, protocols?: readonly ProtocolName[]): Promise<readonly AssessedTarget[]>;
  /** One account at the newest block. */
  assess(context: CountedContext, protocol: ProtocolName, label: string): Promise<AssessedTarget>;
  /** Gives tokens, in base units. */
  give(symbol: TokenSymbol, to: Address, amount: bigint): Promise<void>;
  approve(symbol: TokenSymbol, from: Address, spender: Address, amount: bigint): Promise<void>;
  /** Sends what the owner of the liquidators, or anybody else, wants to. */
  write(from: Address, to: Address, signature: string, args: readonly unknown[]): Promise<void>;
}

export interface ContextOptions {
  readonly rpcUrl?: string;
  /** False: as on a chain where nothing is deployed. */
  readonly deployed?: boolean;
  readonly config?: Partial<Config>;
  readonly signal?: AbortSignal;
  /** As `contextOf` takes it. */
  readonly callGas?: bigint;
}

/** The account of the test phrase at an index, with its key. */
export function keyOf(addressIndex: number): PrivateKeyAccount {
  return privateKeyToAccount(toHex(mnemonicToAccount(DEVNET_MNEMONIC, { addressIndex }).getHdKey().privateKey!));
}

export async function startFallenChain(options: StartOptions = {}): Promise<FallenChain> {
  const chain = await startTestChain(options);
  const { client, devnet } = chain;
  const { tokens, accounts } = devnet.info.addresses;
  await movePrice(client, "WETH", 2600_00000000n, { info: devnet.info });
  const operator = keyOf(1);
  const book = await deployAll(chain, operator.address);
  const contextWith = ({
    rpcUrl = devnet.rpcUrl,
    deployed = true,
    config = {},
    signal,
    callGas,
  }: ContextOptions = {}) =>
    contextOf(rpcUrl, deployed ? book : { ...book, liquidators: {} }, {
      config: { rpcUrls: [rpcUrl], ledgerPath: newLedger(), ...config },
      ...(signal && { signal }),
      ...(callGas !== undefined && { callGas }),
    });
  const assessed = async (context: CountedContext, protocols: readonly ProtocolName[], user: Address | null) =>
    assessTargets(context, { protocols, user, block: await resolveBlock(context.client, { tag: "latest" }) });
  return {
    ...chain,
    book,
    operator,
    owner: accounts.owner,
    token: tokens,
    contextWith,
    async connected(options = {}) {
      const context = contextWith(options);
      const { rpcTimeoutMs: timeoutMs, rpcRetries: retries, rpcUrls: urls } = context.config;
      const { logger, signal } = context;
      const client = await connect({ urls, chain: "devnet", chainOf: viemChain, timeoutMs, retries, logger, signal });
      return { ...context, client };
    },
    async targets(context, protocols = PROTOCOL_NAMES) {
      const all = await assessed(context, protocols, null);
      return all.filter(({ assessment }) => assessment.status.kind === "liquidatable");
    },
    async assess(context, protocol, label) {
      const { address } = chain.borrower(protocol, label);
      const found = await assessed(context, [protocol], address);
      return found.find(({ assessment }) => assessment.status.kind !== "no-debt")!;
    },
    write,
    give: (symbol, to, amount) =>
      symbol === "WETH"
        ? write(accounts.whale, tokens.WETH, "function transfer(address to, uint256 amount)", [to, amount])
        : write(accounts.deployer, tokens[symbol], "function mint(address to, uint256 amount)", [to, amount]),
    approve: (symbol, from, spender, amount) =>
      write(from, tokens[symbol], "function approve(address spender, uint256 amount)", [spender, amount]),
  };

  /** Returns when it is mined: anvil answers before. */
  async function write(from: Address, to: Address, signature: string, args: readonly unknown[]): Promise<void> {
    const data = encodeFunctionData({ abi: parseAbi([signature]) as Abi, args });
    // an estimate would not count the interest that the block itself makes due
    const hash = await client.sendTransaction({ account: from, to, data, gas: 3_000_000n });
    const { status } = await waitForReceipt(client, { hash });
    if (status !== "success") throw new Error(`${signature} reverted`);
  }
}

function newLedger(): string {
  return join(temporaryFolder("ledger"), "ledger.jsonl");
}

async function deployAll({ client, devnet }: TestChain, operator: Address): Promise<ChainBook> {
  const { deployer, owner } = devnet.info.addresses.accounts;
  const book = await loadBook("devnet");
  const liquidators: Partial<Record<keyof ChainBook["liquidators"], Address>> = {};
  const seller = sellerAddress();
  const creation = concatHex([zeroHash, sellerCode()]);
  await waitForReceipt(client, {
    hash: await client.sendTransaction({ account: deployer, to: FACTORY, data: creation }),
  });
  for (const contract of contractsOf(PROTOCOL_NAMES)) {
    const decided = { owner, receiver: RECEIVER, operators: [operator], ...OWNER_LIMITS, seller };
    const setup = setupOf(book, { ...decided, ...allowedBy(contract, book) });
    const hash = await client.sendTransaction({ account: deployer, data: deployData(contract, setup) });
    const { contractAddress } = await waitForReceipt(client, { hash });
    liquidators[contract] = contractAddress!;
  }
  return { ...book, liquidators };
}
