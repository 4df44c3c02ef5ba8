"""What looks like a promised number and is not: results, stock, awards, rules, sizes, structures, ranks."""

import re
from collections.abc import Iterator

_RESULT_SIGNS = re.compile(
    r"(?<![较比同与按以])(?:去年|上年(?!度)|上一年|过去|往年|据悉|据统计|近年来|近[三五两]年|截至|截止|"
    r"已经|累计已|以来|年来|均已|先后|具体表现|主要表现|表现为|问题表现|存在问题)|了(?=\d|[一二两三四五六七八九十]|$)"
)
_ESTIMATED = re.compile(r"\s*预计(?:到)?(?P<year>20\d\d)年")
_HONOURS = re.compile(
    r"得分|(?:位列|位居|居全|排名)[^,前]{0,6}第(?!一(?:方阵|梯队))|荣获|首次(?:突破|超过|跨越|进入)"
)
_LAST_YEAR = re.compile(r"\s*上一?年度(?=[,全我市县区本])|\s*上年度[^,对]{0,12}(?:额|收入|数)")
_STOCK_SIGNS = re.compile(
    r"目前|现有|现已|已有|已建|已认定|已达|(?<![不而])已(?=[一-鿿]{2})|共有|(?<!每)拥有(?!量|"
    r"自主)|仅有|仅为|只有|基数|基期|存在"
)
_PLAN_SIGNS = re.compile(
    r"今年(?!以来|来)|本年度|下一步|明年|力争|确保|计划(?=新|达|实|完|到|全|在|建|引)|(?:主要|"
    r"预期|工作|年度|总体|整改)目标|预计到|接下来"
)
_CLAUSE_YEAR = re.compile(
    r"\s*(?:到|至|截至|截止)?(?:20\d\d年?[-~至])?(?P<year>20\d\d)年(?!度|以来|以?前|第)"
)
_ANY_PLAN_YEAR = re.compile(r"(?:到|至)(?P<year>20\d\d)年")
_EXISTING = re.compile(r"(?:现有|已有|目前|原有|上年|去年|已认定|已建成|已备案|\d{4}年)[一-鿿的囗]{0,14}$")
_DONE = re.compile(r"了一?$")
_SO_FAR = re.compile(r"累计(?!达|新增)[^,]*$")
_AWARD_CLAUSE = re.compile(
    r"(?:给予|予以)[^,]{0,24}(?:奖励|补助|补贴|奖补|资助|支持|补偿|资金|经费|\d)|一次性|"
    r"(?:最高|最多|不超过)[^,]{0,12}(?:奖励|补助|补贴|奖补|资助|支持|补偿)|(?:奖励|补助|补贴|"
    r"奖补|资助)\s*(?:最高|不超过|上限|\d)|封顶|按[^,]{0,20}(?:比例|标准|\d%)[^,]{0,6}(?:给予|"
    r"奖励|补助|补贴|奖补|资助|补偿)"
)
_MEANS = re.compile(r"元|%|百分|奖|补|资金|经费|一次性|封顶|最高|最多|不超过")
_CONDITION = re.compile(
    r"\s*(?:对(?!接|标|口|外|照|应|比)|凡|每[家个项人户]|经|首次|符合|获得|获批|通过|新认定|"
    r"被认定|入选|单个|每[个家项户人][一-鿿囗]{0,6}(?:支持|补助|资助|奖励|补贴|经费|额度)|单户|单项)"
)
_AWARD_AFTER = re.compile(
    r"\s*(?:的)?(?:以内|以下|以上)?的?(?:奖励|补助|资助|补贴|奖补|支持|配套|扣除|贴息|补偿|比例|"
    r"标准|额度|贷款额度|风险)"
)
_AWARD_BEFORE = re.compile(
    r"(?:给予|予以|奖励|补助|资助|补贴|奖补|最高|最多|上限|封顶|额度|扣除|减免|贴息|单户|单笔|"
    r"单项|每[家个项人户])[一-鿿囗]{0,6}$|按照?的?$"
)
_RISES = re.compile(r"(?:额|量|数|值)[一-鿿]{0,2}(?:增长|提高|增加|上升)$")
_FUNDS = re.compile(
    r"(?:资助|补助|补贴|奖补|奖励)(?:资金|经费|金额|金|总额)(?:不少于|不低于|达到?|超过|突破)?$|减免税[额费]?$"
)
_AWARD_LIMIT = re.compile(r"给予|予以|最高|最多|每[家个项人户]|单[项个户]|封顶|上限")
_AIMS = re.compile(r"的?(?:主要|重点|总体|预期)?(?:目标|任务|要求|计划)")
_PAID_OUT = re.compile(r"(?:兑付|兑现|发放|落实|拨付|争取|下达|到位|安排|撬动)")
_SIZE = re.compile(
    r"(?:总投资额?|预算|概算|计划投资|投资额|占地(?:面积)?|注册资本|注册资金|总建筑面积|建筑面积|"
    r"单价|单台套?价值?|原值|年产值?|年产能|产能|年处理能力|(?<!孵化)总面积|年营业收入|年销售收入|"
    r"年主营业务收入|年研发投入)(?:约|近|超过?|为)?$"
)
_STRUCTURE = re.compile(
    r"(?:方面|领域|环节|方向|产业|产业链|体系|机制|行动|工程|制度|原则|措施|意见|任务|目标|"
    r"指标|重点|抓手|短板|关系|维度|阶段|步骤|格局|意识|自信|维护|确立|"
    r"突破|文章|主线|高地|关键|统筹|问题|优势|中心任务|部分|主题|方针|方式|途径|模式|举措|"
    r"政策措施|政策|硬仗|战役|牛鼻子|要素|板块|一体化|导向|层次|类别|口径|"
    r"环境|能力|局面|目录|统一|转变|结合|同步|清零|到位|第一|试验区|重大战略|规定动作|要求|"
    r"标准|强化|提升|坚持|着力|深化|大局|全局|支撑|生态|链条|流程|窗口|理念|共识|品牌形象|"
    r"氛围|动能)$"
)
_EMBLEM = re.compile(r"中心|基地|高地|样板|标杆|名片|品牌|走廊|引擎|城市|增长极")
_MOULDING = re.compile(r"打造|建设|创建|构筑|叫响")
_PRODUCING = re.compile(
    r"(?:制定|制订|出台|修订|编制|印发|发布|形成|汇编|起草|制修订|推出|解决|整改|梳理|化解|新增|"
    r"参与制定|提出|完成)$"
)
_RANK = re.compile(r"(?:位次|排名|名次|排位|位居|位列|进位|前移|跻身|进入前|全省前|全国前|全市前)")
_APPOSITIVE = re.compile(r"等$")
_FACT_SECTION = re.compile(
    r"(?:回顾|工作总结|年总结|上半年总结|工作成效|主要成效|取得成效|成效|成绩|完成情况|"
    r"开展情况|进展情况|基本情况|工作情况|基础|现状|背景|形势|存在(?:的)?(?:主要)?(?:问题|"
    r"困难|不足)|问题与不足|主要问题)(?:\([一-鿿]+\))?$"
)
_MAKING = re.compile(
    r"(?:进一步|持续|不断|全面|着力|切实|大力|加快|扎实)?(?:夯实|提升|提高|增强|巩固|筑牢|打牢|强化|加强|扩大|深化|"
    r"放大|展现|彰显|优化|改善|营造|推进|推动|补齐|解决|破解|攻克|打造|壮大|厚植|抓好|抓实|做好|做实|建强|"
    r"奠定|确保|注重|突出|聚焦|保障|支撑|拓展|实现|创造|争创|转化|检验|评价)"
)
_PLAN_SECTION = re.compile(r"计划|打算|思路|安排|目标|任务|措施|下一步|要点|整改")


def is_fact_section(title: str) -> bool:
    """A heading under which results are reported (取得的成效), not brought about (提升服务成效)."""
    if _FACT_SECTION.search(title) is None or _PLAN_SECTION.search(title) is not None:
        return False
    return _MAKING.match(title) is None


def tells_results(words: str, plan_year: int | None, at_start: bool, promised: bool = False) -> bool | None:
    """True when the words turn to what has been, False when they turn to the plan, None if they do neither.

    The last sign counts: `去年新增50家，今年力争新增60家` ends in the plan. A year turns the sentence only
    at the head of a clause: `2021年，新增50家`, but not `对2021年度项目开展验收`. Ranks and honours tell of
    results unless the sentence has `promised` something before (力争…位列前五).
    """
    signs = [(found.start(), True) for found in _RESULT_SIGNS.finditer(words)]
    signs += [(found.start(), False) for found in _PLAN_SIGNS.finditer(words)]
    if at_start and plan_year and (found := _ESTIMATED.match(words)) and int(found["year"]) < plan_year:
        signs.append((found.start(), True))
    if not promised:
        signs += [(found.start(), True) for found in _HONOURS.finditer(words)]
    if at_start and (found := _LAST_YEAR.match(words)):
        signs.append((found.start(), True))
    if plan_year is not None:
        signs += [(found.start(), int(found["year"]) < plan_year) for found in _years(words, at_start)]
    return max(signs)[1] if signs else None


def _years(words: str, at_start: bool) -> Iterator[re.Match[str]]:
    if at_start and (found := _CLAUSE_YEAR.match(words)):
        yield found
    yield from _ANY_PLAN_YEAR.finditer(words)


_FIVE_YEARS = re.compile(r"\s*\W?十(?P<nth>[一二三四五])五\W?(?:期间|时期|以来|末)")
_BOAST = re.compile(
    r"创(?:历史)?新高|历史最好|超额完成|提前完成|完成(?:年度|全年)?(?:目标)?任务(?:数)?的|"
    r"首次突破|(?:位列|位居|居|排名?)全[省市国][^,前]{0,4}第(?!一(?:方阵|梯队))|全[省市国]第[一二三四五六七八九十\d]"
)
_UNDERTAKING = re.compile(r"力争|确保|争取|计划|目标|努力|务必|要|将|今年(?!以来)|保持")


def is_past_period(clause: str, plan_year: int | None) -> bool:
    """A five-year plan that was over before the year of the plan: “十四五”期间 in a plan for 2026."""
    found = _FIVE_YEARS.match(clause)
    return (
        found is not None
        and plan_year is not None
        and plan_year > 2005 + 5 * "_一二三四五".index(found["nth"])
    )


def boasts(sentence: str) -> bool:
    """Praise for what has been reached, without a word of undertaking: 突破50家,创历史新高."""
    return _BOAST.search(sentence) is not None and _UNDERTAKING.search(sentence) is None


def tells_stock(words: str) -> bool:
    """Whether the words introduce what exists already: 现有, 拥有, 已建成."""
    return _STOCK_SIGNS.search(words) is not None


def is_done(before: str) -> bool:
    """The aspect particle right before the number: 新增了30家."""
    return _DONE.search(before) is not None


def is_so_far(before: str, words: str) -> bool:
    """A round sum of all the years: 累计选派六千余人次."""
    return _SO_FAR.search(before) is not None and re.search("[余多]", words) is not None


def is_existing(before: str) -> bool:
    return _EXISTING.search(before) is not None


def is_award_clause(clause: str) -> bool:
    """The consequence of an award rule: 给予最高50万元奖励."""
    return _AWARD_CLAUSE.search(clause) is not None and (
        _MEANS.search(clause) is not None or _CONDITION.match(clause) is not None
    )


def is_condition(clause: str) -> bool:
    """The condition of a rule, before its consequence: 对首次认定的企业."""
    return _CONDITION.match(clause) is not None


def is_award(before: str, after: str) -> bool:
    if _AWARD_AFTER.match(after):
        return _PAID_OUT.search(before) is None
    if _RISES.search(before):
        return False
    if _FUNDS.search(before):
        return _AWARD_LIMIT.search(before) is not None
    return _AWARD_BEFORE.search(before) is not None and _PAID_OUT.search(before) is None


def is_aim_of_plan(chinese: bool, unit: str, after: str) -> bool:
    """A count of the plan's own aims: 实现六个目标."""
    return chinese and unit in ("个", "项", "大") and _AIMS.match(after) is not None


def is_size(before: str) -> bool:
    return _SIZE.search(before) is not None


_RULE = re.compile(
    r"^(?:对(?!接|标|口|外|照|应|比)|凡|凡是|符合|对于)|原则上|(?:须在?|不得|应当|应在|"
    r"应(?=[不低高]))(?:[一-鿿]{0,3})$|单个|每[个家项户人][一-鿿囗]{0,6}(?:支持|补助|资助|奖励|补贴|经费|额度)|一式$|各执$|单项|逾期[^,]*有$|涉及|不足|不满"
)


def is_rule(before: str) -> bool:
    """A condition or a clause of form: 榜单金额原则上不低于200万元, 本协议一式8份."""
    return _RULE.search(before.strip()) is not None


def is_structure(verb: str, noun: str, small: bool) -> bool:
    """A frame of the plan itself (三大行动, 3个支柱产业), unless a verb of writing says it will be produced."""
    if small and _EMBLEM.fullmatch(noun) and _MOULDING.search(verb):
        return True
    if _STRUCTURE.search(noun) is None:
        return False
    return _PRODUCING.search(verb) is None or (
        small and re.search(r"机制|体系|行动|格局|目标|任务$", noun) is not None
    )


def is_rank(before: str) -> bool:
    return _RANK.search(before) is not None


def is_appositive(before: str) -> bool:
    """A count that sums up names before it: 市财政局等9个部门."""
    return _APPOSITIVE.search(before) is not None
