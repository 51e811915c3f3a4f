// Code sizes of what is deployed.
import { renderTable } from "../../ts/cli/print/table.ts";
import type { Measured } from "./measured.ts";
import { right, shown } from "./shown.ts";
import { figure, snapshotOf } from "./snapshots.ts";

const BYTES = " runtime bytes";
/** What `test/gas/Size.t.sol` holds it to. */
const MOST = ", at most";

/** Runtime bytes of every leaf and of the seller beside their limits. */
export function sizes(): Measured {
  const rows = [...snapshotOf("Size")]
    .filter(([name]) => name.endsWith(BYTES))
    .map(([name, bytes]) => ({ name: name.slice(0, -BYTES.length), bytes, most: figure("Size", `${name}${MOST}`) }));
  const text = renderTable(
    [{ head: "code size, bytes" }, right("is"), right("at most")],
    rows.map(({ name, bytes, most }) => [name, shown(bytes), shown(most)]),
  );
  return { data: rows, text };
}
