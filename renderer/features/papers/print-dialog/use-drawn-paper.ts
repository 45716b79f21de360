import { useEffect, useState } from 'react';
import type { PaperKind } from '#shared/kernel/papers/layout.ts';
import type { PaperJob } from '#shared/kernel/papers/paper.ts';
import type { PaperSize } from '#shared/kernel/papers/paper-sizes.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../app/bridge.ts';
import type { Language } from '../../../app/i18n.ts';
import { buildJob } from '../build-job.ts';

export interface DrawnPaper {
  readonly job: PaperJob;
  readonly html: string;
  readonly pages: number;
}

/** The paper as it will be printed; the one before stays until another is drawn. */
export function useDrawnPaper(
  kind: PaperKind,
  id: string,
  size: PaperSize,
  language: Language,
): { readonly drawn: DrawnPaper | null; readonly reason: Reason | null } {
  const [drawn, setDrawn] = useState<DrawnPaper | null>(null);
  const [reason, setReason] = useState<Reason | null>(null);
  useEffect(() => {
    let isGone = false;
    const draw = async () => {
      const built = await buildJob(kind, id, size, language);
      if (isGone) return;
      if ('reason' in built) {
        setReason(built.reason);
        return;
      }
      const reply = await bridge().papers.preview({ job: built.job });
      if (isGone) return;
      setReason(reply.ok ? null : reply.reason);
      if (reply.ok) setDrawn({ job: built.job, html: reply.html, pages: reply.pages });
    };
    void draw();
    return () => {
      isGone = true;
    };
  }, [kind, id, size, language]);
  return { drawn, reason };
}
