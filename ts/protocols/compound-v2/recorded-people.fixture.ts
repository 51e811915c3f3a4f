import type { Address } from "viem";
import { type RecordedComptroller, WETH } from "./recorded-state.fixture.ts";

/** Account 1 of the test phrase, who deploys, pays and liquidates, and its public key. */
export const OPERATOR: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
export const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
/** Liquidates by the protocol's own calls. */
export const BARE: Address = "0x000000000000000000000000000000000000ba7e";
/** Owes the other token against ether, and has lent some of it out as well. */
export const SIMPLE: Address = "0x0000000000000000000000000000000000000b01";
/** Owes ether and the other token against ether. */
export const MIXED: Address = "0x0000000000000000000000000000000000000b02";
/** Owes ether against the other token. */
export const REVERSE: Address = "0x0000000000000000000000000000000000000b03";

const ETHER = 10n ** 18n;
const BORROW = "function borrow(uint256) returns (uint256)";

/** Everybody borrows what is healthy at the recorded prices; the operator and the bare one have what they will repay. */
export async function borrowAll(chain: RecordedComptroller, { reverse }: { readonly reverse: boolean }): Promise<void> {
  const { ether, other, otherToken, loan, send } = chain;
  await supplyEther(chain, OPERATOR, 1_000n * ETHER);
  await supplyEther(chain, SIMPLE, 100n * ETHER);
  await supplyEther(chain, MIXED, 100n * ETHER);
  await send(OPERATOR, other, BORROW, [5n * loan]);
  await send(SIMPLE, other, BORROW, [loan]);
  await send(MIXED, ether, BORROW, [40n * ETHER]);
  await send(MIXED, other, BORROW, [(45n * loan) / 100n]);
  for (const one of [BARE, SIMPLE, REVERSE]) {
    await send(OPERATOR, otherToken, "function transfer(address, uint256) returns (bool)", [one, loan]);
  }
  await send(OPERATOR, WETH, "function deposit() payable", [], 100n * ETHER);
  await supplyOther(chain, SIMPLE, loan / 100n);
  if (!reverse) return;
  await supplyOther(chain, REVERSE, loan);
  await send(REVERSE, ether, BORROW, [50n * ETHER]);
}

async function supplyEther(chain: RecordedComptroller, who: Address, amount: bigint): Promise<void> {
  await chain.send(who, chain.ether, "function mint() payable", [], amount);
  await enter(chain, who);
}

async function supplyOther(chain: RecordedComptroller, who: Address, amount: bigint): Promise<void> {
  const { other, otherToken, send } = chain;
  await send(who, otherToken, "function approve(address, uint256) returns (bool)", [other, amount]);
  await send(who, other, "function mint(uint256) returns (uint256)", [amount]);
  await enter(chain, who);
}

async function enter({ comptroller, ether, other, send }: RecordedComptroller, who: Address): Promise<void> {
  await send(who, comptroller, "function enterMarkets(address[]) returns (uint256[])", [[ether, other]]);
}
