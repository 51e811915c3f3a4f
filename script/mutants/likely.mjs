// Which tests are likely to notice.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const MOST = 6;

/**
 * Test files of a contract's name, then those that speak of its errors.
 * @returns {string | undefined} Pattern of paths, as forge takes it; undefined if there are none.
 */
export function likelyTests(root, file) {
  const name = basename(file, ".sol").replace(/(Liquidator|Venue|Funding)$/, "");
  const source = readFileSync(join(root, file), "utf8");
  const errors = /import \{([^}]*)\} from "[^"]*Errors\.sol"/.exec(source)?.[1].match(/\w+/g) ?? [];
  const ranked = readdirSync(join(root, "test"), { recursive: true })
    .filter((path) => /^(unit|adversarial|fuzz|lens)\/.*\.t\.sol$/.test(path))
    .map((path) => ({ path, rank: rankOf(path, name, readFileSync(join(root, "test", path), "utf8"), errors) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.path.localeCompare(b.path));
  return ranked.length > 0 ? `test/{${ranked.slice(0, MOST).map(({ path }) => path)}}` : undefined;
}

function rankOf(path, name, text, errors) {
  const isNamed = basename(path).startsWith(name);
  return errors.filter((error) => text.includes(error)).length + (isNamed ? errors.length + 1 : 0);
}
