/** One customer's particulars: name, place, phone, tax number, people. */
import { type Demo, type DemoSource, madeBy } from '../../../kernel/demo.ts';
import type { Instant } from '../../../kernel/instants.ts';
import type { Row } from '../../../kernel/table.ts';
import { holderOf } from '../rules/holder.ts';
import type { DemoCity } from './cities.ts';
import type { NamedCustomer } from './named-customers.ts';
import { buyerTitle, contactNotes, givenNames, jobTitles, soleTitles, surnames, tradeNames, trades } from './words.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
}

const first: Words = { zh: '', en: '' };
const pick = ({ random }: DemoSource, words: readonly Words[]): Words => random.oneOf([words[0] ?? first, ...words]);

const MOBILE_PREFIXES = ['130', '133', '135', '136', '137', '138', '139', '150', '158', '159', '177', '186', '189'];

const digits = (source: DemoSource, count: number): string =>
  String(source.random.between(0, 10 ** count - 1)).padStart(count, '0');

function mobile(source: DemoSource): string {
  const prefix = source.random.oneOf(['138', ...MOBILE_PREFIXES]);
  return `${prefix} ${digits(source, 4)} ${digits(source, 4)}`;
}

const landLine = (source: DemoSource, city: DemoCity): string =>
  city.area.length === 3
    ? `${city.area} ${source.random.between(5, 8)}${digits(source, 3)} ${digits(source, 4)}`
    : `${city.area} ${source.random.between(2, 8)}${digits(source, 2)} ${digits(source, 4)}`;

const letters = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ü', 'u')
    .replaceAll(/[^a-z]/g, '');

/** `li.xu` of Xu Li. */
const mailOf = (name: string): string => name.split(' ').reverse().map(letters).join('.');

interface PersonName extends Words {
  readonly mail: string;
}

function personName(source: DemoSource): PersonName {
  const [surname, given] = [pick(source, surnames), pick(source, givenNames)];
  const en = `${surname.en} ${given.en}`;
  return { zh: `${surname.zh}${given.zh}`, en, mail: mailOf(en) };
}

/** A trade name in both writings; `given` is a real one, which has no Latin form. */
function companyName(source: DemoSource, city: DemoCity, given: string | undefined): Words & { mail: string } {
  const [left, right] = [pick(source, tradeNames), pick(source, tradeNames)];
  const trade = pick(source, trades);
  const short = given ?? `${left.zh}${right.zh}`;
  const latin = `${left.en}${right.en.toLowerCase()}`;
  const withCity = source.random.chance(60);
  return {
    zh: `${withCity ? city.name.zh.replace(/[市区]$/, '') : ''}${short}${trade.zh}`,
    en: `${withCity ? `${city.name.en} ` : ''}${latin} ${trade.en}`,
    mail: latin.toLowerCase(),
  };
}

const CREDIT_CODE_LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A unified social credit code with its check character (GB 32100-2015). */
function creditCode(source: DemoSource, city: DemoCity): string {
  const letter = (): string => CREDIT_CODE_LETTERS[source.random.between(0, 30)] ?? '0';
  const body = `91${city.district}MA${Array.from({ length: 7 }, letter).join('')}`;
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += CREDIT_CODE_LETTERS.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return `${body}${CREDIT_CODE_LETTERS[(31 - (sum % 31)) % 31] ?? '0'}`;
}

/** A customer as far as its row says. */
export interface ComposedCustomer {
  readonly customer: Row<'customers'>;
  readonly contacts: readonly Row<'contacts'>[];
}

export interface CustomerPlan {
  readonly code: string;
  readonly city: DemoCity;
  readonly territoryId: string;
  /** Who made it, and had it first. */
  readonly madeBy: string;
  /** Both null: it lies in the pool. */
  readonly ownerId: string | null;
  readonly ownerTeamId: string | null;
  readonly heldSince: Instant | null;
  readonly paymentTermsDays: number;
  readonly named: NamedCustomer | undefined;
  readonly realName: string | undefined;
  readonly people: number;
  readonly madeAt: Instant;
}

export function composeCustomer(demo: Demo, source: DemoSource, plan: CustomerPlan): ComposedCustomer {
  const { language } = demo;
  const { city, named, madeAt } = plan;
  const name = companyName(source, city, plan.realName);
  const contact = personName(source);
  const street = named?.street ?? streetOf(source, city);
  const phone = named?.phone ?? (source.random.chance(65) ? mobile(source) : landLine(source, city));
  const domain = `${named ? letters(named.name.en.split(' ').slice(0, 2).join('')) : name.mail}.example`;
  const contactMail = named ? mailOf(named.contact.en) : contact.mail;
  const audit = madeBy(plan.madeBy, madeAt);
  const title = pick(source, jobTitles.slice(0, 4))[language];
  const customer: Row<'customers'> = {
    id: source.newId(madeAt),
    code: plan.code,
    name: named?.name[language] ?? name[language],
    taxNumber: source.random.chance(85) ? creditCode(source, city) : null,
    contactName: named?.contact[language] ?? contact[language],
    contactTitle: title,
    phone,
    email: source.random.chance(70) ? `info@${domain}` : null,
    address: street[language],
    city: city.name[language],
    region: city.region[language],
    postalCode: city.postalCode,
    country: language === 'zh' ? '中国' : 'China',
    territoryId: plan.territoryId,
    ownerId: plan.ownerId,
    ownerTeamId: plan.ownerTeamId,
    holderId: holderOf(plan),
    heldSince: plan.heldSince,
    paymentTermsId: null,
    minimumLifeDays: 0,
    parentId: null,
    billToId: null,
    payerId: null,
    groupId: null,
    priceListId: null,
    taxCode: null,
    currency: demo.currency,
    paymentTermsDays: plan.paymentTermsDays,
    ...audit,
  };
  const taken = new Set([title]);
  const titleOf = (): string => {
    const drawn = pick(source, jobTitles)[language];
    // A house has one head, but several who buy for it.
    const isTaken = taken.has(drawn) && soleTitles.some((sole) => sole[language] === drawn);
    taken.add(drawn);
    return isTaken ? buyerTitle[language] : drawn;
  };
  const person = (isPrimary: 0 | 1): Row<'contacts'> => {
    const { mail, ...own } = personName(source);
    return {
      id: source.newId(madeAt),
      customerId: customer.id,
      name: isPrimary ? (customer.contactName ?? own[language]) : own[language],
      title: isPrimary ? title : titleOf(),
      phone: isPrimary ? phone : mobile(source),
      email: source.random.chance(50) ? `${isPrimary ? contactMail : mail}@${domain}` : null,
      isPrimary,
      note: source.random.chance(15) ? pick(source, contactNotes)[language] : null,
      ...audit,
    };
  };
  const contacts = Array.from({ length: plan.people }, (_, index) => person(index === 0 ? 1 : 0));
  return { customer, contacts };
}

function streetOf(source: DemoSource, city: DemoCity): Words {
  const street = pick(source, city.streets);
  const number = source.random.between(1, 988);
  return { zh: `${street.zh} ${number} 号`, en: `${number} ${street.en}` };
}
