import type { DocumentSigner } from '../../ports/document-signer.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** Documents are signed with the card like notes. */
export type DocumentDeps = ServiceDeps & { readonly signer: DocumentSigner };
