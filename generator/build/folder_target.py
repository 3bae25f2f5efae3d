"""A folder of this machine as a target: the same marks as a build leaves in its own site."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.base import disk_files, folder_scan, system_errors
from generator.base.sorted_rows import Rows, SortedRows
from generator.build import half_published, old_assets, replace_files, sums_file
from generator.build.half_published import LIST, PART
from generator.build.publish_plan import LOG, lines
from generator.build.replace_files import Replacing
from generator.build.site_access import refuse_foreign
from generator.build.sums_file import SUMS
from generator.model.publish_targets import Done, File, State


class _Copying(Replacing):
    """Files of a site that are copied into another folder, each beside its place first."""

    open_to_all = True  # a web server reads them, which is another user as a rule

    def put(self, url: str) -> None:
        """Put a file there with the time it has in the site, in the place of whatever is there."""
        source, target = self.stage / url, self.site / url
        self.make_real(str(target.parent))
        if target.is_dir() and not target.is_symlink():
            disk_files.remove_tree(target)
        system_errors.naming(target, lambda: self.copy(str(source), str(target), timed=True))


class Folder:
    """A folder that files are copied to. Errors name the file in it."""

    def __init__(self, site: Path, folder: Path, rows: Rows = SortedRows) -> None:
        self.site, self.folder, self.rows = site, folder, rows
        self.name = str(folder)
        self._copying = _Copying(folder, site)

    def state(self) -> State:
        """Return what the folder says of itself. Raises `Refused` if others' files lie in it."""
        refuse_foreign(self.folder)
        part = self.folder / PART
        sums = self.folder / SUMS
        return State(
            self.rows(sums_file.entries(sums)) if sums.is_file() else None,
            disk_files.digest_of(sums),
            self.rows(lines(disk_files.lines_of(part / LIST))) if part.exists() else None,
            self.rows(sums_file.entries(part / SUMS)),
            disk_files.read(self.folder / old_assets.LIST),
            disk_files.read(self.folder / old_assets.LEFT),
            disk_files.read(self.folder / LOG),
        )

    def there(self) -> Iterator[str]:
        """Yield the addresses of all files that lie there, ours or not."""
        return (url for url, _ in folder_scan.sizes(self.folder))

    def lying(self, files: SortedRows[File]) -> SortedRows[bool]:
        """Return which of these files lie there, and whether with these sizes in bytes."""
        every = ((url, size, files.get(url)) for url, size in folder_scan.sizes(self.folder))
        return self.rows((url, size == each[1]) for url, size, each in every if each)

    def equal(self, files: Iterable[tuple[str, File]]) -> SortedRows[bool]:
        """Return which of these files surely lie there with the bytes they should have."""
        same = disk_files.same
        return self.rows((url, True) for url, (sum_, _) in files if same(self.folder / url, sum_))

    def begin(self, begun: Iterable[str], *, whole: bool) -> None:
        """Leave word of what is to be replaced, and of the sums before; then take these away."""
        part = self.folder / PART
        if whole:
            half_published.tidy(self.folder)
        replace_files.make_open(self.folder)
        system_errors.naming(part, lambda: part.mkdir(exist_ok=True))
        beside = part / f"{LIST}.new"
        disk_files.lasting(beside, (f"{url}\n" for url in begun))
        system_errors.naming(part / LIST, lambda: beside.replace(part / LIST))
        if whole:
            sums = self.folder / SUMS
            system_errors.naming(sums, lambda: sums.replace(part / SUMS))

    def put(self, urls: Iterable[str], done: Done) -> None:
        """Put files of the site there, each whole or not at all."""
        for url in urls:
            self._copying.put(url)
            done(1)

    def remove(self, urls: Iterable[str], keep: Callable[[str], bool], done: Done) -> None:
        """Remove files, and folders that are empty then."""
        del keep  # what has files in it is not empty
        for url in urls:
            replace_files.remove_all(self.folder, [url])
            done(1)

    def leave(self, content: bytes) -> None:
        """Put `old_assets.LEFT` there."""
        target, beside = self.folder / old_assets.LEFT, self.folder / PART / f"{LIST}.left"
        self._copying.make_real(str(target.parent))
        disk_files.lasting(beside, content)
        system_errors.naming(target, lambda: beside.replace(target))

    def seal(self) -> None:
        """Put the list of sums there; it is on the disk then."""
        self._copying.put(SUMS)

    def finish(self) -> None:
        """Remove what `begin` left."""
        half_published.tidy(self.folder)
