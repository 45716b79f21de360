/** Goods that every demo company has, whatever its size: those that texts, pictures and tests name. */
import type { InBoth } from '../../../kernel/demo.ts';
import type { ProductColour, ProductShape } from './draw-product.ts';
import { type CategoryKey, perCarton, type UnitKey } from './kinds.ts';

export interface NamedProduct {
  readonly code: string;
  readonly name: InBoth;
  readonly unit: UnitKey;
  /** Yuan without tax, as a decimal. */
  readonly price: string;
  readonly category: CategoryKey;
  readonly packaging: InBoth;
  readonly shape: ProductShape;
  readonly colour: ProductColour;
  readonly shelfLifeDays: number | null;
}

/** code | name | name | unit | price | category | pieces a carton, or what is in one | picture | shelf life */
const lines = `
A-100 | 陶瓷马克杯 350ml 白 | Ceramic mug 350 ml white | box | 68 | drinkware | 每盒 6 只 / 6 in a box | mug white | -
A-101 | 陶瓷马克杯 350ml 黑 | Ceramic mug 350 ml black | box | 68 | drinkware | 每盒 6 只 / 6 in a box | mug black | -
A-110 | 陶瓷马克杯 450ml 青 | Ceramic mug 450 ml celadon | box | 76 | drinkware | 每盒 6 只 / 6 in a box | mug celadon | -
A-120 | 陶瓷碗 6 寸 汤碗 | Ceramic soup bowl 6 in | piece | 28 | tableware | 48 | bowl blue | -
A-121 | 陶瓷碗 4.5 寸 饭碗 | Ceramic rice bowl 4.5 in | piece | 16.5 | tableware | 72 | bowl white | -
A-128 | 陶瓷碗套装 10 件 | Ceramic bowl set of 10 | set | 168 | tableware | 6 | bowls blue | -
A-130 | 骨瓷餐盘 8 寸 | Bone china plate 8 in | box | 96 | tableware | 每盒 4 只 / 4 in a box | plate white | -
A-131 | 骨瓷餐盘 10 寸 | Bone china plate 10 in | box | 128 | tableware | 每盒 4 只 / 4 in a box | plate cream | -
A-140 | 青花茶具 七件套 | Blue and white tea set, 7 pieces | set | 236 | gifts | 4 | teaset blue | -
A-152 | 紫砂茶杯 80ml | Zisha tea cup 80 ml | piece | 32 | drinkware | 60 | cup brown | -
B-010 | 不锈钢保温杯 500ml | Thermos flask 500 ml | piece | 58 | drinkware | 24 | flask steel | -
B-020 | 不锈钢保温壶 1.5L | Thermos jug 1.5 L | piece | 89 | drinkware | 12 | jug steel | -
B-021 | 不锈钢保温壶 1.5L 磨砂 | Thermos jug 1.5 L matt | piece | 91 | drinkware | 12 | jug grey | -
B-025 | 玻璃冷水壶 1.8L | Glass water jug 1.8 L | piece | 46 | drinkware | 12 | pitcher glass | -
B-029 | 保温壶清洁刷 | Jug brush | piece | 12 | cleaning | 100 | brush orange | -
B-040 | 儿童吸管杯 400ml | Straw cup for children 400 ml | piece | 49 | drinkware | 36 | kidscup pink | -
C-300 | 铸铁炒锅 32cm | Cast iron wok 32 cm | piece | 198 | kitchen | 4 | wok black | -
C-301 | 不粘平底锅 28cm | Non-stick pan 28 cm | piece | 135 | kitchen | 6 | pan red | -
C-305 | 竹砧板 40×28 | Bamboo board 40 × 28 | piece | 39 | kitchen | 20 | board wood | -
C-306 | 乌檀木砧板 45×30 | Ebony board 45 × 30 | piece | 158 | kitchen | 8 | board brown | -
C-310 | 不锈钢菜刀 | Chopping knife, stainless | piece | 79 | kitchen | 24 | knife steel | -
C-311 | 厨房剪刀 | Kitchen scissors | piece | 26 | kitchen | 48 | scissors red | -
C-320 | 合金筷子 10 双装 | Alloy chopsticks, 10 pairs | pack | 29.8 | tableware | 60 | chopsticks black | -
C-321 | 鸡翅木筷子 10 双装 | Wenge chopsticks, 10 pairs | pack | 36 | tableware | 60 | chopsticks brown | -
C-330 | 不锈钢汤勺 | Soup ladle, stainless | piece | 18 | kitchen | 60 | ladle steel | -
D-400 | 密封罐 1.2L | Storage jar 1.2 L | piece | 22 | storage | 24 | jar glass | -
D-412 | 玻璃保鲜盒 三件套 | Glass food boxes, set of 3 | set | 48 | storage | 12 | foodbox green | -
D-413 | 玻璃保鲜盒 五件套 | Glass food boxes, set of 5 | set | 82 | storage | 8 | foodbox blue | -
D-420 | 米桶 10kg | Rice bin 10 kg | piece | 66 | storage | 6 | bin cream | -
D-430 | 调料盒 四格 | Spice box, 4 cells | piece | 24.5 | storage | 36 | spices white | -
D-431 | 油壶 500ml | Oil bottle 500 ml | piece | 31 | storage | 24 | bottle glass | -
E-070 | 棉围裙 | Cotton apron | piece | 35 | kitchen | 50 | apron navy | -
E-077 | 硅胶隔热垫 | Silicone trivet | piece | 9.9 | kitchen | 200 | cloth red | -
E-082 | 隔热手套 一双 | Oven glove, pair | pack | 27 | kitchen | 80 | glove orange | -
F-210 | 棉麻桌布 140×180 | Linen table cloth 140 × 180 | piece | 88 | tableware | 20 | cloth cream | -
F-215 | 餐垫 四片装 | Place mats, pack of 4 | pack | 42 | tableware | 40 | cloth green | -
G-118 | 洗碗块 40 粒 | Dishwasher tablets, 40 pieces | pack | 59.9 | cleaning | 16 | tablets blue | 1095
G-120 | 光亮剂 500ml | Rinse aid 500 ml | bottle | 38 | cleaning | 24 | bottle blue | 1095
G-130 | 洗洁精 1kg | Washing-up liquid 1 kg | bottle | 14.8 | cleaning | 12 | pump yellow | 1095
G-140 | 百洁布 10 片装 | Scouring pads, pack of 10 | pack | 11.5 | cleaning | 60 | sponge green | -
H-003 | 公筷公勺 礼盒 | Serving chopsticks and spoon, gift box | box | 52 | gifts | 24 | gift red | -
H-010 | 新年福字碗 对装 | New Year bowls, pair | box | 98 | gifts | 12 | bowls red | -
H-012 | 商务茶礼盒 | Business tea gift box | box | 268 | gifts | 6 | teabox red | -
`;

/** The range of a wholesaler of household goods. */
export const namedProducts: readonly NamedProduct[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [code = '', zh = '', en = '', unit = '', price = '', category = '', pack = '', picture = '', life = ''] =
      line.split(' | ');
    const [packZh = '', packEn] = pack.split(' / ');
    const [shape = '', colour = ''] = picture.split(' ');
    return {
      code,
      name: { zh, en },
      unit: unit as UnitKey,
      price,
      category: category as CategoryKey,
      packaging: packEn === undefined ? perCarton(Number(pack)) : { zh: packZh, en: packEn },
      shape: shape as ProductShape,
      colour: colour as ProductColour,
      shelfLifeDays: life === '-' ? null : Number(life),
    };
  });
