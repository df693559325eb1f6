import { useState, type ReactNode } from 'react';

import { ANSWER_TYPES, type IncomingDocument } from '#shared/domain/incoming/incoming.ts';

import type { Command } from '#renderer/commands/index.ts';

import { AnswersDialog, LooseDialog } from './AnswersDialog.tsx';

/** What ties a paper to the referral it answers, and takes it away again. */
export function useTies(paper: IncomingDocument | undefined): { readonly commands: readonly Command[]; readonly dialog: ReactNode } {
  const [asked, setAsked] = useState<{ readonly what: 'answers' | 'loose'; readonly paper: IncomingDocument; readonly patientId: string }>();
  const ask = (what: 'answers' | 'loose') => {
    if (paper && paper.patientId !== null) setAsked({ what, paper, patientId: paper.patientId });
  };
  const mayAnswer = paper !== undefined && paper.patientId !== null && paper.answers === null && ANSWER_TYPES.includes(paper.documentType);
  const commands: readonly Command[] = [
    { id: 'incoming.answers', message: 'incoming.command.answers', shortcut: 'r', permission: 'journal.write', when: () => mayAnswer, run: () => ask('answers') },
    { id: 'incoming.loose', message: 'incoming.command.loose', permission: 'journal.write', when: () => Boolean(paper?.answers), run: () => ask('loose') },
    {
      id: 'incoming.referral', message: 'incoming.command.referral', shortcut: 'shift+r', permission: 'journal.read', when: () => Boolean(paper?.answers),
      run: ({ go }) => { if (paper?.answers && paper.patientId !== null) go('/patients/$patientId/journal', { params: { patientId: paper.patientId }, search: { panel: 'documents', item: paper.answers.referralId } }); },
    },
  ];
  const close = () => setAsked(undefined);
  const dialog = asked === undefined ? null : asked.what === 'answers' ? <AnswersDialog paper={asked.paper} patientId={asked.patientId} onClose={close} /> : <LooseDialog paper={asked.paper} patientId={asked.patientId} onClose={close} />;
  return { commands, dialog };
}
