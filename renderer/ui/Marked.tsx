import { Fragment } from 'react';

/** Text with stretches of it marked, as for what was searched for. Spans are in order and never overlap. */
export function Marked({ text, spans }: { readonly text: string; readonly spans: readonly { readonly from: number; readonly to: number }[] }) {
  if (spans.length === 0) return <>{text}</>;
  return (
    <>
      {spans.map(({ from, to }, index) => (
        <Fragment key={from}>
          {text.slice(spans[index - 1]?.to ?? 0, from)}
          <mark>{text.slice(from, to)}</mark>
        </Fragment>
      ))}
      {text.slice(spans.at(-1)?.to ?? 0)}
    </>
  );
}
