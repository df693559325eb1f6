let typed = '';

/** Hands what was typed in a search over to the registration form. Not through the address: that is remembered over a lock. */
export const handOver = (text: string): void => {
  typed = text;
};

/** Takes it, once. */
export function takeOver(): string {
  const text = typed;
  typed = '';
  return text;
}
