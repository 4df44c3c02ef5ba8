from __future__ import annotations

from yaodian.foundation.common.assets import project_words, trim


def test_rules_of_unknown_classes_are_left_out() -> None:
    assert trim(".btn{a:b}.carousel{c:d}", {"btn"}) == ".btn{a:b}"


def test_a_selector_list_keeps_its_known_members() -> None:
    assert trim(".btn,.carousel,.btn .icon{a:b}", {"btn", "icon"}) == ".btn,.btn .icon{a:b}"


def test_elements_variables_and_statements_stay() -> None:
    css = '@charset "UTF-8";:root{--x:1}body{margin:0}'
    assert trim(css, set()) == css


def test_rules_inside_media_are_trimmed_and_empty_media_vanish() -> None:
    css = "@media print{.btn{a:b}.nav{c:d}}@media screen{.nav{e:f}}"
    assert trim(css, {"btn"}) == "@media print{.btn{a:b}}"


def test_keyframes_stay_whole() -> None:
    css = "@keyframes spin{from{a:b}to{c:d}}"
    assert trim(css, set()) == css


def test_classes_in_brackets_do_not_count_and_their_commas_do_not_cut() -> None:
    css = ".btn:not(.nav,.tab){a:b}"
    assert trim(css, {"btn"}) == css


def test_the_dark_theme_is_left_out() -> None:
    assert trim("[data-bs-theme=dark] .btn,.btn{a:b}", {"btn"}) == ".btn{a:b}"


def test_comments_are_left_out() -> None:
    assert trim("/*! {.x} */.btn{a:b}/*# sourceMappingURL=a.map */", {"btn"}) == ".btn{a:b}"


def test_the_projects_words_come_from_templates_and_code() -> None:
    words = project_words()
    assert {"y-card", "btn-primary", "form-select"} <= words
    assert "offcanvas-start" not in words
