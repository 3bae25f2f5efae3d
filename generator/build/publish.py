"""The story of publishing: a site that is whole, a target, what changes, and doing it in order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import blake2b, sha256
from pathlib import Path

from filelock import FileLock, Timeout

from generator.base import disk_files, signed_note
from generator.base.messages import N_
from generator.base.progress import Tell
from generator.base.sorted_rows import Rows, SortedRows
from generator.build import half_published, publish_plan, sums_file, switched_target
from generator.build.folder_target import Folder
from generator.build.publish_plan import LOG, Plan
from generator.build.site_access import Refused
from generator.build.site_writer import Output
from generator.model.config import Config, today
from generator.model.publish_targets import File, State, Target, Where

_CHANGED = N_(
    "{folder} is not as the build made it: it was changed, cut or removed since. Run"
    " portal build --full, then publish."
)
_FORGETS = N_(
    "The log of public records at {folder} has entries that this site has not: published like this,"
    " it would forget them. Bring it back with portal log fetch, build, and publish again."
)
LOOKING, SENDING, REMOVING = N_("looking at the site"), N_("sending files"), N_("removing files")


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is whole: its folder, and every file of it but the list of sums."""

    folder: Path
    files: SortedRows[File]
    rows: Rows = SortedRows
    """What makes lists of so many files."""


@dataclass(slots=True)
class Publishing:
    """A site on its way to a target."""

    site: Site
    target: Target
    state: State
    plan: Plan
    strangers: list[str] = field(default_factory=list)
    """Files that lie there and are not ours, as far as is known."""
    begun: bool = False
    """Whether the target is half published now."""
    done: int = 0
    """How many files are sent or removed."""

    @property
    def size(self) -> int:
        """How many bytes are to be sent."""
        return sum((self.site.files.get(url) or ("", 0))[1] for url in self.plan.sent)

    @property
    def of(self) -> int:
        """How many files are to be sent or removed."""
        return self.plan.count + len(self.plan.gone)

    def run(self, tell: Tell) -> None:
        """Make the target this site.

        Raises `publish_targets.Fault`, or OSError that names the file.
        """
        plan, target = self.plan, self.target
        if plan.empty:
            if self.state.begun is not None or self.state.hidden:
                target.finish()
            return
        sent, gone = plan.count, len(plan.gone)

        def told(more: int) -> None:
            self.done += more
            if self.done <= sent:
                tell(SENDING, self.done, sent)
            else:
                tell(REMOVING, self.done - sent, gone)

        self._begin()
        if plan.left is not None:
            target.leave(plan.left)
        for step in plan.puts():
            target.put(step, told)
        for step in plan.removals():
            target.remove(step, self._has, told)
        target.seal()
        self.begun = False
        target.finish()

    def _has(self, folder: str) -> bool:
        """Tell whether the site has a file in a folder."""
        return any(True for _ in self.site.files.beginning(f"{folder}/"))

    def _begin(self) -> None:
        self.begun = self.state.half
        try:
            begun = publish_plan.begun(self.plan, self.state, self.site.rows)
            self.target.begin(begun, whole=self.state.sums is not None)
        except BaseException:
            with suppress(Exception):  # whoever cannot be asked is as before, as far as is known
                self.begun = self.target.state().half
            raise
        self.begun = True


@contextmanager
def opened(
    config: Config,
    where: Where,
    at: Path,
    tell: Tell,
    *,
    full: bool = False,
    switch: bool = False,
) -> Iterator[Publishing]:
    """Give what is to be published to `where`, and keep builds and other publishes away meanwhile.

    A folder that is not named in full lies in `at`. If `full`, bytes are compared; if `switch`, a
    folder is to be a link that is turned, and made one where nothing is. Raises `Refused`,
    `publish_targets.Fault`, or OSError that names a file.
    """
    output = Output(config.output, config.state, config.root)
    link, of = where.folder(at), None
    if where.kind == "folder":
        of = switched_target.sides(link, asked=switch)
        for each in of.every if of else (link,):
            _apart(each, config)
    name = where.address
    if where.kind == "folder":
        name = str(link.parent.resolve() / link.name if of else link.resolve())
    lock = FileLock(_lock(config.state, name))
    with output.held():
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise Refused(
                N_("another publish to {folder} is under way; wait for it"), name
            ) from None
        try:
            site = whole(output, tell)
            days = config.settings.keep_assets
            look = partial(prepared, site, full=full, days=days, day=today(config))
            yield turned(site, link, of, look) if of else look(reached(where, site, at))
        finally:
            lock.release()


def prepared(
    site: Site, target: Target, *, full: bool = False, days: int = 0, day: date = date.min
) -> Publishing:
    """Look at a target and return what has to be done there.

    Styles and scripts of the sites before stay for some `days`, counted from `day`.
    """
    state = target.state()
    _goes_on(state.log, site, target.name)
    lying, files = target.lying(site.files), site.files
    doubtful = files.items() if full else publish_plan.unknown(state, files)
    equal = target.equal((url, each) for url, each in doubtful if lying.get(url))
    plan = publish_plan.plan(
        *(state, files, lying, equal, site.rows), full=full, days=days, today=day
    )
    strangers = publish_plan.strangers(state, files, target.there(), site.rows)
    return Publishing(site, target, state, plan, strangers)


def turned(
    site: Site,
    link: Path,
    of: "switched_target.Sides",
    look: Callable[[Target], Publishing],
) -> Publishing:
    """Return what has to be done where a link is turned: nothing if readers see the site."""
    if of.shown is not None:
        seen = Folder(site.folder, of.shown, site.rows)
        seen.name = str(link)
        work = look(seen)
        if work.plan.empty and work.state.begun is None:
            return work
    return look(switched_target.Switched(site.folder, link, of, site.rows))


def _goes_on(there: bytes, site: Site, name: str) -> None:
    """Raise `Refused` if the log of a target has entries that the site's own would forget."""
    if not there:
        return
    from generator.base.log_proofs import Checkpoint  # noqa: PLC0415 (only where there is one)
    from generator.build.public_log import Log  # noqa: PLC0415

    own = Log.read((site.folder / LOG).parent)
    try:
        before = Checkpoint.of(signed_note.read(there.decode()))
    except ValueError:
        raise Refused(_FORGETS, name) from None
    if own is None or own.head.name != before.name or not own.grew_from(before):
        raise Refused(_FORGETS, name)


def reached(where: Where, site: Site, at: Path) -> Target:
    """Return the target that `where` names. Raises `publish_targets.Fault`."""
    if where.kind == "rsync":
        from generator.build.rsync_target import Rsync  # noqa: PLC0415 (only the one that is used)

        return Rsync(site.folder, where.address, where.port, rows=site.rows)
    if where.kind == "store":
        from generator.build.object_target import Store  # noqa: PLC0415

        return Store(site.folder, where.address, rows=site.rows)
    return Folder(site.folder, where.folder(at), site.rows)


def whole(output: Output, tell: Tell) -> Site:
    """Return the site, every file of which is as the build made it. Raises `Refused`."""
    folder = output.site
    if output.half:
        said = N_("{folder} is half made: a build was interrupted. Build again, then publish.")
        raise Refused(said, folder)
    if not half_published.whole(folder):
        raise Refused(N_("There is no finished site in {folder}. Build it, then publish."), folder)
    path = folder / sums_file.SUMS
    sums: SortedRows[str] = output.rows(sums_file.entries(path))
    listed = sha256()
    for line in sums_file.listing_lines(sums.items()):
        listed.update(line.encode())
    if disk_files.digest_of(path) != listed.hexdigest() or "index.html" not in sums:
        # what it has lost would be taken away from the target
        raise Refused(_CHANGED, path)
    files: SortedRows[File] = output.rows()
    of = len(sums)
    for number, (url, digest) in enumerate(sums.items(), 1):
        path = folder / url
        if not disk_files.same(path, digest):
            raise Refused(_CHANGED, path)
        files.put(url, (digest, path.stat().st_size))
        tell(LOOKING, number, of)
    return Site(folder, files, output.rows)


def _apart(folder: Path, config: Config) -> None:
    """Raise `Refused` if a folder is the site or lies in it, or has to do with the records."""
    place, site, state = (each.resolve() for each in (folder, config.output, config.state))
    if place == site or site in place.parents:
        said = N_("{folder} is the site itself, or lies in it. Name another folder.")
        raise Refused(said, folder)
    if place in site.parents or config.overlaps(place) or state in (place, *place.parents):
        said = N_(
            "{folder} lies in the folder of the records, of the templates or of what portal keeps"
            " for itself, or holds one of them or the site. Name a folder outside them."
        )
        raise Refused(said, folder)


def _lock(state: Path, name: str) -> Path:
    folder = state / "publish"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{blake2b(name.encode(), digest_size=8).hexdigest()}.lock"
