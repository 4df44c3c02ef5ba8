"""Twenty people with numbers, seeds and tokens that must be found nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tests import cast
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import User
from yaodian.foundation.people.numbers import check_character
from yaodian.foundation.people.personal import change_details
from yaodian.foundation.people.tokens import make_token

PEOPLE = 20


@dataclass
class Planted:
    """What was planted, by kind."""

    phones: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    seeds: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        return [*self.phones, *self.numbers, *self.seeds, *self.secrets]


def identity(place: int) -> str:
    first = f"99010119800101{200 + place}"
    return first + check_character(first)


def plant() -> Planted:
    planted, clerk = Planted(), cast.actor("clerk")
    for place in range(PEOPLE):
        user = actions.add_user(f"planted{place}", f"种子{place}", by=SYSTEM, password=cast.PASSWORD)
        planted.phones.append(f"139{72_030_000 + place}")
        planted.numbers.append(identity(place))
        details = {"phone": planted.phones[-1], "id_number": planted.numbers[-1]}
        change_details(user, details, revision=0, by=Actor(user))
        planted.seeds.append(seed_of(user))
        token = make_token(clerk.membership, f"程序{place}", ["plans:read"], by=clerk)
        planted.secrets.append(token[1])
    return planted


def seed_of(user: User) -> str:
    seed: str = generate_totp_secret()
    TOTP.activate(user, seed)
    return seed
