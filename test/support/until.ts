/** Asks `check` until it gives something other than undefined, null or false; fails after `limitMs` saying what it waited for. */
export async function until<T>(what: string, check: () => T | Promise<T>, limitMs = 10_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<T>;
    if (Date.now() > deadline) throw new Error(`waited ${limitMs} ms for: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
