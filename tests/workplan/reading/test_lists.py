"""Promises that lean on their neighbours in a sentence: nouns, verbs and signs that are said once."""

import pytest

from yaodian.workplan.reading.clauses import mask
from yaodian.workplan.reading.folding import fold
from yaodian.workplan.reading.targets import Passage, read_targets

Short = tuple[str, str, float, str, str]


def short(words: str) -> list[Short]:
    targets = read_targets(words, mask(fold(words)), Passage(0, len(words)), 2026)
    return [(t.indicator, t.comparator, t.value, t.unit, t.kind) for t in targets]


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        (
            "去年，云岭市新增高新技术企业12家；今年计划新增15家以上。",
            [("高新技术企业", ">=", 15, "家", "increment")],
        ),
        ("上年度技术合同成交额5亿元，本年度目标6亿元。", [("技术合同成交额", "=", 6, "亿元", "level")]),
        ("目前全市共有瞪羚企业45家，今年力争达到60家。", [("瞪羚企业", "=", 60, "家", "level")]),
        ("已建成省级平台30个，2026年再新增5个以上。", [("省级平台", ">=", 5, "个", "increment")]),
    ],
)
def test_a_fact_names_what_the_promise_behind_it_counts(words: str, targets: list[Short]) -> None:
    assert short(words) == targets


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        (
            "新增3个国家级、8个省级创新平台。",
            [("国家级创新平台", "=", 3, "个", "increment"), ("省级创新平台", "=", 8, "个", "increment")],
        ),
        (
            "新认定确保20家、力争25家瞪羚企业。",
            [("瞪羚企业", "=", 20, "家", "increment"), ("瞪羚企业", "=", 25, "家", "increment")],
        ),
        (
            "孵化器达到8家，众创空间达到26家，分别增长20%和15%。",
            [
                ("孵化器", "=", 8, "家", "level"),
                ("众创空间", "=", 26, "家", "level"),
                ("孵化器", "=", 20, "%", "growth"),
                ("众创空间", "=", 15, "%", "growth"),
            ],
        ),
        (
            "新增孵化器3家，总量达到9家。",
            [("孵化器", "=", 3, "家", "increment"), ("孵化器", "=", 9, "家", "level")],
        ),
        (
            "园区产值增长8%，力争10%。",
            [("园区产值", "=", 8, "%", "growth"), ("园区产值", "=", 10, "%", "growth")],
        ),
        (
            "登记技术合同200项、成交额12亿元。",
            [("技术合同", "=", 200, "项", "increment"), ("成交额", "=", 12, "亿元", "level")],
        ),
        (
            "争取基金项目3项，资助经费50万元。",
            [("基金项目", "=", 3, "项", "increment"), ("资助经费", "=", 50, "万元", "increment")],
        ),
    ],
)
def test_lists_share_their_noun_and_kind(words: str, targets: list[Short]) -> None:
    assert short(words) == targets


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        ("力争突破60家瞪羚企业。", [("瞪羚企业", ">", 60, "家", "level")]),
        ("力争3家企业进入后备库。", [("企业", "=", 3, "家", "increment")]),
        ("确保每个乡镇至少有1名特派员。", [("特派员", ">=", 1, "名", "increment")]),
        ("力争园区考核位列全省前五，获得科技奖3项。", [("科技奖", "=", 3, "项", "increment")]),
        ("遴选10项左右重大项目予以支持。", [("重大项目", "~", 10, "项", "increment")]),
        ("推动在孵企业达到500家。", [("在孵企业", "=", 500, "家", "level")]),
        ("孵化面积新增5万平方米。", [("孵化面积", "=", 5, "万平方米", "increment")]),
        ("推动不少于5项成果在本地转化。", [("成果", ">=", 5, "项", "increment")]),
        ("吸引200个项目参赛。", [("项目", "=", 200, "个", "increment")]),
        ("综合实力位居全省前列，新增平台3个。", [("平台", "=", 3, "个", "increment")]),
        ("资助金额不少于60万元。", [("资助金额", ">=", 60, "万元", "level")]),
        ("转移转化科技成果20项。", [("科技成果", "=", 20, "项", "increment")]),
        ("服务企业近200家。", [("企业", "~", 200, "家", "increment")]),
        ("引进院所2所以上在云岭设立研究院。", [("院所", ">=", 2, "所", "increment")]),
        (
            "达成合作意向50项，签约30项。",
            [("合作意向", "=", 50, "项", "increment"), ("合作意向", "=", 30, "项", "increment")],
        ),
        ("加计扣除额增长20%。", [("加计扣除额", "=", 20, "%", "growth")]),
        ("创新对增长的贡献率达到60%。", [("创新对增长的贡献率", "=", 60, "%", "ratio")]),
        ("推广应用新技术20项。", [("新技术", "=", 20, "项", "increment")]),
        ("带动5000户农民增收。", [("农民", "=", 5000, "户", "increment")]),
        ("推动2家企业在北交所上市。", [("企业", "=", 2, "家", "increment")]),
        ("发布榜单2批20项。", [("榜单", "=", 2, "批", "increment"), ("榜单", "=", 20, "项", "increment")]),
        ("引导8家以上企业与高校共建实验室。", [("企业", ">=", 8, "家", "increment")]),
        ("引进（培育）创新团队3个。", [("创新团队", "=", 3, "个", "increment")]),
        ("获省科技进步奖1项。", [("省科技进步奖", "=", 1, "项", "increment")]),
        ("云岭园区力争实现营业收入500亿元。", [("营业收入", "=", 500, "亿元", "level")]),
        ("实现全市128个行政村全覆盖。", [("行政村", "=", 128, "个", "level")]),
        ("企业总数力争突破200家大关。", [("企业总数", ">", 200, "家", "level")]),
        ("入网仪器达到300台(套)。", [("入网仪器", "=", 300, "台(套)", "level")]),
        ("年收入超100万元的基地和园区达到10家。", [("年收入超100万元的基地和园区", "=", 10, "家", "level")]),
    ],
)
def test_clauses_are_taken_apart(words: str, targets: list[Short]) -> None:
    assert short(words) == targets


@pytest.mark.parametrize(
    "words",
    [
        "2025年，云岭市新增企业25家，较2024年的20家增加5家。",
        "推进投资12亿元的基地建设。",
        "设立规模5亿元的转化基金。",
        "建立10亿元规模的投资基金。",
        "预计2025年企业达到56家，研发投入达到8亿元。",
        "“十四五”期间，企业由20家增至56家。",
        "全市企业突破50家，创历史新高。",
        "打造两个中心、三个高地、四个基地。",
        "技术交易额增长9%，排名全省第2，超出预期2个百分点。",
        "努力实现六个目标。",
        "荣获省级奖项3个。",
    ],
)
def test_facts_and_descriptions_are_no_promises(words: str) -> None:
    assert short(words) == []
