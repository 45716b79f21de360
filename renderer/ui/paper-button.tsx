import type { ComponentType, ReactNode } from 'react';
import type { PaperKind } from '#shared/kernel/papers/layout.ts';

export interface PaperButtonProps {
  readonly kind: PaperKind;
  /** Of the document. */
  readonly id: string;
}

let button: ComponentType<PaperButtonProps> | null = null;

/** Who prints; called by the feature that has the papers. */
export function setPaperButton(component: ComponentType<PaperButtonProps>): void {
  button = component;
}

/** Prints a document, from the page that shows it. */
export function PaperButton(props: PaperButtonProps): ReactNode {
  const Button = button;
  return Button === null ? null : <Button {...props} />;
}
