import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';

/** No sheet is drawn with more pixels than this; a larger one is drawn coarser. */
const SHEET_MAX_PIXELS = 16_000_000;
const MARGIN = 24;
const ZOOM_MIN = 0.4;
const ZOOM_MAX = 5;
/** Laid out at once; measured anew for each sheet, five hundred took seconds. */
const BATCH = 50;

interface Sheet {
  readonly page: PDFPageProxy;
  readonly box: HTMLDivElement;
  drawnAt: number;
}

/** Sheets under each other, each drawn as a picture when it comes near the window: no links, no forms, no text to run. */
export class Pages {
  readonly #root: HTMLElement;
  readonly #sheets: Sheet[] = [];
  #zoom = 1;
  readonly #seen = new IntersectionObserver(entries => {
    for (const entry of entries) if (entry.isIntersecting) void this.#draw(this.#sheets[Number((entry.target as HTMLElement).dataset['index'])]);
  }, { rootMargin: '100%' });

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** Lays out and draws the first sheet: whoever waits sees it, however many follow. */
  async showFirst(file: PDFDocumentProxy): Promise<void> {
    this.#add([await file.getPage(1)]);
    await this.#draw(this.#sheets[0]);
  }

  /** Lays out the others below it, each drawn when it comes near. Fails with the first that cannot be read: a sheet that is missing must not pass unseen. */
  async showRest(file: PDFDocumentProxy): Promise<void> {
    for (let next = 2; next <= file.numPages; next += BATCH) {
      this.#add(await Promise.all(Array.from({ length: Math.min(BATCH, file.numPages - next + 1) }, (_, index) => file.getPage(next + index))));
    }
  }

  #add(pages: readonly PDFPageProxy[]): void {
    const added = pages.map((page, index): Sheet => {
      const box = document.createElement('div');
      box.className = 'sheet';
      box.dataset['index'] = String(this.#sheets.length + index);
      return { page, box, drawnAt: 0 };
    });
    this.#sheets.push(...added);
    this.#layOut(added);
    this.#root.append(...added.map(sheet => sheet.box));
    for (const sheet of added) this.#seen.observe(sheet.box);
  }

  zoom(factor: number): void {
    this.#zoom = Math.max(ZOOM_MIN, Math.min(ZOOM_MAX, this.#zoom * factor));
    this.#layOut(this.#sheets);
    for (const sheet of this.#sheets) {
      this.#seen.unobserve(sheet.box);
      this.#seen.observe(sheet.box);
    }
  }

  readonly #width = (): number => Math.max(200, this.#root.clientWidth - MARGIN);

  #scaleOf(page: PDFPageProxy, width = this.#width()): number {
    return (width / page.getViewport({ scale: 1 }).width) * this.#zoom;
  }

  #layOut(sheets: readonly Sheet[]): void {
    const width = this.#width();
    for (const { page, box } of sheets) {
      const sheet = page.getViewport({ scale: this.#scaleOf(page, width) });
      box.style.width = `${Math.floor(sheet.width)}px`;
      box.style.height = `${Math.floor(sheet.height)}px`;
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
