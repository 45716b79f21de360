/** Customers that every demo company has, whatever its size: those that texts, pictures and tests name. */
import type { InBoth } from '../../../kernel/demo.ts';

export interface NamedCustomer {
  readonly code: string;
  readonly name: InBoth;
  readonly contact: InBoth;
  readonly phone: string;
  /** Key of demoCities. */
  readonly city: string;
  readonly street: InBoth;
  readonly paymentTermsDays: number;
  /** Yuan; null for customers without a limit. */
  readonly creditLimit: number | null;
}

/** code | name | name | contact | contact | phone | city | street | street | days | limit */
const lines = `
C0001 | 武汉恒通百货有限公司 | Wuhan Hengtong Stores | 李红梅 | Li Hongmei | 138 0713 4402 | wuhan | 江汉路 118 号 | 118 Jianghan Road | 30 | 80000
C0002 | 武汉光谷家居广场 | Wuhan Optics Valley Home Plaza | 王建国 | Wang Jianguo | 139 7120 8816 | wuhan | 珞喻路 726 号 | 726 Luoyu Road | 30 | 150000
C0003 | 武汉汉口小商品批发部 | Hankou Small Wares | 刘芳 | Liu Fang | 027 8276 3391 | wuhan | 汉正街 305 号 | 305 Hanzheng Street | 0 | 20000
C0004 | 孝感万家乐超市 | Xiaogan Wanjiale | 徐丽 | Xu Li | 0712 235 6670 | xiaogan | 槐荫大道 88 号 | 88 Huaiyin Avenue | 30 | 60000
C0005 | 荆州古城礼品商行 | Jingzhou Gucheng Gifts | 罗小燕 | Luo Xiaoyan | 0716 846 2215 | jingzhou | 东门街 12 号 | 12 Dongmen Street | 15 | 30000
C0006 | 宜昌三峡酒店用品 | Yichang Three Gorges Hotel Supplies | 赵明 | Zhao Ming | 0717 672 9934 | yichang | 夷陵大道 201 号 | 201 Yiling Avenue | 45 | 200000
C0007 | 黄石东方商厦 | Huangshi Dongfang | 胡斌 | Hu Bin | 0714 622 1847 | huangshi | 颐阳路 9 号 | 9 Yiyang Road | 30 | 50000
C0008 | 武汉晴川餐饮管理公司 | Wuhan Qingchuan Catering | 吴晓东 | Wu Xiaodong | 136 0718 5520 | wuhan | 晴川大道 16 号 | 16 Qingchuan Avenue | 30 | 100000
C0009 | 武汉东湖酒店 | Wuhan East Lake Hotel | 孙慧 | Sun Hui | 027 8688 1120 | wuhan | 东湖路 142 号 | 142 Donghu Road | 60 | 120000
C0010 | 孝感城南五金日杂 | Xiaogan South Hardware | 郭涛 | Guo Tao | 135 9770 3362 | xiaogan | 长征路 51 号 | 51 Changzheng Road | 0 | -
C0011 | 荆州沙市第一百货 | Jingzhou Shashi Department Store | 杨雪 | Yang Xue | 0716 811 4409 | jingzhou | 北京路 230 号 | 230 Beijing Road | 30 | 90000
C0012 | 宜昌夷陵生活馆 | Yichang Yiling Living | 马超 | Ma Chao | 133 4978 1125 | yichang | 西陵一路 33 号 | 33 Xiling First Road | 30 | 40000
C0013 | 武汉汉阳学校食堂采购中心 | Hanyang School Canteens | 何平 | He Ping | 027 8484 7715 | wuhan | 鹦鹉大道 77 号 | 77 Yingwu Avenue | 60 | 180000
C0014 | 武汉青山钢城商店 | Qingshan Steel Town Store | 唐敏 | Tang Min | 027 8630 2248 | wuhan | 和平大道 889 号 | 889 Heping Avenue | 15 | 25000
C0015 | 长沙岳麓生活用品公司 | Changsha Yuelu Living | 谢宇 | Xie Yu | 0731 8887 2210 | changsha | 麓山路 64 号 | 64 Lushan Road | 30 | 110000
C0016 | 长沙五一商业广场 | Changsha Wuyi Plaza | 邓婷 | Deng Ting | 138 7319 6640 | changsha | 五一大道 389 号 | 389 Wuyi Avenue | 30 | 140000
C0017 | 岳阳楼百货 | Yueyanglou Stores | 彭勇 | Peng Yong | 0730 822 5518 | yueyang | 洞庭北路 57 号 | 57 North Dongting Road | 30 | 60000
C0018 | 株洲芦淞批发市场 12 号 | Zhuzhou Lusong Market 12 | 曾琴 | Zeng Qin | 0731 2823 9907 | zhuzhou | 建设南路 12 号 | 12 South Jianshe Road | 0 | 15000
C0019 | 长沙湘江饭店用品 | Changsha Xiangjiang Restaurant Supplies | 肖军 | Xiao Jun | 136 1748 2093 | changsha | 湘江中路 210 号 | 210 Middle Xiangjiang Road | 45 | 95000
C0020 | 岳阳洞庭鱼庄连锁 | Dongting Fish Houses | 蒋丽华 | Jiang Lihua | 0730 861 3372 | yueyang | 金鹗路 140 号 | 140 Jine Road | 30 | 70000
`;

export const namedCustomers: readonly NamedCustomer[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [code = '', zh = '', en = '', contactZh = '', contactEn = '', phone = '', city = '', ...rest] =
      line.split(' | ');
    const [streetZh = '', streetEn = '', days = '', limit = ''] = rest;
    return {
      code,
      name: { zh, en },
      contact: { zh: contactZh, en: contactEn },
      phone,
      city,
      street: { zh: streetZh, en: streetEn },
      paymentTermsDays: Number(days),
      creditLimit: limit === '-' ? null : Number(limit),
    };
  });
