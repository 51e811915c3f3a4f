import Table from "cli-table3";
import { shorten } from "./format.ts";

export interface Column {
  readonly head: string;
  readonly align?: "left" | "right";
  /** Left out where the terminal is too narrow, the lowest first; without it never. */
  readonly importance?: number;
}

const BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};
const ADDRESS = /0x[0-9a-fA-F]{40}(?![0-9a-fA-F])/g;

/**
 * Rows under their heads, aligned, without lines and without colour of its own.
 * @param width characters of the terminal; where the table is wider, addresses are shortened, then columns left out
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const full = render(columns, rows);
  if (widthOf(full) <= width) return full;
  const short = rows.map((row) => row.map((cell) => cell.replace(ADDRESS, shorten)));
  for (let kept = columns.map((_, index) => index); ; kept = withoutLeast(columns, kept)) {
    const text = render(
      kept.map((index) => columns[index]!),
      short.map((row) => kept.map((index) => row[index]!)),
    );
    if (widthOf(text) <= width || withoutLeast(columns, kept).length === kept.length) return text;
  }
}

function withoutLeast(columns: readonly Column[], kept: readonly number[]): number[] {
  const ranked = kept
    .filter((index) => columns[index]!.importance !== undefined)
    .sort((a, b) => columns[a]!.importance! - columns[b]!.importance!);
  return kept.filter((index) => index !== ranked[0]);
}

function widthOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours take no room
  return Math.max(...text.split("\n").map((line) => line.replace(/\u001b\[[0-9;]*m/g, "").length));
}

function render(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map((column) => column.head),
    colAligns: columns.map((column) => column.align ?? "left"),
    chars: BORDERS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
