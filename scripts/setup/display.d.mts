/** Whether windows can be shown without starting anything. */
export function hasDisplay(): boolean;

/** A display for this run: the person's own, or a virtual one that ends with this process. Sets DISPLAY. */
export function openDisplay(): Promise<{ name: string | null; isVirtual: boolean; close: () => void }>;
