/** Labels and values under each other, labels in a column. */
export function renderLines(lines: readonly (readonly [string, string])[], indent = "  "): string {
  const width = Math.max(...lines.map(([label]) => label.length));
  return lines.map(([label, value]) => `${indent}${label.padEnd(width)}  ${value}`).join("\n");
}
