import { Component, type ErrorInfo, type ReactNode } from 'react';

import { useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, useText } from '#renderer/ui/index.ts';

interface State {
  readonly failure: unknown;
}

/** A screen that broke says so and can be opened again; the frame around it and every saved text stay. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failure: undefined };

  static getDerivedStateFromError(failure: unknown): State {
    return { failure };
  }

  override componentDidCatch(failure: unknown, info: ErrorInfo) {
    // Only the component path: a message or a value could hold what somebody typed.
    console.error('screen failed', failure instanceof Error ? failure.name : 'unknown', info.componentStack);
  }

  override render() {
    if (this.state.failure === undefined) return this.props.children;
    return <Broken failure={this.state.failure} onAgain={() => this.setState({ failure: undefined })} />;
  }
}

function Broken({ failure, onAgain }: { readonly failure: unknown; readonly onAgain: () => void }) {
  const t = useText();
  const error = useErrorText()(failure);
  return (
    <div style={{ padding: 24, maxWidth: 720 }}>
      <Banner tone="danger" live title={t('app.broken.title')} code={error.trace} actions={<Button onClick={onAgain} autoFocus>{t('app.broken.again')}</Button>}>
        {error.code === 'internal' ? t('app.broken.body') : error.text}
      </Banner>
    </div>
  );
}
