import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type StateName, StateShape } from '../../../../ui/state-tag.tsx';
import { type AnswerTone, codeText, type Sentence } from './answer.ts';
import type { ShownAnswer } from './use-answers.ts';
import './work-band.css';

const shapes: Readonly<Record<AnswerTone, StateName>> = { right: 'done', look: 'wait', wrong: 'late' };

/** The last scan's answer across the whole width: seen from two metres, by colour, shape and word. */
export function AnswerBand({
  answer,
  ready,
}: {
  readonly answer: ShownAnswer | null;
  readonly ready: Sentence;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={`work-band work-band-${answer?.tone ?? 'ready'}`} role="status" aria-live="assertive">
      {answer ? (
        <div key={answer.turn} className="work-answer" data-tone={answer.tone}>
          <StateShape state={shapes[answer.tone]} />
          <strong>{t(answer.word.key, answer.word.values ?? {})}</strong>
          <span className="work-answer-text">{t(answer.text.key, answer.text.values ?? {})}</span>
          {answer.figure ? (
            <span className="work-answer-figure">{t(answer.figure.key, answer.figure.values ?? {})}</span>
          ) : null}
          {answer.code ? <span className="work-answer-code">{codeText(answer.code)}</span> : null}
        </div>
      ) : (
        <div className="work-answer">
          <span className="work-answer-text">{t(ready.key, ready.values ?? {})}</span>
        </div>
      )}
    </div>
  );
}
