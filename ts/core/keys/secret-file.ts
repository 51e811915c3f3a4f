import { type FileHandle, open } from "node:fs/promises";
import { decodeText } from "../data/decode-text.ts";
import { KeystoreError } from "../errors/errors.ts";

/**
 * The text of a file that must be its owner's alone: a keystore or a password.
 * @param what names the file in the error, e.g. "keystore"
 * @throws KeystoreError when it cannot be read, is no regular file, or its mode lets group or others in.
 */
export async function readSecretFile(path: string, what: string): Promise<string> {
  const file = await openFile(path, what);
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new KeystoreError(`the ${what} ${path} is not a regular file`);
    // the mode bits mean nothing on Windows, where every file reads as 666
    if (process.platform !== "win32" && (status.mode & 0o077) !== 0) {
      const mode = (status.mode & 0o777).toString(8).padStart(3, "0");
      throw new KeystoreError(`the ${what} ${path} is open to other users (mode ${mode})`, {
        hint: `run chmod 600 ${path}`,
      });
    }
    return decodeText(await file.readFile());
  } finally {
    await file.close();
  }
}

/**
 * Writes a new file that only its owner can read.
 * @throws KeystoreError when it exists or cannot be written.
 */
export async function writeSecretFile(path: string, content: string): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, "wx", 0o600);
  } catch (cause) {
    const exists = isCode(cause, "EEXIST");
    throw new KeystoreError(`cannot write ${path}${exists ? ": it exists" : ""}`, {
      cause,
      hint: exists ? "choose another name: a key file is never overwritten" : "check that the folder exists",
    });
  }
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function openFile(path: string, what: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (cause) {
    const missing = isCode(cause, "ENOENT");
    throw new KeystoreError(`cannot read the ${what} ${path}${missing ? ": it does not exist" : ""}`, {
      cause,
      hint: missing ? "check the path" : "check who may read it",
    });
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && "code" in cause && cause.code === code;
}
