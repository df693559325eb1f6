import { useErrorText } from '#renderer/client/index.ts';
import { Banner } from '#renderer/ui/index.ts';

/** What core refused, in words, where the person is looking. */
export function Failure({ error }: { readonly error: unknown }) {
  const errorText = useErrorText();
  if (!error) return null;
  const { text, trace } = errorText(error);
  return <Banner tone="danger" live code={trace}>{text}</Banner>;
}
