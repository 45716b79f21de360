import {
  CompassOutlined,
  DisconnectOutlined,
  InfoCircleOutlined,
  SearchOutlined,
  SettingOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { compactCode } from '#shared/kernel/fold.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { Found } from '../../ui/found.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Picker, type PickerHandle } from '../../ui/picker.tsx';
import { Picture } from '../../ui/picture.tsx';
import { useStrayScans } from '../../ui/use-scanner.ts';
import type { IconComponent, SearchFinder, SearchHit, SearchSource } from '../feature.ts';
import { featureActions, menuEntries, searchFinders, searchSources } from '../features.ts';
import { isDialogOpen, returnFocus } from '../focus.ts';
import { i18n } from '../i18n.ts';
import { may, useSession, useSyncStatus } from '../session.ts';
import { useShortcut } from '../shortcuts.ts';
import { openTab } from '../tabs.ts';
import { startTour } from '../tour.ts';
import { runQuery } from '../use-query.ts';
import { switchOffline } from '../work-offline.ts';

const HITS_PER_SOURCE = 6;
const HIT_PICTURE_PX = 20;

interface Hit extends SearchHit {
  readonly icon: IconComponent;
  /** Named at the first hit of each group. */
  readonly group: string | null;
  readonly keys?: string | undefined;
}

/** A source that fails leaves the others standing: the search is a way in, not a list to rely on. */
async function hitsOf(source: SearchSource, typed: string): Promise<Hit[]> {
  try {
    const page = await runQuery<Page<never>>(source.query, source.args(typed, HITS_PER_SOURCE));
    return page.rows.map((row, index) => ({
      ...source.toHit(row),
      id: `${source.query} ${source.toHit(row).id}`,
      icon: source.icon,
      group: index === 0 ? i18n.t(source.labelKey) : null,
    }));
  } catch {
    return [];
  }
}

async function foundBy(finder: SearchFinder, typed: string): Promise<Hit[]> {
  try {
    const hits = await finder.find(typed, HITS_PER_SOURCE);
    return hits.map((hit, index) => ({
      ...hit,
      id: `${finder.id} ${hit.id}`,
      icon: finder.icon,
      group: index === 0 ? i18n.t(finder.labelKey) : null,
    }));
  } catch {
    return [];
  }
}

/** Who types a whole name means that, and who begins one rather what begins so than what has it somewhere. */
function distanceOf(name: string, letters: string): number {
  const at = name.toLowerCase().indexOf(letters);
  if (at === 0) return name.length === letters.length ? 0 : 1;
  return at > 0 ? 2 : 3;
}

function actionHits(typed: string): Hit[] {
  const { session } = useSession.getState();
  const letters = typed.toLowerCase();
  const actions = featureActions
    .filter((action) => may(session, action.permission))
    .map((action) => ({
      id: `action ${action.id}`,
      name: i18n.t(action.labelKey),
      icon: action.icon,
      keys: action.shortcut,
      words: action.wordsKey === undefined ? '' : i18n.t(action.wordsKey),
      open: action.run,
    }));
  const named = new Set(actions.map(({ name }) => name));
  const places = menuEntries
    .filter((entry) => may(session, entry.permission))
    // A work mode is an action and stands in the menu: it is found once.
    .filter((entry) => !named.has(i18n.t(entry.labelKey)))
    .map((entry) => ({
      id: `place ${entry.route}`,
      name: i18n.t(entry.labelKey),
      icon: entry.icon,
      keys: undefined,
      words: '',
      open: () => void openTab(entry.route),
    }));
  const shellPlaces = [
    {
      id: 'place settings',
      labelKey: 'settings.title',
      icon: SettingOutlined,
      keys: 'mod+,',
      open: () => openTab('settings'),
    },
    {
      id: 'place about',
      labelKey: 'about.title',
      icon: InfoCircleOutlined,
      keys: undefined,
      open: () => openTab('about'),
    },
    {
      id: 'action workOffline',
      labelKey: useSyncStatus.getState().status?.workOffline ? 'sync.goOnline' : 'sync.workOffline',
      icon: DisconnectOutlined,
      keys: undefined,
      open: () => void switchOffline(),
    },
    { id: 'action tour', labelKey: 'settings.tourAgain', icon: CompassOutlined, keys: undefined, open: startTour },
  ].map(({ labelKey, ...hit }) => ({ ...hit, name: i18n.t(labelKey), words: '' }));
  return [...actions, ...places, ...shellPlaces]
    .filter((hit) => `${hit.name} ${hit.words}`.toLowerCase().includes(letters))
    .sort((left, right) => distanceOf(left.name, letters) - distanceOf(right.name, letters))
    .map(({ words: _, ...hit }, index) => ({ ...hit, code: '', group: index === 0 ? i18n.t('search.actions') : null }));
}

/** A rejected document that is told of beside its row stands there once. */
function withoutStubs(hits: readonly Hit[], told: ReadonlySet<string>): Hit[] {
  const group = hits[0]?.group ?? null;
  return hits
    .filter((hit) => !(hit.isStub && told.has(hit.code)))
    .map((hit, index) => ({ ...hit, group: index === 0 ? group : null }));
}

async function searchEverywhere(typed: string): Promise<readonly Hit[]> {
  const { session } = useSession.getState();
  const sources = searchSources.filter((source) => may(session, source.permission));
  const [rows, beside] = await Promise.all([
    Promise.all(sources.map((source) => hitsOf(source, typed))),
    Promise.all(searchFinders.map((finder) => foundBy(finder, typed))),
  ]);
  const told = new Set(beside.flat().map((hit) => hit.code));
  const found = rows.map((hits) => withoutStubs(hits, told));
  // Who types or scans a whole code means what bears it, whatever else begins so.
  const code = compactCode(typed);
  const bearsIt = (hits: readonly Hit[]) => hits.some((hit) => code !== '' && compactCode(hit.code) === code);
  const isLess = (hits: readonly Hit[]) => !bearsIt(hits);
  // A document is what its number means; what became of a command about it stands behind. Without a row it is all there is.
  const rowCodes = new Set(found.flat().map((hit) => hit.code));
  const isAlone = (hits: readonly Hit[]) =>
    !hits.some((hit) => compactCode(hit.code) === code && rowCodes.has(hit.code));
  const bearing = beside.filter(bearsIt);
  const whole = [...bearing.filter(isAlone), ...found.filter(bearsIt), ...bearing.filter((hits) => !isAlone(hits))];
  return [...whole, ...found.filter(isLess), ...beside.filter(isLess), actionHits(typed)].flat();
}

/** What was scanned last: only that is replaced by the next scan, and never what somebody types. */
const former = { text: '' };
const isFormerScan = (field: HTMLInputElement | HTMLTextAreaElement): boolean =>
  field.closest('.shell-search') !== null && field.value === former.text;

/** Ctrl+K: customers, products, documents, actions, from the local database. */
export function GlobalSearch(): ReactNode {
  const { t } = useTranslation();
  const field = useRef<PickerHandle>(null);
  const cameFrom = useRef<Element | null>(null);
  const enter = () => {
    const { activeElement } = document;
    if (!activeElement?.closest('.shell-search')) cameFrom.current = activeElement;
    field.current?.focus();
  };
  useStrayScans((text) => {
    // What is asked is answered first.
    if (isDialogOpen()) return;
    enter();
    former.text = text;
    field.current?.search(text);
  }, isFormerScan);
  useShortcut('mod+k', enter, { labelKey: 'shortcuts.search', group: 'everywhere' });
  return (
    <Picker<Hit>
      ref={field}
      className="shell-search"
      label={t('search.label')}
      placeholder={t('search.placeholder')}
      icon={<SearchOutlined aria-hidden />}
      hint={<KeyCap keys="mod+k" />}
      search={searchEverywhere}
      itemKey={(hit) => hit.id}
      renderItem={(hit, typed) => <HitLine hit={hit} typed={typed} />}
      onPick={(hit) => {
        // The keys go to what was opened.
        field.current?.blur();
        hit.open();
        // What is in front already stays as it is: it gets the focus here.
        requestAnimationFrame(() => returnFocus(null));
      }}
      noHits={t('search.none')}
      onLeave={() => {
        field.current?.blur();
        returnFocus(cameFrom.current);
        cameFrom.current = null;
      }}
    />
  );
}

function HitLine({ hit, typed }: { readonly hit: Hit; readonly typed: string }): ReactNode {
  const Icon = hit.icon ?? ThunderboltOutlined;
  return (
    <>
      <span className="hit-icon">
        {hit.pictureHash ? (
          <Picture hash={hit.pictureHash} size={HIT_PICTURE_PX} alt="" letterOf={hit.name} />
        ) : (
          <Icon className="text-3" aria-hidden />
        )}
      </span>
      {hit.code ? (
        <span className="hit-code text-2">
          <Found text={hit.code} typed={typed} />
        </span>
      ) : null}
      <span className="hit-name ellipsis">
        <Found text={hit.name} typed={typed} />
      </span>
      {hit.note ? <span className="small text-3">{hit.note}</span> : null}
      {hit.keys ? <KeyCap keys={hit.keys} /> : null}
      {hit.group ? <span className="hit-group small text-3">{hit.group}</span> : null}
    </>
  );
}
