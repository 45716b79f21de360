import { Button } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DataAge } from '../../ui/data-age.tsx';
import { weekdayText } from '../../ui/format-text.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { useToday } from '../../ui/use-company.ts';
import type { FeatureAction, TodayPart } from '../feature.ts';
import { featureActions, todayParts } from '../features.ts';
import { useFirstFocus } from '../focus.ts';
import { may, useSession } from '../session.ts';
import { keyText } from '../shortcuts.ts';
import './today.css';

/** What a person of this role looks at first, said by the features; every figure opens the rows behind it. */
export function TodayPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const session = useSession((state) => state.session);
  const today = useToday();
  const actions = featureActions
    .filter((action) => !action.isPlace && may(session, action.permission))
    .sort((left, right) => Number(right.isNew ?? false) - Number(left.isNew ?? false));
  const parts = todayParts.filter(
    (part) => may(session, part.permission) && !(part.unless !== undefined && may(session, part.unless)),
  );
  const figures = parts.filter((part) => part.place === 'figure');
  const panels = parts.filter((part) => part.place !== 'figure');
  return (
    <Page
      header={
        <PageHeader
          title={t('today.title')}
          note={
            <>
              {today === '' ? '' : weekdayText(today, i18n.language)} <DataAge />
            </>
          }
        >
          {actions.toReversed().map((action) => (
            <BeginButton key={action.id} action={action} isFirst={action === actions[0] && action.isNew === true} />
          ))}
        </PageHeader>
      }
    >
      <div className="today">
        <div className="today-figures">
          {figures.map((part) => (
            <Part key={part.id} part={part} />
          ))}
        </div>
        <div className="today-panels">
          {panels.map((part) => (
            <Part key={part.id} part={part} />
          ))}
        </div>
      </div>
    </Page>
  );
}

function Part({ part }: { readonly part: TodayPart }): ReactNode {
  return (
    <div className={`today-part today-${part.place}${part.mayBeEmpty ? ' today-maybe' : ''}`}>
      <part.component />
    </div>
  );
}

/** A quick way to begin; its key works everywhere and is only shown here. */
function BeginButton({ action, isFirst }: { readonly action: FeatureAction; readonly isFirst: boolean }): ReactNode {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  useFirstFocus(button, isFirst);
  const label = t(action.labelKey);
  const { shortcut } = action;
  return (
    <Button
      ref={button}
      type={isFirst ? 'primary' : 'default'}
      icon={<action.icon aria-hidden />}
      onClick={action.run}
      title={shortcut ? `${label} (${keyText(shortcut)})` : undefined}
    >
      {label}
      {shortcut ? <KeyCap keys={shortcut} /> : null}
    </Button>
  );
}
