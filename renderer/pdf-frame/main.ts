import { getDocument, PasswordException, PDFWorker, type PDFDocumentProxy } from 'pdfjs-dist';

import { PAGES_MAX, type FromFrame, type PdfRefusal, type ToFrame } from '../parts/document-view/frame-messages.ts';
import { Pages } from './pages.ts';

/** One image in a PDF may have as many pixels as a picture we take in. */
const IMAGE_MAX_PIXELS = 50_000_000;

const tell = (message: FromFrame): void => window.parent.postMessage(message, '*');

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), character => character.charCodeAt(0));

/** Hands the parser its decoders from within this script: nothing here can fetch anything. */
class OwnFiles {
  fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    if (filename === 'openjpeg.wasm') return Promise.resolve(fromBase64(OPENJPEG_WASM));
    if (filename === 'jbig2.wasm') return Promise.resolve(fromBase64(JBIG2_WASM));
    return Promise.reject(new Error('not a file of this frame'));
  }
}

async function open(bytes: ArrayBuffer): Promise<PDFDocumentProxy> {
  const port = new Worker(URL.createObjectURL(new Blob([PDF_WORKER_SOURCE], { type: 'text/javascript' })));
  const task = getDocument({
    data: new Uint8Array(bytes), worker: PDFWorker.create({ port }), BinaryDataFactory: OwnFiles, useWorkerFetch: false, wasmUrl: 'own/', enableXfa: false, maxImageSize: IMAGE_MAX_PIXELS,
    disableWorkerRendering: true, disableRange: true, disableStream: true, disableAutoFetch: true, verbosity: 0,
  });
  // Asked for a password: the answer is no, and the page says so in words.
  task.onPassword = (_update: unknown, _reason: unknown) => { throw new PasswordException('password', 1); };
  return task.promise;
}

async function show(bytes: ArrayBuffer, pages: Pages): Promise<void> {
  const refuse = (why: PdfRefusal): void => tell({ kind: 'refused', why });
  try {
    const file = await open(bytes);
    if (file.numPages > PAGES_MAX) return refuse('tooManyPages');
    await pages.showFirst(file);
    tell({ kind: 'shown', pages: file.numPages });
    await pages.showRest(file);
  } catch (error) {
    refuse((error as { name?: string } | null)?.name === 'PasswordException' ? 'password' : 'damaged');
  }
}

const pages = new Pages(document.body);

window.addEventListener('message', event => {
  if (event.source !== window.parent) return;
  const message = event.data as ToFrame;
  if (message.kind === 'open') void show(message.bytes, pages);
  else if (message.kind === 'scroll') window.scrollBy({ top: message.by * window.innerHeight * 0.85 });
  else pages.zoom(message.factor);
});
tell({ kind: 'ready' });
