export { DocumentView, type Shown } from './DocumentView.tsx';
export { closer, FITTING, type Looking } from './looking.ts';
export { PictureView } from './PictureView.tsx';
export { useObjectUrl } from './use-object-url.ts';
