import pytest

from yaodian.workplan.reading.clauses import mask
from yaodian.workplan.reading.folding import fold
from yaodian.workplan.reading.members import members
from yaodian.workplan.reading.phrases import Phrase, clean, is_grade, read_phrase


def phrase(words: str) -> Phrase:
    masked = mask(fold(words))
    (member,) = members(masked, 0, len(masked))
    return read_phrase(words, masked, member)


@pytest.mark.parametrize(
    ("words", "indicator"),
    [
        ("新增高新技术企业10家", "高新技术企业"),
        ("力争全市高新技术企业累计达到72家", "高新技术企业"),
        ("组织申报省级奖励2项", "省级奖励"),
        ("引进、创建省级研发机构7家", "省级研发机构"),
        ("支持企业建设省级平台5家", "省级平台"),
        ("每个县区建设服务工作站1个", "服务工作站"),
        ("甲方每年推荐产业教授10名", "产业教授"),
        ("联席会议每季度召开1次", "联席会议"),
        ("高校院所选聘科技副总80名", "科技副总"),
        ("登记合同不少于80份", "登记合同"),
        ("签约项目100个", "签约项目"),
        ("服务企业500家次", "企业"),
        ("孵化器入驻率达到80%", "孵化器入驻率"),
        ("“科创贷”授信总额达到15亿元", "“科创贷”授信总额"),
        ("编发《科技简报》15期", "科技简报"),
        ("企业占比由33%提高到42%", "企业占比"),
        ("平均利率下降0.2个百分点", "平均利率"),
    ],
)
def test_the_noun_before_a_number_is_what_is_measured(words: str, indicator: str) -> None:
    assert phrase(words).indicator == indicator


@pytest.mark.parametrize(
    ("words", "indicator"),
    [
        ("开展1场以上银企对接会", "银企对接会"),
        ("实施10项科技成果转化项目", "科技成果转化项目"),
        ("编制“十四五”100项重大成果清单", "重大成果清单"),
        ("新增省级3家平台", "省级平台"),
        ("推动10家企业上市", "企业上市"),
        ("新引进10支人才团队服务企业", "人才团队"),
        ("动员1家以上单位率先启动改革试点工作", "改革试点单位"),
    ],
)
def test_the_noun_after_a_number_is_what_is_measured(words: str, indicator: str) -> None:
    read = phrase(words)
    assert (read.indicator, read.noun_after) == (indicator, True)


def test_full_coverage_measures_the_set_that_is_covered() -> None:
    read = phrase("实现820个贫困村和重点产业全覆盖")
    assert (read.indicator, read.covers) == ("贫困村", True)


def test_a_number_that_qualifies_the_noun_after_it_is_relative() -> None:
    assert phrase("研发投入强度5%以上的企业").relative
    assert not phrase("企业达到200家的目标").relative


def test_the_span_leaves_out_modals_and_keeps_scope_words() -> None:
    words = "力争全年新增企业10家"
    read = phrase(words)
    assert words[read.start : read.end] == "全年新增企业10家"


@pytest.mark.parametrize(
    ("words", "cleaned"), [("“人才团队”", "人才团队"), ("“民参军”企业", "“民参军”企业"), ("的平台等", "平台")]
)
def test_indicators_lose_outer_marks(words: str, cleaned: str) -> None:
    assert clean(words) == cleaned


def test_grades_are_known() -> None:
    assert [is_grade(words) for words in ("省级", "国家级、省级", "市级以上", "平台")] == [
        True,
        True,
        True,
        False,
    ]
