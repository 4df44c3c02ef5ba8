"""All addresses of the site."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from yaodian.foundation.people import demo
from yaodian.workplan.disclosure.views import portal

from . import views
from .api import api
from .living import living

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("acting/", views.choose_role, name="act_as"),
    path("messages/", views.messages_list, name="messages"),
    path("messages/read/", views.messages_read, name="messages_read"),
    path("components/", living, name="components"),
    path("administration/", include("yaodian.foundation.administration.urls")),
    path("healthz", views.health, name="health"),
    path("accounts/", include("yaodian.foundation.people.account_urls")),
    path("plans/", include("yaodian.workplan.plans.urls")),
    path("plans/", include("yaodian.workplan.duties.urls")),
    path("plans/", include("yaodian.workplan.outputs.urls")),
    path("progress/", include("yaodian.workplan.progress.urls")),
    path("restricted/", include("yaodian.workplan.restricted.urls")),
    path("disclosure/", include("yaodian.workplan.disclosure.urls")),
    path("public/", include("yaodian.workplan.disclosure.urls_public")),
    path("robots.txt", portal.robots, name="robots"),
    path("", include("yaodian.foundation.people.urls_mine")),
    path("api/v1/", include((api.addresses(), "api"))),
    path("", include("yaodian.workplan.dashboard.urls")),
    path("", include("yaodian.foundation.common.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/sign-in/", demo.sign_in, name="demo_sign_in"))

handler400 = "yaodian.site.views.error_400"
handler403 = "yaodian.site.views.error_403"
handler404 = "yaodian.site.views.error_404"
handler500 = "yaodian.site.views.error_500"
