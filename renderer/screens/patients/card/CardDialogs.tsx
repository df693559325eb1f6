import type { OutputOf } from '#renderer/client/index.ts';

import type { Card } from '../words.ts';
import { AddNumberDialog } from './AddNumberDialog.tsx';
import { AddressDialog, ContactDialog, RelationDialog } from './RowDialogs.tsx';
import { EditDialog } from './EditDialog.tsx';
import { EndWarningDialog, NoneKnownDialog, WarningDialog } from './WarningDialogs.tsx';
import { IdentityDialog } from './IdentityDialog.tsx';
import { LinkDialog, UnlinkDialog } from './LinkDialog.tsx';
import { ProtectionDialog } from './ProtectionDialog.tsx';

type Whereabouts = OutputOf<'patients', 'reveal'>;
export type ContactRow = Whereabouts['contacts'][number];
export type AddressRow = Whereabouts['addresses'][number];
export type RelationRow = Whereabouts['relations'][number];
export type WarningRow = Card['warnings'][number];

/** Which question stands above the card. A row is null for a new one. */
export type CardDialog =
  | { readonly kind: 'edit' | 'identity' | 'number' | 'protection' | 'link' | 'unlink' | 'noneKnown' }
  | { readonly kind: 'contact'; readonly row: ContactRow | null }
  | { readonly kind: 'address'; readonly row: AddressRow | null }
  | { readonly kind: 'relation'; readonly row: RelationRow | null }
  | { readonly kind: 'warning'; readonly warning: WarningRow | null }
  | { readonly kind: 'endWarning'; readonly warning: WarningRow };

export interface CardDialogProps {
  readonly card: Card;
  readonly onClose: () => void;
}

export function CardDialogs({ card, dialog, onClose }: CardDialogProps & { readonly dialog: CardDialog }) {
  const props = { card, onClose };
  switch (dialog.kind) {
    case 'edit': return <EditDialog {...props} />;
    case 'identity': return <IdentityDialog {...props} />;
    case 'number': return <AddNumberDialog {...props} />;
    case 'protection': return <ProtectionDialog {...props} />;
    case 'link': return <LinkDialog {...props} />;
    case 'unlink': return <UnlinkDialog {...props} />;
    case 'noneKnown': return <NoneKnownDialog {...props} />;
    case 'contact': return <ContactDialog {...props} row={dialog.row} />;
    case 'address': return <AddressDialog {...props} row={dialog.row} />;
    case 'relation': return <RelationDialog {...props} row={dialog.row} />;
    case 'warning': return <WarningDialog {...props} warning={dialog.warning} />;
    case 'endWarning': return <EndWarningDialog {...props} warning={dialog.warning} />;
  }
}
