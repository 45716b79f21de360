/**
 * How papers look. Guards: black prints on needles and in the third copy, so colour and grey are for laser paper alone;
 * nothing is cut: what is too long wraps, and makes its row higher. Letters are those that a font has by itself: Noto CJK gives
 * English other figures (locl), and others may do so for columns (tnum), which have no character behind them in a PDF, so
 * that nobody could search or copy a number.
 */
import type { PaperMeasure } from './paper-sizes.ts';

/** Chinese before Latin in Chinese, so that one font has both; each system has one of these. */
const fonts = {
  zh: "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','Segoe UI',sans-serif",
  en: "'Segoe UI','Helvetica Neue','Noto Sans','Liberation Sans',Arial,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif",
} as const;

interface Inks {
  readonly quiet: string;
  readonly hairline: string;
  readonly rule: string;
  readonly bodyPt: number;
  readonly smallPt: number;
  readonly titlePt: number;
  readonly namePt: number;
  readonly rowMm: number;
  readonly lead: number;
}

const laser: Inks = {
  ...{ quiet: '#59636e', hairline: '0.15mm solid #c9d0d6', rule: '0.35mm solid #1c2733' },
  ...{ bodyPt: 9.5, smallPt: 8, titlePt: 19, namePt: 12.5, rowMm: 1.35, lead: 1.35 },
};
const needles: Inks = {
  ...{ quiet: '#000', hairline: '0.3mm solid #000', rule: '0.3mm solid #000' },
  ...{ bodyPt: 10, smallPt: 9, titlePt: 16, namePt: 12, rowMm: 0.5, lead: 1.28 },
};

/** The style sheet of a paper. @param scope what it holds for: nothing of it reaches beyond */
export function paperStyle(size: PaperMeasure, language: 'zh' | 'en', hasAccent: boolean): string {
  const { widthMm, heightMm, leftMm, rightMm, topMm, bottomMm, isImpact } = size;
  const ink = isImpact ? needles : laser;
  const accent = hasAccent && !isImpact ? '0.7mm solid #0b6b66' : ink.rule;
  const grid = isImpact
    ? `.rows th,.rows td{border:${ink.hairline}}.rows th+th,.rows td+td{border-left:0}.rows tbody td{border-top:0}`
    : `.rows th{border-bottom:${ink.rule}}.rows td{border-bottom:${ink.hairline}}.rows th:first-child,.rows td:first-child{padding-left:0}.rows th:last-child,.rows td:last-child{padding-right:0}`;
  return [
    `@page{size:${widthMm}mm ${heightMm}mm;margin:0}`,
    'html,body{margin:0;padding:0;background:#fff}',
    // A hair less than the page: rounding must not bring an empty one after each.
    `.sheet{position:relative;box-sizing:border-box;width:${widthMm}mm;height:${heightMm - 0.1}mm;padding:${topMm}mm ${rightMm}mm ${bottomMm}mm ${leftMm}mm;overflow:hidden;break-after:page;background:#fff;color:#000;font:${ink.bodyPt}pt/${ink.lead} ${fonts[language]};font-feature-settings:'locl' 0;overflow-wrap:anywhere;line-break:strict}`,
    '.sheet:last-child{break-after:auto}',
    '.measured{height:auto;overflow:visible}',
    '.sheet p,.sheet dl,.sheet dd,.sheet table{margin:0}',
    '.sheet *{box-sizing:border-box}',
    `.quiet,.sheet dt,.sheet th{color:${ink.quiet};font-size:${ink.smallPt}pt;font-weight:400}`,
    `.top{display:flex;justify-content:space-between;gap:6mm;padding-bottom:${isImpact ? 1.2 : 3}mm;border-bottom:${accent}}`,
    '.issuer{display:flex;gap:4mm;align-items:flex-start;min-width:0}',
    '.issuer img{display:block;max-width:45mm;object-fit:contain}',
    `.name{font-size:${ink.namePt}pt;font-weight:700;line-height:1.25}`,
    '.what{flex:none;max-width:50%;text-align:right}',
    `.title{font-size:${ink.titlePt}pt;font-weight:700;line-height:1.15;letter-spacing:${language === 'zh' ? '0.12em' : '0'}}`,
    '.number{font-weight:600}',
    `.bars{display:block;margin:0.8mm 0 0 auto;height:${isImpact ? 7 : 8}mm}`,
    `.stamp{display:inline-block;margin-left:3mm;padding:0 2mm;border:0.4mm solid #000;font-size:${ink.namePt}pt;letter-spacing:0;vertical-align:middle}`,
    `.about{display:flex;gap:8mm;padding:${isImpact ? '1mm 0 1.2mm' : '4mm 0 5mm'}}`,
    '.parties{flex:1 1 42%;display:flex;gap:6mm;min-width:0}',
    '.party{flex:1;min-width:0}',
    '.party strong{display:block;font-size:1.1em}',
    `.facts{flex:1 1 58%;display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:${isImpact ? '0.3mm 4mm' : '1.6mm 5mm'};align-content:start}`,
    '.facts div{min-width:0}',
    isImpact
      ? '.facts dt,.facts dd,.party .quiet,.party strong{display:inline}.facts dt::after,.party .quiet::after{content:" "}'
      : '',
    '.rows{width:100%;table-layout:fixed;border-collapse:separate;border-spacing:0}',
    `.rows th,.rows td{padding:${ink.rowMm}mm 1.2mm;text-align:left;vertical-align:top}`,
    grid,
    '.rows .figure{text-align:right}',
    '.rows td.figure{white-space:nowrap}',
    '.rows .carried td{font-weight:600}',
    '.tail{padding-top:2.5mm;break-inside:avoid}',
    isImpact ? '.tail{padding-top:1.2mm}' : '',
    '.sums{display:flex;justify-content:space-between;gap:8mm;align-items:flex-end}',
    '.sums table{border-collapse:collapse;margin-left:auto;flex:none}',
    '.sums td{padding:0.5mm 0 0.5mm 6mm;text-align:right;white-space:nowrap}',
    // Half a sheet is low: its sums stand in one line, what they are in words below.
    isImpact
      ? '.sums{flex-wrap:wrap-reverse;gap:0 8mm}.sums tbody{display:flex}.sums td{padding:0 0 0 5mm}.sums td+td{padding-left:2mm}.words{flex:1 0 auto;max-width:100%}'
      : '',
    `.sums .strong td{font-weight:700;font-size:1.15em${isImpact ? '' : `;border-top:${ink.hairline}`}}`,
    '.words{flex:1;min-width:0}',
    '.proofs{display:flex;gap:8mm}.proofs figure{margin:0}.proofs img{display:block;height:16mm;max-width:60mm;object-fit:contain}',
    `.signatures{display:flex;gap:8mm;padding-top:${isImpact ? 2 : 9}mm}`,
    `.signatures p{flex:1;min-width:0;padding-bottom:${isImpact ? 4 : 9}mm;border-bottom:${isImpact ? '0.3mm' : '0.2mm'} solid #000}`,
    `.foot{position:absolute;left:${leftMm}mm;right:${rightMm}mm;bottom:${bottomMm}mm;display:flex;justify-content:space-between;gap:6mm;padding-top:1mm;color:${ink.quiet};font-size:${ink.smallPt}pt}`,
    `.measured .foot{position:static}`,
    // On top: where the paper is full of rows it must still be seen, and through it the rows.
    '.watermark{position:absolute;inset:0;width:100%;height:100%;font-weight:700;fill:rgba(0,0,0,0.09);pointer-events:none}',
  ].join('');
}
