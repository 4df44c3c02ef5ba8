"""What all operations of the HTTP API share: reading only, problems as `{code, message}`, one document of it all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from yaodian.foundation.common.api import ApiProblem
from yaodian.foundation.common.refusal import Refused

View = Callable[..., HttpResponse]
NOWHERE = (404, "not_found", "没有这个地址或这条记录，或者令牌的身份不能查看它。")
PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": {"type": "string", "description": "供程序判断的代码"},
        "message": {"type": "string", "description": "给人看的一句话，说明怎么办"},
    },
}
OTHERWISE = {
    "description": "没有办成",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class Document(OpenAPISchema):
    """The OpenAPI document, with the scope of each operation and the problems that any of them may answer."""

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        self.add_schema_definitions({"Problem": PROBLEM})

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        found = super().operation_security(operation)
        for named, auth in zip(found or [], operation.auth_callbacks, strict=False):
            scope = getattr(auth, "scope", "")
            named.update(dict.fromkeys(named, [scope] if scope else []))
        return found

    def responses(self, operation: Operation) -> dict[Any, Any]:
        return {**super().responses(operation), "default": OTHERWISE}


class ReadingApi(NinjaAPI):
    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return Document(self, prefix)

    def set_default_exception_handlers(self) -> None:
        for kind, answer in ANSWERS.items():
            self.add_exception_handler(kind, answer)

    def addresses(self) -> list[URLPattern | URLResolver]:
        """ninja's addresses made read-only; the root shows the document as a page, any other is told in JSON."""
        found: list[URLPattern | URLResolver] = []
        for pattern in self.urls[0]:
            if isinstance(pattern, URLPattern):
                view = self.documentation if pattern.name == "api-root" else pattern.callback
                pattern.callback = read_only(view)
            found.append(pattern)
        return [*found, path("<path:rest>", read_only(nowhere), name="nowhere")]

    def documentation(self, request: HttpRequest) -> HttpResponse:
        """接口说明: the OpenAPI document as a page of ours, without foreign script."""
        schema = self.get_openapi_schema()
        return render(request, "site/api.html", {"info": schema["info"], "operations": list(told(schema))})


def failure(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> HttpResponse:
    body = {"code": code, "message": message}
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


def _problem(request: HttpRequest, problem: ApiProblem) -> HttpResponse:
    return failure(problem.status, problem.code, problem.message, problem.headers)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return failure(403, "refused", refused.refusal.reason)


def _missing(request: HttpRequest, missing: Http404) -> HttpResponse:
    return failure(*NOWHERE)


def _wrong(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    names = "、".join(sorted({str(error["loc"][-1]) for error in wrong.errors}))
    return failure(422, "bad_parameter", f"参数 {names} 不合要求，请对照接口说明修改。")


def _of_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return failure(error.status_code, "not_done", error.message)


def _broken(request: HttpRequest, trouble: Exception) -> HttpResponse:
    logging.getLogger(__name__).error("API %s", request.path, exc_info=trouble)
    return failure(500, "internal", "服务器出错了，已经记录。请稍后再试；仍不行请联系系统管理员。")


ANSWERS: dict[type[Exception], Any] = {
    Exception: _broken,
    HttpError: _of_http,
    Http404: _missing,
    ValidationError: _wrong,
    Refused: _refused,
    ApiProblem: _problem,
}


def read_only(view: View) -> View:
    """GET and HEAD reach the view; what it answers is stored by nobody."""

    @csrf_exempt
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        if asked not in ("GET", "HEAD"):
            return failure(405, "read_only", "接口只供读取，请用 GET。", {"Allow": "GET, HEAD"})
        request.method = "GET"
        response = view(request, *args, **kwargs)
        request.method = asked
        response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ["Authorization"])
        if asked == "HEAD":
            response.content = b""
        return response

    return guarded


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    return failure(*NOWHERE)


def told(schema: OpenAPISchema) -> Iterator[dict[str, Any]]:
    """Each operation for the page: its address, what it takes, which scope it needs, the fields of its answer."""
    for address, methods in schema["paths"].items():
        for operation in methods.values():
            scopes = [
                scope
                for each in operation.get("security") or []
                for names in each.values()
                for scope in names
            ]
            yield {
                "address": address,
                "summary": operation["summary"],
                "description": operation.get("description", ""),
                "group": "、".join(operation.get("tags") or []),
                "scope": "、".join(scopes),
                "parameters": [_parameter(each) for each in operation["parameters"]],
                "fields": list(_fields(schema, operation["responses"][200])),
            }


def _parameter(each: dict[str, Any]) -> dict[str, Any]:
    schema = each["schema"]
    return {
        "name": each["name"],
        "where": {"path": "地址", "query": "参数", "header": "请求头"}[each["in"]],
        "required": each.get("required", False),
        "words": schema.get("description") or schema.get("title", ""),
    }


def _fields(schema: OpenAPISchema, response: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and words of the fields of an answer; of a list, those of its items after the list's own."""
    answer = response.get("content", {}).get("application/json", {}).get("schema", {})
    yield from _of_model(schema, answer, "")


def _of_model(schema: OpenAPISchema, node: dict[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for reference in _references(node):
        model = schema["components"]["schemas"][reference.rpartition("/")[2]]
        for name, field in model.get("properties", {}).items():
            yield before + name, field.get("description") or field.get("title", "")
            if before.count(".") < 2:
                yield from _of_model(schema, field, f"{before}{name}.")


def _references(node: dict[str, Any]) -> Iterator[str]:
    if "$ref" in node:
        yield node["$ref"]
    items = [node["items"]] if "items" in node else []
    for each in (*node.get("anyOf", []), *node.get("allOf", []), *items):
        yield from _references(each)
