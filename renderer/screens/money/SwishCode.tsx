import { useMemo } from 'react';
import { encode } from 'uqr';

import { swishQrText } from '#shared/domain/money/swish.ts';

import { Text, useText } from '#renderer/ui/index.ts';

import classes from './Money.module.css';
import { useKronor } from '#renderer/parts/use-kronor.ts';

interface SwishCodeProps {
  readonly number: string;
  readonly amountMinor: number;
  /** The OCR; never a name (F-07). */
  readonly message: string;
}

/** What the patient scans: the clinic's own number, the amount and the reference. Drawn here; nothing is fetched. */
export function SwishCode({ number, amountMinor, message }: SwishCodeProps) {
  const t = useText();
  const { kronor } = useKronor();
  const text = swishQrText({ number, amountMinor, message, editable: {} });
  const { path, size } = useMemo(() => {
    const { data, size: width } = encode(text, { ecc: 'M', border: 2 });
    return { path: data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join(''), size: width };
  }, [text]);
  return (
    <div className={classes.swish}>
      <svg className={classes.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('money.pay.swish', { sum: kronor(amountMinor), number })} shapeRendering="crispEdges">
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <div className={classes.swishText}>
        <Text num>{t('money.pay.swish', { sum: kronor(amountMinor), number })}</Text>
        {message === '' ? null : <Text muted num>{t('money.pay.swishMessage', { ocr: message })}</Text>}
      </div>
    </div>
  );
}
