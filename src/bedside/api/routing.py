"""How an endpoint becomes a route: every one says who may call it, or it does not start.

    @router.get("/api/me", summary="Who is signed in")
    @needs("account.read")
    def read_me(call: Current) -> Me: ...

`needs` names the permission that the endpoint's act asks for; `open_to_all` says why there is
none. Both run the endpoint in one thread from the first query to the last, with a database
connection of that thread which goes back to the pool afterwards. An `async def` endpoint has no
thread: it must be open and leave the database alone.
"""

import functools
import inspect
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import close_old_connections
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bedside import accounts
from bedside.accounts import permissions
from bedside.api import described, repeats
from bedside.api.bodies import StrictRequest, is_json
from bedside.api.call import SAFE, Call
from bedside.api.errors import Refusal
from bedside.api.problem import NO_STORE
from bedside.api.rule import Rule
from bedside.errors import Invalid

Endpoint = Callable[..., Any]


def needs(
    permission: str, *, newcomers: bool = False, versioned: bool = False, repeatable: bool = True
) -> Callable[[Endpoint], Endpoint]:
    """Mark an endpoint whose act asks for `permission`; the flags are those of Rule.

    Raises KeyError for an unknown permission.
    """
    if permission not in permissions.ACTIONS:
        raise KeyError(permission)
    return _marked(
        Rule(permission, newcomers=newcomers, versioned=versioned, repeatable=repeatable)
    )


def open_to_all(reason: str) -> Callable[[Endpoint], Endpoint]:
    """Mark an endpoint that anybody may call, because of `reason`."""
    return _marked(Rule(None, reason, repeatable=False))


def _marked(rule: Rule) -> Callable[[Endpoint], Endpoint]:
    def mark(endpoint: Endpoint) -> Endpoint:
        marked = _without_thread if inspect.iscoroutinefunction(endpoint) else _in_one_thread
        run = marked(endpoint, rule)
        run.rule = rule  # type: ignore[attr-defined]
        return run

    return mark


def _in_one_thread(endpoint: Endpoint, rule: Rule) -> Endpoint:
    @functools.wraps(endpoint)
    def run(call: Call, **inputs: Any) -> Response:
        def answer() -> Response:
            return _answer(call, endpoint(call=call, **inputs))

        with own_connection():
            rule.admit(call)
            return repeats.once(call, answer) if rule.repeatable else answer()

    return run


def _without_thread(endpoint: Endpoint, rule: Rule) -> Endpoint:
    """Wrap a coroutine, which may not touch the database and so cannot ask who calls."""
    if rule.permission is not None:
        raise TypeError(f"{endpoint.__name__} needs a permission, so it cannot be async")

    @functools.wraps(endpoint)
    async def run(call: Call, **inputs: Any) -> Response:
        return _answer(call, await endpoint(call=call, **inputs))

    return run


def _answer(call: Call, model: BaseModel | Response | None) -> Response:
    if isinstance(model, Response):
        return model
    status = call.request.scope["route"].status_code or 200
    content = model.model_dump_json() if model is not None else None
    answer = Response(content, status, headers=NO_STORE, media_type="application/json")
    if model is None:
        del answer.headers["content-type"]
    call.dress(answer)
    return answer


@contextmanager
def own_connection() -> Iterator[None]:
    """Open and give back the database connection of this very thread."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


class BedsideRoute(APIRoute):
    """A route with a rule: strict JSON in, and the caller told about themselves before the input.

    Raises TypeError when the endpoint says neither what it needs nor that it is open.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        rule = getattr(endpoint, "rule", None)
        if not isinstance(rule, Rule):
            raise TypeError(f"{path} names no permission and is not marked open")
        self.rule = rule
        methods = frozenset(options.get("methods") or {"GET"})
        described.add(options, path, endpoint.__name__, rule, writes=bool(methods - SAFE))
        super().__init__(path, endpoint, **options)
        self._queries = frozenset(field.alias for field in self.dependant.query_params)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler that reads strictly and explains refusals in the right order."""
        handle = super().get_route_handler()

        async def run(request: Request) -> Response:
            strict = StrictRequest(request.scope, request.receive)
            try:
                await self._check(strict)
                return await handle(strict)
            except (RequestValidationError, Refusal) as error:
                body = await strict.body()
                await run_in_threadpool(self._may_at_all, Call(strict, body))
                raise error from None

        return run

    async def _check(self, request: Request) -> None:
        given = [name for name, _ in request.query_params.multi_items()]
        if set(given) - self._queries or len(set(given)) != len(given):
            raise Refusal(400, "There is a query parameter that is not known, or is given twice.")
        content_type = request.headers.get("content-type", "")
        if self.body_field and await request.body() and not is_json(content_type):
            raise Refusal(415, "Send the body as application/json in UTF-8.")

    def _may_at_all(self, call: Call) -> None:
        """Say 401 or 403 rather than what is wrong with the input, and put it on record."""
        if self.rule.permission is None:
            return
        with own_connection():
            self.rule.admit(call)
            try:
                with accounts.act(self.rule.permission, by=call.by):
                    raise Invalid
            except Invalid:
                return
