/**
 * A list with the form of its rows beside it: Enter opens a row, one key begins a new one, one saves, Escape leaves. What
 * was typed stays where a command refuses it. What was saved says so, with its undo where something takes it back.
 */
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAmended } from '../../../app/amending.tsx';
import { argsOf } from '../../../app/mending.ts';
import { offerUndo, sayDone } from '../../../app/notices.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState, FilterBar, PanelHeading, SidePanel } from '../../../ui/page.tsx';
import { type Draft, type Field, FieldRow, findWrong } from './fields.tsx';

/** Whether it was done; a function where something takes it back. */
type Saved = boolean | (() => Promise<unknown>);

interface RecordSectionProps<RowType> {
  readonly label: string;
  /** What the list is for, in a sentence. */
  readonly note: ReactNode;
  readonly columns: readonly DataColumn<RowType>[];
  readonly rows: readonly RowType[];
  readonly rowKey: (row: RowType) => string;
  readonly mayEdit: boolean;
  /** Key of the text that a new one is made by; without it there is none to make. */
  readonly newKey?: string;
  readonly empty: { readonly title: string; readonly text: string };
  /** @param row null: a new one */
  readonly draftOf: (row: RowType | null) => Draft;
  readonly titleOf: (row: RowType) => string;
  readonly fieldsOf: (draft: Draft, row: RowType | null) => readonly Field[];
  readonly save: (draft: Draft, row: RowType | null) => Promise<Saved>;
  /** What was typed of a rejected command of this section: it stands in the form again. */
  readonly amends?: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => Amended<RowType>>>;
  /** A row that there was is as before when its former fields are saved once more. */
  readonly savesOver?: boolean;
  readonly filter?: ReactNode;
  /** More actions beside the new one. */
  readonly actions?: ReactNode;
  /** Stands in the form below the fields. */
  readonly below?: (row: RowType | null, close: () => void) => ReactNode;
}

/** The row that was to be changed (null: a new one), and what was typed. */
interface Amended<RowType> {
  readonly row: RowType | null;
  readonly typed: Draft;
}

interface Opened<RowType> {
  readonly row: RowType | null;
  readonly draft: Draft;
  readonly wrong: string | null;
  readonly saving: boolean;
}

export function RecordSection<RowType>(props: RecordSectionProps<RowType>): ReactNode {
  const { t } = useTranslation();
  const { rows, rowKey, mayEdit, newKey, draftOf } = props;
  const amended = useAmended();
  const [opened, setOpened] = useState<Opened<RowType> | null>(() => {
    const before = amended && props.amends?.[amended.name]?.(argsOf(amended));
    if (!before) return null;
    return { row: before.row, draft: { ...draftOf(before.row), ...before.typed }, wrong: null, saving: false };
  });
  const open = (row: RowType | null) => setOpened({ row, draft: draftOf(row), wrong: null, saving: false });
  const close = () => setOpened(null);
  const create =
    mayEdit && newKey ? (
      <ActionButton label={t(newKey)} keys="alt+n" labelKey={newKey} onRun={() => open(null)} />
    ) : null;
  const selectedKey = opened?.row ? rowKey(opened.row) : null;
  return (
    <>
      <div className="company-main">
        <FilterBar
          end={
            <span className="company-actions">
              {props.actions}
              {create}
            </span>
          }
        >
          {props.filter}
          <span className="text-3">{props.note}</span>
        </FilterBar>
        <DataTable
          label={props.label}
          columns={props.columns}
          rows={rows}
          rowKey={rowKey}
          selectedKey={selectedKey}
          onOpen={open}
          empty={
            <EmptyState title={props.empty.title} action={create}>
              {props.empty.text}
            </EmptyState>
          }
        />
      </div>
      {opened ? (
        <RecordForm key={selectedKey ?? 'new'} {...props} opened={opened} setOpened={setOpened} close={close} />
      ) : null}
    </>
  );
}

interface RecordFormProps<RowType> extends RecordSectionProps<RowType> {
  readonly opened: Opened<RowType>;
  readonly setOpened: (opened: Opened<RowType> | null) => void;
  readonly close: () => void;
}

function RecordForm<RowType>(props: RecordFormProps<RowType>): ReactNode {
  const { t } = useTranslation();
  const { opened, setOpened, close, mayEdit, newKey } = props;
  const { row, draft } = opened;
  const fields = props.fieldsOf(draft, row).filter((field) => !field.hidden);
  const title = row === null ? t(newKey ?? 'admin.company.new') : props.titleOf(row);
  const first = fields.find((field) => !field.locked && field.kind !== 'switch')?.name;
  const save = async () => {
    const wrong = findWrong(fields, draft);
    setOpened({ ...opened, wrong: wrong?.name ?? null, saving: wrong === null });
    if (wrong) return;
    const saved = await props.save(draft, row);
    if (saved === false) {
      setOpened({ ...opened, wrong: null, saving: false });
      return;
    }
    close();
    const name = draft.name?.trim() || draft.code?.trim() || draft.day?.trim() || title;
    const label = () => t('admin.company.saved', { section: props.label, name });
    const before = props.savesOver && row !== null ? () => props.save(props.draftOf(row), row) : null;
    const back = saved === true ? before : saved;
    if (back) offerUndo({ label, run: async () => void (await back()) });
    else sayDone(label);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    close();
  };
  return (
    <form
      className="company-form"
      aria-label={title}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        if (mayEdit) void save();
      }}
    >
      <SidePanel
        kind="order"
        label={title}
        footer={
          <>
            <ActionButton label={t('admin.company.leave')} onRun={close} />
            {mayEdit ? (
              <ActionButton
                primary
                label={t('admin.company.save')}
                keys="mod+s"
                labelKey="admin.company.save"
                loading={opened.saving}
                onRun={() => void save()}
              />
            ) : null}
          </>
        }
      >
        <PanelHeading>{title}</PanelHeading>
        <div className="company-fields">
          {fields.map((field) => (
            <FieldRow
              key={field.name}
              field={field}
              value={draft[field.name] ?? ''}
              isWrong={opened.wrong === field.name}
              disabled={!mayEdit}
              autoFocus={field.name === first}
              onChange={(value) => setOpened({ ...opened, wrong: null, draft: { ...draft, [field.name]: value } })}
            />
          ))}
          {props.below?.(row, close)}
        </div>
      </SidePanel>
    </form>
  );
}
