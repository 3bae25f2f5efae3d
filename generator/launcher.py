"""Start Mingjing: on first use make an environment from the lock, then run `generator` in it.

`portal`, beside this folder, is what people start: it loads this file by its place, and nothing of
the program besides.

Environments are folders `.venv-1`, `.venv-2`, …; `.venv` is a link to the newest, for editors and
people. A new one is made beside the old, so that what runs in the old one runs on, and a new one
that cannot be made costs nothing.

Only the standard library, and only what Python 3.6 can parse, so that a Python that is too old is
told so in a sentence. Only `os`, `sys` and `fcntl` are imported up front: all else is for first
use.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import collections.abc

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
TURN = os.path.join(ROOT, ".venv.lock")
FAILED = VENV + ".failed"
AGAIN = 10  # minutes after which what failed is tried again: without a network a try takes long
BIN = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
RUN_LOCK = os.path.join(ROOT, "requirements.lock")
TEST_LOCK = os.path.join(ROOT, "requirements-test.lock")
STORE_LOCK = os.path.join(ROOT, "requirements-s3.lock")
CLUSTER_LOCK = os.path.join(ROOT, "requirements-dask.lock")
MEMORY = "/dev/shm"  # noqa: S108 (a folder of their own is made in it)
PLENTY = 4 * 1024**3
NEEDED = (3, 11)
KEPT = 3  # environments, so that going back to an older commit needs no download
MACHINE_FAULT = 3
INTERRUPTED = 130
ENDED = "ended by signal "  # what is added to what a program said that the system has ended

# What would put other modules, or another Python, in the place of those of the environment.
MISLEADING = (
    *("PYTHONPATH", "PYTHONHOME", "PYTHONPLATLIBDIR", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__"),
    *("PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONOPTIMIZE", "PYTHONCASEOK", "PYTHONSAFEPATH"),
)
# Of pip's settings those that say where packages come from; all others say where they go, or
# which of them, and those are the launcher's business.
SOURCES = (
    *("index-url", "pypi-url", "extra-index-url", "no-index", "find-links", "trusted-host"),
    *("cert", "client-cert", "proxy", "timeout", "default-timeout", "retries", "resume-retries"),
    *("cache-dir", "no-cache-dir", "keyring-provider"),
)


class Trouble(Exception):
    """Why this machine cannot run the program, and the cure: a sentence in Chinese and English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese, english)
        self.chinese = chinese
        self.english = english


def reads_english(environ: "dict[str, str]") -> bool:
    """Tell whether the locale names a language other than Chinese (none named: Chinese)."""
    name = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    if not name and sys.platform == "win32":
        import locale

        name = locale.getlocale()[0] or ""
    word = name.split(".")[0].lower()
    return word not in ("", "c", "posix") and not word.startswith(("zh", "chinese"))


def say(chinese: str, english: str) -> None:
    """Tell the person something; on stderr, because stdout belongs to the program's results."""
    text = english if reads_english(dict(os.environ)) else chinese
    try:
        print(text, file=sys.stderr, flush=True)
    except UnicodeEncodeError:  # a console of another country: what it has no sign for becomes ?
        signs = sys.stderr.encoding or "ascii"
        print(text.encode(signs, "replace").decode(signs), file=sys.stderr, flush=True)


def check_python(version: "tuple[int, ...]") -> None:
    """Raise `Trouble` when Python `version` is older than the program needs."""
    if version[:2] < NEEDED:
        have = ".".join(str(part) for part in version[:3])
        raise Trouble(
            f"这里的 Python 是 {have}，需要 3.11 或更新的版本："
            "请先安装，再用它运行，例如 python3.11 portal build。",
            f"This Python is {have}, and 3.11 or later is needed: "
            "install one and run this with it, for example python3.11 portal build.",
        )


def check_venv_module() -> None:
    """Raise `Trouble` when this Python came without the modules that make a `.venv`."""
    try:
        import ensurepip  # noqa: F401 - Debian keeps it in a package of its own
        import venv  # noqa: F401
    except ImportError:
        raise Trouble(
            "这里的 Python 缺少 venv 模块：Debian、Ubuntu 请运行 "
            "sudo apt-get install python3-venv，其他系统请安装官方发布的 Python，再运行一次。",
            "This Python has no venv module: on Debian or Ubuntu run "
            "sudo apt-get install python3-venv, elsewhere install Python as its makers "
            "publish it, and run this again.",
        ) from None


def platform_tag() -> str:
    """Name the Python and the machine as packages do: `cpython-311-x86_64-linux-gnu`."""
    import sysconfig

    tag = str(sysconfig.get_config_var("EXT_SUFFIX") or "").strip(".").rsplit(".", 1)[0]
    bits = "" if sys.maxsize > 2**32 else " 32-bit"
    return (tag or f"{sys.implementation.name} {sys.platform}") + bits


def cure_for_platform(tag: str) -> "tuple[str, str]":
    """Return which Python has all packages where the one of `tag` may lack some."""
    if "musl" in tag:
        return (
            "Alpine（musl）缺的包多，请改用 Debian、Ubuntu 等系统或其容器",
            "Alpine (musl) lacks packages: use Debian, Ubuntu or a container of theirs",
        )
    if "win_arm64" in tag:
        return (
            "ARM 版 Windows 请安装 64 位（x64）的 Python，它在那里也能运行",
            "on ARM Windows install the 64-bit (x64) Python, which runs there too",
        )
    if "32-bit" in tag or "win32" in tag or "i386" in tag or "arm-linux" in tag:
        return (
            "这是 32 位的 Python，请安装 64 位的",
            "this Python has 32 bits: install a 64-bit one",
        )
    version = tag.replace("cpython-", "cp", 1).partition("-")[0]
    if version.endswith("t"):
        return (
            "这是自由线程版的 Python，请安装普通版",
            "this is the free-threaded Python: install the ordinary one",
        )
    if not version.startswith("cp"):
        return ("请安装官方的 Python（CPython）", "install the official Python (CPython)")
    return (
        "仍然不行就安装 Python 3.11 到 3.14 中的一个，用它运行",
        "if that does not help, install one of Python 3.11 to 3.14 and run this with it",
    )


def explain(report: str) -> Trouble:
    """Turn what the system or pip reported into a sentence with the cure."""

    def reports(*marks: str) -> bool:
        return any(mark in report for mark in marks)

    lines = [line.strip() for line in report.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    detail = (errors or lines or ["?"])[-1][:200]
    if reports("[Errno 28]", "[Errno 122]", "[WinError 112]"):
        return Trouble(
            f"磁盘已满，无法准备 {VENV}：请腾出约 200 MB 空间，再运行一次。",
            f"The disk is full, so {VENV} cannot be made: free about 200 MB and run this again.",
        )
    if reports("[Errno 1]", "[Errno 13]", "[Errno 30]", "[WinError 5]", "[WinError 32]"):
        return Trouble(
            f"不能写入 {VENV}：请关掉其他正在运行的 portal，"
            "或把整个文件夹放到您有权限写入的地方，再运行一次。",
            f"{VENV} cannot be written: close any other portal that is running, "
            "or move the whole folder to a place where you may write, and run this again.",
        )
    if reports(ENDED):
        return Trouble(
            f"系统中途结束了正在准备 {VENV} 的程序，多半是内存不够："
            "请关掉其他程序，或者给这台机器加内存，再运行一次。",
            f"The system has ended the program that was making {VENV}: mostly, memory does not "
            "suffice. Close other programs, or give the machine more memory, and run this again.",
        )
    if reports("DO NOT MATCH THE HASHES"):
        return Trouble(
            "下载到的软件包与锁定文件里的记录不一致，没有安装："
            "请换一个可靠的 pip 镜像，再运行一次。",
            "A downloaded package is not the one the lock file names, so it was not installed: "
            "use a pip mirror you can trust and run this again.",
        )
    offline = reports("onnection", "timed out", "Max retries", "Could not fetch URL", "Retrying")
    if offline:
        return Trouble(
            "下载不到需要的软件包：请检查网络，"
            f"或用 pip config 设好单位的 pip 镜像，再运行一次（{detail}）。",
            "The packages needed could not be downloaded: check the network, or name your "
            f"office's mirror with pip config, and run this again ({detail}).",
        )
    if reports("No matching distribution", "is not a supported wheel", "Failed to build"):
        package = (detail.partition(" found for ")[2] or detail).partition(" (")[0]
        chinese, english = cure_for_platform(platform_tag())
        return Trouble(
            f"pip 的镜像里没有软件包 {package} 能在这台机器上用的版本（{platform_tag()}）："
            f"请用 pip config 换一个镜像，再运行一次；{chinese}。",
            f"The index that pip asks has no build of {package} for this machine "
            f"({platform_tag()}): name another with pip config and run this again; {english}.",
        )
    if reports("Configuration file", "onfiguration file could not be loaded"):
        return Trouble(
            f"pip 的设置文件读不了：请改正以后再运行一次（{detail}）。",
            "The file of pip's settings cannot be read: "
            f"put it right and run this again ({detail}).",
        )
    return Trouble(
        f"没能准备好 {VENV}（{detail}）：请再运行一次，仍然不行就把这句话发给维护的人。",
        f"{VENV} could not be prepared ({detail}): run this again, and if it still fails send "
        "this sentence to the maintainers.",
    )


def python_of(environment: str) -> str:
    """Return the Python of `environment`."""
    return os.path.join(environment, *BIN)


def numbered() -> "list[str]":
    """Return the folders of environments, whole or not, the newest first."""
    numbers = []
    for name in os.listdir(ROOT):
        head, _, number = name.partition("-")
        if head == ".venv" and number.isdigit():
            numbers.append((int(number), name))
    return [os.path.join(ROOT, name) for _, name in sorted(numbers, reverse=True)]


def identity(environment: str) -> str:
    """Name the machine and the Python that `environment` needs to run."""
    if sys.platform == "win32":
        return f"windows {os.path.realpath(getattr(sys, '_base_executable', sys.executable))}"
    return f"{os.uname().machine} {os.path.realpath(python_of(environment))}"


def still_runs(made_by: str, environment: str) -> bool:
    """Tell whether the Python by which `environment` was made is still there.

    Any Python may have made it, not only the one that runs this: else cron's and a person's
    would make it anew by turns. The link in `environment` may by now lead to another version.
    """
    if not os.path.exists(python_of(environment)):
        return False
    if made_by == f"{sys.version.split()[0]} {sys.platform} {sys.base_prefix}":
        return True  # as a launcher before 2026-12 wrote it
    if sys.platform == "win32":
        return made_by.startswith("windows ") and os.path.exists(made_by.partition(" ")[2])
    return made_by == identity(environment)


def stamp_path(lock: str, environment: str) -> str:
    """Return the file that says that `environment` holds all that `lock` names."""
    return os.path.join(environment, os.path.basename(lock) + ".installed")


def write_stamp(lock: str, environment: str = VENV) -> None:
    """Say that `environment` holds all that `lock` names."""
    stamp = stamp_path(lock, environment)
    with open(lock, "rb") as file:
        content = os.fsencode(identity(environment)) + b"\n" + file.read()
    with open(stamp + ".new", "wb") as file:
        file.write(content)
    os.replace(stamp + ".new", stamp)


def installed(lock: str, environment: str) -> bool:
    """Tell whether `environment` runs and holds all that `lock` names."""
    try:
        with open(stamp_path(lock, environment), "rb") as file:
            made_by, _, content = file.read().partition(b"\n")
    except OSError:
        return False
    with open(lock, "rb") as file:
        return content == file.read() and still_runs(os.fsdecode(made_by), environment)


def hold(environment: str) -> bool:
    """Keep `environment` from being deleted until this process ends, or what it becomes.

    Return False when another launcher is deleting it. Windows does not delete what runs.
    """
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        use = os.open(os.path.join(environment, "in-use"), os.O_RDONLY)
    except OSError:
        return os.path.exists(python_of(environment))  # as an older launcher made it
    try:
        fcntl.flock(use, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(use)
        return False
    except OSError:
        pass  # a file system without locks: better unguarded than not at all
    os.set_inheritable(use, True)
    return True


def find(lock: str) -> str:
    """Return an environment that holds all that `lock` names, and hold it; or nothing."""
    for environment in [*numbered(), VENV]:
        if installed(lock, environment) and hold(environment) and installed(lock, environment):
            return environment
    return ""


def point(environment: str) -> None:
    """Make `.venv` lead to `environment`, which is for editors and people: no run depends on it."""
    new = f"{VENV}.{os.getpid()}"
    try:
        if sys.platform == "win32":
            import _winapi

            if os.path.isdir(VENV):
                os.rmdir(VENV)  # takes a junction away, and nothing else that holds files
            _winapi.CreateJunction(environment, VENV)
        else:
            os.symlink(os.path.basename(environment), new)
            os.replace(new, VENV)
    except (OSError, AttributeError):
        if os.path.islink(new):
            os.remove(new)


def mend_link(environment: str) -> None:
    """Point `.venv` to `environment` if a launcher was killed just before it did."""
    try:
        astray = os.readlink(VENV) != os.path.basename(environment)
    except OSError:
        astray = not os.path.lexists(VENV)
    if astray and environment != VENV and sys.platform != "win32" and os.access(ROOT, os.W_OK):
        point(environment)


def take_turn() -> int:
    """Wait until no other launcher makes an environment; return the open file of the turn.

    It is a lock of the operating system, so it ends with the last process that holds it, however
    that one ends. The file is not this one: what is open for writing cannot be executed.
    """
    import time

    try:
        turn = os.open(TURN, os.O_RDWR | os.O_CREAT, 0o666)  # NFS asks for a writable file
    except OSError:
        if not os.path.exists(TURN):
            raise
        turn = os.open(TURN, os.O_RDONLY)  # another person's
    waiting = False
    while True:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(turn, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            if not waiting:
                say(
                    "另一个 portal 正在准备运行环境，请稍等。",
                    "Another portal is preparing .venv; waiting for it.",
                )
            waiting = True
            time.sleep(0.2)
        except OSError:
            return turn  # a file system without locks: better unguarded than not at all
        else:
            return turn


def delete(folder: str) -> None:
    """Delete `folder`, whatever is there."""
    import shutil
    import time

    for attempt in range(5):
        try:
            if os.path.islink(folder) or os.path.isfile(folder):
                os.remove(folder)
            else:
                shutil.rmtree(folder)
        except FileNotFoundError:
            return
        except OSError:  # a virus scanner, or a pip whose launcher was killed, is still in there
            if attempt == 4:
                raise
            time.sleep(0.5)


def delete_unused(environment: str) -> None:
    """Delete `environment` unless something runs in it."""
    try:
        if sys.platform == "win32":
            if os.path.exists(python_of(environment)):
                os.remove(python_of(environment))  # refused while it runs
            delete(environment)
            return
        import fcntl

        guard = os.path.join(environment, "in-use")
        use = os.open(guard, os.O_RDWR) if os.path.exists(guard) else -1
        try:
            if use >= 0:
                fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for lock in (
                RUN_LOCK,
                TEST_LOCK,
                STORE_LOCK,
                CLUSTER_LOCK,
            ):  # first, so that nobody takes what is half gone
                if os.path.exists(stamp_path(lock, environment)):
                    os.remove(stamp_path(lock, environment))
            delete(environment)
        finally:
            if use >= 0:
                os.close(use)
    except OSError:
        pass  # it is in use, or another person's; the next time, then


def tidy(environment: str) -> None:
    """Delete what was left half made, and all but the newest environments."""
    kept = 1
    for other in numbered():
        if other == environment:
            continue
        if kept < KEPT and os.path.exists(stamp_path(RUN_LOCK, other)):
            kept += 1
        else:
            delete_unused(other)
    for name in os.listdir(ROOT):
        link = os.path.join(ROOT, name)
        if name.startswith(".venv.") and os.path.islink(link):
            delete(link)


def run_apart(
    command: "list[str]", environ: "dict[str, str] | None" = None, turn: int = -1
) -> "tuple[int, str]":
    """Run `command` without input; return its exit code and all it said.

    It keeps the `turn` too, so that it is not given away while it still writes.
    """
    import subprocess

    done = subprocess.run(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        pass_fds=() if sys.platform == "win32" or turn < 0 else (turn,),
    )
    said = done.stdout.decode("utf-8", "replace")
    return done.returncode, f"{said}\n{ENDED}{-done.returncode}" if done.returncode < 0 else said


def make_environment(environment: str, turn: int) -> None:
    """Make an empty `environment` in which the repository can be imported from anywhere.

    Its place is named relative to `environment`, so the folder can be moved as a whole.
    """
    import sysconfig
    import venv

    venv.EnvBuilder(symlinks=sys.platform != "win32").create(environment)
    pip = [python_of(environment), "-I", "-m", "ensurepip", "--default-pip"]
    code, said = run_apart(pip, turn=turn)
    if code:
        raise explain(said)
    packages = sysconfig.get_path("purelib", "venv", {"base": environment})
    with open(os.path.join(packages, "mingjing.pth"), "w", encoding="ascii") as file:
        file.write(os.path.relpath(ROOT, packages) + "\n")
    with open(os.path.join(environment, "in-use"), "w", encoding="ascii"):
        pass


def pip_settings(listed: str) -> "dict[str, str]":
    """Return those of pip's settings, as `pip config list` shows them, that name sources.

    They come from the person's files and variables; a mirror, a proxy and certificates count, and
    what would install elsewhere, less, or nothing at all does not.
    """
    import ast

    found = {}
    for section in ("global.", "install.", ":env:."):  # the later count more, as they do for pip
        for line in listed.splitlines():
            key, equals, value = line.strip().partition("=")
            name = key[len(section) :]
            if equals and key.startswith(section) and name in SOURCES:
                text = " ".join(str(ast.literal_eval(value)).split())
                found["PIP_" + name.upper().replace("-", "_")] = text
    if not found.get("PIP_RETRIES", "1").strip("0"):
        found["PIP_RETRIES"] = "1"  # without a second try, pip does not say that the first failed
    return found


def pip_environ(python: str, *, hasty: bool) -> "dict[str, str]":
    """Return the variables under which pip installs here, whatever the person's settings are.

    `hasty`: one that cannot download soon gives up, because there is something to go on with.
    """
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "PYTHON")) or name == "PIP_CONFIG_FILE"
    }
    sources = ["PIP_" + name.upper().replace("-", "_") for name in SOURCES]
    asked = {name: os.environ[name] for name in sources if name in os.environ}
    # -vvv: a file may tell pip to be quiet, and then it would list nothing
    code, listed = run_apart(
        [python, "-I", "-m", "pip", "config", "list", "-vvv"], {**bare, **asked}
    )
    if code:
        raise explain(listed)
    hurry = {"PIP_RETRIES": "1"} if hasty else {}
    return {**bare, **pip_settings(listed), **hurry, "PIP_CONFIG_FILE": os.devnull}


def install(lock: str, environment: str, turn: int, *, hasty: bool = False) -> None:
    """Install into `environment` the packages that `lock` names: built ones, each by its hash.

    Only what was then found there and can be imported counts as installed. Raises Trouble.
    """
    python = python_of(environment)
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    code, said = run_apart(
        [python, "-I", "-m", "pip", "install", *options, "--only-binary", ":all:", "-r", lock],
        pip_environ(python, hasty=hasty),
        turn,
    )
    if code:
        raise explain(said)
    lacking = ask(environment, "unusable", lock)
    if lacking:
        names = ", ".join(lacking)
        raise Trouble(
            f"软件包装好以后不能用（{names}）：请检查 pip 的设置，再运行一次；"
            f"{cure_for_platform(platform_tag())[0]}。",
            f"Packages were installed and do not work ({names}): check pip's settings and run "
            f"this again; {cure_for_platform(platform_tag())[1]}.",
        )


def ask(environment: str, question: str, subject: str) -> "list[str]":
    """Let the Python of `environment` answer by the function `question` of this file."""
    program = "import runpy, sys; f = runpy.run_path(sys.argv[1]); f['answer'](*sys.argv[2:])"
    command = [python_of(environment), "-I", "-c", program, os.path.realpath(__file__)]
    code, said = run_apart([*command, question, subject])
    lines = said.splitlines()
    if code or "answer:" not in lines:
        return [(lines or [python_of(environment)])[-1][:200]]
    return lines[lines.index("answer:") + 1 :]


def answer(question: str, subject: str) -> None:
    """Print what the function `question` returns for `subject`, one a line."""
    found = {"unusable": unusable, "unmet": unmet}[question](subject)
    print("answer:", *found, sep="\n")


def unusable(lock: str) -> "list[str]":
    """Return what of `lock` this Python has not, in that version, or cannot import."""
    import importlib
    import importlib.metadata
    import re
    import warnings

    warnings.simplefilter("ignore")
    requirement = importlib.import_module("pip._vendor.packaging.requirements").Requirement
    lacking = []
    with open(lock, encoding="utf-8") as file:
        lines = [line for line in file if re.match("[A-Za-z0-9]", line)]
    for line in lines:
        asked = requirement(line.partition("--hash")[0].rstrip("\\\n "))
        if asked.marker and not asked.marker.evaluate():
            continue
        try:
            found = importlib.metadata.distribution(asked.name)
            if not asked.specifier.contains(found.version, prereleases=True):
                lacking.append(f"{asked.name} {found.version}")
            elif os.path.basename(lock) == os.path.basename(RUN_LOCK):
                for module in modules(found.files or []):
                    importlib.import_module(module)
        except Exception as error:  # noqa: BLE001 - whatever a package raises, it does not work
            lacking.append(f"{asked.name}: {str(error)[:100]}")
    return lacking


def modules(files: "collections.abc.Iterable[os.PathLike[str]]") -> "list[str]":
    """Return the modules that a package of `files` has for others to import."""
    found = set()
    for file in files:
        parts = os.fspath(file).replace("\\", "/").split("/")
        name = parts[0] if len(parts) == 2 and parts[1] == "__init__.py" else ""
        if len(parts) == 1 and parts[0].endswith((".py", ".so", ".pyd")):
            name = parts[0].split(".")[0]
        if name.isidentifier() and not name.startswith("_"):
            found.add(name)
    return sorted(found)


def unmet(root: str) -> "list[str]":
    """Return what the program in `root` imports or asks for, and this Python has not."""
    import ast
    import glob
    import importlib
    import importlib.metadata
    import importlib.util

    import tomllib

    named = set(sys.builtin_module_names)
    for path in glob.glob(
        os.path.join(glob.escape(root), "generator", "**", "*.py"), recursive=True
    ):
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                named.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                named.add(node.module.partition(".")[0])
    named -= sys.stdlib_module_names
    lacking = [name for name in sorted(named) if importlib.util.find_spec(name) is None]
    requirement = importlib.import_module("pip._vendor.packaging.requirements").Requirement
    project = os.path.join(root, "pyproject.toml")
    if os.path.exists(project):
        with open(project, "rb") as file:
            dependencies = tomllib.load(file)["project"]["dependencies"]
        for asked in map(requirement, dependencies):
            try:
                version = importlib.metadata.version(asked.name)
            except importlib.metadata.PackageNotFoundError:
                version = ""
            if not version or not asked.specifier.contains(version, prereleases=True):
                lacking.append(asked.name)
    return lacking


def fallback() -> str:
    """Return an older environment that has all the program needs, and hold it; or nothing."""
    for environment in [*numbered(), VENV]:
        try:
            with open(stamp_path(RUN_LOCK, environment), "rb") as file:
                made_by = os.fsdecode(file.readline().rstrip(b"\n"))
        except OSError:
            continue
        runs = still_runs(made_by, environment) and hold(environment)
        if runs and not ask(environment, "unmet", ROOT):
            return environment
    return ""


def announce(*, first: bool) -> None:
    """Say what takes so long."""
    if first:
        say(
            "第一次使用：正在 .venv 文件夹里准备运行环境，要下载约 30 MB，请等一两分钟。",
            "First use: preparing the folder .venv, which downloads about 30 MB "
            "and takes a minute or two.",
        )
    else:
        say(
            "运行环境不完整，或者需要更新：正在重新准备 .venv，请等一两分钟。",
            "The environment is incomplete or out of date: making .venv anew, "
            "which takes a minute or two.",
        )


def prepare() -> str:
    """Make an environment with what the program needs, and hold it; on failure leave none."""
    check_python(sys.version_info[:3])
    check_venv_module()
    turn = take_turn()
    try:
        ready = find(RUN_LOCK)
        if ready:
            return ready  # by another launcher, while this one waited
        others = numbered()
        announce(first=not others and not os.path.lexists(VENV))
        newest = int(others[0].rpartition("-")[2]) if others else 0
        environment = f"{VENV}-{newest + 1}"
        try:
            make_environment(environment, turn)
            hold(environment)
            install(RUN_LOCK, environment, turn, hasty=bool(others))
            write_stamp(RUN_LOCK, environment)
        except BaseException:
            try:
                delete(environment)
            except OSError:
                pass  # what went wrong first is what the person must hear
            raise
        if os.path.isdir(VENV) and not os.path.islink(VENV) and sys.platform != "win32":
            try:
                os.rename(VENV, VENV + "-0")  # an older launcher's, or a person's own
            except OSError:
                pass
        point(environment)
        tidy(environment)
        say("准备好了。", "Ready.")
        return environment
    finally:
        os.close(turn)


def failed_lately() -> bool:
    """Tell whether this lock was tried in the last minutes, and no environment could be made."""
    import time

    try:
        with open(FAILED, "rb") as file, open(RUN_LOCK, "rb") as lock:
            same = file.read() == lock.read()
        return same and 0 <= time.time() - os.stat(FAILED).st_mtime < AGAIN * 60
    except OSError:
        return False


def remember_failure() -> None:
    """Keep the lock that failed, so that the next start does not wait for the same again."""
    try:
        with open(RUN_LOCK, "rb") as lock, open(FAILED, "wb") as file:
            file.write(lock.read())
    except OSError:
        pass  # then the next start waits again


def unreachable() -> str:
    """Return the Python of an environment that this person may not reach, if there is one.

    It lies in the home of whoever made the environment, and nobody else may look there.
    """
    for environment in [*numbered(), VENV]:
        try:
            os.stat(python_of(environment))
        except PermissionError:
            return os.path.realpath(python_of(environment))
        except OSError:
            pass
    return ""


def prepare_or_go_on() -> str:
    """Make an environment; if that fails and an older one has all the program needs, return it.

    Raises Trouble, OSError where there is no such older one.
    """
    older = fallback() if failed_lately() else ""
    if older:
        name = os.path.basename(FAILED)
        say(
            f"运行环境刚才没能更新，还是用原来的，{AGAIN}分钟后再试；要马上再试，请删掉 {name}。",
            "The environment could not be renewed a moment ago, so this is the older one; "
            f"{AGAIN} minutes after that it is tried again, or at once if you remove {name}.",
        )
        return older
    try:
        environment = prepare()
    except (Trouble, OSError) as error:
        trouble = error if isinstance(error, Trouble) else explain(str(error))
        older = fallback()
        if not older:
            python = "" if os.access(ROOT, os.W_OK) else unreachable()
            if python:
                raise Trouble(
                    f"运行环境用的 Python（{python}）您没有权限使用，这里也不能另做一个："
                    "请准备它的人删掉 .venv-1 这些文件夹，改用大家都能用的 Python 再运行一次；"
                    "或者把整个文件夹复制到您自己的目录里用。",
                    f"The environment here runs in a Python that you may not reach ({python}), and "
                    "you may not make another here: let whoever made it remove the folders .venv-1 "
                    "and so on and run this again with a Python that all may use, or copy the "
                    "whole folder to a place of your own.",
                ) from None
            raise
        remember_failure()
        say(
            f"运行环境没能更新，先用原来的继续，过一会儿再试（{trouble.chinese.rstrip('。')}）。",
            "The environment could not be renewed; going on with the older one, and trying again "
            f"later ({trouble.english.rstrip('.')}).",
        )
        return older
    if os.path.exists(FAILED):
        delete(FAILED)
    return environment


def add(lock: str, environment: str, chinese: str, english: str) -> None:
    """Add to `environment` what `lock` names; on failure it stays good for the program.

    The locks never name different versions, so what the program uses is left as it is.
    """
    turn = take_turn()
    try:
        if installed(lock, environment):
            return
        say(chinese, english)
        if os.path.exists(stamp_path(lock, environment)):
            os.remove(stamp_path(lock, environment))
        install(lock, environment, turn)
        write_stamp(lock, environment)
    finally:
        os.close(turn)


def prepare_tests(environment: str) -> None:
    """Add to `environment` what the tests need."""
    add(
        TEST_LOCK,
        environment,
        "正在安装测试用的软件包，要下载约 150 MB，请等一两分钟。",
        "Installing what the tests need, which downloads about 150 MB and takes a minute or two.",
    )


def prepare_store(environment: str) -> None:
    """Add to `environment` what publishing to an object store needs."""
    add(
        STORE_LOCK,
        environment,
        "正在安装发布到对象存储用的软件包，要下载约 20 MB，请稍等。",
        "Installing what publishing to an object store needs, which downloads about 20 MB.",
    )


def prepare_cluster(environment: str) -> None:
    """Add to `environment` what work on other machines needs."""
    add(
        CLUSTER_LOCK,
        environment,
        "正在安装多机构建用的软件包，要下载约 5 MB，请稍等。",
        "Installing what building on several machines needs, which downloads about 5 MB.",
    )


def wants_cluster(arguments: "list[str]") -> bool:
    """Tell whether `arguments` have workers on other machines build."""
    return arguments[:1] == ["build"] and any(
        each == "--on" or each.startswith("--on=") for each in arguments
    )


def wants_store(arguments: "list[str]") -> bool:
    """Tell whether `arguments` publish to a store that speaks S3, by name or by the settings."""
    if arguments[:1] != ["publish"]:
        return False
    import re

    rest, config = arguments[1:], "config.yaml"
    if "--config" in rest[:-1]:
        at = rest.index("--config")
        config = rest[at + 1]
        del rest[at : at + 2]
    for argument in rest:
        if not argument.startswith("-"):
            return re.match("s3a?://", argument) is not None
        if argument.startswith("--config="):
            config = argument.partition("=")[2]
    try:
        with open(config, encoding="utf-8") as file:
            return any(re.match("publish:[ \\t]*[\"']?s3a?://", line) for line in file)
    except (OSError, ValueError):
        return False  # the program will say what is wrong with it


def wait_for(command: "list[str]") -> int:
    """Run `command` and return its exit code; Ctrl-C goes to it, and it ends in its own way."""
    import subprocess

    process = subprocess.Popen(command)
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            continue
        if code in (-2, 0xC000013A):  # ended by Ctrl-C itself: on POSIX, on Windows
            return INTERRUPTED
        return 128 - code if code < 0 else code


def hand_over(command: "list[str]") -> int:
    """Become `command`; where a process cannot, run it and return its exit code."""
    if sys.platform == "win32":
        return wait_for(command)
    return os.execv(command[0], command)


def forget_misleading() -> None:
    """Let no variable or file of this person stand in for a module of Python or the program."""
    strange = [ROOT, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    absolute = {os.path.abspath(folder) for folder in strange}
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) not in absolute]
    for name in MISLEADING:
        os.environ.pop(name, None)


def test_command(python: str, arguments: "list[str]") -> "list[str]":
    """Return the command of the tests; what cannot be written beside them is not kept."""
    keep = [] if os.access(ROOT, os.W_OK) else ["-p", "no:cacheprovider"]
    # hundreds of programs that tests start would each compile all modules anew
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if in_memory():
        # each small site that a test builds goes with the test, so that they never fill it
        keep += ["-o", "tmp_path_retention_policy=failed", "-o", "tmp_path_retention_count=1"]
    return [python, "-m", "pytest", *keep, *arguments]


def in_memory() -> bool:
    """Let tests lay their files into memory where there is plenty; tell whether they will.

    They write some million small files, which takes a third of their time on a disk. A folder that
    was chosen by TMPDIR stays.
    """
    if "TMPDIR" not in os.environ and room_in(MEMORY) >= PLENTY:
        os.environ["TMPDIR"] = MEMORY
    return os.environ.get("TMPDIR") == MEMORY


def room_in(folder: str) -> int:
    """Return how many bytes a folder in memory may take, 0 where programs may not be run in it."""
    try:
        found = os.statvfs(folder)
        with open("/proc/meminfo", encoding="ascii") as told:
            [line] = [each for each in told if each.startswith("MemAvailable:")]
    except (OSError, AttributeError, ValueError):  # no such folder, or no such system
        return 0
    if found.f_flag & os.ST_NOEXEC or not os.access(folder, os.W_OK):
        return 0
    return min(found.f_bavail * found.f_frsize, int(line.split()[1]) * 1024)


def main(arguments: "list[str]") -> int:
    """Run the program with `arguments`, or the tests for `test ...`; return the exit code."""
    forget_misleading()
    try:
        environment = find(RUN_LOCK) or prepare_or_go_on()
        mend_link(environment)
        python = python_of(environment)
        if wants_store(arguments) and not installed(STORE_LOCK, environment):
            prepare_store(environment)
        if wants_cluster(arguments) and not installed(CLUSTER_LOCK, environment):
            prepare_cluster(environment)
        if arguments[:1] != ["test"]:
            # -P: a file in the current folder must not pass for one of the program's modules.
            return hand_over([python, "-P", "-m", "generator", *arguments])
        if not installed(TEST_LOCK, environment):
            prepare_tests(environment)
        os.chdir(ROOT)
        return wait_for([python, "-m", "tests.machine"]) or hand_over(
            test_command(python, arguments[1:])
        )
    except (Trouble, OSError) as error:
        trouble = error if isinstance(error, Trouble) else explain(str(error))
        say(trouble.chinese, trouble.english)
        return MACHINE_FAULT
    except KeyboardInterrupt:
        return INTERRUPTED
