"""What the desk answers: pages with forms, and what the scripts on them ask for.

A page is given to the browser that has used the key, and to none else. What changes something is
taken from the desk's own pages alone.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado.web import RequestHandler

from generator.base.messages import N_, catalogue
from generator.commands import desk_pages, desk_session, machine_faults
from generator.commands.desk import Desk
from generator.commands.desk_git import Failed
from generator.commands.desk_records import Unknown
from generator.commands.desk_session import Session
from generator.model.config import Config
from generator.records.batches import Tree
from generator.records.record_forms import Misshapen

if TYPE_CHECKING:
    from generator.joined.site_data import Library

LONGEST = 80_000_000
"""Bytes of what a browser hands in: a photo of a phone has some ten million."""
_NOT_DONE = N_("It cannot be done.")
_SAID: Mapping[int, str] = {
    HTTPStatus.FORBIDDEN: N_(
        "This desk was opened in another browser, or the address was used before. Stop the program"
        " with Ctrl-C and start it again: it shows a new address."
    ),
    HTTPStatus.NOT_FOUND: N_("There is no such record."),
    HTTPStatus.BAD_REQUEST: N_("This did not come from a form of the desk. Load the page again."),
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # with none, browsers name no origin either
    "Server": "portal",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_FILES = {"desk.css": "text/css", "bar.css": "text/css", "desk.js": "text/javascript"}


class _Guarded(RequestHandler):
    """Answers the browser that has used the key, when it asks this machine itself."""

    def initialize(self, desk: Desk, made: Callable[..., Any] = str) -> None:
        self.desk, self.made = desk, made

    def set_default_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse who asks by another name, who has no key, and pages of others."""
        hosts = self.request.headers.get_list("Host")
        origins = self.request.headers.get_list("Origin")
        fine = len(hosts) == 1 and desk_session.own_host(hosts[0])
        fine = fine and all(desk_session.own_origin(each, hosts[0]) for each in origins)
        if self.request.method == "POST":
            fine = fine and len(origins) == 1
        elif self.request.method != "GET":
            fine = False
        if not fine or not (self.open_to_all() or self.desk.session.knows(self.kept())):
            self.refuse(HTTPStatus.FORBIDDEN)

    def open_to_all(self) -> bool:
        """Tell whether a browser that has used no key is answered, too."""
        return False

    def kept(self) -> str | None:
        """Return what the browser was given to keep."""
        return self.get_cookie(self.desk.session.cookie)

    def refuse(self, status: int, said: str = "") -> None:
        """Answer with a sentence, and no more."""
        self.set_status(status)
        tr = catalogue(self.desk.language).gettext
        said = said or tr(_SAID.get(status, _NOT_DONE))
        form = "application/x-www-form-urlencoded"
        if self.request.method == "POST" and self.request.headers.get("Content-Type") != form:
            self.tell({"message": said})
            return
        values = {"title": tr(N_("desk")), "lines": [said]}
        self.html("refused.html" if status == HTTPStatus.FORBIDDEN else "message.html", values)

    def write_error(self, status_code: int, **more: Any) -> None:
        """Say what is wrong in the reader's language, as tornado asks for."""
        error = more.get("exc_info", (None, None))[1]
        if isinstance(error, Unknown):
            self.refuse(HTTPStatus.NOT_FOUND)
        elif isinstance(error, Failed):
            self.refuse(HTTPStatus.OK, self.desk.hand.said(error))
        elif isinstance(error, Misshapen | LookupError | ValueError | TypeError):
            self.refuse(HTTPStatus.BAD_REQUEST)
        elif isinstance(error, OSError):
            self.refuse(status_code, machine_faults.sentence(error, self.desk.language))
        else:
            self.refuse(status_code)

    def log_exception(self, *_: Any) -> None:
        """Say nothing on the terminal: it is told in the browser."""

    def tell(self, said: Mapping[str, Any]) -> None:
        """Answer what a script has asked."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(said, ensure_ascii=False))

    def html(self, name: str, values: Mapping[str, Any]) -> None:
        """Answer with a page."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(
            desk_pages.page(name, self.desk.language, {"waiting": self.desk.waiting(), **values})
        )


class _Enter(_Guarded):
    def open_to_all(self) -> bool:
        return True

    def get(self) -> None:
        if not self.desk.session.knows(self.kept()):
            made = self.desk.session.enter(self.get_query_argument("key", ""))
            if made is None:
                return self.refuse(HTTPStatus.FORBIDDEN)
            self.set_cookie(
                self.desk.session.cookie, made, path="/", httponly=True, samesite="Strict"
            )
        self.redirect("/desk/")
        return None


class _Files(_Guarded):
    def open_to_all(self) -> bool:
        """Styles are no secret: the sentence for whoever has no key is to be read, too."""
        return self.request.path.endswith(".css")

    def get(self, name: str) -> None:
        if name not in _FILES:
            return self.refuse(HTTPStatus.NOT_FOUND)
        self.set_header("Content-Type", f"{_FILES[name]}; charset=utf-8")
        self.finish((desk_pages.FILES / name).read_bytes())
        return None


class _Page(_Guarded):
    """A page: what a function of the desk gives for the query."""

    def get(self) -> None:
        query = {name: self.get_query_argument(name) for name in self.request.query_arguments}
        found = self.made(self.desk, query)
        if isinstance(found, str):
            self.redirect(found)
        else:
            self.html(*found)


class _Answer(_Guarded):
    """What a script asks for: what a function of the desk gives for what was posted."""

    async def post(self) -> None:
        kind = self.request.headers.get("Content-Type", "").partition(";")[0]
        if kind == "application/json":
            said = json.loads(self.request.body)
            if not isinstance(said, dict):
                raise Misshapen
            found = self.made(self.desk, said)
        elif kind == "application/octet-stream":
            query = {name: self.get_query_argument(name) for name in self.request.query_arguments}
            found = self.made(self.desk, query, self.request.body)
        else:
            raise Misshapen
        if hasattr(found, "__await__"):
            found = await found
        self.set_status(found.pop("status", HTTPStatus.OK))
        self.tell(found)


class _Over(_Guarded):
    """A hand-over file, to be kept by the browser."""

    def post(self) -> None:
        name, content = self.desk.hand.handed_over(
            {"clerk": self.get_body_argument("clerk", ""), "email": ""}
        )
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(content)


class _Found(_Guarded):
    def get(self) -> None:
        query = {name: self.get_query_argument(name) for name in self.request.query_arguments}
        self.tell(self.desk.find(query))


class _Bytes(_Guarded):
    """A picture beside a record, or one that was handed in."""

    def get(self) -> None:
        found = self.desk.picture(
            self.get_query_argument("of", ""), self.get_query_argument("name")
        )
        if found is None:
            return self.refuse(HTTPStatus.NOT_FOUND)
        self.set_header("Content-Type", found[0])
        self.finish(found[1])
        return None


def routes(desk: Desk) -> list[Any]:
    """Return what the preview's server answers besides, for a desk."""
    own = {"desk": desk}
    pages = {
        "": Desk.home,
        "edit": Desk.edit,
        "new": Desk.new,
        "at": Desk.at,
        "both": Desk.both,
        "taken": Desk.taken,
    }
    answers = {
        "look": lambda desk, said: desk.typing.look(said),
        "save": lambda desk, said: desk.typing.save(said),
        "keep": lambda desk, said: desk.typing.keep(said),
        "forget": lambda desk, said: desk.typing.forget(said),
        "names": Desk.names,
        "hand-in": Desk.hand_in,
        "write-down": lambda desk, said: desk.hand.write_down(said),
        "send": lambda desk, said: desk.hand.hand_in(said),
        "fetch": lambda desk, said: desk.hand.take_in(said),
        "over": lambda desk, said: desk.hand.over(said),
        "open": lambda desk, query, content: desk.hand.look_into(query, content),
        "take": lambda desk, said: desk.hand.take(said),
    }
    return [
        (r"/desk", _Page, {**own, "made": lambda *_: "/desk/"}),
        *((f"/desk/{name}", _Page, {**own, "made": made}) for name, made in pages.items()),
        *((f"/desk/{name}", _Answer, {**own, "made": made}) for name, made in answers.items()),
        (r"/desk/enter", _Enter, own),
        (r"/desk/hand-over", _Over, own),
        (r"/desk/find", _Found, own),
        (r"/desk/picture", _Bytes, own),
        (r"/desk/files/([a-z.]+)", _Files, own),
    ]


@dataclass(frozen=True, slots=True)
class At:
    """A desk as it is reached: what a server answers for it, and puts above each page."""

    desk: Desk
    routes: list[Any]
    longest: int = LONGEST

    @property
    def address(self) -> str:
        """What is to be opened in a browser, once."""
        return self.desk.session.address

    def bar(self, handler: RequestHandler, text: str, url: str) -> str:
        """Return a page with the desk's links above it, for its own browser alone."""
        known = self.desk.session.knows(handler.get_cookie(self.desk.session.cookie))
        return self.desk.bar(text, url) if known else text


def beside(
    language: str,
    config: Callable[[], tuple[Config, date]],
    tree: Callable[[], Tree | None],
    library: "Callable[[], Library | None]",
    port: int,
    awaited: dict[str, Path],
) -> At:
    """Return a desk beside a preview, which has found what the functions give."""
    desk = Desk(language, config, tree, library, Session(port), awaited)
    return At(desk, routes(desk))
