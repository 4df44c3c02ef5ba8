"""The password policy, each rule on and off."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from tests.cast import PASSWORD
from yaodian.foundation.common import clock
from yaodian.foundation.people.models import PastPassword, User

pytestmark = pytest.mark.django_db
GOOD = "Maple-bridge-71"


def problems(password, user=None):
    """The codes of the rules that a password breaks, in the order of the rules."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [problem.code for problem in error.error_list]
    return []


def words(password, user=None):
    with pytest.raises(ValidationError) as caught:
        validate_password(password, user)
    return caught.value.messages


@pytest.mark.parametrize(
    ("password", "broken"),
    [
        (GOOD, []),
        ("枫桥夜泊-maple-71", []),
        ("Maple-b71", ["short"]),
        ("maplebridgeseventyone", ["plain"]),
        ("maplebridge71", ["plain"]),
        ("1234567890", ["plain", "common"]),
        ("Kejiju@2026", ["common"]),
        ("科技局Aa2026!!", []),
        ("科技局@20262026", ["plain", "common"]),
        ("Password@2026", ["common"]),
        ("Admin@123456", ["common"]),
    ],
)
def test_a_password_is_long_mixed_and_not_common(password, broken):
    assert problems(password) == broken


@pytest.mark.parametrize("password", ["clerk-Maple-71", "周文静Maple-71", "MyCLERKmaple-71"])
def test_a_password_does_not_carry_its_owner(password):
    assert problems(password, User.objects.get(username="clerk")) == ["similar"]
    assert problems(password) == []


def test_every_message_says_what_to_do():
    assert words("Ab1-") == ["密码太短，请用 10 个以上的字符。"]
    assert words("maplebridge71") == ["请在密码里再加上大写字母、符号或汉字中的 1 种。"]
    assert words("Kejiju@2026") == ["这个密码太常见，容易被猜到，请换一个。"]


def test_all_broken_rules_are_told_at_once():
    assert problems("clerk", User.objects.get(username="clerk")) == ["short", "plain", "similar"]


def change(user, *passwords):
    for password in passwords:
        user.set_password(password)
        user.save()


def test_the_last_five_passwords_are_not_taken_again_and_the_sixth_is():
    user = User.objects.get(username="clerk")
    change(user, *(f"{GOOD}-{n}" for n in range(6)))
    assert [problems(f"{GOOD}-{n}", user) for n in range(6)] == [[], *[["used"]] * 5]
    assert words(f"{GOOD}-5", user) == ["最近 5 次用过的密码不能再用，请换一个。"]


def test_each_password_set_is_kept_as_a_hash_once():
    user = User.objects.get(username="clerk")
    before = PastPassword.objects.filter(user=user).count()
    change(user, GOOD)
    user.save()
    kept = PastPassword.objects.filter(user=user).order_by("id")
    assert kept.count() == before + 1
    assert kept.last().hash == user.password
    assert kept.last().hash.startswith("argon2$argon2id$")


@pytest.mark.parametrize(
    ("setting", "password"),
    [
        ("PASSWORD_MIN_LENGTH", "Maple-b71"),
        ("PASSWORD_CLASSES", "maplebridgeseventyone"),
        ("PASSWORD_NOT_LAST", PASSWORD),
    ],
)
def test_a_rule_is_switched_off_by_a_zero(settings, setting, password):
    user = User.objects.get(username="clerk")
    assert len(problems(password, user)) == 1
    setattr(settings, setting, 0)
    assert problems(password, user) == []


def test_the_help_names_each_rule():
    assert [text for text in password_validators_help_texts() if not text] == []


def rotate(settings, client, days_ago):
    settings.PASSWORD_ROTATION_DAYS = 90
    user = User.objects.get(username="clerk")
    User.objects.filter(pk=user.pk).update(password_at=clock.now() - timedelta(days=days_ago))
    client.force_login(user)
    return client


def test_an_old_password_must_be_changed_before_anything_else(client, settings):
    rotate(settings, client, 91)
    answer = client.get("/plans/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/change/")
    assert client.get("/accounts/password/change/").status_code == 200
    changed = {"oldpassword": PASSWORD, "password1": GOOD, "password2": GOOD}
    client.post("/accounts/password/change/", changed)
    assert client.get("/plans/").status_code == 200


def test_a_younger_password_or_no_rotation_asks_for_nothing(client, settings):
    assert rotate(settings, client, 89).get("/plans/").status_code == 200
    rotate(settings, client, 1000)
    settings.PASSWORD_ROTATION_DAYS = 0
    assert client.get("/plans/").status_code == 200
