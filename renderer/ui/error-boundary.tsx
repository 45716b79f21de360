import { Button } from 'antd';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { i18n } from '../app/i18n.ts';
import { EmptyState } from './page.tsx';

interface Props {
  readonly children: ReactNode;
  /** What else helps beside trying again: closing the tab. */
  readonly onClose?: () => void;
}

/** Says in words that a screen broke; what was entered before is safe in the database. */
export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // biome-ignore lint/suspicious/noConsole: the log of the window is where support looks for the cause
    console.error('a screen broke', error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <div role="alert">
        <EmptyState
          title={i18n.t('broken.title')}
          action={
            <>
              <Button type="primary" onClick={() => this.setState({ broken: false })}>
                {i18n.t('broken.again')}
              </Button>
              {this.props.onClose ? <Button onClick={this.props.onClose}>{i18n.t('broken.close')}</Button> : null}
            </>
          }
        >
          {i18n.t('broken.text')}
        </EmptyState>
      </div>
    );
  }
}
