import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { sinceOf } from '../../app/features.ts';

/** What others did since to the document of a command that the office has, in the language of the moment. */
export function useSince(entry: LedgerEntry): readonly string[] {
  const { i18n } = useTranslation();
  const [told, setTold] = useState<readonly string[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told anew in another language
  useEffect(() => {
    setTold([]);
    const tell = entry.state === 'applied' || entry.state === 'adjusted' ? sinceOf(entry.name) : undefined;
    let isGone = false;
    tell?.(entry).then(
      (sentences) => {
        if (!isGone) setTold(sentences);
      },
      // It only adds to what is shown.
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [entry, i18n.language]);
  return told;
}
