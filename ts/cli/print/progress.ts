import yoctoSpinner from "yocto-spinner";
import type { OutputStream } from "../host.ts";

/** What a long step is doing. Shown on a terminal only. */
export interface Progress {
  /** Starts, or changes the text. */
  show(text: string): void;
  /** Fits `OnProgress` of the stages. */
  readonly step: (done: number, total: number, what: string) => void;
  /** Takes the spinner away; harmless when there is none. */
  clear(): void;
}

/** A spinner on standard error when that is a terminal and the output is for people; else nothing at all. */
export function createProgress(stream: OutputStream, enabled: boolean): Progress {
  if (!enabled || stream.isTTY !== true) return { show() {}, step() {}, clear() {} };
  const spinner = yoctoSpinner({ stream, handleSignals: false });
  const show = (text: string): void => {
    spinner.text = text;
    if (!spinner.isSpinning) spinner.start();
  };
  return {
    show,
    step: (done, total, what) => show(total > 0 ? `${what} ${done}/${total}` : what),
    clear: () => {
      if (spinner.isSpinning) spinner.stop();
    },
  };
}
