/** 458,656; nothing where there is no figure. */
export function shown(value: number | null | undefined): string {
  return value?.toLocaleString("en") ?? "";
}

/** A column of numbers. */
export function right(head: string) {
  return { head, align: "right" } as const;
}
