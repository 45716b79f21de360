import { Button } from 'antd';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { i18n, reasonText } from '../app/i18n.ts';
import { QueryRefused } from '../app/use-query.ts';
import { EmptyState } from './page.tsx';

interface Props {
  readonly children: ReactNode;
  /** What else helps beside trying again: closing the tab. */
  readonly onClose?: () => void;
}

/** Says in words that a screen broke; what was entered before is safe in the database. */
export class ErrorBoundary extends Component<Props, { readonly cause: unknown }> {
  override state = { cause: null as unknown };

  static getDerivedStateFromError(error: unknown): { cause: unknown } {
    return { cause: error ?? new Error('thrown without a value') };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // biome-ignore lint/suspicious/noConsole: the log of the window is where support looks for the cause
    console.error('a screen broke', error, info.componentStack);
  }

  override render(): ReactNode {
    const { cause } = this.state;
    if (cause === null) return this.props.children;
    return (
      <div role="alert" className="page">
        <EmptyState
          title={<h1>{i18n.t('broken.title')}</h1>}
          action={
            <>
              <Button type="primary" onClick={() => this.setState({ cause: null })}>
                {i18n.t('broken.again')}
              </Button>
              {this.props.onClose ? <Button onClick={this.props.onClose}>{i18n.t('broken.close')}</Button> : null}
            </>
          }
        >
          {cause instanceof QueryRefused ? reasonText(cause.reason) : i18n.t('broken.text')}
        </EmptyState>
      </div>
    );
  }
}
