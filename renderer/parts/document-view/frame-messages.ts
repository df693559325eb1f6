/** What the page tells the sandboxed frame that draws PDFs. The frame has no other way in or out. */
export type ToFrame =
  | { readonly kind: 'open'; readonly bytes: ArrayBuffer }
  /** How many screens up or down. */
  | { readonly kind: 'scroll'; readonly by: number }
  | { readonly kind: 'zoom'; readonly factor: number };

/** What the frame tells the page; nothing of the document's text, and nothing to act on. */
export type FromFrame =
  | { readonly kind: 'ready' }
  | { readonly kind: 'shown'; readonly pages: number }
  | { readonly kind: 'refused'; readonly why: PdfRefusal };

export const PDF_REFUSALS = ['password', 'damaged', 'tooManyPages', 'slow'] as const;
export type PdfRefusal = (typeof PDF_REFUSALS)[number];

/** Longer documents are saved and read elsewhere (security.md H34). */
export const PAGES_MAX = 500;

/** A message from the frame, or undefined for anything else: what stands in the frame is not trusted. */
export function fromFrame(data: unknown): FromFrame | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { kind, pages, why } = data as { readonly kind?: unknown; readonly pages?: unknown; readonly why?: unknown };
  if (kind === 'ready') return { kind };
  if (kind === 'shown' && typeof pages === 'number' && Number.isInteger(pages) && pages > 0 && pages <= PAGES_MAX) return { kind, pages };
  const refusal = PDF_REFUSALS.find(one => one === why);
  return kind === 'refused' && refusal ? { kind, why: refusal } : undefined;
}
