export { fromBase64, toBase64 } from './base64.ts';
export { prepareFile, type PreparedFile } from './prepare-file.ts';
export { usePrepared } from './use-prepared.ts';
