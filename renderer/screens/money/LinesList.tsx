import { lineGross, type ChargeDraft } from '#shared/domain/money/line.ts';
import type { Payer } from '#shared/domain/money/settings.ts';

import { Text, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Money.module.css';
import { useKronor } from '#renderer/parts/use-kronor.ts';

/** The lines as they will stand on paper. */
export function LinesList({ lines, payers }: { readonly lines: readonly ChargeDraft[]; readonly payers: readonly Payer[] }) {
  const t = useText();
  const { number } = useFormats();
  const { kronor } = useKronor();
  const detail = (line: ChargeDraft): string =>
    [
      line.quantityHundredths === 100 ? '' : `${number(line.quantityHundredths / 100)} × ${kronor(line.unitMinor)}`,
      line.discountMinor === 0 ? '' : `${t('money.line.discount')} ${number(line.discountMinor / 100)}`,
      t(`money.vat.${line.vatCode}`),
      payers.find(payer => payer.id === line.payerId)?.name ?? '',
    ].filter(part => part !== '').join(' · ');
  return (
    <div className={classes.lines}>
      {lines.map((line, index) => (
        <div key={index} className={classes.lineRow}>
          <span>{line.text} <Text muted small>{detail(line)}</Text></span>
          <span>{kronor(lineGross(line))}</span>
        </div>
      ))}
    </div>
  );
}
