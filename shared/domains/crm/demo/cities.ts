/** Cities of central China with streets that are really there, by territory. */
import type { InBoth } from '../../../kernel/demo.ts';

export interface DemoCity {
  readonly key: string;
  readonly territory: string;
  readonly name: InBoth;
  readonly region: InBoth;
  /** Area code of its land lines. */
  readonly area: string;
  readonly postalCode: string;
  /** The first six digits of a credit code issued there. */
  readonly district: string;
  readonly streets: readonly InBoth[];
}

const regions: Readonly<Record<string, InBoth>> = {
  HB: { zh: '湖北省', en: 'Hubei' },
  HN: { zh: '湖南省', en: 'Hunan' },
  HA: { zh: '河南省', en: 'Henan' },
  AH: { zh: '安徽省', en: 'Anhui' },
  JX: { zh: '江西省', en: 'Jiangxi' },
  CQ: { zh: '重庆市', en: 'Chongqing' },
};

/** key | territory | name | name | area | postal code | district | streets */
const lines = `
wuhan | HB | 武汉市 | Wuhan | 027 | 430000 | 420100 | 解放大道/Jiefang Avenue, 中山大道/Zhongshan Avenue, 武珞路/Wuluo Road, 雄楚大道/Xiongchu Avenue, 建设大道/Jianshe Avenue, 鹦鹉大道/Yingwu Avenue
xiaogan | HB | 孝感市 | Xiaogan | 0712 | 432000 | 420900 | 槐荫大道/Huaiyin Avenue, 北京路/Beijing Road, 天仙路/Tianxian Road
jingzhou | HB | 荆州市 | Jingzhou | 0716 | 434000 | 421000 | 荆沙大道/Jingsha Avenue, 北京中路/Middle Beijing Road, 塔桥路/Taqiao Road
yichang | HB | 宜昌市 | Yichang | 0717 | 443000 | 420500 | 东山大道/Dongshan Avenue, 夷陵大道/Yiling Avenue, 沿江大道/Yanjiang Avenue
huangshi | HB | 黄石市 | Huangshi | 0714 | 435000 | 420200 | 颐阳路/Yiyang Road, 湖滨大道/Hubin Avenue, 黄石大道/Huangshi Avenue
xiangyang | HB | 襄阳市 | Xiangyang | 0710 | 441000 | 420600 | 长虹路/Changhong Road, 人民路/Renmin Road, 檀溪路/Tanxi Road
changsha | HN | 长沙市 | Changsha | 0731 | 410000 | 430100 | 五一大道/Wuyi Avenue, 芙蓉中路/Middle Furong Road, 韶山北路/North Shaoshan Road, 劳动西路/West Laodong Road
yueyang | HN | 岳阳市 | Yueyang | 0730 | 414000 | 430600 | 巴陵中路/Middle Baling Road, 金鹗路/Jine Road, 站前路/Zhanqian Road
zhuzhou | HN | 株洲市 | Zhuzhou | 0731 | 412000 | 430200 | 建设南路/South Jianshe Road, 天台路/Tiantai Road, 长江北路/North Changjiang Road
hengyang | HN | 衡阳市 | Hengyang | 0734 | 421000 | 430400 | 解放路/Jiefang Road, 蒸湘北路/North Zhengxiang Road, 船山大道/Chuanshan Avenue
changde | HN | 常德市 | Changde | 0736 | 415000 | 430700 | 武陵大道/Wuling Avenue, 人民中路/Middle Renmin Road, 洞庭大道/Dongting Avenue
zhengzhou | HA | 郑州市 | Zhengzhou | 0371 | 450000 | 410100 | 二七路/Erqi Road, 花园路/Huayuan Road, 农业路/Nongye Road, 航海路/Hanghai Road
xinyang | HA | 信阳市 | Xinyang | 0376 | 464000 | 411500 | 东方红大道/Dongfanghong Avenue, 民权路/Minquan Road, 中山路/Zhongshan Road
nanyang | HA | 南阳市 | Nanyang | 0377 | 473000 | 411300 | 人民路/Renmin Road, 工业路/Gongye Road, 建设路/Jianshe Road
hefei | AH | 合肥市 | Hefei | 0551 | 230000 | 340100 | 长江中路/Middle Changjiang Road, 徽州大道/Huizhou Avenue, 芜湖路/Wuhu Road
anqing | AH | 安庆市 | Anqing | 0556 | 246000 | 340800 | 人民路/Renmin Road, 集贤路/Jixian Road, 湖心路/Huxin Road
wuhu | AH | 芜湖市 | Wuhu | 0553 | 241000 | 340200 | 北京路/Beijing Road, 中山路/Zhongshan Road, 赭山路/Zheshan Road
nanchang | JX | 南昌市 | Nanchang | 0791 | 330000 | 360100 | 八一大道/Bayi Avenue, 北京东路/East Beijing Road, 红谷中大道/Middle Honggu Avenue
jiujiang | JX | 九江市 | Jiujiang | 0792 | 332000 | 360400 | 浔阳路/Xunyang Road, 长虹大道/Changhong Avenue, 甘棠南路/South Gantang Road
ganzhou | JX | 赣州市 | Ganzhou | 0797 | 341000 | 360700 | 红旗大道/Hongqi Avenue, 文清路/Wenqing Road, 长征大道/Changzheng Avenue
chongqing | CQ | 重庆市 | Chongqing | 023 | 400000 | 500103 | 民生路/Minsheng Road, 中山三路/Zhongshan Third Road, 石桥铺路/Shiqiaopu Road, 渝州路/Yuzhou Road
wanzhou | CQ | 万州区 | Wanzhou | 023 | 404000 | 500101 | 白岩路/Baiyan Road, 王牌路/Wangpai Road, 北滨大道/Beibin Avenue
`;

export const demoCities: readonly DemoCity[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [key = '', territory = '', zh = '', en = '', area = '', postalCode = '', district = '', streets = ''] =
      line.split(' | ');
    return {
      key,
      territory,
      name: { zh, en },
      region: regions[territory] ?? { zh: '', en: '' },
      area,
      postalCode,
      district,
      streets: streets.split(', ').map((pair) => {
        const [street = '', inEnglish = ''] = pair.split('/');
        return { zh: street, en: inEnglish };
      }),
    };
  });
