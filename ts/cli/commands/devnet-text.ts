import type { Address, Hex } from "viem";
import { ASSETS } from "../../devnet/scenario/assets.ts";
import type { DevnetBorrower, DevnetInfo, TokenAmount } from "../../devnet/types.ts";
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
export function devnetText(devnet: DevnetResult, commands: readonly string[], colors: Colors): string {
  const { addresses, prices, borrowers, accounts, rpcUrl } = devnet;
  const title = (text: string) => colors.bold(text);
  const contracts = [
    ["Aave V3 pool, market main", addresses.aave.main.pool],
    ["Aave V3 pool, market l2", addresses.aave.l2.pool],
    ["Morpho", addresses.morpho.morpho],
    ["Uniswap V3 factory", addresses.uniswap.factory],
  ];
  const tokens = Object.entries(addresses.tokens).map(([symbol, address]) => [
    symbol,
    formatPrice(BigInt(prices[symbol as keyof typeof prices])),
    address,
  ]);
  return [
    `${title("Local chain")} at ${colors.cyan(rpcUrl)} (chain ${devnet.chainId}); Ctrl-C stops it.`,
    title("Contracts"),
    renderTable([{ head: "what" }, { head: "address" }], contracts),
    title("Tokens"),
    renderTable([{ head: "token" }, { head: "price", align: "right" }, { head: "address" }], tokens),
    title("Borrowers"),
    renderTable(
      [{ head: "market" }, { head: "address" }, { head: "collateral" }, { head: "debt" }, { head: "about" }],
      [...borrowers.aave.map(borrowerRow("Aave")), ...borrowers.morpho.map(borrowerRow("Morpho"))],
    ),
    title("Test accounts (public keys of every anvil: never send real value to them)"),
    renderTable(
      [{ head: "role" }, { head: "address" }, { head: "private key" }],
      accounts.map(({ role, address, privateKey }) => [role, address, privateKey]),
    ),
    title("Try next, in another terminal"),
    nextSteps(devnet, commands)
      .map((line) => `  npx fliq ${line}`)
      .join("\n"),
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

/** A walk through the commands that this program has. */
function nextSteps({ borrowers, accounts }: DevnetResult, commands: readonly string[]): readonly string[] {
  const user = (borrowers.aave.find(({ label }) => label === "reference") ?? borrowers.aave[0])?.address;
  const owner = accounts.find(({ role }) => role === "owner")?.address;
  const steps = [
    ["devnet", "devnet price WETH 2600"],
    ["targets", "targets --chain devnet"],
    ["inspect", `inspect ${user} --chain devnet`],
    ["simulate", `simulate ${user} --chain devnet`],
    [
      "deploy",
      `deploy --chain devnet --owner ${owner} --receiver ${owner} --send   # with FLIQ_PRIVATE_KEY of the operator`,
    ],
    ["liquidate", `liquidate ${user} --chain devnet --send`],
  ] as const;
  return steps.filter(([command]) => commands.includes(command)).map(([, line]) => line);
}
