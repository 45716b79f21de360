/** Which layout a paper has: the legal entity's own, else the company's for all, else none but the code's (R112). */

interface Choosable {
  readonly kind: string;
  readonly language: string;
  readonly size: string;
  readonly legalEntityId: string | null;
  readonly isDefault: number;
  readonly active: number;
}

/** @param legalEntityId who signs the paper; null: nobody yet */
export function chooseTemplate<Template extends Choosable>(
  templates: readonly Template[],
  asked: {
    readonly kind: string;
    readonly language: string;
    readonly size: string;
    readonly legalEntityId: string | null;
  },
): Template | null {
  const fitting = templates.filter(
    ({ kind, language, size, isDefault, active }) =>
      isDefault === 1 && active === 1 && kind === asked.kind && language === asked.language && size === asked.size,
  );
  const own = fitting.find(({ legalEntityId }) => legalEntityId !== null && legalEntityId === asked.legalEntityId);
  return own ?? fitting.find(({ legalEntityId }) => legalEntityId === null) ?? null;
}
