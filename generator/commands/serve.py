"""Live preview: the site is built beside the real one, served, and reloaded after each edit.

The build runs outside the server's loop. Problems of the content lie over the page, with file and
line, until they are mended; the last good page stays beneath them.
"""

import asyncio
import gc
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tornado.httpserver import HTTPServer

from generator.base.messages import N_
from generator.base.problems import errors
from generator.build import preview_first
from generator.build.site_access import Refused, served
from generator.commands import machine_faults, preview_callers, preview_server
from generator.commands.preview_builds import Rebuilds, idle
from generator.commands.preview_state import Preview
from generator.commands.terminal import FORMS, Terminal
from generator.commands.watch import Changes, events, watching
from generator.model import config
from generator.model.config import Config
from generator.parse import template_files

if TYPE_CHECKING:
    from generator.commands.desk_server import At

SWITCH = 0.001
"""Seconds after which the build lets the server answer; it has the processor for most of them."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a preview is served, and to whom."""

    host: str
    port: int
    allowed: tuple[str, ...] = ()
    """Further names by which it may be asked for, as behind a proxy."""
    poll: bool = False
    """Whether to look for changes, instead of being told of them."""
    desk: bool = False
    """Whether a clerk may change records there."""
    opened: Callable[[str], None] | None = None
    """What opens the address of the desk in a browser."""


def serve(path: Path, where: Where, out: Terminal) -> int:
    """Serve the site of the configuration at `path` until interrupted; return the exit code.

    Raises `preview_callers.CannotListen` when that is not possible at the address or port.
    """
    found, problems = config.load(path)
    if found is None:
        FORMS["text"](problems, out)
        return 1
    preview = Preview(path, out.language, found.state / "preview", alone=out.alone)
    sys.setswitchinterval(SWITCH)
    with served(found.state):
        asyncio.run(_serve(preview, found, where, out))
    return 0


async def _serve(preview: Preview, found: config.Config, where: Where, out: Terminal) -> None:
    sockets = preview_callers.listen(where.host, where.port)
    bound = preview_callers.addresses(sockets)
    asking = preview_callers.Callers.of(where.host, bound, where.allowed)
    desk = _desk(preview, found, where) if where.desk else None
    longest = desk.longest if desk else preview_server.LONGEST
    server = HTTPServer(preview_server.application(preview, asking, desk), max_body_size=longest)
    server.add_sockets(sockets)
    if preview_callers.reachable(bound):
        said = N_("Careful: everyone in this network can read the preview, drafts among it.")
        out.say(out.tr(said))
    own = [found.root / "templates", found.root / template_files.WORDS]
    folders = [found.content, *own, *template_files.SHIPPED]
    poll = where.poll or not events()

    def deaf(reason: str) -> None:
        said = N_(
            "The system does not tell of changed files ({reason}). The preview looks for them"
            " itself now; an edit may take a second longer to show."
        )
        out.say(out.tr(said).format(reason=reason))

    with ThreadPoolExecutor(1) as builder, ThreadPoolExecutor(1) as guesser:
        file = found.root / found.file
        async with watching(folders, file, poll=poll, tell=deaf) as changes:
            rebuilds = Rebuilds(preview, changes, builder, guesser)
            out.say(out.tr(N_("Making the preview …")))
            await _first(rebuilds, changes)
            gc.freeze()  # it is all needed; to look through it would hold up the first edit
            FORMS["text"](preview.problems, out)
            if desk:
                said, address = (
                    N_("The desk is at {address} until you press Ctrl-C."),
                    desk.address,
                )
                if where.opened:
                    where.opened(address)
            else:
                said = N_("Look at {address} and end with Ctrl-C.")
                address = preview_callers.shown(where.host, bound, where.port)
            out.say(out.tr(said).format(address=address))
            while True:
                told = await idle(changes, preview.put_off)
                try:
                    await rebuilds.rebuild(told)
                except preview_first.Superseded:
                    continue
                except OSError as error:
                    out.say(machine_faults.sentence(error, out.language))
                except MemoryError:
                    out.say(out.tr(machine_faults.NO_MEMORY))
                except Refused as refused:
                    out.say(out.tr(refused.message).format(**refused.values))
                else:
                    FORMS["text"](list(errors(preview.problems)), out)


def _desk(preview: Preview, found: Config, where: Where) -> "At":
    """Return the desk beside a preview: it knows what the preview has read."""
    from generator.commands import desk_server  # noqa: PLC0415 (a preview alone does without)

    memory, first = preview.memory, (found, config.day(found))
    return desk_server.beside(
        preview.language,
        lambda: preview.known or first,
        lambda: memory.sources.tree if memory.sources else None,
        lambda: memory.printed[0].library if memory.printed else None,
        where.port,
        preview.awaited,
    )


async def _first(rebuilds: Rebuilds, changes: Changes) -> None:
    """Build until a build comes to its end, whatever is saved meanwhile.

    A file that vanishes while it is read is such a change; any other fault is raised.
    """
    told: set[Path] = set()
    while True:
        try:
            return await rebuilds.rebuild(told)
        except preview_first.Superseded:
            told = await changes.wait()
        except OSError:
            if not changes.waiting:
                raise
            told = await changes.wait()
