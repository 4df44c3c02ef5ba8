"""Growth, ratio, increment or level: what sort of promise a number is."""

import re

from .lexicon import GROWTH
from .units import is_money

GROWS, SHARE, INCREMENT, LEVEL = "growth", "ratio", "increment", "level"

_GROWTH = re.compile(GROWTH)
_REACHED = re.compile(
    r"(?:累计|达到?|超过|超|突破|保持在?|稳定在?|维持在?|总数|总量|保有量|存量|规模|数量|增至|"
    r"增加到|增加至|提高到|提升到|拥有量|发展到|扩大到|扩大至|壮大到)"
)
_RAISED_TO = re.compile(
    r"(?:增|加|高|升|大|展|长)(?:到|至)$|(?<!增)增至|(?:提高|提升|增加|增长|上升|下降|降低)(?:到|"
    r"至)"
)
_COMING = re.compile(
    r"新(?!区|型|兴|材料|能源|技术|产品|品种|模式|一代|时代|工艺|装备|三板|业态|质|药)|增设|"
    r"净增|再增|引进|引育|招引|培育|认定|实施|开展|举办|组织|转化|推广|申报|争取|争创|获批|"
    r"获得|入选|获评|选派|建设|建成|组建|创建|设立|"
    r"编制|编发|出台|制定|修订|发布|印发|签订|签约|达成|孵化|攻克|研发|承担|立项|完成|处理|"
    r"办理|解决|走访|培训|召开|征集|选聘|遴选|推荐|启动|验收|推动|支持|促进|动员|吸引|推进|"
    r"布局|打造|登记|开发|突破|"
    r"授权|申请|搭建|提供|服务|入驻|上市|新增|对接|成立|采用|刊发|刊登|发表|参加|评选|选树|"
    r"开设|派出|招收|储备|梳理|改造|建立|落地|落户|撰写|报送|取得|办好|聘请|升规|示范|交易|"
    r"协议"
)
_RENEWED = re.compile(r"科技型中小企业|科小")
_WON_MONEY = re.compile(r"争取|获批|获得|新增|引进|招引|到位|获得|吸引|撬动|募集|融资到|净增")
_ATTACHED = re.compile(r"联系|结对|帮扶|挂钩|联结|包联|定点|挂点|包保|联户")
_ADDED = re.compile(r"(?:增加|新增|净增)$")
_TOTAL = re.compile(r"(?:额|总量|规模|收入|产值|增加值|投入|支出|余额|税收|利润)$")
_FURTHERING = re.compile(r"推动|促进|支持|推进|带动|引导")
_OF_SHARE = re.compile(r"(?<!增长)(?:率|比重|占比|比例|强度)$")
_STANDING = re.compile(r"在(?:审|孵|册|研|库|园|校|岗|建)|有效期内")
_FRESH = re.compile(r"新|净增|培育|孵化|引进")
_HAPPENINGS = re.compile(r"(?:活动|培训|会|成果|协议|讲座|路演|比赛|论文|稿件)$")
_EVENTS = re.compile(
    r"(?:活动|培训|会|项目|成果|协议|专利|讲座|路演|比赛|大赛|展|论文|简报|信息|稿件|技术|品种|"
    r"平台|基地|报告|标准|软著|著作权|宣传|次数)$"
)
_EVENT_UNIT = re.compile(r"^[万亿]?(?:次|场|期|场次|批次|班次|届|篇|讲|轮|集|站|课时)$")
_STOCK_NOUN = re.compile(r"(?:总数|总量|数量|存量|保有量|拥有量|规模|面积|人数)$")


def kind_of(
    *,
    unit: str,
    before: str,
    verb: str,
    indicator: str,
    covers: bool,
    inherited: str | None,
    list_verb: str = "",
) -> str:
    """The kind for a unit, the words before the number, the leading verb and the indicator.

    `inherited` is the kind of the entry before in the same list, for members that bring no verb.
    """
    if unit == "个百分点":
        return GROWS
    if unit in ("%", "‰", "倍"):
        return _rate(before, indicator)
    if covers or _ATTACHED.search(verb):
        return LEVEL
    if is_money(unit):
        return _money(before, verb, indicator, inherited)
    return _count(unit, before, verb, indicator, inherited, list_verb)


def _rate(before: str, indicator: str) -> str:
    tail = before[-8:]
    if _OF_SHARE.search(indicator) and not _GROWTH.search(before.rpartition(indicator[-2:])[2]):
        return SHARE
    if _RAISED_TO.search(tail):
        return GROWS if re.search(r"增速|增幅|增长率", indicator + before) else SHARE
    if _GROWTH.search(tail) or re.search(r"增速|增幅|增长率", indicator):
        return GROWS
    return SHARE


def _money(before: str, verb: str, indicator: str, inherited: str | None) -> str:
    if re.search("新增|净增|收回|回收", verb) or _ADDED.search(before):
        return INCREMENT
    if not verb and _TOTAL.search(indicator):
        return LEVEL
    if _WON_MONEY.search(verb + before) and not re.search(r"(?:额|总量|规模|收入)$", before):
        return INCREMENT
    return INCREMENT if not verb and not _REACHED.search(before) and inherited == INCREMENT else LEVEL


def _count(unit: str, before: str, verb: str, indicator: str, inherited: str | None, list_verb: str) -> str:
    if _RENEWED.search(indicator) and not _FRESH.search(verb + before.split("科技型")[0] + list_verb):
        return LEVEL
    if _EVENT_UNIT.search(unit) and not re.search(r"累计|总数|总量", before):
        return INCREMENT
    if re.search("新增|净增", before) or _ADDED.search(before):
        return INCREMENT
    if _RAISED_TO.search(before):
        return LEVEL
    if verb and _COMING.search(verb) and not (_FURTHERING.fullmatch(verb) and _REACHED.search(before)):
        return INCREMENT
    if _STOCK_NOUN.search(indicator):
        return LEVEL
    if _REACHED.search(before):
        return INCREMENT if re.search(r"新增|净增|新认定|授权|立项|刊发|毕业|发榜", before) else LEVEL
    if re.match(r"\s*(?:入驻|落户|签约|毕业|孵化|储备|回流)", before):
        return INCREMENT
    if re.search(
        r"(?:新增|净增|认定|登记|立项|授权|申请|培训|引进|获批|入选)$|新增|净增|创办|刊发|毕业|"
        r"新入",
        before,
    ):
        return INCREMENT
    if not verb and _STANDING.search(indicator):
        return LEVEL
    if not verb and _HAPPENINGS.search(indicator):
        return INCREMENT
    if inherited is not None and not verb:
        return inherited
    return INCREMENT if verb or _EVENTS.search(indicator) else LEVEL
