"""What one statement says: its verb, what is measured, and which words make up its span.

Two orders occur. Noun first: `新增高新技术企业10家`. Number first: `开展1场以上银企对接会`.
"""

import re
from dataclasses import dataclass

from .clauses import NAME
from .lexicon import (
    ATTRIBUTIVE,
    ATTRIBUTIVE_OF_SUBJECT,
    CHAINED,
    FRAMING_AT_END,
    LINK_AT_END,
    VERB,
    VERB_AT_END,
    after_verbs,
)
from .members import Member
from .quantities import Quantity
from .shapes import Span

_MODAL = re.compile(
    r"\s+|力争|确保|努力|保证|务必|必须|坚决|力求|奋力|全力|以及|[并且和及与含、]|同时|其中|"
    r"包括|另外|此外|要|应当?|将|须|拟|计划|预计|预期|可(?!持续)|使|让|达到|(?:较|比)(?:上年|"
    r"去年|年初|上年度|20\d\d年|上一年)(?:末|底|度|同期)?|同比|[一二三四五六七八九十]是|"
    r"实现(?!率)(?=[^,]{3,40}(?:增长|达|超|突破|提高))|争取(?=全|年|到|在|使|达)|争创(?=全)|目标|的"
)
_SCOPE = re.compile(
    r"全年|(?:本|今|全)?年度|本?年内|今年|当年|本年|全[市县区省州盟旗]|我[市县区州]|本[市县区州]|每(?:季度|"
    r"半年|年|月|周|学期|两?个?月)度?|累计|合计|总计|共(?!建|享|同|育|性|办|用)计?|各自?|均|"
    r"(?:三|五|两|[1-9])年(?:内|来)?|首批|"
    r"(?:到|至)?\d{4}年(?:度|底|末|内|前|全年)*|(?:上|下)半年|(?:到|至)?\d{1,2}月(?:份|底|末|"
    r"前)+|年底之?前?|“?十[四五六]五”?(?:期间|末)?|囗+(?:期间|时期|末)|[一二三四]季度(?:末|前)?|"
    r"前?\d{1,2}月底?前"
)
_MANNER = re.compile(
    r"积极|认真|持续|大力|加快|进一步|切实|扎实|着力|不断|全面|有序|重点(?=支持|培育|建设|"
    r"推动|推进|实施|打造|引进|开展|突破|攻克|扶持)|共同|联合|分批|适时|及时|精准|柔性|靶向|"
    r"高质量|高标准|高水平|有效(?!期|发明|专利|投资)|稳步|稳定|加大|常态化|集中|再次?|继续|深入|主动|统一|"
    r"尽快|同步|优先|创新性|滚动|动态|定期|分类|梯次|逐步|推动(?=新)|统筹|支持(?=新)|基本|"
    r"首次|分别|至少|力$|多渠道|更好|充分|牵头|自主"
)
_CARRIER = re.compile(
    r"支持|鼓励|指导|引导|推动|帮助|组织|协助|联合|依托|围绕|通过|利用|在(?!审|园|线|孵|库|校|建|研|"
    r"册|站|岗|职)|以|面向|针对|为|对|促进|动员|支撑|发挥|带动|每|各|向|与|甲方|乙方|双方|"
    r"领导小组|工作专班|办公室|市科技局|科技局|从|借助|结合|聚焦|按照|依靠|由|于|做好|加强|"
    r"抓好"
)
_STRONG = re.compile(
    r"新(?:增|认定|培育|引进|实施|建|获批|组建|设立)|实施|开展|举办|召开|引进|引育|"
    r"建设(?!用地|面积)|建成|组建|创建|设立|培育(?!库)|认定(?!登记额)|申报(?!量|数)|转化(?!率|"
    r"基地|项目|平台|中心|基金|应用|服务|收入|金额)|签订|出台|制定|编制|完成(?!率)|解决|发放|提供|"
    r"选派|培训(?!班|会|基地)|突破|攻克|研发(?!投入|经费|费用|机构|平台|中心|人员|活动|项目|支出|强度)|争取|获得|"
    r"获批|实现|达成|打造|推广(?!面积)|服务(?!业|站|平台|中心|机构|收入|能力|团|点)|办理|承担|"
    r"立项(?!数)|入库(?!企业)|备案|建立|搭建|孵化(?!器|载体|基地|面积)|对接(?!会|活动|平台|项目)|征集|刊发|刊登|发表|编发|"
    r"兑付|兑现|派驻|升级|改造|推送|遴选|推荐|联系服务|联系帮带|帮带|联系|投资|资助|走访|聘请|"
    r"聘任|盘活|发布|储备|挂点服务|挂点|结对"
)
_GRADE = re.compile(
    r"^(?:国家级?|国际|部级|省级?|市级?|州级?|县级?|区级?|校级|世界级|地市级|规上|规模以上|限上|"
    r"正?高级|中级|初级)(?:[、和或及](?:国家级?|省级?|市级?|县级?))*(?:及?以上)?(?:的)?$"
)
_TAIL_VERB = re.compile(
    r"(?:率先)?(?:启动(?:实施)?|参加|参与|入驻|落户|深入|赴|进入|纳入|列入|实现|获得|通过|"
    r"完成|达到|入库|晋升|升级|申报|创建|争创|获批|开展|入选|落地|投产|投入|建成|认定|组建|"
    r"成为|进行|到(?!位)|获评|加入|走进|签订|备案|运营|对接|开工|服务(?!业|站|平台|中心|机构|"
    r"团|点|活动|示范)|在(?=[^,]{1,10}(?:上市|挂牌|设立|建立|布局|转化|落地|应用|推广|投产|建设|示范|孵化))|与(?=[^,]{2,12}(?:共建|合作|对接|签|联合)))"
)
_PLACE_NOUN = re.compile(r"平台|中心|基地|机构|活动|体系|大会|项目|示范区|园区|工程|服务")
_GOES = re.compile(r"参加|参与|深入|赴|进入|走进|加入|到|服务|进行|入选|在|与")
_TAIL_STATE = re.compile(
    r"(?:增收|受益|致富|就业|创业|上市|挂牌|攻关|达标|升规|上规|入统|入驻|落户|入库|投产|开工|"
    r"落地|提档升级|转型|建档|立项|结题|验收|运营)$"
)
_COVER = re.compile(r"全覆盖")
_COVER_SET = re.compile(
    r"^.{0,14}?(?:(?<![乡农])村|县|镇|街道|园区|社区|市|企业|院所|高校|学校|基地|合作社|团队|"
    r"机构)(?:囗+)?"
)
_AIM = re.compile(r"的?(?:目标|任务|水平|总目标|增速|速度|要求|计划|规模|幅度|比例|大关)")
_CONNECTIVE = re.compile(
    r"^(?:并|且|同时|以及|及|和|与|、|左右|为|助力|带动|推动|推进|促进|确保|力争|实现|支撑|不断|"
    r"进一步|有效|切实|着力|用于|用以|争取|努力|夯实|提升|逐步|占|位居|以|其中|全部)"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A statement taken apart; `indicator` is empty when it has no noun of its own.

    `relative` marks a number that only qualifies the noun after it (强度5%以上的企业), `noun_after`
    the number-first order, `joined` whether the verb or noun is directly beside the number.
    """

    start: int
    end: int
    verb: str
    before: str
    after: str
    indicator: str
    noun_after: bool
    relative: bool
    joined: bool
    covers: bool = False
    acts: str = ""
    words: str = ""


def read_phrase(source: str, masked: str, member: Member) -> Phrase:
    """The member's words sorted into frame, verb, noun, number and what follows."""
    quantity = member.quantity
    stop = quantity.start if member.base is None else member.base
    text_start, core = _skip_frame(masked, member.start, stop)
    noun_end = _strip_links(masked, core, stop)
    if quantity.unit != "%":
        core, noun_end = _skip_agent(masked, core, noun_end)
    verb_end = _strip_verb(masked, core, noun_end)
    before = masked[member.start : quantity.number]
    after = masked[quantity.end : member.end].rstrip(" 、和与及并")
    noun_start, strong = _strip_carrier(masked, core, verb_end, noun_end, bool(after), quantity.unit == "%")
    if quantity.unit != "%":
        noun_start, strong = _skip_partner(masked, noun_start, noun_end, strong)
    noun_start = _keep_attribute(masked, core, noun_start, noun_end, noun_end < quantity.number)
    verb = strong or masked[core:verb_end]
    if _number_first(masked, noun_start, noun_end, stop, before, after):
        return _read_number_first(source, masked, member, text_start, noun_start, noun_end, verb)
    indicator = source[noun_start:noun_end]
    return Phrase(
        start=text_start,
        end=quantity.end,
        verb=verb,
        before=before,
        after=after,
        indicator=clean(indicator),
        noun_after=False,
        relative=_is_relative(after, bool(indicator)),
        joined=True,
        words=masked[quantity.start : quantity.end],
    )


def read_words(source: str, masked: str, start: int, end: int) -> Phrase:
    """The same for words without a number: the verb and what it is done to."""
    nothing = Quantity(end, end, end, 0, None, "", "=", False, "")
    return read_phrase(source, masked, Member(start, end, nothing))


def _skip_frame(masked: str, start: int, stop: int) -> tuple[int, int]:
    """Where the readable text begins, and where the words of substance begin."""
    position, text_start = start, None
    while position < stop:
        if found := _SCOPE.match(masked, position, stop) or _MANNER.match(masked, position, stop):
            text_start = position if text_start is None else text_start
        elif not (found := _MODAL.match(masked, position, stop)):
            if not _leads_a_verb(masked, position, stop):
                break
            position += 2
            continue
        if found.end() == position:
            break
        position = found.end()
    return (position if text_start is None else text_start), position


def _leads_a_verb(masked: str, position: int, stop: int) -> bool:
    """实现 and 争取 are modals before another verb: 争取新增, 实现登记."""
    return (
        masked.startswith(("实现", "争取"), position) and VERB.match(masked, position + 2, stop) is not None
    )


_EMPTY = re.compile(r"召开|开展|举办|举行|组织|组织开展|进行")
_MID_TIME = re.compile(r"每(?:季度|半年|年|月|周|学期|两?个?月)度?|全年|年内")


_PROMISING_AGENT = re.compile(
    r"[一-鿿]{2,10}(?:区|市|县|园|局|院|中心|集团)(?:力争|确保|计划|努力)(?:实现|完成)?(?=[一-鿿]{2})"
)


def _skip_agent(masked: str, core: int, end: int) -> Span:
    """The predicate where a time word parts it from who acts (领导小组每年召开联席会议), or the subject
    where the predicate is a bare verb (联席会议每季度召开)."""
    if promise := _PROMISING_AGENT.match(masked, core, end):
        return promise.end(), end
    found = _MID_TIME.search(masked, core, end)
    if found is None or found.end() == end:
        return core, end
    begin = _skip_frame(masked, found.end(), end)[1]
    verb_end = after_verbs(masked, begin, end)
    if verb_end == end and found.start() > core and _EMPTY.fullmatch(masked, begin, end):
        return core, found.start()
    return begin, end


_PARTNER = re.compile(r"共建|选聘|选派|聘请|举办|召开|开展(?!的)|新增|新建|建成|出台")


def _skip_partner(masked: str, start: int, end: int, verb: str) -> tuple[int, str]:
    """Behind a verb that never forms a noun, with its actor before it: 高校院所选聘科技副总."""
    found = [at for at in _PARTNER.finditer(masked, start + 2, end) if end - at.end() >= 2]
    return (found[-1].end(), found[-1].group()) if found else (start, verb)


def _keep_attribute(masked: str, core: int, start: int, end: int, as_subject: bool) -> int:
    """A noun of one or two characters keeps the verb that qualifies it: 签约项目, 登记合同不少于80份."""
    if not 0 < end - start <= 2 or masked[start:end] in ("高企", "科小"):
        return start
    found = ATTRIBUTIVE.search(masked, core, start)
    if found is None and as_subject and "近" not in masked[end : end + 2]:
        found = ATTRIBUTIVE_OF_SUBJECT.search(masked, core, start)
    return found.start() if found else start


_WHOLE_PLACE = re.compile(r"全[市县区省州]")


def _strip_links(masked: str, start: int, end: int) -> int:
    while found := LINK_AT_END.search(masked, max(start, end - 8), end):
        end = found.start()
    return end


def _strip_verb(masked: str, start: int, end: int) -> int:
    """Behind the leading verb group: 组织申报, 引进、创建, 入库备案."""
    position = after_verbs(masked, start, end)
    if position == start:
        return start
    if whole := _WHOLE_PLACE.match(masked, position, end):
        position = whole.end()
    while chained := CHAINED.match(masked, position, end):
        position = chained.end()
    return position


def _strip_carrier(
    masked: str, core: int, verb_end: int, noun_end: int, number_first: bool, of_share: bool
) -> tuple[int, str]:
    """Behind the first strong verb when the clause starts with who or by what means: 支持企业建设…."""
    lead = _CARRIER.match(masked, core, noun_end)
    if lead is None:
        return verb_end, ""
    for strong in _STRONG.finditer(masked, lead.end(), lead.end() if of_share else noun_end):
        chained = CHAINED.match(masked, strong.end(), noun_end)
        behind = chained.end() if chained and chained.end() < noun_end else strong.end()
        if noun_end - behind >= 2 or (number_first and behind == noun_end):
            return behind, strong.group()
    return (core if lead.group() in ("每", "各") else max(verb_end, lead.end())), ""


def _number_first(masked: str, noun_start: int, noun_end: int, stop: int, before: str, after: str) -> bool:
    rest = after.strip()
    noun = masked[noun_start:noun_end]
    if not rest or (noun and (_AIM.match(rest) or _CONNECTIVE.match(rest))):
        return False
    if noun_end == stop and FRAMING_AT_END.search(noun):
        return True
    if not noun or not noun.strip(NAME) or _GRADE.match(noun):
        return True
    return noun_end == stop and VERB_AT_END.search(noun) is not None


def _is_relative(after: str, has_noun: bool) -> bool:
    rest = after.strip()
    if not rest or not has_noun or _AIM.match(rest):
        return False
    return not any(rule.match(rest) for rule in (_TAIL_VERB, _TAIL_STATE, _CONNECTIVE, VERB))


def _read_number_first(
    source: str, masked: str, member: Member, text_start: int, noun_start: int, noun_end: int, verb: str
) -> Phrase:
    a, b = member.quantity.end, _trim(masked, member.quantity.end, member.end)
    if masked.startswith("的", a):
        a += 1
    prefix = masked[noun_start:noun_end]
    grade = source[noun_start:noun_end] if _GRADE.match(prefix) and prefix else ""
    noun, end, covers = _noun_after(source, masked, a, b)
    return Phrase(
        start=text_start,
        end=end,
        verb=verb or _last_verb(prefix) or _last_verb(masked[text_start : member.quantity.start].strip()),
        before=masked[member.start : member.quantity.start],
        after=masked[member.quantity.end : member.end],
        indicator=clean(grade + noun),
        noun_after=True,
        relative=False,
        joined=not prefix or bool(grade) or not prefix.strip(NAME) or VERB_AT_END.search(prefix) is not None,
        covers=covers,
        acts=_acts(masked[a:b]),
    )


def _acts(rest: str) -> str:
    """What the noun behind the number does itself: 3家企业进入名单."""
    tail = _TAIL_VERB.search(rest, 2)
    return "" if tail is None or _is_part_of_noun(rest, tail) else tail.group()


def _last_verb(words: str) -> str:
    found = VERB_AT_END.search(words)
    return found.group() if found else ""


def _noun_after(source: str, masked: str, a: int, b: int) -> tuple[str, int, bool]:
    """The noun behind the number, where the span ends, and whether a whole set is to be covered."""
    rest = masked[a:b]
    if _COVER.search(rest):
        whole = _COVER_SET.match(rest)
        return source[a : a + (whole.end() if whole else rest.index("全覆盖"))], b, True
    if intransitive := _INTRANSITIVE.search(rest, 2):
        return source[a : a + intransitive.start()], b, False
    tail = _TAIL_VERB.search(rest, 2) if len(rest) > 3 else None
    if tail is None or _is_part_of_noun(rest, tail):
        return source[a:b], b, False
    thing = "" if _GOES.match(tail.group()) else source[a + tail.end() : b]
    if thing and len(thing) <= 10:
        return re.sub(r"(?:工作|活动|任务)$", "", thing) + source[a : a + tail.start()], b, False
    return source[a : a + tail.start()], b, False


_INTRANSITIVE = re.compile(
    r"(?:年内|全部|如期|顺利)?(?:参赛|参展|参会|参训|竣工|投产|达产|开工|落地见效|见效|增收致富|增收|致富)$|"
    r"(?:予以|给予)(?:重点)?(?:支持|培育|扶持|表彰)$"
)


def _is_part_of_noun(rest: str, tail: re.Match[str]) -> bool:
    """A verb at the end, or with hardly a word behind it, belongs to the noun: 银企对接会, 企业入库."""
    return len(rest) - tail.end() <= 1 or _PLACE_NOUN.fullmatch(rest, tail.end()) is not None


def _trim(masked: str, a: int, b: int) -> int:
    """Leave out what hangs on behind: blanks, 、 and an open 等."""
    while b > a and masked[b - 1] in " 、;,和及与":
        b -= 1
    return b


_LEADING_WORDS = re.compile(r"^(?:一批|了)")
_VISITING = re.compile(r"(?<=[家才员])来[一-鿿]$")
_TRAILING_WORDS = re.compile(r"(?:等|以上)$")


def clean(words: str) -> str:
    """An indicator without outer quotation marks, leading 的 and trailing 等."""
    words = words.lstrip(")）").strip(" \t、,，:：的\n")
    words = _LEADING_WORDS.sub("", words)
    words = _VISITING.sub("", words)
    words = _TRAILING_WORDS.sub("", words)
    for left, right in ("“”", "《》", "‘’", "「」", '""'):
        if len(words) > 2 and words[0] == left and words[-1] == right and left not in words[1:-1]:
            words = words[1:-1]
    return words.strip()


def is_grade(words: str) -> bool:
    return _GRADE.match(words) is not None
