import { InterruptedError } from "../core/errors/errors.ts";
import type { Host } from "./host.ts";

const ENTER = ["\r", "\n"];
const BACKSPACE = ["\u007f", "\b"];
const CONTROL_C = "\u0003";
const CONTROL_D = "\u0004";

/** Asks a person at the terminal, without echo; null where there is nobody to ask. */
export function passwordPrompt({ stdin, stderr, signal }: Host): ((question: string) => Promise<string>) | null {
  if (stdin.isTTY !== true || stderr.isTTY !== true || stdin.setRawMode === undefined) return null;
  return (question) =>
    new Promise((resolve, reject) => {
      let typed = "";
      const finish = (settle: () => void) => {
        stdin.off("data", read);
        signal.removeEventListener("abort", interrupt);
        stdin.setRawMode?.(false);
        stdin.pause();
        stderr.write("\n");
        settle();
      };
      const interrupt = () => finish(() => reject(new InterruptedError()));
      const read = (chunk: Buffer | string) => {
        for (const key of String(chunk)) {
          if (ENTER.includes(key) || key === CONTROL_D) return finish(() => resolve(typed));
          if (key === CONTROL_C) return interrupt();
          typed = BACKSPACE.includes(key) ? [...typed].slice(0, -1).join("") : typed + key;
        }
      };
      stderr.write(question);
      signal.addEventListener("abort", interrupt, { once: true });
      stdin.setEncoding("utf8");
      stdin.setRawMode?.(true);
      stdin.resume();
      stdin.on("data", read);
    });
}
