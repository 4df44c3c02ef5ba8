"""Makes the provider's database and serves it: `python -m tests…serve PORT CLIENT SECRET REDIRECT…`."""

import sys

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

PEOPLE = ("clerk", "chief", "newcomer", "auditor")
PASSWORD = "the-providers-own-password"


def prepare(client, secret, redirects):
    from django.contrib.auth.models import User
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        User.objects.create_user(name, password=PASSWORD)
    Application.objects.create(
        name="yaodian",
        client_id=client,
        client_secret=secret,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=" ".join(redirects),
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )


if __name__ == "__main__":
    django.setup()
    import waitress

    port, client, secret, *redirects = sys.argv[1:]
    prepare(client, secret, redirects)
    waitress.serve(get_wsgi_application(), host="127.0.0.1", port=int(port), threads=4)
