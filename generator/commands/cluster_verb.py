"""Workers on other machines, as they are asked for and as their faults are told."""

from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.cluster_faults import NO_ADDRESS, NOT_INSTALLED, ClusterFault, Note
from generator.commands import machine_faults
from generator.commands.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from generator.build.site_writer import Output
    from generator.model.config import Config

SCHEMES = ("dask://", "tls://")


def workers(
    address: str, config: "Config", notes: list[Note]
) -> "Callable[[Output], AbstractContextManager[Executor]]":
    """Return what gives a build the workers of the scheduler at `address`.

    Raises ClusterFault where that is no address, or where Dask is not there.
    """
    if not address.startswith(SCHEMES) and not Path(address).is_file():
        raise ClusterFault(NO_ADDRESS, value=address)
    try:
        from generator.build import cluster  # noqa: PLC0415 (slow to load, and hardly ever of use)
    except ModuleNotFoundError as error:
        raise ClusterFault(NOT_INSTALLED) from error
    return lambda output: cluster.beside(output, address, config.root, notes)


def told(message: str, values: dict[str, str], out: Terminal) -> str:
    """Return what a person is told, in their language; values may be words of ours, too."""
    return out.tr(message).format(**{k: out.tr(each) if each else "" for k, each in values.items()})


def sentence(fault: ClusterFault, out: Terminal, output: "Output | None") -> str:
    """Return what a person is told of what workers could not do."""
    values = dict(fault.values)
    if fault.cause:
        ours = [output.state.parent, output.site] if output else []
        values["reason"] = machine_faults.sentence(fault.cause, out.language, ours)
    return told(fault.message, values, out)
