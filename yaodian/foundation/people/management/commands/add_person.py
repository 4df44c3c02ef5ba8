"""Make an account and print the link with which its owner sets the password; the way to the first users."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.common.refusal import Refused
from yaodian.foundation.people import actions
from yaodian.foundation.people.links import password_link, words_about_link
from yaodian.foundation.people.models import Division, Organisation, Region, User
from yaodian.foundation.people.roles import Role


class Command(BaseCommand):
    help = "Add a person with a role and print a link, good once and for some hours, to set the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login", help="user name")
        parser.add_argument("name", help="the person's name")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--organisation", required=True, help="its full name")
        parser.add_argument("--division", default="", help="a division of that organisation")
        parser.add_argument(
            "--region", default="", help="the region served, or where a new organisation lies"
        )
        parser.add_argument("--title", default="", help="the person's post")
        parser.add_argument("--email", default="")
        parser.add_argument("--create", action="store_true", help="make what does not exist yet")
        parser.add_argument("--organisation-kind", choices=Organisation.Kind.values, default="bureau")
        parser.add_argument("--region-code", default="", help="administrative code of a new region")
        parser.add_argument("--region-kind", choices=Region.Kind.values, default="city")
        parser.add_argument(
            "--address", default="", help="the site's address, https://…; from settings if left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                user = add_person(options)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
        except Refused as refused:
            raise CommandError(refused.refusal.reason) from None
        except DatabaseError as error:
            raise CommandError(f"没有建立，数据库没有接受：{error}") from None
        self.stderr.write(words_about_link(user))
        self.stdout.write(password_link(user, options["address"]))


def add_person(options: dict[str, Any]) -> User:
    """Everything or nothing: region, organisation and division where told to create them, user and role."""
    region = _region(options)
    organisation = _organisation(options, region)
    division = _division(options, organisation)
    fields = {"email": options["email"]} if options["email"] else {}
    _check(User(username=options["login"], name=options["name"], **fields))
    user = actions.add_user(options["login"], options["name"], by=SYSTEM, **fields)
    where = region if options["role"] in (Role.COUNTY, Role.PARK) else None
    actions.grant_role(
        user,
        options["role"],
        organisation,
        by=SYSTEM,
        division=division,
        region=where,
        title=options["title"],
    )
    return user


def _check(user: User) -> None:
    user.clean_fields(exclude=["password", "date_joined", "password_at"])
    if User.objects.named(user.username) or (user.email and User.objects.named(user.email)):
        raise ValidationError("这个用户名或邮箱已经有人使用，请换一个。")


def _region(options: dict[str, Any]) -> Region | None:
    name = options["region"]
    found = Region.objects.filter(name=name).first()
    if found or not name:
        return found
    if not (options["create"] and options["region_code"]):
        raise ValidationError(f"没有“{name}”。要新建请加 --create 和 --region-code。")
    parent = Region.objects.filter(kind=Region.Kind.CITY).first()
    return actions.add_region(options["region_code"], name, options["region_kind"], by=SYSTEM, parent=parent)


def _organisation(options: dict[str, Any], region: Region | None) -> Organisation:
    name = options["organisation"]
    found = Organisation.objects.filter(name=name).first()
    if found:
        return found
    if not (options["create"] and region):
        raise ValidationError(f"没有“{name}”。要新建请加 --create，并用 --region 写明所在地区。")
    return actions.add_organisation(name, options["organisation_kind"], region, by=SYSTEM)


def _division(options: dict[str, Any], organisation: Organisation) -> Division | None:
    name = options["division"]
    found = Division.objects.filter(organisation=organisation, name=name).first()
    if found or not name:
        return found
    if not options["create"]:
        raise ValidationError(f"{organisation}没有“{name}”。要新建请加 --create。")
    return actions.add_division(organisation, name, by=SYSTEM)
