import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';

/** No sheet is drawn with more pixels than this; a larger one is drawn coarser. */
const SHEET_MAX_PIXELS = 16_000_000;
const MARGIN = 24;
const ZOOM_MIN = 0.4;
const ZOOM_MAX = 5;

interface Sheet {
  readonly page: PDFPageProxy;
  readonly box: HTMLDivElement;
  drawnAt: number;
}

/** Sheets under each other, each drawn as a picture when it comes near the window: no links, no forms, no text to run. */
export class Pages {
  readonly #root: HTMLElement;
  #sheets: Sheet[] = [];
  #zoom = 1;
  readonly #seen = new IntersectionObserver(entries => {
    for (const entry of entries) if (entry.isIntersecting) void this.#draw(this.#sheets[Number((entry.target as HTMLElement).dataset['index'])]);
  }, { rootMargin: '100%' });

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** Lays out every sheet and draws the first. */
  async show(file: PDFDocumentProxy): Promise<void> {
    for (let number = 1; number <= file.numPages; number += 1) {
      const box = document.createElement('div');
      box.className = 'sheet';
      box.dataset['index'] = String(number - 1);
      this.#sheets.push({ page: await file.getPage(number), box, drawnAt: 0 });
    }
    this.#layOut();
    this.#root.append(...this.#sheets.map(sheet => sheet.box));
    await this.#draw(this.#sheets[0]);
    for (const sheet of this.#sheets) this.#seen.observe(sheet.box);
  }

  zoom(factor: number): void {
    this.#zoom = Math.max(ZOOM_MIN, Math.min(ZOOM_MAX, this.#zoom * factor));
    this.#layOut();
    for (const sheet of this.#sheets) {
      this.#seen.unobserve(sheet.box);
      this.#seen.observe(sheet.box);
    }
  }

  #scaleOf(page: PDFPageProxy): number {
    return (Math.max(200, this.#root.clientWidth - MARGIN) / page.getViewport({ scale: 1 }).width) * this.#zoom;
  }

  #layOut(): void {
    for (const { page, box } of this.#sheets) {
      const { width, height } = page.getViewport({ scale: this.#scaleOf(page) });
      box.style.width = `${Math.floor(width)}px`;
      box.style.height = `${Math.floor(height)}px`;
    }
  }

  async #draw(sheet: Sheet | undefined): Promise<void> {
    const scale = sheet && this.#scaleOf(sheet.page);
    if (!sheet || scale === undefined || sheet.drawnAt === scale) return;
    sheet.drawnAt = scale;
    const whole = sheet.page.getViewport({ scale: scale * devicePixelRatio });
    const tooLarge = (whole.width * whole.height) / SHEET_MAX_PIXELS;
    const viewport = tooLarge > 1 ? sheet.page.getViewport({ scale: (scale * devicePixelRatio) / Math.sqrt(tooLarge) }) : whole;
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    await sheet.page.render({ canvas, viewport, annotationMode: 1 }).promise;
    sheet.box.replaceChildren(canvas);
  }
}
