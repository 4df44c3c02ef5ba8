from yaodian.workplan.reading import read_plan

HEAD = "2026年云岭市重点任务分解表\n序号\n工作任务\n目标要求\n责任科室\n"


def rows(text: str) -> list[tuple[str, str, tuple[str, ...], str]]:
    tasks = read_plan(text).tasks
    return [(task.no, task.title, task.details.divisions, text[task.start : task.end]) for task in tasks]


def test_cells_on_lines_of_their_own_make_rows() -> None:
    text = HEAD + "1\n企业培育\n新认定高企25家\n高新科\n2\n技术市场\n成交额达到15亿元\n成果科\n"
    assert rows(text) == [
        ("1", "企业培育", ("高新科",), "1\n企业培育\n新认定高企25家\n高新科"),
        ("2", "技术市场", ("成果科",), "2\n技术市场\n成交额达到15亿元\n成果科"),
    ]
    assert [(target.task, target.value) for target in read_plan(text).targets] == [("1", 25), ("2", 15)]


def test_a_cell_of_several_lines_stays_in_its_row() -> None:
    text = HEAD + "1\n企业培育\n新认定高企25家\n入库企业90家\n高新科\n2\n技术市场\n成交额达到15亿元\n成果科\n"
    assert [(no, divisions) for no, _, divisions, _ in rows(text)] == [("1", ("高新科",)), ("2", ("成果科",))]


def test_what_follows_the_last_row_is_plain_text() -> None:
    text = HEAD + "1\n企业培育\n新认定高企25家\n高新科\n各科室要压实责任。"
    assert rows(text)[0][3] == "1\n企业培育\n新认定高企25家\n高新科"


def test_short_lines_without_row_numbers_are_no_table() -> None:
    text = HEAD + "企业培育\n新认定高企25家。\n一、平台\n新建3家。"
    assert [title for _, title, _, _ in rows(text)] == ["平台"]
