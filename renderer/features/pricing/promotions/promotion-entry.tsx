import dayjs from 'dayjs';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { PastPromotion, PromotionPage } from '#shared/domains/sales/queries/promotions.ts';
import { useAmended } from '../../../app/amending.tsx';
import { bridge } from '../../../app/bridge.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { notify } from '../../../app/notices.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateTime } from '../../../ui/format.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import {
  draftOf,
  draftOfArgs,
  newPromotion,
  newRule,
  type PromotionDraft,
  productsOf,
  promotionArgs,
} from './promotion-draft.ts';
import { PromotionHead } from './promotion-head.tsx';
import { RuleFields } from './rule-fields.tsx';
import { TryOut } from './try-out.tsx';
import '../pricing.css';

/** Ids of rules that are made when the screen opens: a promotion has at most so many. */
const RULES = 50;

/** Makes a promotion, or the next version of one; of one that somebody ended it makes a new one. */
export function PromotionEntry({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const today = useToday();
  const id = typeof params.promotionId === 'string' ? params.promotionId : null;
  const amended = useAmended('sales.savePromotion');
  const named = productsOf(amended?.args);
  const standing = useQuery<PromotionPage | null>('sales.promotion', { id: id ?? '' }, { enabled: id !== null });
  const products = useQuery<ProductListRow[]>(
    'inventory.productsById',
    { ids: [...named], warehouseId: null },
    { enabled: named.length > 0 },
  );
  const [ids, setIds] = useState<readonly string[] | null>(null);
  useEffect(() => {
    void bridge()
      .newIds(RULES + 1)
      .then(setIds);
  }, []);
  const home = company?.settings['company.currency'];
  if (!ids || home === undefined || today === '') return null;
  if ((id !== null && standing.data === undefined) || (named.length > 0 && !products.data)) return null;
  if (id !== null && standing.data === null)
    return (
      <EmptyState
        title={t('pricing.promotions.gone')}
        action={<ActionButton label={t('pricing.promotions.title')} onRun={() => void openTab('promotions')} />}
      >
        {t('pricing.promotions.goneText')}
      </EmptyState>
    );
  const [own = '', ...ruleIds] = ids;
  const row = standing.data ?? null;
  const typed = amended ? draftOfArgs(amended.args, home, products.data ?? []) : null;
  const monthEnd = dayjs(today).endOf('month').format('YYYY-MM-DD');
  const draft = typed ?? (row ? draftOf(row, home, ruleIds) : newPromotion(today, monthEnd, home, ruleIds[0] ?? ''));
  // A version that ended has no successor: what is made of it stands for itself.
  const before = row && row.knownUntil === null ? { seriesId: row.seriesId, replacesId: row.id } : null;
  return (
    <Entry
      key={id ?? 'new'}
      id={own}
      ruleIds={ruleIds}
      before={before}
      given={draft}
      isTyped={typed !== null}
      versions={row?.versions ?? []}
    />
  );
}

interface EntryProps {
  /** Of the version that is made. */
  readonly id: string;
  readonly ruleIds: readonly string[];
  readonly before: { readonly seriesId: string; readonly replacesId: string } | null;
  readonly given: PromotionDraft;
  readonly isTyped: boolean;
  readonly versions: readonly PastPromotion[];
}

function Entry({ id, ruleIds, before, given, isTyped, versions }: EntryProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const command = useCommand('sales.savePromotion');
  const [draft, setDraft] = useState(given);
  const [isChanged, setChanged] = useState(isTyped);
  useEffect(() => tab.setDirty(isChanged), [tab, isChanged]);
  useEffect(() => tab.setTitle(before ? given.name : t('pricing.promotions.new')), [tab, t, before, given.name]);
  const put = (change: Partial<PromotionDraft>) => {
    setDraft({ ...draft, ...change });
    setChanged(true);
  };
  const args = promotionArgs(draft);
  const save = async () => {
    if (!args) return;
    const reply = await command.run({
      id,
      seriesId: before?.seriesId ?? id,
      replacesId: before?.replacesId ?? null,
      ...args,
    });
    if (reply.state === 'rejected') return;
    tab.setDirty(false);
    notify({ tone: 'done', title: () => t('pricing.saved', { name: args.name }) });
    openTab('promotions');
    void tab.close();
  };
  const addRule = () => {
    const fresh = ruleIds.find((each) => !draft.rules.some((rule) => rule.id === each));
    if (fresh !== undefined) put({ rules: [...draft.rules, newRule(fresh)] });
  };
  return (
    <Page
      header={
        <PageHeader title={before ? t('pricing.promotions.change') : t('pricing.promotions.new')}>
          <ActionButton
            label={t('pricing.promotions.addRule')}
            keys="alt+n"
            labelKey="pricing.promotions.addRule"
            onRun={addRule}
          />
          <ActionButton
            primary
            label={t('pricing.save')}
            keys="mod+enter"
            labelKey="pricing.promotions.save"
            disabled={args === null || (before !== null && !isChanged)}
            reason={t('pricing.rule.unfinished')}
            loading={command.running}
            onRun={() => void save()}
          />
        </PageHeader>
      }
    >
      <div className="page-main promotion-form">
        <PromotionHead draft={draft} onChange={put} />
        {draft.rules.map((rule) => (
          <RuleFields
            key={rule.id}
            promotion={draft}
            rule={rule}
            onChange={(next) => put({ rules: draft.rules.map((each) => (each.id === rule.id ? next : each)) })}
            onRemove={
              draft.rules.length === 1
                ? null
                : () => put({ rules: draft.rules.filter(({ id: own }) => own !== rule.id) })
            }
          />
        ))}
        {args ? <TryOut promotion={args} product={draft.rules[0]?.product ?? null} /> : null}
        {versions.length > 1 ? <Versions versions={versions} /> : null}
      </div>
    </Page>
  );
}

/** Who changed it when, the newest first. */
function Versions({ versions }: { readonly versions: readonly PastPromotion[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="promotion-fields">
      <table className="price-table" aria-label={t('pricing.promotions.versions')}>
        <thead>
          <tr>
            <th scope="col">{t('pricing.promotions.versions')}</th>
            <th scope="col">{t('pricing.prices.setOn')}</th>
            <th scope="col">{t('pricing.prices.setBy')}</th>
            <th scope="col">{t('pricing.prices.until')}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => (
            <tr key={version.id} className={version.knownUntil === null ? '' : 'price-over'}>
              <td>{version.name}</td>
              <td>
                <DateTime value={version.knownFrom} />
              </td>
              <td>{version.setBy}</td>
              <td>{version.knownUntil === null ? t('pricing.holds') : <DateTime value={version.knownUntil} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
