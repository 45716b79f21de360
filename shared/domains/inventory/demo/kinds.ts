/** Kinds of goods from which the rest of the range is made: each in sizes, colours or flavours, and later in series. */
import type { InBoth } from '../../../kernel/demo.ts';
import type { ProductColour, ProductShape } from './draw-product.ts';

export type UnitKey = 'piece' | 'box' | 'set' | 'bottle' | 'pack' | 'can' | 'bag';
export const demoUnits: Readonly<Record<UnitKey, InBoth>> = {
  piece: { zh: '件', en: 'pc' },
  box: { zh: '盒', en: 'box' },
  set: { zh: '套', en: 'set' },
  bottle: { zh: '瓶', en: 'bottle' },
  pack: { zh: '包', en: 'pack' },
  can: { zh: '罐', en: 'can' },
  bag: { zh: '袋', en: 'bag' },
};

export const demoCategories = {
  tableware: { zh: '餐具', en: 'Tableware' },
  drinkware: { zh: '水具', en: 'Drinkware' },
  kitchen: { zh: '厨具', en: 'Kitchen' },
  storage: { zh: '收纳', en: 'Storage' },
  cleaning: { zh: '清洁', en: 'Cleaning' },
  gifts: { zh: '礼品', en: 'Gifts' },
  tea: { zh: '茶叶', en: 'Tea' },
  food: { zh: '食品', en: 'Food' },
  drinks: { zh: '饮料', en: 'Drinks' },
  care: { zh: '个护', en: 'Personal care' },
} as const satisfies Record<string, InBoth>;
export type CategoryKey = keyof typeof demoCategories;

export const perCarton = (pieces: number): InBoth => ({ zh: `每箱 ${pieces}`, en: `${pieces} a carton` });

/** One of the sizes, colours or flavours of a kind. */
interface Choice {
  readonly zh: string;
  readonly en: string;
  readonly colour: ProductColour;
}

export interface ProductKind {
  /** Letter of its codes. */
  readonly letter: string;
  readonly shape: ProductShape;
  readonly category: CategoryKey;
  readonly unit: UnitKey;
  readonly name: InBoth;
  readonly sizes: readonly { readonly zh: string; readonly en: string; readonly price: number }[];
  readonly choices: readonly Choice[];
  readonly carton: number;
  readonly shelfLifeDays: number | null;
  /** Rice and oil are taxed at the lower rate (R43). */
  readonly taxCode: 'standard' | 'reduced';
}

const palettes: Readonly<Record<string, string>> = {
  glaze: '白/white/white, 黑/black/black, 青/celadon/celadon, 蓝/blue/blue, 米黄/cream/cream, 豆沙/dusty pink/pink',
  plain: '白/white/white, 灰/grey/grey, 蓝/blue/blue, 绿/green/green, 粉/pink/pink, 黄/yellow/yellow',
  steel: '本色/plain/steel, 磨砂/matt/grey, 黑/black/black, 藏青/navy/navy, 红/red/red, 墨绿/green/green',
  pan: '黑/black/black, 红/red/red, 灰/grey/grey, 蓝/blue/blue, 米白/cream/cream, 绿/green/green',
  wood: '榉木/beech/wood, 胡桃木/walnut/brown, 竹/bamboo/cream, 橡木/oak/wood, 相思木/acacia/brown, 樱桃木/cherry/orange',
  glass:
    '透明/clear/glass, 琥珀/amber/orange, 淡绿/light green/green, 烟灰/smoke/grey, 淡蓝/light blue/blue, 淡粉/rose/pink',
  scent:
    '柠檬/lemon/yellow, 薰衣草/lavender/purple, 绿茶/green tea/green, 海盐/sea salt/blue, 玫瑰/rose/pink, 桂花/osmanthus/orange',
  tea: '龙井/Longjing/green, 铁观音/Tieguanyin/celadon, 恩施玉露/Enshi Yulu/green, 茉莉花茶/jasmine/cream, 祁门红茶/Keemun black/red, 普洱/Pu-erh/brown',
  taste:
    '原味/original/cream, 香葱/spring onion/green, 芝麻/sesame/wood, 麻辣/hot and spicy/red, 海苔/seaweed/celadon, 蜂蜜/honey/yellow',
  fruit:
    '橙汁/orange/orange, 苹果/apple/red, 葡萄/grape/purple, 水蜜桃/peach/pink, 柠檬/lemon/yellow, 青梅/green plum/green',
  oil: '花生油/peanut/yellow, 菜籽油/rapeseed/orange, 玉米油/corn/yellow, 大豆油/soybean/cream, 芝麻油/sesame/brown, 葵花籽油/sunflower/yellow',
  rice: '长粒香/long grain/cream, 珍珠米/pearl/white, 糙米/brown rice/wood, 糯米/glutinous/white, 丝苗米/Simiao/cream, 小米/millet/yellow',
  nuts: '瓜子/sunflower seeds/grey, 花生/peanuts/wood, 核桃/walnuts/brown, 腰果/cashews/cream, 杏仁/almonds/orange, 开心果/pistachios/green',
};

/** letter | shape | category | unit | name | name | sizes with price | palette | carton | shelf life | tax */
const lines = `
A | mug | drinkware | piece | 陶瓷杯 | Ceramic cup | 300ml=300 ml=12, 400ml=400 ml=14.5, 500ml=500 ml=17 | glaze | 48 | - | standard
J | teabox | tea | can | 罐装茶叶 | Canned tea | 100g=100 g=38, 250g=250 g=82, 500g=500 g=148 | tea | 24 | 540 | standard
K | carton | drinks | box | 果汁饮料 | Fruit drink | 250ml=250 ml=2.6, 500ml=500 ml=4.2, 1L=1 L=7.4 | fruit | 24 | 270 | standard
L | pump | care | bottle | 洗手液 | Hand wash | 300ml=300 ml=9.8, 500ml=500 ml=13.5, 1L=1 L=22 | scent | 24 | 1095 | standard
A | plate | tableware | piece | 陶瓷盘 | Ceramic plate | 7 寸=7 in=14, 8 寸=8 in=18, 10 寸=10 in=26 | glaze | 36 | - | standard
J | cookie | food | bag | 酥性饼干 | Crisp biscuits | 150g=150 g=5.6, 300g=300 g=9.9, 500g=500 g=15.5 | taste | 30 | 120 | standard
B | flask | drinkware | piece | 保温杯 | Vacuum flask | 350ml=350 ml=46, 500ml=500 ml=56, 750ml=750 ml=69 | steel | 24 | - | standard
L | soap | care | piece | 香皂 | Toilet soap | 85g=85 g=3.2, 100g=100 g=3.9, 125g=125 g=4.8 | scent | 72 | 1095 | standard
C | pan | kitchen | piece | 麦饭石炒锅 | Stone-coated pan | 24cm=24 cm=88, 28cm=28 cm=108, 32cm=32 cm=132 | pan | 6 | - | standard
J | pouch | food | bag | 坚果炒货 | Roasted nuts | 200g=200 g=14.8, 350g=350 g=23.5, 500g=500 g=32 | nuts | 20 | 180 | standard
D | foodbox | storage | set | 保鲜盒 | Food box | 600ml=600 ml=9.9, 1L=1 L=13.8, 1.8L=1.8 L=19.9 | plain | 24 | - | standard
K | bottle | drinks | bottle | 苏打水 | Soda water | 330ml=330 ml=2.9, 500ml=500 ml=3.6, 1L=1 L=5.5 | fruit | 24 | 365 | standard
G | bottle | cleaning | bottle | 衣物清洗剂 | Laundry liquid | 500g=500 g=9.9, 1kg=1 kg=16.8, 2kg=2 kg=29.9 | scent | 12 | 1095 | standard
C | board | kitchen | piece | 实木砧板 | Solid wood board | 30cm=30 cm=36, 36cm=36 cm=48, 40cm=40 cm=62 | wood | 12 | - | standard
J | bottle | food | bottle | 食用油 | Cooking oil | 900ml=900 ml=16.5, 1.8L=1.8 L=31, 5L=5 L=79 | oil | 6 | 540 | reduced
L | tube | care | piece | 护手霜 | Hand cream | 30g=30 g=6.9, 60g=60 g=11.9, 80g=80 g=15 | scent | 60 | 1095 | standard
D | jar | storage | piece | 玻璃密封罐 | Glass jar | 500ml=500 ml=11, 900ml=900 ml=15, 1.5L=1.5 L=21 | glass | 24 | - | standard
J | pouch | food | bag | 大米 | Rice | 2.5kg=2.5 kg=19.8, 5kg=5 kg=36, 10kg=10 kg=68 | rice | 8 | 270 | reduced
E | apron | kitchen | piece | 防水围裙 | Waterproof apron | 中号=size M=19, 大号=size L=22, 加大号=size XL=25 | plain | 50 | - | standard
K | can | drinks | can | 凉茶 | Herbal tea drink | 245ml=245 ml=2.8, 310ml=310 ml=3.4, 500ml=500 ml=5.2 | tea | 24 | 540 | standard
B | pitcher | drinkware | piece | 耐热水壶 | Heat-proof jug | 1L=1 L=29, 1.5L=1.5 L=36, 2L=2 L=45 | glass | 12 | - | standard
L | cream | care | bottle | 面霜 | Face cream | 30g=30 g=26, 50g=50 g=39, 100g=100 g=66 | scent | 36 | 1095 | standard
C | pot | kitchen | piece | 汤锅 | Stock pot | 20cm=20 cm=96, 22cm=22 cm=112, 24cm=24 cm=129 | pan | 6 | - | standard
J | pouch | food | bag | 桃酥糕点 | Walnut pastry | 200g=200 g=8.8, 400g=400 g=15.8, 600g=600 g=22 | taste | 30 | 75 | standard
G | sponge | cleaning | pack | 海绵擦 | Sponge wipe | 4 片=4 pieces=4.9, 8 片=8 pieces=8.6, 12 片=12 pieces=11.9 | plain | 60 | - | standard
F | cloth | tableware | piece | 隔热餐垫 | Place mat | 30×40=30 × 40=7.5, 33×45=33 × 45=8.9, 35×50=35 × 50=9.9 | plain | 100 | - | standard
C | chopsticks | tableware | pack | 木筷 | Wooden chopsticks | 5 双=5 pairs=12.9, 10 双=10 pairs=22, 20 双=20 pairs=39 | wood | 60 | - | standard
H | teaset | gifts | set | 功夫茶具 | Kung fu tea set | 6 件=6 pieces=128, 8 件=8 pieces=168, 10 件=10 pieces=218 | glaze | 4 | - | standard
D | bin | storage | piece | 翻盖收纳箱 | Storage box with lid | 20L=20 L=24, 40L=40 L=38, 60L=60 L=52 | plain | 10 | - | standard
H | gift | gifts | box | 坚果礼盒 | Nut gift box | 800g=800 g=68, 1.2kg=1.2 kg=98, 1.6kg=1.6 kg=128 | nuts | 8 | 180 | standard
L | bottle | care | bottle | 洗发露 | Shampoo | 200ml=200 ml=14.9, 400ml=400 ml=24, 750ml=750 ml=38 | scent | 24 | 1095 | standard
E | glove | kitchen | pack | 隔热手套 | Oven mitt | 小号=size S=11, 中号=size M=13, 大号=size L=15 | plain | 80 | - | standard
K | bottle | drinks | bottle | 乳酸菌饮品 | Lactic drink | 100ml=100 ml=1.9, 220ml=220 ml=3.4, 450ml=450 ml=6.2 | fruit | 40 | 60 | standard
B | kidscup | drinkware | piece | 儿童水杯 | Children's cup | 300ml=300 ml=29, 420ml=420 ml=36, 550ml=550 ml=42 | plain | 36 | - | standard
G | tablets | cleaning | box | 洗碗机专用块 | Dishwasher blocks | 20 粒=20 pieces=32, 30 粒=30 pieces=45, 60 粒=60 pieces=82 | scent | 16 | 1095 | standard
A | bowls | tableware | set | 碗具套装 | Bowl set | 4 件=4 pieces=59, 6 件=6 pieces=86, 12 件=12 pieces=158 | glaze | 6 | - | standard
`;

const choicesOf = (palette: string): Choice[] =>
  (palettes[palette] ?? '').split(', ').map((entry) => {
    const [zh = '', en = '', colour = ''] = entry.split('/');
    return { zh, en, colour: colour as ProductColour };
  });

export const productKinds: readonly ProductKind[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [letter = '', shape = '', category = '', unit = '', zh = '', en = '', sizes = '', palette = '', ...rest] =
      line.split(' | ');
    const [carton = '', life = '', taxCode = ''] = rest;
    return {
      letter,
      shape: shape as ProductShape,
      category: category as CategoryKey,
      unit: unit as UnitKey,
      name: { zh, en },
      sizes: sizes.split(', ').map((size) => {
        const [sizeZh = '', sizeEn = '', price = ''] = size.split('=');
        return { zh: sizeZh, en: sizeEn, price: Number(price) };
      }),
      choices: choicesOf(palette),
      carton: Number(carton),
      shelfLifeDays: life === '-' ? null : Number(life),
      taxCode: taxCode as 'standard' | 'reduced',
    };
  });

/** Ranges under which the same kinds come again in a large company; the first has no name. */
export const productSeries: readonly InBoth[] = [
  { zh: '', en: '' },
  ...'素雅/Suya 锦绣/Jinxiu 云栖/Yunqi 江南/Jiangnan 和风/Hefeng 晨曦/Chenxi 竹影/Zhuying 听雨/Tingyu 青禾/Qinghe 悦享/Yuexiang 雅集/Yaji 初见/Chujian 山水/Shanshui 花语/Huayu 知味/Zhiwei 暖阳/Nuanyang 星河/Xinghe 东湖/Donghu 楚风/Chufeng 洞庭/Dongting 君山/Junshan 黄鹤/Huanghe 珞珈/Luojia 橘洲/Juzhou 白云/Baiyun 松鹤/Songhe 金桂/Jingui 瑞雪/Ruixue 晴川/Qingchuan 古琴/Guqin 长乐/Changle 如意/Ruyi 福满/Fuman 静好/Jinghao'
    .split(' ')
    .map((pair) => {
      const [zh = '', en = ''] = pair.split('/');
      return { zh, en };
    }),
];
