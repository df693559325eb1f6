/** The last day of the month `ahead` months after that of `date`; calendar dates `2026-11-22`. */
export function endOfMonth(date: string, ahead = 0): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month + ahead, 0)).toISOString().slice(0, 10);
}

/** The same day so many months later, the last of the month where it has fewer days. */
export function monthsLater(date: string, months: number): string {
  const last = endOfMonth(date, months);
  return `${last.slice(0, 8)}${date.slice(8) < last.slice(8) ? date.slice(8) : last.slice(8)}`;
}
