/** Shortest part that is looked for: below, masking would eat words that say something. */
const SHORTEST = 4;

/** Words that stand in the addresses of endpoints and authorise nothing, alone or joined by hyphens. */
const WORDS = new Set(
  [
    "api http https json jsonrpc rpc node nodes public chain chains network networks archive full main mainnet testnet devnet local",
    "evm ethereum arbitrum base optimism polygon matic avalanche bsc bnb sepolia goerli holesky nova one true false",
  ]
    .join(" ")
    .split(" "),
);

/** What authorises requests to an endpoint. */
export interface EndpointSecrets {
  /** Of the server: user, password, and both as the `Authorization` header has them. */
  readonly credentials: readonly string[];
  /** Whatever in the path and the query is no ordinary word, however short. */
  readonly keys: readonly string[];
}

/** Every part of a URL that can be a secret, in every form in which it may be repeated: as written, decoded and encoded. */
export function endpointSecrets(url: string): EndpointSecrets {
  if (!URL.canParse(url)) return { credentials: [], keys: [] };
  const { username, password, pathname, searchParams, hash } = new URL(url);
  const query = [
    ...searchParams.values(),
    ...[...searchParams].filter(([, value]) => value === "").map(([name]) => name),
  ];
  const parts = [...pathname.split("/"), ...query, hash.slice(1)].flatMap(forms);
  return {
    credentials: once([...forms(username), ...forms(password), ...asHeader(decoded(username), decoded(password))]),
    keys: once(parts.filter((part) => !isWord(part))),
  };
}

/**
 * What a node said, without what authorises requests to it. As the text is a stranger's, also short parts are masked, and those
 * of digits alone, wherever they stand as whole words.
 */
export function withoutSecrets(text: string, url: string): string {
  const { credentials, keys } = endpointSecrets(url);
  const longestFirst = [...credentials, ...keys].filter(Boolean).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((kept, secret) => kept.replace(wholeWord(secret), "[redacted]"), text);
}

function wholeWord(secret: string): RegExp {
  return new RegExp(`(?<![a-z0-9])${secret.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")}(?![a-z0-9])`, "gi");
}

/** `user:password` in base64, also as it stands in a URL. */
function asHeader(username: string, password: string): string[] {
  if (username === "" && password === "") return [];
  const pair = Buffer.from(`${username}:${password}`);
  const base64 = pair.toString("base64");
  return [base64, base64.replace(/=+$/, ""), encodeURIComponent(base64), pair.toString("base64url"), pair.toString()];
}

function forms(part: string): string[] {
  const plain = decoded(part);
  return [part, plain, encodeURIComponent(plain)].filter((one) => one.length >= SHORTEST);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isWord(part: string): boolean {
  return part
    .toLowerCase()
    .split(/[-_.]/)
    .every((one) => WORDS.has(one) || one.length < SHORTEST);
}

const once = (all: readonly string[]): string[] => [...new Set(all)];
