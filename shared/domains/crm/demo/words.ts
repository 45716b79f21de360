/** Words of names of companies and people, each with how it is written in pinyin. */
import type { InBoth } from '../../../kernel/demo.ts';

const pairs = (text: string): InBoth[] =>
  text.split(' ').map((pair) => {
    const [zh = '', en = ''] = pair.split('/');
    return { zh, en };
  });

export const surnames = pairs(
  '王/Wang 李/Li 张/Zhang 刘/Liu 陈/Chen 杨/Yang 黄/Huang 赵/Zhao 吴/Wu 周/Zhou 徐/Xu 孙/Sun 马/Ma 朱/Zhu 胡/Hu 郭/Guo 何/He 高/Gao 林/Lin 罗/Luo 郑/Zheng 梁/Liang 谢/Xie 宋/Song 唐/Tang 许/Xu 韩/Han 冯/Feng 邓/Deng 曹/Cao 彭/Peng 曾/Zeng 肖/Xiao 田/Tian 董/Dong 袁/Yuan 潘/Pan 于/Yu 蒋/Jiang 蔡/Cai 余/Yu 杜/Du 叶/Ye 程/Cheng 苏/Su 魏/Wei 吕/Lü 丁/Ding 任/Ren 沈/Shen 姚/Yao 卢/Lu 姜/Jiang 崔/Cui 钟/Zhong 谭/Tan 陆/Lu 汪/Wang 范/Fan 金/Jin',
);

export const givenNames = pairs(
  '伟/Wei 芳/Fang 娜/Na 敏/Min 静/Jing 丽/Li 强/Qiang 磊/Lei 军/Jun 洋/Yang 勇/Yong 艳/Yan 杰/Jie 娟/Juan 涛/Tao 明/Ming 超/Chao 霞/Xia 平/Ping 刚/Gang 红梅/Hongmei 建国/Jianguo 晓东/Xiaodong 小燕/Xiaoyan 志强/Zhiqiang 文斌/Wenbin 丽华/Lihua 海燕/Haiyan 建军/Jianjun 玉兰/Yulan 春梅/Chunmei 国强/Guoqiang 秀英/Xiuying 晓丽/Xiaoli 立新/Lixin 德胜/Desheng 雪梅/Xuemei 永红/Yonghong 家豪/Jiahao 子涵/Zihan 思远/Siyuan 佳怡/Jiayi 俊杰/Junjie 梦琪/Mengqi 浩然/Haoran 雨欣/Yuxin 天宇/Tianyu 欣怡/Xinyi 宏伟/Hongwei 长青/Changqing',
);

export const tradeNames = pairs(
  '恒/Heng 鑫/Xin 盛/Sheng 泰/Tai 和/He 顺/Shun 兴/Xing 隆/Long 华/Hua 德/De 信/Xin 达/Da 安/An 福/Fu 宏/Hong 广/Guang 嘉/Jia 瑞/Rui 祥/Xiang 丰/Feng 源/Yuan 昌/Chang 利/Li 荣/Rong 万/Wan 众/Zhong 美/Mei 佳/Jia 雅/Ya 诚/Cheng 天/Tian 金/Jin 宝/Bao 永/Yong 成/Cheng 发/Fa 旺/Wang 康/Kang 润/Run 腾/Teng 明/Ming 凯/Kai 锦/Jin 百/Bai 聚/Ju 友/You 国/Guo 汇/Hui 春/Chun 江/Jiang',
);

/** What kind of business it is, and how well it fits the goods: a wholesaler of household goods. */
export const trades = pairs(
  '百货有限公司/Stores 商贸有限公司/Trading 超市/Supermarket 家居生活馆/Home_Living 酒店用品有限公司/Hotel_Supplies 日用品批发部/Household_Wholesale 餐饮管理有限公司/Catering 礼品商行/Gifts 购物广场/Shopping_Plaza 厨具经营部/Kitchenware 便利店连锁/Convenience_Stores 茶楼/Tea_House 母婴用品店/Mother_and_Baby 商店/Store 供应链有限公司/Supply_Chain 宾馆/Hotel 食品经营部/Food 土特产商行/Local_Specialities',
).map(({ zh, en }) => ({ zh, en: en.replaceAll('_', ' ') }));

/** What the people at a customer do; the first are those who order. */
export const jobTitles = pairs(
  '采购经理/Purchasing_Manager 店长/Store_Manager 采购员/Buyer 总经理/General_Manager 财务主管/Accountant 仓库主管/Warehouse_Supervisor 老板/Owner 前台/Reception',
).map(({ zh, en }) => ({ zh, en: en.replaceAll('_', ' ') }));

/** Those of which a customer has one. */
export const soleTitles: readonly InBoth[] = jobTitles.filter(({ zh }) => ['总经理', '老板', '店长'].includes(zh));
export const buyerTitle: InBoth = { zh: '采购员', en: 'Buyer' };

export const contactNotes: readonly InBoth[] = [
  { zh: '上午好联系', en: 'Best reached in the morning' },
  { zh: '对账找她', en: 'Settles the statements' },
  { zh: '收货时间 9 点到 16 点', en: 'Takes deliveries from 9 to 16' },
  { zh: '只管大宗采购', en: 'Large purchases only' },
  { zh: '周一例会，下午再打', en: 'In a meeting on Monday mornings' },
];
