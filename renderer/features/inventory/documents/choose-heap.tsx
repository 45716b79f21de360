/** Goods that lie together, of which something is done: which of them, how many, and why. Scrapped, freed, sent back. */
import { Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DialogField } from '../../../ui/form-dialog.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { useWarehouseName } from '../trace/use-warehouse-name.ts';

/** Of what: a product, one lot of it, or what lies at a place. */
export interface HeapsAsked {
  readonly productId: string | null;
  readonly lotId: string | null;
  readonly locationId: string | null;
}

/** Of one lot, or one numbered piece, at one place or at none. */
interface Heap {
  readonly id: string;
  readonly productName: string;
  readonly unit: string;
  readonly warehouseId: string;
  readonly locationCode: string | null;
  readonly lotCode: string | null;
  readonly serialId: string | null;
  readonly serialCode: string | null;
}

const SCALE = 4;
/** A reason that says something. */
const REASON_LETTERS = 2;

interface Choice<Each extends Heap> {
  /** Undefined while they are read. */
  readonly heaps: readonly Each[] | undefined;
  /** Why they could not be read. */
  readonly failed: ReactNode;
  readonly heap: Each | undefined;
  /** A heap, as many of it as there are, and why; null while one of them is missing. */
  readonly whole: { readonly heap: Each; readonly quantity: number; readonly reason: string } | null;
  /** For `HeapFields`. */
  readonly typing: {
    readonly asked: HeapsAsked;
    readonly most: number;
    readonly amountOf: (heap: Each) => number;
    readonly isTooMuch: boolean;
    readonly typed: string;
    readonly reason: string;
    readonly choose: (id: string) => void;
    readonly type: (quantity: string) => void;
    readonly say: (reason: string) => void;
  };
}

/**
 * What lies there, and what is typed of it.
 * @param query answers with the heaps
 * @param amountOf how many may be taken of one
 */
export function useHeapChoice<Each extends Heap>(
  query: string,
  asked: HeapsAsked,
  amountOf: (heap: Each) => number,
): Choice<Each> {
  const { data: heaps, refusal, refetch } = useQuery<readonly Each[]>(query, { ...asked });
  const [chosen, choose] = useState<string | null>(null);
  const [typed, type] = useState('');
  const [said, say] = useState('');
  const heap = heaps?.find(({ id }) => id === chosen) ?? heaps?.[0];
  const most = heap === undefined ? 0 : amountOf(heap);
  // A piece with a number of its own is one.
  const quantity = heap?.serialId != null ? most : parseDecimal(typed, SCALE);
  const isTooMuch = heap !== undefined && quantity !== null && quantity > most;
  const reason = said.trim();
  const isWhole = heap !== undefined && quantity !== null && quantity > 0 && !isTooMuch;
  return {
    heaps,
    failed: <QueryFailed refusal={refusal} onRetry={refetch} />,
    heap,
    whole: isWhole && reason.length >= REASON_LETTERS ? { heap, quantity, reason } : null,
    typing: { asked, most, amountOf, isTooMuch, typed, reason: said, choose, type, say },
  };
}

interface HeapFieldsProps<Each extends Heap> {
  readonly choice: Choice<Each>;
  readonly sourceLabel: string;
  /** A key of the texts: what is said of more than lies there. */
  readonly tooMuchKey: string;
  readonly onChoose: () => void;
  /** Fields behind what it is. */
  readonly aboutIt?: ReactNode;
  /** Fields behind how many. */
  readonly whereTo?: ReactNode;
}

/** Which, how many and why. */
export function HeapFields<Each extends Heap>(props: HeapFieldsProps<Each>): ReactNode {
  const { choice, sourceLabel, tooMuchKey, onChoose, aboutIt, whereTo } = props;
  const { heaps, heap, typing } = choice;
  const { t } = useTranslation();
  const id = useId();
  const nameOf = useWarehouseName();
  const isPiece = heap?.serialId != null;
  const textOf = (each: Each) =>
    [
      typing.asked.productId === null ? each.productName : null,
      nameOf(each.warehouseId),
      each.locationCode ?? t('inventory.scrap.noPlace'),
      each.serialCode ?? each.lotCode,
      `${formatDecimal(typing.amountOf(each), SCALE)} ${each.unit}`,
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <>
      <DialogField id={`${id}source`} label={sourceLabel}>
        <Select<string>
          id={`${id}source`}
          showSearch={{ optionFilterProp: 'label' }}
          {...(heap ? { value: heap.id } : {})}
          options={(heaps ?? []).map((each) => ({ value: each.id, label: textOf(each) }))}
          onChange={(next) => {
            typing.choose(next);
            onChoose();
          }}
        />
      </DialogField>
      {aboutIt}
      <DialogField id={`${id}quantity`} label={t('inventory.scrap.quantity')}>
        <Input
          id={`${id}quantity`}
          autoFocus
          inputMode="decimal"
          disabled={isPiece}
          value={isPiece ? '1' : typing.typed}
          status={typing.isTooMuch ? 'error' : ''}
          suffix={heap?.unit}
          onChange={(event) => typing.type(event.target.value)}
        />
      </DialogField>
      {typing.isTooMuch ? (
        <p className="heap-wrong" role="alert">
          {t(tooMuchKey, { quantity: typing.most, unit: heap?.unit ?? '' })}
        </p>
      ) : null}
      {whereTo}
      <DialogField id={`${id}reason`} label={t('inventory.documents.reason')}>
        <Input
          id={`${id}reason`}
          maxLength={200}
          value={typing.reason}
          onChange={(event) => typing.say(event.target.value)}
        />
      </DialogField>
    </>
  );
}
