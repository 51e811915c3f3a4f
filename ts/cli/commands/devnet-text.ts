import type { Address, Hex } from "viem";
import { LENDING_PARTS, PARTS_FOR_PEOPLE } from "../../devnet/parts/for-people.ts";
import { ASSETS } from "../../devnet/shared/assets.ts";
import type { DevnetBorrower, DevnetInfo, TokenAmount } from "../../devnet/types.ts";
import { DEVNET_URL } from "../open-context.ts";
import type { Colors } from "../print/colors.ts";
import { formatAmount, formatPrice } from "../print/format.ts";
import { renderTable } from "../print/table.ts";

/** An account of the public test phrase. */
export interface DevnetAccount {
  readonly role: string;
  readonly address: Address;
  readonly privateKey: Hex;
}

export type DevnetResult = DevnetInfo & { readonly rpcUrl: string; readonly accounts: readonly DevnetAccount[] };

/** What the local chain holds and what to do with it, for people. */
export function devnetText(
  devnet: DevnetResult,
  commands: readonly string[],
  { colors, width }: { readonly colors: Colors; readonly width: number },
): string {
  const { addresses, prices, borrowers, accounts, rpcUrl } = devnet;
  const title = (text: string) => colors.bold(text);
  const own: Readonly<Record<string, unknown>> = { ...addresses };
  const positions: Readonly<Record<string, readonly DevnetBorrower[]>> = borrowers;
  const contracts = PARTS_FOR_PEOPLE.flatMap((part) => part.contracts(own[part.key]).map((line) => [...line]));
  const tokens = Object.entries(addresses.tokens).map(([symbol, address]) => [
    symbol,
    formatPrice(BigInt(prices[symbol as keyof typeof prices])),
    address,
  ]);
  return [
    `${title("Local chain")} at ${colors.cyan(rpcUrl)} (chain ${devnet.chainId}); Ctrl-C stops it.`,
    title("Contracts"),
    renderTable([{ head: "what" }, { head: "address" }], contracts, width),
    title("Tokens"),
    renderTable([{ head: "token" }, { head: "price", align: "right" }, { head: "address" }], tokens, width),
    title("Borrowers"),
    renderTable(
      [
        { head: "market" },
        { head: "address" },
        { head: "collateral", importance: 2 },
        { head: "debt", importance: 3 },
        { head: "about", importance: 1 },
      ],
      LENDING_PARTS.flatMap(({ key, lending }) => (positions[key] ?? []).map(borrowerRow(lending.short))),
      width,
    ),
    title("Test accounts (public keys of every anvil: never send real value to them)"),
    renderTable(
      [{ head: "role" }, { head: "address" }, { head: "private key" }],
      accounts.map(({ role, address, privateKey }) => [role, address, privateKey]),
    ),
    title("Try next, in another terminal"),
    renderNext(devnet, commands),
  ].join("\n\n");
}

function borrowerRow(protocol: string): (borrower: DevnetBorrower) => string[] {
  return ({ market, address, collateral, debt, about }) => [
    `${protocol} ${market}`,
    address,
    amounts(collateral),
    amounts(debt),
    about,
  ];
}

function amounts(list: readonly TokenAmount[]): string {
  const texts = list.map(({ symbol, amount }) => {
    return formatAmount(BigInt(amount), { symbol, decimals: ASSETS[symbol].decimals });
  });
  return texts.length === 0 ? "none" : texts.join(" + ");
}

/** A walk through the commands that this program has, as it can be typed. */
function renderNext({ borrowers, accounts, rpcUrl }: DevnetResult, commands: readonly string[]): string {
  const { key, lending } = LENDING_PARTS[0]!;
  const positions: Readonly<Record<string, readonly DevnetBorrower[]>> = borrowers;
  const user = positions[key]?.find(({ label }) => label === lending.reference)?.address;
  const owner = accounts.find(({ role }) => role === "owner")?.address;
  const operator = accounts.find(({ role }) => role === "operator")?.privateKey;
  const { symbol, price } = lending.story;
  const here = rpcUrl === DEVNET_URL ? "--chain devnet" : `--rpc-url ${rpcUrl}`;
  const steps = [
    ["devnet", `npx fliq devnet price ${symbol} ${price}${rpcUrl === DEVNET_URL ? "" : ` ${here}`}`],
    ["targets", `npx fliq targets ${here}`],
    ["inspect", `npx fliq inspect ${user} ${here}`],
    ["simulate", `npx fliq simulate ${user} ${here}`],
    ["deploy", `export FLIQ_PRIVATE_KEY=${operator}   # the operator's, known to everybody: for --send`],
    ["deploy", `npx fliq deploy ${here} --owner ${owner} --receiver ${owner} --send`],
    ["liquidate", `npx fliq liquidate ${user} ${here} --send`],
  ] as const;
  return steps
    .filter(([command]) => commands.includes(command))
    .map(([, line]) => `  ${line}`)
    .join("\n");
}
