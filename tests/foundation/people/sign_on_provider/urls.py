"""The provider's sign-in page and django-oauth-toolkit's addresses."""

from django.contrib.auth import authenticate, login
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import include, path

PAGE = """<!doctype html><html lang="zh-CN"><title>云岭市统一身份认证</title><h1>云岭市统一身份认证</h1>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="{token}">
<label>账号 <input name="username"></label> <label>口令 <input name="password" type="password"></label>
<button>进入</button></form></html>"""


def sign_in(request):
    if request.method == "POST":
        user = authenticate(request, username=request.POST["username"], password=request.POST["password"])
        if user is not None:
            login(request, user)
            return HttpResponseRedirect(request.GET["next"])
    return HttpResponse(PAGE.format(token=get_token(request)))


urlpatterns = [
    path("sign-in/", sign_in),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
