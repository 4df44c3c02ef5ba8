"""Addresses of the administrators' pages."""

from __future__ import annotations

from django.urls import path

from .views import accounts, audit, chain, parameters, places, requests, roles, running, signing

app_name = "administration"
urlpatterns = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.account_new, name="account_new"),
    path("accounts/<int:user_id>/", accounts.account, name="account"),
    path("accounts/<int:user_id>/change/", accounts.account_change, name="account_change"),
    path("accounts/<int:user_id>/link/", accounts.account_link, name="account_link"),
    path("accounts/<int:user_id>/deactivate/", accounts.account_deactivate, name="account_deactivate"),
    path("accounts/<int:user_id>/reactivate/", accounts.account_reactivate, name="account_reactivate"),
    path("accounts/<int:user_id>/unlock/", accounts.account_unlock, name="account_unlock"),
    path("accounts/<int:user_id>/ask/", requests.request_new, name="request_new"),
    path("memberships/<int:membership_id>/end/", requests.request_end, name="request_end"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<int:request_id>/", requests.request_page, name="request"),
    path("requests/<int:request_id>/agree/", requests.request_agree, name="request_agree"),
    path("requests/<int:request_id>/refuse/", requests.request_refuse, name="request_refuse"),
    path("requests/<int:request_id>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path("requests/<int:request_id>/check/", requests.request_check, name="request_check"),
    path("roles/", roles.roles, name="roles"),
    path("places/", places.places, name="places"),
    path("places/regions/new/", places.region_new, name="region_new"),
    path("places/regions/<int:region_id>/", places.region, name="region"),
    path("places/organisations/", places.organisations, name="organisations"),
    path("places/organisations/new/", places.organisation_new, name="organisation_new"),
    path("places/organisations/<int:organisation_id>/", places.organisation, name="organisation"),
    path(
        "places/organisations/<int:organisation_id>/change/",
        places.organisation_change,
        name="organisation_change",
    ),
    path(
        "places/organisations/<int:organisation_id>/divisions/new/", places.division_new, name="division_new"
    ),
    path("places/divisions/<int:division_id>/", places.division, name="division"),
    path("parameters/", parameters.parameter_list, name="parameters"),
    path("parameters/<slug:name>/", parameters.parameter, name="parameter"),
    path("jobs/", running.jobs, name="jobs"),
    path("jobs/<slug:job_name>/run/", running.job_run, name="job_run"),
    path("backups/", running.backups, name="backups"),
    path("sessions/", signing.sessions, name="sessions"),
    path("sessions/<int:session_id>/end/", signing.session_end, name="session_end"),
    path("sign-ins/", signing.sign_ins, name="sign_ins"),
    path("audit/", audit.search, name="audit"),
    path("audit/watch/", audit.watch, name="watch"),
    path("audit/chain/", chain.chain, name="chain"),
    path("audit/<int:entry_id>/", audit.entry, name="entry"),
    path("audit/<int:entry_id>/proof/", audit.proof_file, name="proof"),
]
