/** A company's or association's Swish number: ten digits that begin with 123. */
export const isSwishNumber = (text: string): boolean => /^123\d{7}$/.test(text.replace(/[\s-]/g, ''));

export interface SwishCode {
  /** The clinic's own number, never anybody else's. */
  readonly number: string;
  /** Öre; null leaves it to the payer. */
  readonly amountMinor: number | null;
  /** The OCR, never a name (F-07). */
  readonly message: string;
  /** What the payer may change. */
  readonly editable: { readonly payee?: boolean; readonly amount?: boolean; readonly message?: boolean };
}

/** The text of a Swish QR code: `C1237856901;100,00;12229445;0` (Swish QR specification; mask 1 payee, 2 amount, 4 message). */
export function swishQrText({ number, amountMinor, message, editable }: SwishCode): string {
  const mask = (editable.payee ? 1 : 0) + (editable.amount ? 2 : 0) + (editable.message ? 4 : 0);
  const amount = amountMinor === null ? '' : `${Math.trunc(amountMinor / 100)},${String(amountMinor % 100).padStart(2, '0')}`;
  return `C${number.replace(/[\s-]/g, '')};${amount};${encodeURIComponent(message)};${mask}`;
}
