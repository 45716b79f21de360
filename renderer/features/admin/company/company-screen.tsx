import { type ComponentType, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { CurrenciesSection } from './currencies-section.tsx';
import { EntitiesSection } from './entities-section.tsx';
import { HolidaysSection } from './holidays-section.tsx';
import { PeriodsSection } from './periods-section.tsx';
import { PlacesSection } from './places-section.tsx';
import { SeriesSection } from './series-section.tsx';
import { SettingsSection } from './settings-section.tsx';
import { TaxSection } from './tax-section.tsx';
import { TermsSection } from './terms-section.tsx';
import { type SectionProps, useBook } from './use-book.ts';
import './company.css';

const sections = {
  entities: EntitiesSection,
  territories: ({ book }) => <PlacesSection book={book} kind="territories" />,
  warehouses: ({ book }) => <PlacesSection book={book} kind="warehouses" />,
  series: SeriesSection,
  settings: SettingsSection,
  periods: PeriodsSection,
  tax: TaxSection,
  currencies: CurrenciesSection,
  terms: TermsSection,
  holidays: HolidaysSection,
} as const satisfies Readonly<Record<string, ComponentType<SectionProps>>>;

type SectionName = keyof typeof sections;
const names = Object.keys(sections) as SectionName[];

/** What the company says of itself, section by section; everything works without a network. */
export function CompanyScreen({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const { data: book, refusal, refetch } = useBook();
  const asked = names.find((name) => name === params.section);
  const [section, setSection] = useState<SectionName>(asked ?? 'entities');
  const nav = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const current = useRef<HTMLButtonElement>(null);
  useFirstFocus(current, true);
  const step = (by: number) => {
    const next = names[(names.indexOf(section) + by + names.length) % names.length];
    if (next) setSection(next);
    return next;
  };
  useShortcut('alt+arrowdown', () => step(1), { labelKey: 'admin.company.nextSection' });
  useShortcut('alt+arrowup', () => step(-1), { labelKey: 'admin.company.previousSection' });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey) return;
    if (event.key === 'ArrowRight' || event.key === 'Enter') {
      content.current?.querySelector<HTMLElement>('[tabindex="0"], input, textarea')?.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = step(event.key === 'ArrowDown' ? 1 : -1);
      nav.current?.querySelector<HTMLElement>(`[data-section="${next}"]`)?.focus();
    } else return;
    event.preventDefault();
  };
  const Section: ComponentType<SectionProps> = sections[section];
  return (
    <Page header={<PageHeader title={t('admin.company.title')} note={t(`admin.company.sections.${section}`)} />}>
      <nav ref={nav} className="company-nav" aria-label={t('admin.company.title')}>
        {names.map((name) => (
          <button
            key={name}
            ref={name === section ? current : null}
            type="button"
            data-section={name}
            aria-current={name === section ? 'page' : undefined}
            tabIndex={name === section ? 0 : -1}
            onKeyDown={onKeyDown}
            onClick={() => setSection(name)}
          >
            {t(`admin.company.sections.${name}`)}
          </button>
        ))}
      </nav>
      <div ref={content} className="company-content">
        {refusal ? <QueryFailed refusal={refusal} onRetry={refetch} /> : null}
        {book ? <Section key={section} book={book} /> : null}
      </div>
    </Page>
  );
}
