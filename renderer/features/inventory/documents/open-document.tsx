import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { openTab, type TabTitle, useTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { EmptyState } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';

interface OpenDocumentProps<Document> {
  /** A query that answers with the document of an id, or with null. */
  readonly query: string;
  readonly id: unknown;
  /** What the tab is called. */
  readonly titleOf: (document: Document) => TabTitle;
  /** The texts `<texts>.gone` and `<texts>.goneText`, for what this device does not hold. */
  readonly texts: string;
  /** The list that it would stand in, and what the key there says. */
  readonly list: string;
  readonly listKey: string;
  readonly children: (document: Document) => ReactNode;
}

/** The page of one document: names its tab, and says what could not be read, or that it is not here, with the way on. */
export function OpenDocument<Document>(props: OpenDocumentProps<Document>): ReactNode {
  const { query, id, titleOf, texts, list, listKey, children } = props;
  const { t } = useTranslation();
  const tab = useTab();
  const { data, refusal, refetch } = useQuery<Document | null>(query, { id: String(id ?? '') });
  // As text: a title that is made anew says the same.
  const title = data === undefined || data === null ? undefined : JSON.stringify(titleOf(data));
  useEffect(() => {
    if (title !== undefined) tab.setTitle(JSON.parse(title) as TabTitle);
  }, [tab, title]);
  if (refusal && !data) return <QueryFailed refusal={refusal} onRetry={refetch} />;
  if (data === undefined) return null;
  if (data === null) {
    return (
      <EmptyState
        title={t(`${texts}.gone`)}
        action={<ActionButton primary label={t(listKey)} onRun={() => openTab(list)} />}
      >
        {t(`${texts}.goneText`)}
      </EmptyState>
    );
  }
  return children(data);
}
