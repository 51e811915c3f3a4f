import { type Address, pad, toHex } from "viem";
import { MAX_UINT256 } from "../../../core/math/math.ts";
import { constantCode, mappingSlot, Overrides } from "../../differential/storage.ts";
import type { CompoundCase, TokenCase } from "./case.ts";
import type { ComptrollerHandle, TokenHandle } from "./chain.ts";
import { setCollateralFactor, setEntered, setTerms } from "./layout.ts";

export const LIQUIDATOR: Address = "0x000000000000000000000000000000001111d470";

/** Feed and rate model of the token at a place, whose answers a case chooses. */
const feedOf = (place: number): Address => pad(toHex(0xfeed00 + place), { size: 20 });
const modelOf = (place: number): Address => pad(toHex(0x5a7e00 + place), { size: 20 });

/** `sources` of test/devnet/CompoundFeedOracle.sol. */
const SOURCES = 0n;

/** When a case is played. */
export function momentOf({ time, block }: ComptrollerHandle, given: CompoundCase): { time: bigint; number: bigint } {
  return { time: time + given.block - block, number: given.block };
}

/** The chain as a case has it, and a liquidator with all that it could need. */
export function overridesOf(
  handle: ComptrollerHandle,
  { user, tokens, closeFactor, incentive }: CompoundCase,
): Overrides {
  const { comptroller, oracle } = handle;
  const overrides = new Overrides().balance(LIQUIDATOR, 2n ** 120n);
  setTerms(overrides, comptroller, { closeFactor, incentive });
  const entered = handle.tokens.filter((_, place) => tokens[place]!.entered).map(({ cToken }) => cToken);
  setEntered(overrides, comptroller, user, entered);
  for (const [place, token] of handle.tokens.entries()) {
    const given = tokens[place]!;
    setCollateralFactor(overrides, comptroller, token.cToken, given.collateralFactor);
    const source = mappingSlot(token.cToken, SOURCES);
    overrides.word(oracle, source, BigInt(feedOf(place))).word(oracle, source + 1n, 1n);
    overrides.code(feedOf(place), constantCode(given.price));
    setBooks(overrides, handle, token, given, place);
    setAccount(overrides, token, user, given);
  }
  return overrides;
}

function setBooks(
  overrides: Overrides,
  { sharedModel }: ComptrollerHandle,
  { cToken, underlying, layout }: TokenHandle,
  given: TokenCase,
  place: number,
): void {
  const model = layout.rateModel === null ? sharedModel : modelOf(place);
  if (layout.rateModel !== null) overrides.word(cToken, layout.rateModel, BigInt(model));
  if (layout.reserveFactor !== null) overrides.word(cToken, layout.reserveFactor, given.reserveFactor);
  overrides
    .code(model, constantCode(given.rate))
    .word(cToken, layout.accrualBlock, given.accrualBlock)
    .word(cToken, layout.borrowIndex, given.index)
    .word(cToken, layout.totalBorrows, given.borrows)
    .word(cToken, layout.totalReserves, given.reserves)
    .word(cToken, layout.totalSupply, given.supply);
  if (underlying === null) {
    overrides.balance(cToken, given.cash);
    return;
  }
  const { address, balances, allowances } = underlying;
  overrides
    .word(address, mappingSlot(cToken, balances.slot), given.cash)
    .word(address, mappingSlot(LIQUIDATOR, balances.slot), 2n ** 127n)
    .word(address, mappingSlot(cToken, mappingSlot(LIQUIDATOR, allowances.slot)), MAX_UINT256);
}

function setAccount(overrides: Overrides, { cToken, layout }: TokenHandle, user: Address, given: TokenCase): void {
  const debt = mappingSlot(user, layout.debts);
  overrides
    .word(cToken, mappingSlot(user, layout.balances), given.cTokens)
    .word(cToken, mappingSlot(LIQUIDATOR, layout.balances), 0n)
    .word(cToken, debt, given.principal)
    .word(cToken, debt + 1n, given.debtIndex);
}
