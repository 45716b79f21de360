/** Whom the demo company buys from: makers near and far, by the kind of goods. */
import { batchOf, type Demo, type DemoBatch, type DemoPart, madeBy } from '../../../kernel/demo.ts';

export const suppliersPart: DemoPart = {
  name: 'inventory.suppliers',
  after: ['admin.company'],
  begin: (demo) => ({ start: () => writeSuppliers(demo) }),
};

const demoSuppliers = [
  {
    code: 'S-001',
    name: { zh: '景德镇瓷艺坊', en: 'Jingdezhen Porcelain Works' },
    city: { zh: '景德镇', en: 'Jingdezhen' },
    address: { zh: '江西省景德镇市昌江区瓷都大道 412 号', en: '412 Cidu Avenue, Changjiang, Jingdezhen' },
    contactName: { zh: '方国华', en: 'Fang Guohua' },
    phone: '0798-822 3140',
    paymentTermsDays: 30,
    leadDays: 12,
  },
  {
    code: 'S-002',
    name: { zh: '德化白瓷有限公司', en: 'Dehua White China Co., Ltd.' },
    city: { zh: '泉州', en: 'Quanzhou' },
    address: { zh: '福建省泉州市德化县浔中镇兴南街 26 号', en: '26 Xingnan Street, Xunzhong, Dehua, Quanzhou' },
    contactName: { zh: '苏美玲', en: 'Su Meiling' },
    phone: '0595-2352 6618',
    paymentTermsDays: 45,
    leadDays: 14,
  },
  {
    code: 'S-003',
    name: { zh: '永康不锈钢制品厂', en: 'Yongkang Stainless Steel Works' },
    city: { zh: '金华', en: 'Jinhua' },
    address: { zh: '浙江省金华市永康市五金科技园 8 号', en: '8 Hardware Science Park, Yongkang, Jinhua' },
    contactName: { zh: '应建军', en: 'Ying Jianjun' },
    phone: '0579-8712 0933',
    paymentTermsDays: 30,
    leadDays: 10,
  },
  {
    code: 'S-004',
    name: { zh: '台州塑业有限公司', en: 'Taizhou Plastics Co., Ltd.' },
    city: { zh: '台州', en: 'Taizhou' },
    address: { zh: '浙江省台州市黄岩区新前街道 118 号', en: '118 Xinqian Street, Huangyan, Taizhou' },
    contactName: { zh: '林志远', en: 'Lin Zhiyuan' },
    phone: '0576-8421 5507',
    paymentTermsDays: 60,
    leadDays: 9,
  },
  {
    code: 'S-005',
    name: { zh: '湖北洁净日化', en: 'Hubei Clean Home Products' },
    city: { zh: '武汉', en: 'Wuhan' },
    address: { zh: '武汉市东西湖区金银湖路 55 号', en: '55 Jinyin Lake Road, Dongxihu, Wuhan' },
    contactName: { zh: '彭涛', en: 'Peng Tao' },
    phone: '027-8321 4470',
    paymentTermsDays: 30,
    leadDays: 4,
  },
  {
    code: 'S-006',
    name: { zh: '恩施山茶合作社', en: 'Enshi Mountain Tea Cooperative' },
    city: { zh: '恩施', en: 'Enshi' },
    address: { zh: '湖北省恩施市芭蕉乡茶园路 3 号', en: '3 Tea Garden Road, Bajiao, Enshi' },
    contactName: { zh: '向秀英', en: 'Xiang Xiuying' },
    phone: '0718-830 2216',
    paymentTermsDays: 15,
    leadDays: 6,
  },
  {
    code: 'S-007',
    name: { zh: '武夷茶业', en: 'Wuyi Tea Company' },
    city: { zh: '南平', en: 'Nanping' },
    address: { zh: '福建省南平市武夷山市度假区 21 号', en: '21 Resort District, Wuyishan, Nanping' },
    contactName: { zh: '黄文辉', en: 'Huang Wenhui' },
    phone: '0599-525 8812',
    paymentTermsDays: 30,
    leadDays: 11,
  },
  {
    code: 'S-008',
    name: { zh: '洞庭食品有限公司', en: 'Dongting Foods Co., Ltd.' },
    city: { zh: '岳阳', en: 'Yueyang' },
    address: { zh: '湖南省岳阳市岳阳楼区巴陵东路 77 号', en: '77 East Baling Road, Yueyanglou, Yueyang' },
    contactName: { zh: '易芳', en: 'Yi Fang' },
    phone: '0730-861 9024',
    paymentTermsDays: 30,
    leadDays: 5,
  },
  {
    code: 'S-009',
    name: { zh: '徽州竹木工坊', en: 'Huizhou Bamboo Workshop' },
    city: { zh: '黄山', en: 'Huangshan' },
    address: { zh: '安徽省黄山市屯溪区新安北路 16 号', en: '16 North Xin’an Road, Tunxi, Huangshan' },
    contactName: { zh: '汪德明', en: 'Wang Deming' },
    phone: '0559-231 7745',
    paymentTermsDays: 45,
    leadDays: 13,
  },
  {
    code: 'S-010',
    name: { zh: '广州润颜护理', en: 'Guangzhou Soft Care' },
    city: { zh: '广州', en: 'Guangzhou' },
    address: { zh: '广州市白云区嘉禾街 209 号', en: '209 Jiahe Street, Baiyun, Guangzhou' },
    contactName: { zh: '梁嘉仪', en: 'Liang Jiayi' },
    phone: '020-8605 3318',
    paymentTermsDays: 30,
    leadDays: 7,
  },
] as const;

function* writeSuppliers(demo: Demo): Iterable<DemoBatch> {
  const { language, story, currency } = demo;
  const { newId, random } = demo.source('inventory.suppliers');
  const at = demo.days[0].at(8 * 60);
  yield batchOf(
    'suppliers',
    demoSuppliers.map(({ code, name, city, address, contactName, phone, paymentTermsDays, leadDays }) => ({
      ...{ id: newId(at), code, name: name[language] },
      taxNumber: `9142${Array.from({ length: 13 }, () => random.between(0, 9)).join('')}${random.oneOf(['A', 'K', 'M', 'X'])}`,
      ...{ contactName: contactName[language], phone, email: null },
      ...{ address: address[language], city: city[language], country: language === 'zh' ? '中国' : 'China' },
      ...{ currency, paymentTermsDays, leadDays },
      ...madeBy(story.manager.id, at),
    })),
  );
}
