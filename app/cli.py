"""``cancu``: the command line. One JSON document on standard output with ``--json``; all else on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

os.environ.setdefault(
    "OMP_NUM_THREADS", "1"
)  # before any numeric library loads: more threads make the encoder 10× slower

import typer
from rich.console import Console

from app.commands import answers, documents, records, service, transfer
from app.errors import NothingFound, message_of, outcome_of
from app.messages import say
from app.session import Session, current, has_session, read_settings, start_session
from app.settings import Language, Settings

app = typer.Typer(
    name="cancu",
    help="Căn Cứ: lần theo đường căn cứ, hỏi ai chịu trách nhiệm, truy vấn — với nguyên văn đứng sau mỗi quan hệ.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (documents, records, answers, transfer, service):
    module.register(app)


@app.callback()
def configure(
    store: str | None = typer.Option(None, help="Kho dữ liệu: thư mục, hoặc sparql+http://… ($CANCU_STORE)."),
    lang: Language | None = typer.Option(None, help="Ngôn ngữ thông báo: vi hoặc en ($CANCU_LANG)."),
) -> None:
    """Read the options that every command shares; they may also stand after the command."""
    settings = read_settings()
    start_session(
        Session(settings.model_copy(update={k: v for k, v in {"store": store, "lang": lang}.items() if v is not None}))
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``cancu`` and return its exit code; errors become one message on standard error (``app.errors``)."""
    words = hoist_shared_options(list(sys.argv[1:] if arguments is None else arguments))
    try:
        result = app(words, standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # The reader has gone: point the stream elsewhere, or the interpreter complains when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _report(error, as_json="--json" in words)
    return result if isinstance(result, int) else 0


def hoist_shared_options(words: list[str]) -> list[str]:
    """Move ``--store X`` and ``--lang X`` to the front, so that they may stand anywhere.

    >>> hoist_shared_options(["trace", "4655/KH-UBND", "--store", "kho", "--json"])
    ['--store', 'kho', 'trace', '4655/KH-UBND', '--json']
    """
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            rest += [word, *waiting]
        elif word in {"--store", "--lang"}:
            front += [word, *([value] if (value := next(waiting, None)) is not None else [])]
        elif word.startswith(("--store=", "--lang=")):
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def _report(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong on standard error; with ``--json``, standard output still gets its one document."""
    console = Console(stderr=True, highlight=False)
    if not has_session():
        # The settings themselves are wrong: any will do to say so.
        start_session(Session(Settings.model_construct()))
    lang = current().settings.lang
    if hasattr(error, "format_message"):  # Typer's own usage errors
        message = describe_usage(error, lang)
        if as_json:
            current().print_error("wrong-usage", message, ())
        console.print(message, style="red", markup=False)
        return 2
    outcome = outcome_of(error)
    if outcome.exit == 70:
        console.print(say("fault", lang, kind=type(error).__name__), style="red", markup=False)
        if os.environ.get("CANCU_DEBUG"):
            raise error
        return outcome.exit
    if as_json:
        candidates = error.candidates if isinstance(error, NothingFound) else ()
        current().print_error(outcome.slug, message_of(error, lang), candidates)
    console.print(message_of(error, lang), style="red" if outcome.exit > 1 else "yellow", markup=False)
    return outcome.exit


def describe_usage(error: Exception, lang: Language) -> str:
    """Return what is wrong with the words of a command, in ``lang``, and where its help is."""
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", None) or "cancu"
    parameter = getattr(error, "param", None)
    name = getattr(error, "option_name", None) or ", ".join(getattr(parameter, "opts", ())) or "?"
    detail = str(getattr(error, "message", "") or error)
    kind = type(error).__name__
    if kind == "MissingParameter":
        return say("usage.missing", lang, name=name, command=command)
    if kind == "NoSuchOption":
        return say("usage.option", lang, name=name, command=command)
    if kind == "BadParameter":
        return say("usage.value", lang, name=name, detail=detail, command=command)
    if detail.startswith("No such command"):
        return say("usage.command", lang, name=detail.removeprefix("No such command").strip(" .'"))
    return say("usage.other", lang, detail=detail, command=command)


def run() -> None:
    """Run as a console script."""
    raise SystemExit(main())
