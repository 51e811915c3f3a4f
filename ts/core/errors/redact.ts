import { endpointSecrets } from "./endpoint-secrets.ts";

/** Keeps secrets out of everything that leaves the process as text. */
export interface Redactor {
  /** Remembers a value that must never be shown. What is short or all digits cannot be told from ordinary output. */
  add(secret: string | undefined): void;
  /**
   * Remembers the parts of an endpoint that authorise: credentials, and what looks like a key in path and query. What a node
   * says is cleaned of the shorter ones before: {@link withoutSecrets}.
   */
  addUrl(url: string | undefined): void;
  /** The text without remembered secrets, and with every URL cut down to its protocol and host. */
  redact(text: string): string;
}

const MASK = "[redacted]";
const SHORTEST_SECRET = 6;
const URL_IN_TEXT = /\b(?:https?|wss?):\/\/[^\s"'<>`\\]+/gi;

/**
 * Protocol, host and port of a URL, and nothing that could authorise a request.
 * @example endpointName("https://user:pw@rpc.example/v2/key?k=1") // "https://rpc.example"
 */
export function endpointName(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    return host === "" ? `${protocol}//${MASK}` : `${protocol}//${host}`;
  } catch {
    return MASK;
  }
}

/** A redactor that knows nothing yet. One per process: created at the entry, filled while settings are read. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  const add = (secret: string | undefined): void => {
    if (secret === undefined) return;
    const value = secret.trim();
    if (value.length >= SHORTEST_SECRET && !/^\d{1,19}$/.test(value)) secrets.add(value);
    // a private key is the same secret with and without its prefix
    if (/^0x[0-9a-f]{64}$/i.test(value)) secrets.add(value.slice(2));
    else if (/^[0-9a-f]{64}$/i.test(value)) secrets.add(`0x${value}`);
  };
  return {
    add,
    addUrl(url) {
      if (url === undefined || !URL.canParse(url)) return;
      const { username } = new URL(url);
      const { credentials, keys } = endpointSecrets(url);
      // a name such as "admin" is a word of ordinary output
      const named = credentials.filter((part) => part !== username || looksLikeKey(part));
      for (const part of [...named, ...keys.filter(looksLikeKey)]) add(part);
    },
    redact(text) {
      const withoutUrls = text.replace(URL_IN_TEXT, (url) => trailingKept(url));
      const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
      return longestFirst.reduce((kept, secret) => replaceIgnoringCase(kept, secret), withoutUrls);
    },
  };
}

/** Cuts a URL found in running text and keeps the punctuation that belongs to the sentence. */
function trailingKept(found: string): string {
  const trailing = /[),.;:!?\]}]*$/.exec(found)?.[0] ?? "";
  return endpointName(found.slice(0, found.length - trailing.length)) + trailing;
}

function replaceIgnoringCase(text: string, secret: string): string {
  return text.replace(new RegExp(secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi"), MASK);
}

/** Not a word of the path such as "ethereum" or "eth-mainnet", which output is full of. */
function looksLikeKey(part: string): boolean {
  return (part.length >= 8 && /\d/.test(part) && /[a-z]/i.test(part)) || /^\w{20,}$/.test(part);
}
