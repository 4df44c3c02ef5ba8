"""Who may open which address: every named address × every role × GET and POST, plain and as a partial update.

An address without a row fails the test. To add one: find the family it belongs to and add its name there. A new
kind of address gets a new family, written with `Answers`. An address that is about something other than a plan
also says how that thing is made, in `access_objects.py`.

Statuses are those of an empty form: a person who may gets past the door and is told what is missing (200, 302,
422); who may not is told why (403) if the thing may be seen, and that there is nothing (404) if it may not.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.cast import CAST

ROLES = ("anonymous", *CAST)
WRITERS = frozenset({"clerk", "colleague", "chief"})
READERS = WRITERS | {"leader", "auditor"}
INSIDE = frozenset(CAST)


@dataclass(frozen=True)
class Answers:
    """The status that each role gets; roles not named get `others`."""

    others: int
    anonymous: int = 302
    named: dict[frozenset[str], int] = field(default_factory=dict)

    def to(self, role: str) -> int:
        if role == "anonymous":
            return self.anonymous
        return next((status for roles, status in self.named.items() if role in roles), self.others)


@dataclass(frozen=True)
class Row:
    """What GET and POST answer; `state` names the maker of the plan that the address is about."""

    get: Answers
    post: Answers
    state: str = "reviewing"


NEVER = Answers(405, anonymous=405)
ANYBODY = Answers(200, anonymous=200)
TURNED_AWAY = Answers(302)
SIGNED_IN = Answers(200)
BEHIND_THE_DOOR = Answers(405)
READ = Answers(404, named={READERS: 200})


def by_writers(status: int) -> Answers:
    """Writers get `status`, readers a reason, others nothing."""
    return Answers(404, named={WRITERS: status, READERS: 403})


def by_the_chief(status: int) -> Answers:
    return Answers(404, named={frozenset({"chief"}): status, READERS: 403})


def by_deciders(status: int) -> Answers:
    """Chiefs and leaders get `status`, other readers a reason, others nothing."""
    return Answers(404, named={frozenset({"chief", "leader"}): status, READERS: 403})


def only(*roles: str, status: int) -> Answers:
    """These roles get `status`, other readers a reason, others nothing."""
    return Answers(404, named={frozenset(roles): status, READERS: 403})


def by_keepers(status: int) -> Answers:
    return Answers(404, named={frozenset({"system_admin", "security_admin"}): status})


def by_the_system_admin(status: int) -> Answers:
    return Answers(404, named={frozenset({"system_admin"}): status, frozenset({"security_admin"}): 403})


FAMILIES: list[tuple[Row, str]] = [
    # Pages for everybody
    (
        Row(ANYBODY, NEVER),
        "components health account_inactive account_email_verification_sent account_reset_password_done "
        "account_reset_password_from_key_done",
    ),
    (Row(ANYBODY, ANYBODY), "account_reset_password account_reset_password_from_key"),
    (Row(ANYBODY, Answers(404, anonymous=404)), "account_confirm_email"),
    (Row(NEVER, TURNED_AWAY), "common:type_size"),
    # One's own delegations and tokens; the keepers of accounts see all tokens
    (Row(SIGNED_IN, NEVER), "mine:delegations mine:tokens mine:details"),
    (
        Row(SIGNED_IN, Answers(422)),
        "mine:delegation_give mine:token_make mine:details_open mine:details_change",
    ),
    (
        Row(NEVER, Answers(404, named={frozenset({"chief", "clerk"}): 302}), "delegation"),
        "mine:delegation_end",
    ),
    (
        Row(NEVER, Answers(404, named={frozenset({"clerk", "system_admin"}): 302}), "token"),
        "mine:token_revoke",
    ),
    (Row(Answers(404, named={frozenset({"system_admin"}): 200}), NEVER), "mine:all_tokens"),
    # Personal details of others: in masks for the keepers, nothing for anybody else
    (Row(Answers(404, named={frozenset({"security_admin", "audit_admin"}): 200}), NEVER), "mine:register"),
    (Row(by_keepers(200), by_keepers(422), "person"), "mine:details_of"),
    (Row(by_the_system_admin(200), by_the_system_admin(422), "person"), "mine:details_of_change"),
    # The API asks for a token, whoever is signed in
    (Row(ANYBODY, NEVER), "api:api-root api:openapi-json"),
    (
        Row(Answers(401, anonymous=401), NEVER),
        "api:me api:plan_list api:plan api:task_list api:target_list api:target api:version_list "
        "api:report_list api:standing",
    ),
    (Row(Answers(404, anonymous=404), NEVER), "api:nowhere"),
    # Coming in and going out
    (Row(Answers(302, anonymous=200), Answers(302, anonymous=200)), "account_login account_signup"),
    (Row(SIGNED_IN, TURNED_AWAY), "account_logout"),
    (
        Row(TURNED_AWAY, TURNED_AWAY),
        "account_confirm_login_code mfa_authenticate account_set_password socialaccount_signup",
    ),
    (Row(ANYBODY, NEVER), "socialaccount_login_cancelled"),
    (Row(Answers(401, anonymous=401), NEVER), "socialaccount_login_error"),
    # No provider is set up
    (Row(Answers(404, anonymous=404), NEVER), "single_sign_on_login single_sign_on_callback"),
    # One's own account; what changes it asks for the password first (302)
    (Row(SIGNED_IN, SIGNED_IN), "account_change_password account_reauthenticate socialaccount_connections"),
    (Row(SIGNED_IN, TURNED_AWAY), "account_email usersessions_list"),
    (Row(SIGNED_IN, BEHIND_THE_DOOR), "mfa_index mfa_list_webauthn"),
    (Row(NEVER, Answers(404)), "usersessions_end"),
    (
        Row(TURNED_AWAY, TURNED_AWAY),
        "mfa_reauthenticate mfa_activate_totp mfa_generate_recovery_codes mfa_reauthenticate_webauthn "
        "mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn",
    ),
    # Nobody of the cast has a second factor to look at
    (Row(Answers(404), Answers(404)), "mfa_deactivate_totp mfa_download_recovery_codes"),
    (Row(Answers(404), BEHIND_THE_DOOR), "mfa_view_recovery_codes"),
    # The frame
    (Row(SIGNED_IN, NEVER), "home search messages plans:signed_in_again"),
    (Row(NEVER, TURNED_AWAY), "messages_read"),
    (Row(NEVER, Answers(404)), "act_as"),
    # The dashboard and the wall
    (Row(Answers(404, named={READERS | {"county"}: 200}), NEVER), "dashboard:newest"),
    (Row(READ, NEVER), "dashboard:plan dashboard:records"),
    (Row(ANYBODY, NEVER), "dashboard:wall"),
    # Plans: reading
    (Row(Answers(403, named={READERS: 200}), NEVER), "plans:list"),
    (
        Row(READ, NEVER),
        "plans:detail plans:source plans:export plans:review plans:review_state plans:task_table_template",
    ),
    (Row(by_writers(422), NEVER), "plans:review_suggest"),
    # Plans: writing
    (Row(Answers(403, named={WRITERS: 200}), Answers(403, named={WRITERS: 422})), "plans:import"),
    (Row(by_writers(200), by_writers(422)), "plans:finish plans:task_table"),
    (Row(by_the_chief(200), by_the_chief(422)), "plans:withdraw"),
    (Row(by_the_chief(200), by_the_chief(422), "reviewed"), "plans:reopen"),
    (Row(by_deciders(200), by_deciders(422), "reviewed"), "plans:approve"),
    (Row(by_deciders(200), by_deciders(422), "approved"), "plans:correct_approval plans:amend"),
    # Nobody handed in a file with this approval
    (Row(Answers(404), NEVER, "approved"), "plans:approval_file"),
    (
        Row(by_writers(200), by_writers(422)),
        "plans:target_add plans:target_split plans:target_merge plans:task_add plans:task_split plans:task_merge",
    ),
    (Row(READ, by_writers(422)), "plans:target plans:task"),
    (Row(NEVER, by_writers(302)), "plans:task_accept_all"),
    (
        Row(NEVER, by_writers(409)),
        "plans:target_accept plans:target_reject plans:target_restore "
        "plans:task_accept plans:task_reject plans:task_restore",
    ),
    # A task table handed in, whose columns are still to be named: its other pages lead there (302)
    (Row(by_writers(200), by_writers(422)), "plans:task_table_columns"),
    (Row(by_writers(302), by_writers(302)), "plans:task_table_batch"),
    (Row(Answers(404, named={READERS: 302}), NEVER), "plans:task_table_problems"),
    (Row(NEVER, by_writers(302)), "plans:task_table_drop plans:task_table_again"),
    # The restricted register: its keepers and who is named in a line (the colleague); for others it is not there
    (Row(Answers(404, named={frozenset({"leader"}): 200}), NEVER), "restricted:list"),
    (
        Row(
            Answers(404, named={frozenset({"leader", "colleague"}): 200}),
            Answers(404, named={frozenset({"leader", "colleague"}): 302}),
            "matter",
        ),
        "restricted:matter",
    ),
    (
        Row(only(*WRITERS, "leader", status=200), only(*WRITERS, "leader", status=422), "approved"),
        "restricted:choose",
    ),
    # Duties of an approved plan: reading
    (
        Row(READ, NEVER, "divided"),
        "duties:tasks duties:responsibility duties:shares duties:duty duties:workbook duties:bad_rows",
    ),
    # Duties: dividing, and issuing by chiefs and leaders
    (
        Row(by_writers(200), by_writers(422), "divided"),
        "duties:assign duties:target duties:fill duties:hand_in duties:batch",
    ),
    (Row(NEVER, by_writers(302), "divided"), "duties:keep duties:drop_batch"),
    (Row(only(*WRITERS, "leader", status=200), by_deciders(422), "divided"), "duties:issue"),
    # Documents on paper; a county takes its own column of the shares once they are issued
    (
        Row(READ, NEVER, "divided"),
        "outputs:whole outputs:tasks outputs:responsibility outputs:progress",
    ),
    (Row(Answers(404, named={READERS | {"county"}: 200}), NEVER, "issued"), "outputs:page outputs:shares"),
    (Row(READ, NEVER, "public_page"), "outputs:published"),
    # What a county undertakes is its own officers' page
    (Row(Answers(403, named={frozenset({"county"}): 200}), NEVER), "duties:undertaken"),
    # Progress: the bureau reads, a county its own part; the lead division reports, its chief and the leader confirm
    (Row(Answers(403, named={READERS | {"county"}: 200}), NEVER), "progress:list"),
    (Row(NEVER, Answers(403, named={WRITERS | {"county"}: 302})), "progress:no_change"),
    (
        Row(
            Answers(403, named={frozenset({"chief", "leader"}): 200}),
            Answers(403, named={frozenset({"chief", "leader"}): 302}),
        ),
        "progress:confirming",
    ),
    (Row(READ, NEVER, "reported"), "progress:plan progress:task progress:file"),
    (Row(Answers(404, named={READERS | {"county"}: 200}), NEVER, "reported"), "progress:target"),
    (
        Row(only("clerk", "chief", status=200), only("clerk", "chief", status=422), "reported"),
        "progress:task_report",
    ),
    (
        Row(
            only("clerk", "chief", "county", status=200),
            only("clerk", "chief", "county", status=422),
            "reported",
        ),
        "progress:target_report",
    ),
    (
        Row(only("clerk", "chief", status=200), only("clerk", "chief", status=422), "returned_report"),
        "progress:revise",
    ),
    (Row(NEVER, only("chief", "leader", status=302), "reported"), "progress:confirm"),
    (Row(NEVER, only("clerk", "chief", status=302), "reported"), "progress:milestone"),
    (
        Row(only("chief", "leader", status=200), only("chief", "leader", status=422), "reported"),
        "progress:return",
    ),
    (Row(only("clerk", status=200), only("clerk", status=422), "reported"), "progress:withdraw"),
    # The public's own pages
    (Row(ANYBODY, NEVER), "public:plans public:search public:sitemap robots"),
    (Row(ANYBODY, NEVER, "public_page"), "public:plan"),
    # Making public: preparing, checking, approving, three people
    (Row(READ, NEVER, "approved"), "disclosure:plan"),
    (Row(by_writers(200), by_writers(422), "approved"), "disclosure:prepare"),
    (Row(by_writers(200), by_writers(422), "public_page"), "disclosure:propose"),
    (Row(READ, NEVER, "disclosing"), "disclosure:preview"),
    (Row(only("clerk", status=200), only("clerk", status=422), "disclosing"), "disclosure:change"),
    (Row(by_deciders(200), by_deciders(422), "disclosing"), "disclosure:check"),
    (Row(only("leader", status=200), only("leader", status=302), "disclosing_checked"), "disclosure:approve"),
    (
        Row(
            only("clerk", "chief", "leader", status=200),
            only("clerk", "chief", "leader", status=422),
            "disclosing",
        ),
        "disclosure:withdraw",
    ),
    (Row(only("leader", status=200), only("leader", status=422), "release"), "disclosure:decide"),
    (
        Row(
            only("clerk", "chief", "leader", status=200),
            only("clerk", "chief", "leader", status=422),
            "release",
        ),
        "disclosure:take_back",
    ),
]


SYSTEM, SECURITY, AUDIT = (frozenset({name}) for name in ("system_admin", "security_admin", "audit_admin"))
ALL_THREE = SYSTEM | SECURITY | AUDIT


def by(roles: frozenset[str], status: int) -> Answers:
    """These administrators get `status`; for everybody else there is no such page."""
    return Answers(404, named={roles: status})


def by_one_of(roles: frozenset[str], readers: frozenset[str], status: int) -> Answers:
    """These administrators get `status`, those who read along a reason, others nothing."""
    return Answers(404, named={roles: status, readers: 403})


def about(get: Answers, post: Answers) -> Row:
    return Row(get, post, "administration")


FAMILIES += [
    # Administration: the system administrator's
    (
        about(by(SYSTEM, 200), NEVER),
        "administration:places administration:organisations administration:organisation administration:jobs "
        "administration:backups administration:sessions",
    ),
    (
        about(by(SYSTEM, 200), by(SYSTEM, 422)),
        "administration:account_new administration:account_change administration:account_deactivate "
        "administration:account_reactivate administration:request_new administration:request_end "
        "administration:region_new administration:region administration:organisation_new "
        "administration:organisation_change administration:division_new administration:division "
        "administration:session_end",
    ),
    (about(NEVER, by(SYSTEM, 200)), "administration:account_link"),
    (about(NEVER, by(SYSTEM, 302)), "administration:job_run"),
    # The security administrator's
    (about(by(SECURITY, 200), NEVER), "administration:watch"),
    (about(NEVER, by_one_of(SECURITY, SYSTEM, 302)), "administration:account_unlock"),
    (
        about(NEVER, by_one_of(SECURITY, ALL_THREE, 422)),
        "administration:request_agree administration:request_refuse",
    ),
    (about(NEVER, by_one_of(SYSTEM, ALL_THREE, 422)), "administration:request_withdraw"),
    (about(by_one_of(SECURITY, SYSTEM, 200), by_one_of(SECURITY, SYSTEM, 422)), "administration:parameter"),
    # The audit administrator's; one person decided nothing alone here, so there is nothing to check afterwards
    (about(NEVER, by(ALL_THREE, 403)), "administration:request_check"),
    (about(by(AUDIT, 200), NEVER), "administration:audit"),
    (about(by(AUDIT, 200), by(AUDIT, 422)), "administration:chain"),
    (about(by(AUDIT, 409), NEVER), "administration:proof"),
    # Of two or three
    (
        about(by(SYSTEM | SECURITY, 200), NEVER),
        "administration:accounts administration:account administration:roles administration:parameters",
    ),
    (about(by(SECURITY | AUDIT, 200), NEVER), "administration:sign_ins administration:entry"),
    (about(by(ALL_THREE, 200), NEVER), "administration:requests administration:request"),
]


def rows() -> dict[str, Row]:
    """Name of the address → its row. A name in two families is an error of the table."""
    table: dict[str, Row] = {}
    for row, names in FAMILIES:
        for name in names.split():
            assert name not in table, f"{name} stands in two families"
            table[name] = row
    return table
