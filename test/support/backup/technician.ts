/** The lines that a page tells the technician to type, block by block. */
export const blocksOf = (page: string): string[] => [...page.matchAll(/^```sh\n([^]*?)\n```$/gm)].map(match => match[1] ?? '');

/** `table rows` lines as check_contents.py prints them. */
export const rowsSaid = (said: string): Record<string, number> =>
  Object.fromEntries([...said.matchAll(/^(\w+) (\d+)$/gm)].map(([, table, rows]) => [table, Number(rows)]));
