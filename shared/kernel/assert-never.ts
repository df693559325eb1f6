/** Makes a forgotten case a type error, and a mistake of ours at run time. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case of type ${typeof value}`);
}
