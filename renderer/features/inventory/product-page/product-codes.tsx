import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductCard } from '#shared/domains/inventory/queries/product-card.ts';
import type { Row } from '#shared/kernel/table.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { countText, quantityText } from '../../../ui/format-text.ts';
import { useCompany } from '../../../ui/use-company.ts';

/** How a product is counted and scanned beside its base unit, when it is ordered, what it belongs to and what stands in for it. */
export function ProductCodes({ product }: { readonly product: Row<'products'> }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const { data: card } = useQuery<ProductCard | null>('inventory.productCard', { id: product.id });
  if (!card) return null;
  const { units, barcodes, substitutes, reorderRules, family, siblings } = card;
  const nameOf = (id: string) => company?.warehouses.find((warehouse) => warehouse.id === id)?.name ?? '';
  const codesOn = (unitId: string | null) => barcodes.flatMap((each) => (each.unitId === unitId ? [each.code] : []));
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['tracking', t(`inventory.catalogue.trackings.${product.tracking}`)],
    ['serialsInStock', card.serialCount === 0 ? null : countText(card.serialCount)],
    [
      'weightGrams',
      product.weightGrams === null ? null : t('inventory.catalogue.grams', { weight: product.weightGrams }),
    ],
    [
      'units',
      units.length === 0
        ? null
        : units.map((unit) => (
            <div key={unit.id}>
              {t('inventory.documents.unitOf', { name: unit.name, ratio: unit.ratio, unit: product.unit })}{' '}
              <span className="text-3">{codesOn(unit.id).join(', ')}</span>
            </div>
          )),
    ],
    ['barcodes', codesOn(null).length === 0 ? null : codesOn(null).join(', ')],
    [
      'reorderRules',
      reorderRules.length === 0
        ? null
        : reorderRules.map((rule) => (
            <div key={rule.id}>
              {t(`inventory.catalogue.${rule.maximum > rule.reorderPoint ? 'ruleLine' : 'ruleFrom'}`, {
                warehouse: nameOf(rule.warehouseId),
                point: quantityText(rule.reorderPoint),
                maximum: quantityText(rule.maximum),
              })}
              {rule.isComputed === 1 ? <span className="text-3"> {t('inventory.catalogue.ruleComputed')}</span> : null}
            </div>
          )),
    ],
    [
      'substitutes',
      substitutes.length === 0
        ? null
        : substitutes.map((each) => (
            <ProductLink key={each.id} id={each.substituteId} text={`${each.code} ${each.name}`} />
          )),
    ],
    [
      'families',
      family === null ? null : (
        <>
          {family.name}
          {siblings.map((each) => (
            <Fragment key={each.id}>
              {' · '}
              <ProductLink id={each.id} text={each.code} />
            </Fragment>
          ))}
        </>
      ),
    ],
  ];
  return (
    <section className="product-facts product-codes" aria-label={t('inventory.catalogue.units')}>
      <dl data-selectable>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>
                {t(`inventory.catalogue.${name === 'weightGrams' || name === 'tracking' ? `fields.${name}` : name}`)}
              </dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}

function ProductLink({ id, text }: { readonly id: string; readonly text: string }): ReactNode {
  return (
    <button type="button" className="link-button" onClick={() => void openTab('product', { productId: id })}>
      {text}
    </button>
  );
}
