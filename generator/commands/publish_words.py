"""What publishing is told to a person as: what will change, what was done, what is left."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from generator.base.messages import N_

if TYPE_CHECKING:
    from generator.build.publish import Publishing
    from generator.commands.terminal import Terminal

_NAMED = 3
"""How many names of each kind are told."""
_COUNTS = (N_("{count} new"), N_("{count} changed"), N_("{count} gone"))


def changes(work: "Publishing", out: "Terminal", *, dry: bool) -> Iterator[str]:
    """Yield, line by line, what publishing changes, or would change."""
    names = {"site": work.site.folder, "target": work.target.name}
    if work.state.half:
        said = N_("{target} is half published: an earlier publish was interrupted.")
        yield out.tr(said).format(**names)
    if work.plan.empty and work.state.hidden:
        said = N_(
            "{site} lies ready beside {target}: {count} files. Nothing is to be copied, only the"
            " link to be turned."
        )
        yield out.tr(said).format(count=work.plan.kept, **names)
        yield from _besides(work, out)
        return
    if work.plan.empty:
        said = N_("{target} is already as {site} is: {count} files. There is nothing to do.")
        yield out.tr(said).format(count=work.plan.kept, **names)
        yield from _besides(work, out)
        return
    said = (
        N_("Publishing {site} to {target} would change:")
        if dry
        else N_("Publishing {site} to {target} changes:")
    )
    yield out.tr(said).format(**names)
    comma = out.tr(N_(", "))
    for kind, numbers in work.plan.counts().items():
        counts = comma.join(
            out.tr(word).format(count=count)
            for word, count in zip(_COUNTS, numbers, strict=True)
            if count
        )
        shown = _names(work.plan.named(kind), out)
        line = out.tr(N_("  {kind}: {counts} ({names})"))
        yield line.format(kind=out.tr(kind), counts=counts, names=shown)
    said = N_("{sent} files to send, {size}; {gone} to remove; {kept} stay as they are.")
    yield out.tr(said).format(
        sent=work.plan.count,
        size=_size(work.size),
        gone=len(work.plan.gone),
        kept=work.plan.kept,
    )
    yield from _besides(work, out)


def _besides(work: "Publishing", out: "Terminal") -> Iterator[str]:
    """Yield what is said of a log without signature, and of files that are not of the site."""
    if work.plan.stays:
        said = N_(
            "Styles and scripts of earlier sites stay there a while, for pages that readers have"
            " open: {count}."
        )
        yield out.tr(said).format(count=work.plan.stays)
    if work.strangers:
        said = N_(
            "Other files lie in {target} too, which publishing leaves alone: {count} ({names})."
            " Remove them yourself if they should not be read there."
        )
        names = _names(work.strangers, out)
        yield out.tr(said).format(target=work.target.name, count=len(work.strangers), names=names)


def finished(work: "Publishing", out: "Terminal") -> str:
    """Return what was done."""
    said = N_(
        "{target} is now as {site} is: {sent} files sent, {size}; {gone} removed, {kept} left as"
        " they were."
    )
    return out.tr(said).format(
        target=work.target.name,
        site=work.site.folder,
        sent=work.plan.count,
        size=_size(work.size),
        gone=len(work.plan.gone),
        kept=work.plan.kept,
    )


def left(work: "Publishing", out: "Terminal") -> str:
    """Return what is true of a target when publishing stopped."""
    if work.begun and work.state.hidden:
        said = N_(
            "{done} of {of} files are done. Readers still see the site before, whole: {target}"
            " leads to it until all are. Publish again: it goes on from there."
        )
    elif work.begun:
        said = N_(
            "{target} is half published: {done} of {of} files are done, and it has no SHA256SUMS"
            " until all are. Readers meet no broken page. Publish again: it goes on from there."
        )
    elif work.done == work.of and work.of:
        said = N_("{target} is whole; only what publishing left in .publishing is still there.")
    else:
        said = N_("Nothing was changed at {target}.")
    return out.tr(said).format(target=work.target.name, done=work.done, of=work.of)


def _names(urls: Iterable[str], out: "Terminal") -> str:
    shown = [*islice(urls, _NAMED + 1)]
    return out.tr(N_(", ")).join(shown[:_NAMED]) + ("…" if len(shown) > _NAMED else "")


def _size(count: int) -> str:
    """Return a number of bytes for reading."""
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} KB"
