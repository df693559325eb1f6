import { useMay } from '#renderer/client/index.ts';
import { Button, ClinicalWarning, Row, Section, Text, useText } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import type { Card } from '../words.ts';
import type { CardDialog, WarningRow } from './CardDialogs.tsx';

interface WarningsPartProps {
  readonly card: Card;
  readonly onDialog: (dialog: CardDialog) => void;
}

/** K-21: current warnings with severity, source, author and date; "none known" is an answer, not an empty field. */
export function WarningsPart({ card, onDialog }: WarningsPartProps) {
  const t = useText();
  const may = useMay();
  const isMine = may('patients.write');
  const add = isMine ? <Button size="dense" kind="quiet" shortcut="v" onClick={() => onDialog({ kind: 'warning', warning: null })}>{t('patients.card.add')}</Button> : null;
  return (
    <Section title={t('patients.card.warnings')} actions={add}>
      {card.warnings.length === 0 ? <NoWarnings card={card} onAsk={isMine ? () => onDialog({ kind: 'noneKnown' }) : null} /> : (
        <ul className={classes.warnings}>
          {card.warnings.map(warning => (
            <li key={warning.id}>
              <ClinicalWarning>{warning.text}</ClinicalWarning>
              {isMine ? (
                <span className={classes.rowActions}>
                  <Button size="dense" kind="quiet" onClick={() => onDialog({ kind: 'warning', warning })}>{t('patients.card.change')}</Button>
                  <Button size="dense" kind="quiet" onClick={() => onDialog({ kind: 'endWarning', warning })}>{t('patients.card.end')}</Button>
                </span>
              ) : null}
              <Meta warning={warning} />
            </li>
          ))}
        </ul>
      )}
      {card.endedWarnings.length > 0 ? <Ended warnings={card.endedWarnings} /> : null}
    </Section>
  );
}

function NoWarnings({ card, onAsk }: { readonly card: Card; readonly onAsk: (() => void) | null }) {
  const t = useText();
  return (
    <Row justify="between">
      <Text muted>{card.noneKnown ? t('patients.warning.noneKnown', { date: card.noneKnown.at.slice(0, 10), by: card.noneKnown.by }) : t('patients.warning.none')}</Text>
      {card.noneKnown === null && onAsk ? <Button size="dense" onClick={onAsk}>{t('patients.warning.noneKnownDo')}</Button> : null}
    </Row>
  );
}

function Meta({ warning }: { readonly warning: WarningRow }) {
  const t = useText();
  return (
    <span className={classes.meta}>
      {t('patients.warning.meta', { kind: t(`patients.warning.kind.${warning.kind}`), severity: t(`patients.warning.severity.${warning.severity}`), source: t(`patients.warning.source.${warning.source}`), date: warning.recordedAt.slice(0, 10), by: warning.recordedBy })}
    </span>
  );
}

function Ended({ warnings }: { readonly warnings: readonly WarningRow[] }) {
  const t = useText();
  return (
    <details className={classes.more}>
      <summary>{t('patients.warning.endedTitle')} ({warnings.length})</summary>
      <ul className={classes.warnings}>
        {warnings.map(warning => (
          <li key={warning.id}>
            <Text>{warning.text}</Text>
            <span />
            <span className={classes.meta}>{t('patients.warning.endedMeta', { date: warning.ended?.at.slice(0, 10) ?? '', by: warning.ended?.by ?? '', reason: warning.ended?.reason ?? '' })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
