"""What names are made of: one list to tune by and one that nothing is tuned by. They share no core and no look-alike."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """Building blocks of names. ``regions`` and ``industries`` are (Chinese, English); ``twins`` are pairs of look-alike characters.

    ``split`` are (core, core) of the same letters that are other syllables; ``partners`` are characters that cores are made up with.
    """

    seed: int
    regions: tuple[tuple[str, str], ...]
    industries: tuple[tuple[str, str], ...]
    suffixes: tuple[str, ...]
    branches: tuple[str, ...]
    fillers: tuple[tuple[str, str], ...]
    cores: tuple[str, ...]
    twins: tuple[str, ...]
    split: tuple[tuple[str, str], ...]
    partners: str
    latin: tuple[str, ...]
    latin_suffixes: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _both(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((zh, en.replace("_", " ")) for zh, en in (pair.split(":") for pair in text.split()))


TUNING = Words(
    seed=20260101,
    regions=_both(
        "北京:Beijing 上海:Shanghai 深圳:Shenzhen 广州:Guangzhou 杭州:Hangzhou 成都:Chengdu 南京市:Nanjing 武汉市:Wuhan 山东省:Shandong "
        "浙江:Zhejiang 苏州工业园区:Suzhou 重庆:Chongqing 长沙:Changsha 河北省:Hebei 哈尔滨:Harbin"
    ),
    industries=_both(
        "科技:Technology 贸易:Trading 网络科技:Network_Technology 信息技术:Information_Technology 商贸:Commerce 电子商务:E-Commerce "
        "文化传播:Culture 广告:Advertising 投资管理:Investment_Management 餐饮管理:Catering 食品:Food 软件:Software"
    ),
    suffixes=("有限公司", "有限责任公司", "股份有限公司", "商行", "经营部", "中心"),
    branches=("{place}分公司", "{place}办事处", "{place}第一分店", "{place}分部"),
    fillers=(("新", ""), ("老", ""), ("中", ""), ("", "国际"), ("", "集团")),
    cores=_words(
        "鼎盛 宏远 华信 金桥 天际 云帆 瑞丰 恒通 联创 博雅 星海 东方红 百川 长河 飞鸿 远航 卓越 明德 万里 嘉禾 凯旋 隆兴 中诚 顺达 "
        "金麦子 小蜜蜂 大河马 蓝海湾 绿野仙 红樱桃 七色花 好日子 老船长 千里马 月亮湾 开心果 聚宝盆 快马 白云山 青松岭 美家乐 海之声 "
        "京华时代 未来视界 智云互联 优品汇 乐享 易购通 票易达 卡券宝 盛世年华 锦绣前程 银河在线 诚信天下 万家灯火 春风得意"
    ),
    twins=("泰秦", "未末", "晴睛", "土士", "天夭", "千干", "免兔", "侯候", "拔拨", "析折", "冶治", "己已", "宜宣", "幻幼", "乌鸟"),
    split=(("西安", "仙"), ("吉安", "坚"), ("方案", "反感"), ("当熬", "弹高"), ("名额", "民歌"), ("利昂", "良")),
    partners="山和源通达利美佳合众安康宁丰润泽鹏翔宇",
    latin=(
        "Northwind", "Blue Harbor", "Silverline", "Redwood Gift", "Quantum Leap",
        "Pacific Rim", "Golden Gate", "Maple Leaf", "Evergreen Cards",
        "Horizon Digital", "Summit Peak", "Lotus Pay",
    ),
    latin_suffixes=("Ltd", "Limited", "Inc.", "Co., Ltd.", "LLC", "GmbH"),
)  # fmt: skip

HELD_OUT = Words(
    seed=77310455,
    regions=_both(
        "天津:Tianjin 西安市:Xi'an 厦门:Xiamen 青岛:Qingdao 福建省:Fujian 云南:Yunnan 大连市:Dalian 合肥:Hefei 东莞市:Dongguan "
        "佛山市顺德区:Shunde 无锡:Wuxi 贵阳市:Guiyang 海南:Hainan 呼和浩特:Hohhot 宁波市鄞州区:Ningbo 石家庄:Shijiazhuang 义乌市:Yiwu"
    ),
    industries=_both(
        "数码科技:Digital_Technology 文化传媒:Media 供应链管理:Supply_Chain_Management 通讯器材:Communication_Equipment 票务服务:Ticketing "
        "物流:Logistics 百货:Department_Store 旅行社:Travel_Agency 企业管理咨询:Consulting 实业:Industrial "
        "进出口:Import_&_Export 服饰:Apparel "
        "教育科技:Education_Technology 生物科技:Biotech"
    ),
    suffixes=("有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "工作室", "销售部", "合伙企业（有限合伙）", "批发部"),
    branches=("{place}分公司", "{place}分店", "驻{place}办事处", "{place}营业部", "{place}第二分公司", "{place}代表处"),
    fillers=(("新", ""), ("老", ""), ("正", ""), ("中", ""), ("", "国际"), ("", "集团"), ("", "控股")),
    cores=_words(
        "祥瑞 汇丰源 启明 富荣 永昌 兴业 德邻 佰仕 悦动 珠峰 景泰 和盛 宝隆 融创 尚品 安泰 腾飞 聚鑫 建邦 佳美 伟业 普惠 荣耀 旭日 "
        "麒麟阁 大象屋 紫金港 海豚湾 蒲公英 三叶草 梧桐树 黑珍珠 金钥匙 红灯笼 好邻居 一路发 橙子家 小太阳 北极熊 火烈鸟 满天星 云中鹤 "
        "九州方圆 星火燎原 海阔天空 易卡易充 点石成金 鲸落万物 国泰民安 掌上乐园 极速充值 龙腾四海 礼遇人生 惠民便利 智慧生活 百年好合"
    ),
    twins=(
        "微徽", "辰晨", "盈盆", "昌冒", "王玉", "大太", "博搏", "今令", "戊戌", "崇祟", "网冈", "晓哓", "贝见",
        "申甲", "壁璧", "采釆", "锡钖", "鸣呜",
    ),
    split=(("平安", "片"), ("翻案", "发难"), ("西藕", "休"), ("敌岸", "电"), ("皮袄", "飘"), ("激昂", "将"), ("亲爱", "七奶")),
    partners="丽雅宝祥福庆科创信义仁德亿隆茂森林川岳海",
    latin=(
        "Starfish", "Grey Wolf", "Copper Kettle", "Lucky Voucher", "Vanguard Retail",
        "Oakridge", "Sapphire Media", "Tundra Games", "Hilltop Topup",
        "Marigold", "Ironbridge", "Kestrel Cards", "Papaya Mobile", "Riverbend",
    ),
    latin_suffixes=("Ltd.", "Limited", "Inc", "Corp.", "Company Limited", "Pte Ltd", "GmbH", "S.A.", "LLC"),
)  # fmt: skip
