"""我的信息 and what keepers see: masks, in full once for the password or for a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from tests import cast
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.people.models import User
from yaodian.foundation.people.personal import change_details, open_details

pytestmark = pytest.mark.django_db
PHONE, NUMBER = "13912345678", "11010119900307803X"
MASKS = ("139****5678", "110***********803X")
REASON = "核对授权对象"


@pytest.fixture(autouse=True)
def _clean() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clerk() -> User:
    actor = cast.actor("clerk")
    change_details(actor.user, {"phone": PHONE, "id_number": NUMBER}, revision=0, by=actor)
    return actor.user


def signed_in(key: str = "clerk") -> Client:
    client = Client()
    client.force_login(User.objects.get(username=key))
    return client


def sees(answer: Any) -> tuple[bool, bool]:
    """Whether the masks are there, and whether any clear value is."""
    text = answer.content.decode()
    return all(mask in text for mask in MASKS), PHONE in text or NUMBER in text


def test_ones_own_page_shows_masks_and_what_they_are_for(clerk: User) -> None:
    answer = signed_in().get("/mine/details/")
    page = answer.content.decode()
    assert (sees(answer), "no-store" in answer["Cache-Control"]) == ((True, False), True)
    assert ("工作联系" in page, "个人信息保护法第十三条" in page, "还没有人看过" in page) == (
        True,
        True,
        True,
    )


def test_the_password_shows_everything_once(clerk: User) -> None:
    client = signed_in()
    answer = client.post("/mine/details/open/", {"password": cast.PASSWORD, "do": "show"})
    page = answer.content.decode()
    assert (answer.status_code, PHONE in page, NUMBER in page) == (200, True, True)
    assert "no-store" in answer["Cache-Control"]
    assert sees(client.get("/mine/details/")) == (True, False)
    kept = "".join(str(row.get_decoded()) for row in Session.objects.all())
    assert (PHONE in kept, NUMBER in kept) == (False, False)
    entry = Entry.objects.get(action="open_own_details")
    assert entry.after == {"fields": ["手机号", "身份证号"]}
    assert not Entry.objects.filter(action="open_details").exists()


@pytest.mark.parametrize("password", ["", "wrong"])
def test_without_the_password_nothing_is_shown(password: str, clerk: User) -> None:
    answer = signed_in().post("/mine/details/open/", {"password": password, "do": "export"})
    assert (answer.status_code, sees(answer)[1], "密码" in answer.content.decode()) == (422, False, True)


def test_guessing_the_password_is_held_as_at_the_door(clerk: User) -> None:
    client = signed_in()
    for _ in range(12):
        client.post("/mine/details/open/", {"password": "wrong", "do": "show"})
    answer = client.post("/mine/details/open/", {"password": cast.PASSWORD, "do": "show"})
    assert (answer.status_code, PHONE in answer.content.decode()) == (422, False)


def test_the_export_is_a_file_of_ones_own_in_full(clerk: User) -> None:
    open_details(clerk, ["phone"], by=cast.actor("security_admin"), reason=REASON)
    answer = signed_in().post("/mine/details/open/", {"password": cast.PASSWORD, "do": "export"})
    told = json.loads(answer.content)
    held = {each["项目"]: each["内容"] for each in told["个人信息"]}
    assert (held["手机号"], held["身份证号"], held["姓名"]) == (PHONE, NUMBER, "周文静")
    assert [(each["谁"], each["理由"]) for each in told["查看全文的记录"]] == [("尤安", REASON)]
    assert answer["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(action="export_own_details").count() == 1


def change(client: Client, address: str = "/mine/details/change/", **changes: str) -> Any:
    form = {"phone": MASKS[0], "id_number": MASKS[1], "revision": "1", "password": cast.PASSWORD}
    return client.post(address, form | changes)


def test_what_is_sent_back_masked_stays_and_the_rest_is_corrected(clerk: User) -> None:
    client = signed_in()
    assert sees(client.get("/mine/details/change/")) == (True, False)
    assert change(client, phone="139 0000 1111")["Location"] == "/mine/details/"
    answer = client.post("/mine/details/open/", {"password": cast.PASSWORD, "do": "show"}).content.decode()
    assert ("13900001111" in answer, NUMBER in answer) == (True, True)


def test_first_entering_needs_nothing_before(clerk: User) -> None:
    client = signed_in("chief")
    assert change(client, phone=PHONE, id_number="", revision="0").status_code == 302
    assert MASKS[0] in client.get("/mine/details/").content.decode()


def test_a_wrong_number_is_told_and_a_wrong_password_too(clerk: User) -> None:
    answer = change(signed_in(), phone="1391234567", id_number="110101199003078030")
    page = answer.content.decode()
    assert (answer.status_code, "现在是 10 位" in page, "最后一位与前面的数字对不上" in page) == (
        422,
        True,
        True,
    )
    answer = change(signed_in(), phone="13900001111", password="wrong")
    assert (answer.status_code, "密码不正确" in answer.content.decode()) == (422, True)
    assert MASKS[0] in signed_in().get("/mine/details/").content.decode()


def test_who_comes_second_is_shown_what_is_there_now(clerk: User) -> None:
    assert change(signed_in(), phone="13900001111").status_code == 302
    answer = change(signed_in(), phone="13900002222")
    page = answer.content.decode()
    assert (answer.status_code, "刚才已在别处更正" in page, "139****1111" in page) == (409, True, True)


def of(user: User) -> str:
    return f"/personal/{user.pk}/"


@pytest.mark.parametrize("key", ["system_admin", "security_admin"])
def test_t19_a_keeper_sees_masks_and_for_a_reason_the_whole_once(key: str, clerk: User) -> None:
    client = signed_in(key)
    assert sees(client.get(of(clerk))) == (True, False)
    answer = client.post(of(clerk), {"wanted": ["phone"], "reason": REASON})
    page = answer.content.decode()
    assert (answer.status_code, PHONE in page, NUMBER in page, MASKS[1] in page) == (200, True, False, True)
    assert "no-store" in answer["Cache-Control"]
    assert sees(client.get(of(clerk))) == (True, False)
    own = signed_in().get("/mine/details/").content.decode()
    assert (cast.actor(key).label in own, REASON in own) == (True, True)


@pytest.mark.parametrize(
    "form", [{}, {"wanted": ["phone"]}, {"wanted": ["phone"], "reason": "看看"}, {"reason": REASON}]
)
def test_t19_without_a_field_and_a_reason_a_keeper_sees_masks(form: dict[str, Any], clerk: User) -> None:
    answer = signed_in("system_admin").post(of(clerk), form)
    assert (answer.status_code, sees(answer)) == (422, (True, False))
    assert not Entry.objects.filter(action="open_details").exists()


def test_t19_what_is_not_held_is_said_and_not_offered(clerk: User) -> None:
    client, chief = signed_in("system_admin"), cast.actor("chief").user
    page = client.get(of(chief)).content.decode()
    assert ("没有登记" in page, "看全文</button>" in page) == (True, False)
    assert "看全文</button>" in client.get(of(clerk)).content.decode()
    answer = client.post(of(chief), {"wanted": ["phone"], "reason": REASON})
    assert (answer.status_code, "没有登记手机号，没有全文可看" in answer.content.decode()) == (422, True)
    assert not Entry.objects.filter(action="open_details").exists()


@pytest.mark.parametrize("key", ["clerk", "chief", "leader", "audit_admin", "stranger"])
def test_t19_to_others_the_page_is_not_there(key: str, clerk: User) -> None:
    for address in (of(clerk), f"{of(clerk)}change/"):
        assert signed_in(key).post(address, {"wanted": ["phone"], "reason": REASON}).status_code == 404


def test_the_system_administrator_corrects_for_a_reason(clerk: User) -> None:
    address = f"{of(clerk)}change/"
    assert change(signed_in("system_admin"), address, phone="13900001111", reason="看").status_code == 422
    answer = change(signed_in("system_admin"), address, phone="13900001111", reason="本人来电更正")
    assert answer["Location"] == of(clerk)
    assert change(signed_in("security_admin"), address, reason="本人来电更正").status_code == 403
    entry = Entry.objects.get(action="change_details")
    assert (entry.actor_label, entry.reason) == ("秦系", "本人来电更正")


def test_the_register_is_for_who_answers_for_it(clerk: User) -> None:
    page = signed_in("security_admin").get("/personal/register/").content.decode()
    assert ("people.PersonalDetails.phone" in page, MASKS[0] in page) == (True, False)
