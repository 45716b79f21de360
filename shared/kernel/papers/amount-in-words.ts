/**
 * An amount in words, as papers about money bear it beside the figures: in Chinese by the rules of the People's Bank for
 * bills (正确填写票据和结算凭证的基本规定), in English as trade writes it. Integers throughout.
 */
import { type CurrencyCode, currencyDecimals, type Minor } from '../money.ts';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];
/** Names of currencies before the words; what has none is named by its code. */
const chineseNames: Readonly<Record<string, string>> = { CNY: '人民币', USD: '美元', EUR: '欧元', HKD: '港币' };

/** Up to four digits: 1005 is 壹仟零伍. */
function chineseGroup(group: number): string {
  const digits = [...String(group)].map(Number);
  let text = '';
  let isGap = false;
  for (const [at, digit] of digits.entries()) {
    if (digit === 0) {
      isGap = true;
      continue;
    }
    if (isGap) text += '零';
    isGap = false;
    text += `${DIGITS[digit]}${PLACES[digits.length - 1 - at]}`;
  }
  return text;
}

function chineseWhole(whole: number): string {
  const groups: number[] = [];
  for (let rest = whole; rest > 0; rest = Math.floor(rest / 10_000)) groups.push(rest % 10_000);
  let text = '';
  let isGap = false;
  for (let at = groups.length - 1; at >= 0; at -= 1) {
    const group = groups[at] ?? 0;
    if (group === 0) {
      isGap = text !== '';
      continue;
    }
    if (text !== '' && (isGap || group < 1_000)) text += '零';
    isGap = false;
    text += `${chineseGroup(group)}${GROUPS[at]}`;
  }
  return text;
}

/** 1005006 CNY is 人民币壹万零伍拾元零陆分, 120000 is 人民币壹仟贰佰元整. */
export function chineseAmount(minor: Minor, currency: CurrencyCode): string {
  const decimals = currencyDecimals(currency);
  const amount = Math.abs(minor);
  const unit = 10 ** decimals;
  const whole = Math.floor(amount / unit);
  const cents = decimals === 2 ? amount % unit : 0;
  const jiao = Math.floor(cents / 10);
  const fen = cents % 10;
  const parts = [
    chineseNames[currency] ?? `${currency} `,
    minor < 0 ? '负' : '',
    whole > 0 ? `${chineseWhole(whole)}元` : cents === 0 ? '零元' : '',
    jiao > 0 ? `${DIGITS[jiao]}角` : fen > 0 && whole > 0 ? '零' : '',
    fen > 0 ? `${DIGITS[fen]}分` : '整',
  ];
  return parts.join('');
}

const SMALL = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen'
).split(' ');
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const THOUSANDS = ['', ' thousand', ' million', ' billion', ' trillion'];

function englishGroup(group: number): string {
  const hundreds = Math.floor(group / 100);
  const rest = group % 100;
  const small =
    rest < 20 ? (SMALL[rest] ?? '') : [TENS[Math.floor(rest / 10)], ...(rest % 10 ? [SMALL[rest % 10]] : [])].join('-');
  if (hundreds === 0) return small;
  return `${SMALL[hundreds]} hundred${rest === 0 ? '' : ` and ${small}`}`;
}

/** 1005006 CNY is `CNY ten thousand and fifty and 06/100 only`. */
export function englishAmount(minor: Minor, currency: CurrencyCode): string {
  const decimals = currencyDecimals(currency);
  const amount = Math.abs(minor);
  const unit = 10 ** decimals;
  const whole = Math.floor(amount / unit);
  const groups: string[] = [];
  for (let rest = whole, at = 0; rest > 0; rest = Math.floor(rest / 1_000), at += 1) {
    const group = rest % 1_000;
    const isSmallEnd = at === 0 && group > 0 && group < 100 && whole >= 1_000;
    if (group > 0) groups.unshift(`${isSmallEnd ? 'and ' : ''}${englishGroup(group)}${THOUSANDS[at]}`);
  }
  const words = groups.length === 0 ? 'zero' : groups.join(' ');
  const cents = decimals === 0 ? '' : ` and ${String(amount % unit).padStart(decimals, '0')}/${unit}`;
  return `${currency} ${minor < 0 ? 'minus ' : ''}${words}${cents} only`;
}
