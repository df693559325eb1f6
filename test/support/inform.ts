import { v7 } from 'uuid';

import type { DocumentSigner } from '#electron/core/ports/document-signer.ts';
import type { care } from '#shared/contract/care.ts';
import type { Client } from '#shared/contract/define.ts';
import type { journal } from '#shared/contract/journal.ts';
import type { signing } from '#shared/contract/signing.ts';
import { INFORMATION_TEMPLATE } from '#shared/domain/agenda/treatment-information.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { withText } from './journal/journal-clinic.ts';

/** A workstation without a card: notes are locked by somebody who has just proved who they are, and signed never. */
export const withoutCard: DocumentSigner = {
  sinceProofMs: () => 0,
  means: () => 'none',
  prove: () => Promise.resolve(),
  sign: () => Promise.reject(new AppError('card.noSigningKey')),
  verify: () => Promise.resolve({ ok: false, failed: 'signature' }),
};

type Writer = Client<{ readonly care: typeof care; readonly journal: typeof journal; readonly signing: typeof signing }>;

/** An information note with text, not closed yet. `serviceIds`: what the practitioner says it informs about; left out: nothing is said. */
export async function writeInformation(user: Pick<Writer, 'journal' | 'care'>, patientId: string, serviceIds?: readonly string[], how: 'inPerson' | 'video' | 'written' = 'inPerson') {
  await user.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  const { noteId, draft } = await user.journal.create({ patientId, templateId: INFORMATION_TEMPLATE, language: 'sv' });
  const content = withText(draft.content, 'risks', 'Svullnad, blåmärken, infektion.');
  const { revision } = await user.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content, eventTime: draft.eventTime, key: v7() });
  if (serviceIds) await user.care.sayInforms({ patientId, noteId, serviceIds: [...serviceIds], how });
  return { patientId, noteId, revision };
}

/** The same, locked now. */
export async function informNow(user: Writer, ...written: Parameters<typeof writeInformation> extends [unknown, ...infer Rest] ? Rest : never) {
  const note = await writeInformation(user, ...written);
  await user.signing.lock(note);
  return note.noteId;
}
