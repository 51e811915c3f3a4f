import type { z } from "zod";

/** One setting of an adapter. */
export interface SettingDefinition<T> {
  /** One of the shapes of `setting-shapes.ts`, whose issues name the setting as the user wrote it. */
  readonly schema: z.ZodType<T>;
  readonly byDefault: T;
  /** A path: relative ones begin where they were written, as those of the general settings. */
  readonly isPath?: true;
  /** Its option, `--` and the words of its name; absent: in the environment and the file only. */
  readonly option?: {
    /** What stands for the value in the help, such as `<bps>`; absent where the option has none. */
    readonly value?: string;
    readonly help: string;
  };
}

/** The part of a configuration that is the adapters'. */
export interface OfAdapters {
  /** What was set, by setting; those of adapters that it was loaded without are absent. Each adapter reads its own by `of`. */
  readonly ofAdapters: Readonly<Record<string, unknown>>;
}

/** What can be set about one adapter, and the secrets that it takes. */
export interface AdapterSettings<T extends object = object> {
  /** By the name in the configuration file, which no other setting has. */
  readonly settings: { readonly [Name in keyof T]: SettingDefinition<T[Name]> };
  /** Environment variables that hold a secret: never in the file, on the command line, in the configuration or in any output. */
  readonly secrets: readonly `FLIQ_${string}`[];
  /** The adapter's part of the configuration; the defaults where that was loaded without it. */
  of(config: OfAdapters): T;
}

/** An adapter's settings. */
export function defineSettings<T extends object>({
  settings,
  secrets = [],
}: Pick<AdapterSettings<T>, "settings"> & Partial<Pick<AdapterSettings<T>, "secrets">>): AdapterSettings<T> {
  const names = Object.keys(settings) as (keyof T & string)[];
  return {
    settings,
    secrets,
    of: ({ ofAdapters }) =>
      Object.fromEntries(names.map((name) => [name, ofAdapters[name] ?? settings[name].byDefault])) as T,
  };
}
