import type { NoteDetail, NoteDraft } from '#shared/contract/journal.ts';

import { useCommands, type Command } from '#renderer/commands/index.ts';
import { Button, useText } from '#renderer/ui/index.ts';

import type { Signing, SigningMode } from './use-signing.ts';

const COMMAND = { lock: 'signing.command.lock', sign: 'journal.command.sign', close: 'journal.command.close', handOver: 'signing.command.handOver' } as const satisfies Record<SigningMode, string>;
const LOCK = { draft: 'signing.action.lock', correction: 'signing.action.lockCorrection', addition: 'signing.action.lockAddition' } as const;
const SIGN = { draft: 'journal.sign.note', correction: 'journal.sign.correction', addition: 'journal.sign.addition' } as const;

interface SigningButtonsProps {
  readonly detail: NoteDetail;
  readonly kind: NoteDraft['kind'];
  readonly signing: Signing;
}

/** What can be done with the note now: F9 for the usual way, Shift+F9 for the other; both in the palette. */
export function SigningButtons({ detail, kind, signing }: SigningButtonsProps) {
  const t = useText();
  const { first, second, own } = signing;
  const turn: Command | null = own && { id: 'signing.own', message: own.eachNote ? 'signing.command.byDay' : 'signing.command.each', run: own.turn };
  useCommands([commandOf(first, 'f9', signing), commandOf(second, 'shift+f9', signing), turn].filter(command => command !== null));
  const words = (mode: SigningMode): string =>
    mode === 'lock' ? t(LOCK[kind]) : mode === 'sign' ? t(SIGN[kind]) : mode === 'close' ? t('journal.sign.close') : t('signing.action.handOver', { name: detail.signer.name });
  const isBusy = signing.isRunning && signing.asking === null;
  return (
    <>
      {second ? <Button kind="quiet" shortcut="shift+f9" onClick={() => signing.run(second)} disabled={isBusy}>{words(second)}</Button> : null}
      {first ? <Button kind="primary" shortcut="f9" onClick={() => signing.run(first)} loading={isBusy}>{words(first)}</Button> : null}
    </>
  );
}

function commandOf(mode: SigningMode | null, shortcut: string, signing: Signing): Command | null {
  return mode === null ? null : { id: `signing.${mode}`, message: COMMAND[mode], shortcut, run: () => signing.run(mode) };
}
