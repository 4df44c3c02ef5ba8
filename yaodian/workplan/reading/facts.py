"""What looks like a promised number and is not: results, stock, awards, rules, sizes, structures, ranks."""

import re

from .units import UNIT

_BASIS = r"(?<![较比同与按以])"
_PAST = re.compile(
    rf"{_BASIS}(?:去年|上年|上一年|过去|往年|近年来|近[三五两]年|回顾|截至|截止|目前|现有|现已|已有|已建|已认定|已达|已经|累计已|(?<!不)已(?=[一-鿿]{{2}})|共有|"
    r"(?<!每)拥有(?!量)|以来|年来|全年共|均已|存在|仅有|仅为|只有|得分|位列|位居|排名|居全|荣获|当年有|基数|基期)"
)
_EXISTING = re.compile(r"(?:现有|已有|目前|原有|上年|去年|已认定|已建成|已备案|\d{4}年)[一-鿿的囗]{0,14}$")
_FUTURE = re.compile(r"今年|本年度|下一步|明年|力争|确保|到\d{4}年|计划|目标|预计到|将|新增|下一年|接下来|要(?=[实新达完建培])")
_YEAR = re.compile(r"(?P<basis>[较比同与按以在到至于由从]?)\s*(?P<year>(?:19|20)\d{2})年(?!度?(?:以来|前))")
_DONE = re.compile(r"了$|了(?=一?$)")
_AWARD_SENTENCE = re.compile(
    r"(?:给予|予以|补助|补贴|奖励|奖补|资助|贴息|补偿|扣除|减免|返还|配套支持|后补助|一次性)"
)
_AWARD_RULE = re.compile(r"(?:^|[,。;\s])(?:对|凡|每|按|经|首次|符合|获得|获批|通过|新认定|被认定)|给予|予以|一次性|最高|封顶|上限|每[家个项人年]")
_AWARD_AFTER = re.compile(r"\s*(?:的)?(?:以内|以下|以上)?的?(?:奖励|补助|资助|补贴|奖补|支持|配套|扣除|贴息|补偿|比例|标准|额度|贷款额度|风险)")
_AWARD_BEFORE = re.compile(r"(?:给予|予以|奖励|补助|资助|补贴|奖补|最高|最多|上限|封顶|不超过|额度|扣除|减免|贴息|按照?|单户|单笔|每[家个项人户])[一-鿿囗]{0,6}$")
_PAID_OUT = re.compile(r"(?:兑付|兑现|发放|落实|拨付|争取|下达|到位|安排|撬动)")
_SIZE = re.compile(r"(?:总投资额?|计划投资|投资额|占地面积?|注册资本|注册资金|总建筑面积|建筑面积|单价|单台套?价值?|原值|年产值?|年产能|产能|总规模|规模|年营业收入|年销售收入|年主营业务收入)(?:约|近|超过?|达到?|为)?$")
_STRUCTURE = re.compile(
    r"(?:方面|领域|环节|方向|产业|产业链|体系|机制|行动|工程|制度|原则|措施|意见|任务|目标|指标|重点|抓手|短板|关系|维度|阶段|步骤|格局|意识|自信|维护|确立|"
    r"突破|文章|主线|高地|关键|统筹|问题|优势|中心任务|部门|单位|部分|主题|方针|方式|途径|模式|举措|政策措施|政策|硬仗|战役|牛鼻子|要素|板块|一体化|导向|层次|类别|口径|"
    r"环境|能力|局面|目录|统一|转变|结合|同步|清零|到位|第一|试验区|重大战略|规定动作|要求|标准|强化|提升|坚持|着力|深化|大局|全局|支撑|生态|链条|流程|窗口|理念|共识|品牌形象|氛围|动能)$"
)
_PRODUCING = re.compile(r"(?:制定|制订|出台|修订|编制|印发|发布|形成|汇编|起草|制修订|推出|解决|整改|梳理|化解|新增|参与制定|提出|完成)$")
_RANK = re.compile(r"(?:位次|排名|名次|排位|位居|位列|进位|前移|跻身|进入前|全省前|全国前|全市前)")
_APPOSITIVE = re.compile(r"等$")
_FACT_SECTION = re.compile(
    r"(?:工作)?(?:回顾|总结|成效|完成情况|开展情况|进展情况|现实基础|发展基础|发展现状|工作情况|取得的?成绩|主要成绩|存在(?:的)?(?:主要)?(?:问题|困难|不足)|面临形势|形势|背景|基本情况)"
)
_PLAN_SECTION = re.compile(r"计划|打算|思路|安排|目标|任务|措施|下一步|要点|整改")
_PERIOD_NOUN = re.compile(rf"(?:任期|有效期|为期|期限|建设期|服务期|时长|历时|限期|周期|满|近|未来|连续|超过)(?:{UNIT})?$")


def is_fact_section(title: str) -> bool:
    """A heading under which results are reported, not promised."""
    return _FACT_SECTION.search(title) is not None and _PLAN_SECTION.search(title) is None


def tells_results(words: str, plan_year: int | None) -> bool | None:
    """True when the words turn to what has been, False when they turn to the plan, None if they do neither.

    The last sign counts: `2021年新增50家，2022年力争新增60家` ends in the plan.
    """
    signs = [(found.start(), True) for found in _PAST.finditer(words)]
    signs += [(found.start(), False) for found in _FUTURE.finditer(words)]
    if plan_year is not None:
        signs += [
            (found.start(), int(found["year"]) < plan_year)
            for found in _YEAR.finditer(words)
            if not (found["basis"] in tuple("较比同与按以在由从") and found["basis"] and int(found["year"]) < plan_year)
        ]
    return max(signs)[1] if signs else None


def is_done(before: str) -> bool:
    """The aspect particle right before the number: 新增了30家."""
    return _DONE.search(before) is not None


def is_existing(before: str) -> bool:
    return _EXISTING.search(before) is not None


def is_award_sentence(sentence: str) -> bool:
    """A rule of the kind 对首次认定的企业，给予最高50万元奖励."""
    return _AWARD_SENTENCE.search(sentence) is not None and _AWARD_RULE.search(sentence) is not None


def is_award(before: str, after: str) -> bool:
    if _AWARD_AFTER.match(after):
        return _PAID_OUT.search(before) is None
    return _AWARD_BEFORE.search(before) is not None and _PAID_OUT.search(before) is None


def is_size(before: str) -> bool:
    return _SIZE.search(before) is not None


def is_structure(verb: str, noun: str, small: bool) -> bool:
    """A frame of the plan itself (三大行动, 3个支柱产业), unless a verb of writing says it will be produced."""
    if _STRUCTURE.search(noun) is None:
        return False
    return _PRODUCING.search(verb) is None or (small and re.search(r"机制|体系|行动|格局|目标|任务$", noun) is not None)


def is_rank(before: str) -> bool:
    return _RANK.search(before) is not None


def is_appositive(before: str) -> bool:
    """A count that sums up names before it: 市财政局等9个部门."""
    return _APPOSITIVE.search(before) is not None
