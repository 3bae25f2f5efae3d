"""The verb `publish`: the site brought to where readers are."""

import argparse
from pathlib import Path

from generator.base.messages import N_
from generator.commands import machine_faults, verbs
from generator.commands.terminal import Terminal


def add(known: verbs.Verbs) -> None:
    """Add the verb."""
    example = "portal publish user@host:/srv/www/qiannan --dry-run"
    made = known.add("publish", _publish, N_("bring the site to where readers are"), example)
    said = N_(
        "a folder, host:folder (by rsync), or an address such as s3://bucket/folder (the one of"
        " the settings)"
    )
    made.add_argument("target", nargs="?", metavar=made.tr("TARGET"), help=made.tr(said))
    said = N_("say what would change, and change nothing")
    made.add_argument("--dry-run", action="store_true", help=made.tr(said))
    said = N_("compare the bytes that lie there, not only the lists of sums")
    made.add_argument("--full", action="store_true", help=made.tr(said))
    said = N_(
        "make a link of the folder: readers see the old site until the new one is there, whole"
    )
    made.add_argument("--switch", action="store_true", help=made.tr(said))


def _publish(chosen: argparse.Namespace, out: Terminal) -> int:
    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, "text", out)
    from generator.build import publish  # noqa: PLC0415
    from generator.commands import log_words, publish_words  # noqa: PLC0415
    from generator.model import publish_targets  # noqa: PLC0415

    named = chosen.target is not None
    text = chosen.target if named else found.settings.publish
    if text is None:
        out.say(
            out.tr(N_("Where to? Name a target, or set “publish” in {file}.")).format(
                file=chosen.config
            )
        )
        return verbs.USAGE
    try:
        where = publish_targets.parse(text)
    except publish_targets.Unfit as unfit:
        said = out.tr(N_("“{value}” cannot be used here: {reason}"))
        out.say(said.format(value=text, reason=out.tr(unfit.reason)))
        return verbs.USAGE
    if chosen.switch and where.kind != "folder":
        said = N_("--switch is for a folder of this machine, and {target} is none")
        out.say(out.tr(said).format(target=text))
        return verbs.USAGE
    work = None
    try:
        with (
            out.progress() as tell,
            publish.opened(
                *(found, where, Path.cwd() if named else found.root, tell),
                full=chosen.full,
                switch=chosen.switch,
            ) as work,
        ):
            told = publish_words.changes(work, out, dry=chosen.dry_run)
            for line in (*told, *log_words.reminders(found, work.site.folder, out)):
                (out.result if chosen.dry_run else out.say)(line)
            if not chosen.dry_run:
                work.run(tell)
                if not work.plan.empty:
                    out.say(publish_words.finished(work, out))
            return verbs.DONE
    except BrokenPipeError:
        raise
    except publish_targets.Fault as fault:
        values = {name: str(value) for name, value in fault.values.items()}
        out.say(out.tr(fault.message).format(**values))
        code = verbs.MACHINE
    except OSError as error:
        out.say(machine_faults.sentence(error, out.language, [found.state]))
        code = verbs.MACHINE
    except KeyboardInterrupt:
        out.say(out.tr(N_("Interrupted.")))
        code = verbs.INTERRUPTED
    if work is not None:
        out.say(publish_words.left(work, out))
    return code
