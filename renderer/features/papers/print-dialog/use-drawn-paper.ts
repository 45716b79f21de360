import { useEffect, useState } from 'react';
import type { PaperKind, PaperLayout } from '#shared/kernel/papers/layout.ts';
import type { PaperJob } from '#shared/kernel/papers/paper.ts';
import type { PaperSize } from '#shared/kernel/papers/paper-sizes.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../app/bridge.ts';
import type { Language } from '../../../app/i18n.ts';
import { buildJob } from '../build-job.ts';

export interface DrawnPaper {
  readonly job: PaperJob;
  /** Of the company's own layout for it; null: it has none. */
  readonly templateId: string | null;
  readonly html: string;
  readonly pages: number;
}

interface Wanted {
  readonly kind: PaperKind;
  readonly id: string;
  readonly size: PaperSize;
  readonly language: Language;
  /** As it is being typed; null: the one that holds. */
  readonly layout: PaperLayout | null;
}

/** Each key typed into a layout must not draw a paper. */
const TYPING_MS = 250;

/** The paper as it will be printed; the one before stays until another is drawn. @param turn another one draws it anew */
export function useDrawnPaper(
  { kind, id, size, language, layout }: Wanted,
  turn: number,
): { readonly drawn: DrawnPaper | null; readonly reason: Reason | null } {
  const [drawn, setDrawn] = useState<DrawnPaper | null>(null);
  const [reason, setReason] = useState<Reason | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks for the same paper once more
  useEffect(() => {
    let isGone = false;
    const draw = async () => {
      const built = await buildJob(kind, id, size, language);
      if (isGone) return;
      if ('reason' in built) {
        setReason(built.reason);
        return;
      }
      const { templateId } = built;
      const job = layout === null ? built.job : { ...built.job, layout };
      const reply = await bridge().papers.preview({ job });
      if (isGone) return;
      setReason(reply.ok ? null : reply.reason);
      if (reply.ok) setDrawn({ job, templateId, html: reply.html, pages: reply.pages });
    };
    const timer = setTimeout(() => void draw(), layout === null ? 0 : TYPING_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [kind, id, size, language, layout, turn]);
  return { drawn, reason };
}
