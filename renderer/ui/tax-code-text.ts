import { i18n } from '../app/i18n.ts';

/** A tax code by its name; a company's own stands as it is. */
export const taxCodeText = (code: string): string => i18n.t(`taxCodes.${code}`, { defaultValue: code });
