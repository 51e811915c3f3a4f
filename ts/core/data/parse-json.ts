/** The value of a JSON text; null for what is no JSON, as for the text `null`: the caller's schema refuses both. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
