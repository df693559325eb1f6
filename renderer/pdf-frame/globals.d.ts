/** Put in by build/vite/pdf-frame.ts: the parser as one script, and the two decoders scanners' PDFs need. */
declare const PDF_WORKER_SOURCE: string;
declare const OPENJPEG_WASM: string;
declare const JBIG2_WASM: string;
