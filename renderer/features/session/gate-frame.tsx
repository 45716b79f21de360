import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../app/i18n.ts';
import { setPreference, usePreferences } from '../../app/preferences.ts';
import { Brand } from '../../app/shell/brand.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import './session.css';

interface GateFrameProps {
  readonly children: ReactNode;
  /** Below the box, quieter. */
  readonly foot?: ReactNode;
}

/** What stands in place of the shell: the satchel, the language at hand, one box. */
export function GateFrame({ children, foot }: GateFrameProps): ReactNode {
  const { t } = useTranslation();
  const language = usePreferences((state) => state.language);
  return (
    <main className="gate">
      <div className="gate-column">
        <header className="gate-head">
          <Brand size={24} />
          <span className="gate-name">{t('app.name')}</span>
          <Segmented
            label={t('settings.language')}
            value={language}
            onChange={(value) => setPreference('language', value)}
            options={languages.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
          />
        </header>
        <div className="gate-box">{children}</div>
        {foot ? <footer className="gate-foot small text-3">{foot}</footer> : null}
      </div>
    </main>
  );
}
