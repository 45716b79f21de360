import { Button } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DemoState } from '#shared/protocol/desktop-bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { Note } from '../../../ui/page.tsx';
import { StateShape } from '../../../ui/state-tag.tsx';
import { GateFrame } from '../gate-frame.tsx';
import { beginDifferently } from './begin-differently.ts';

type Step = 'company' | 'server' | 'people';
const steps: readonly Step[] = ['company', 'server', 'people'];
/** How many steps are over. */
const doneSteps: Readonly<Record<DemoState['state'], number>> = {
  off: 0,
  building: 0,
  failed: 0,
  starting: 1,
  ready: 2,
};

interface DemoProgressProps {
  readonly demo: DemoState;
  /** People who can sign in although the demo does not answer. */
  readonly onSignIn: (() => void) | null;
}

/** The demo company is on its way: what is done, what runs, what comes. */
export function DemoProgress({ demo, onSignIn }: DemoProgressProps): ReactNode {
  const { t } = useTranslation();
  const done = doneSteps[demo.state];
  const failed = demo.state === 'failed';
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <GateFrame>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {t('session.demoComing.title')}
        </h1>
        <p className="text-2">{t('session.demoComing.text')}</p>
      </div>
      {failed ? (
        <Note tone="late" title={t('session.demoComing.failed')}>
          {`${reasonText(demo.reason)} ${t('session.demoComing.again')}`}
        </Note>
      ) : (
        <>
          <div
            className="load-bar"
            role="progressbar"
            aria-label={t('session.demoComing.title')}
            aria-valuetext={t(`session.demoComing.steps.${steps[done] ?? 'people'}`)}
          >
            <span className="load-bar-runs" />
          </div>
          <ol className="demo-steps" aria-live="polite">
            {steps.map((step, index) => (
              <li key={step} aria-current={index === done ? 'step' : undefined}>
                <StateShape state={index < done ? 'done' : index === done ? 'open' : 'draft'} />
                {t(`session.demoComing.steps.${step}`)}
                <span className="small text-3">
                  {t(`session.demoComing.states.${index < done ? 'done' : index === done ? 'now' : 'next'}`)}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      <div className="gate-actions">
        <Button onClick={() => void beginDifferently()}>{t('session.differently')}</Button>
        {failed && onSignIn ? (
          <Button type="primary" onClick={onSignIn}>
            {t('session.demoComing.signIn')}
          </Button>
        ) : null}
      </div>
    </GateFrame>
  );
}
