import pytest

from yaodian.workplan.reading.clauses import mask
from yaodian.workplan.reading.folding import fold
from yaodian.workplan.reading.shapes import Target
from yaodian.workplan.reading.targets import Passage, read_targets


def read(words: str) -> list[Target]:
    return list(read_targets(words, mask(fold(words)), Passage(0, len(words)), 2025))


def short(words: str) -> list[tuple[str, str, float, str, str]]:
    return [(t.indicator, t.comparator, t.value, t.unit, t.kind) for t in read(words)]


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        (
            "高新技术企业达到100家，同比增长15%。",
            [("高新技术企业", "=", 100, "家", "level"), ("高新技术企业", "=", 15, "%", "growth")],
        ),
        (
            "新增省级平台3家、市级平台5家。",
            [("省级平台", "=", 3, "家", "increment"), ("市级平台", "=", 5, "家", "increment")],
        ),
        ("新增国家级、省级平台各5家。", [("国家级、省级平台", "=", 5, "家", "increment")]),
        (
            "国家级、省级平台分别达到3家和12家。",
            [("国家级平台", "=", 3, "家", "level"), ("省级平台", "=", 12, "家", "level")],
        ),
        (
            "入驻率、毕业率分别不低于80%、70%。",
            [("入驻率", ">=", 80, "%", "ratio"), ("毕业率", ">=", 70, "%", "ratio")],
        ),
        (
            "申请量、授权量分别增长10%、12%。",
            [("申请量", "=", 10, "%", "growth"), ("授权量", "=", 12, "%", "growth")],
        ),
        (
            "培育科技企业100家，其中规上50家。",
            [("科技企业", "=", 100, "家", "increment"), ("规上科技企业", "=", 50, "家", "increment")],
        ),
        (
            "研发投入达到10亿元，占GDP比重达到2.5%。",
            [("研发投入", "=", 10, "亿元", "level"), ("研发投入占GDP比重", "=", 2.5, "%", "ratio")],
        ),
        (
            "高新技术企业（新增20家）达到150家。",
            [("高新技术企业", "=", 20, "家", "increment"), ("高新技术企业", "=", 150, "家", "level")],
        ),
        (
            "争取项目60个，资金1亿元以上。",
            [("项目", "=", 60, "个", "increment"), ("资金", ">=", 1, "亿元", "increment")],
        ),
        ("企业由50家增加到80家。", [("企业", "=", 80, "家", "level")]),
        ("加大高新技术企业培育力度，全年新增20家以上。", [("高新技术企业", ">=", 20, "家", "increment")]),
        ("每个乡镇至少建成服务站1个。", [("服务站", ">=", 1, "个", "increment")]),
        ("突破关键技术15项。", [("关键技术", "=", 15, "项", "increment")]),
        ("新增省级以上创新平台3家。", [("省级以上创新平台", "=", 3, "家", "increment")]),
        ("每季度开展1次服务活动。", [("服务活动", "=", 1, "次", "increment")]),
        (
            "企业和平台在现有基础上倍增，分别超过90家和8家。",
            [("企业", ">", 90, "家", "level"), ("平台", ">", 8, "家", "level")],
        ),
        (
            "企业总数由200家提高到260家，净增60家。",
            [("企业总数", "=", 260, "家", "level"), ("企业总数", "=", 60, "家", "increment")],
        ),
        ("推动科技成果转化30项。", [("科技成果转化", "=", 30, "项", "increment")]),
        ("服务企业1000家（次）以上。", [("企业", ">=", 1000, "家（次）", "increment")]),
        (
            "新增上市企业2家，在审企业不少于4家。",
            [("上市企业", "=", 2, "家", "increment"), ("在审企业", ">=", 4, "家", "level")],
        ),
        ("带动农户2000户增收。", [("农户", "=", 2000, "户", "increment")]),
        ("每季度上门走访不少于1次。", [("上门走访", ">=", 1, "次", "increment")]),
    ],
)
def test_promises_are_read(words: str, targets: list[tuple[str, str, float, str, str]]) -> None:
    assert short(words) == targets


@pytest.mark.parametrize(
    "words",
    [
        "2024年，全市新增高新技术企业50家，成交额达到5亿元。",
        "全市现有高新技术企业50家、科技型中小企业80家。",
        "对首次认定的企业，给予最高50万元奖励。",
        "对研发投入达到500万元的企业，按5%给予补助。",
        "支持研发投入强度5%以上的企业做大做强。",
        "推进总投资10亿元的科技城项目建设。",
        "项目占地120亩。",
        "每个项目支持经费不超过100万元。",
        "围绕3个支柱产业攻关。",
        "落实市财政局等9部门《意见》12条政策措施。",
        "健全五项机制，实施三大行动。",
        "推动青溪、白云、石桥3个县落实政策。",
        "本协议一式8份，双方各执4份。",
        "综合排名提升3位，进入前5位。",
        "实现零的突破，产值翻一番。",
        "先后召开3次党组会议专题研究。",
    ],
)
def test_facts_rules_and_frames_are_no_promises(words: str) -> None:
    assert short(words) == []


def test_a_paragraph_of_results_ends_where_the_plan_begins() -> None:
    assert short("2024年，新增企业50家。成交额达到5亿元。2025年，新增企业60家。") == [
        ("企业", "=", 60, "家", "increment")
    ]


def test_a_rule_does_not_hide_the_promise_beside_it() -> None:
    assert short("新增企业20家，对新认定的企业给予10万元奖励。") == [("企业", "=", 20, "家", "increment")]


def test_modality_is_kept_along_a_sentence() -> None:
    found = read("力争新增企业20家，成交额达到5亿元；确保平台达到3家；举办活动2场。")
    assert [target.modality for target in found] == ["strive", "strive", "must", "plain"]


def test_year_and_frequency_are_kept() -> None:
    assert [target.year for target in read("到2027年，企业达到100家。")] == [2027]
    assert [target.frequency for target in read("每季度开展培训2场。")] == ["每季度"]


def test_text_is_the_source_between_its_offsets() -> None:
    words = "力争新增高新技术企业２０家、平台三家。"
    assert [target.text for target in read(words)] == ["新增高新技术企业２０家", "平台三家"]
    assert all(words[target.start : target.end] == target.text for target in read(words))
