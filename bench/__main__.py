"""``python -m bench``: list the benchmarks, or run one of them."""

import argparse
import signal
import sys
from collections.abc import Sequence

import psycopg
from django.core.exceptions import ImproperlyConfigured

from bench import contacts, content, directory, forum, spaces
from bench.measure import AnswerError
from bench.report import print_json, print_table
from bench.servers import StartError
from cms.postgres import ServerError

BENCHMARKS = {
    "contacts": contacts,
    "content": content,
    "directory": directory,
    "forum": forum,
    "spaces": spaces,
}
KNOWN = (
    AnswerError,
    ImproperlyConfigured,
    ServerError,
    StartError,
    psycopg.OperationalError,
)
QUICK_SECONDS = 1 / 3  # a second for each case, which is repeated three times


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark that is named; without a name, list them."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    options = _parser().parse_args(arguments)
    if not options.name:
        _list()
        return
    module = BENCHMARKS[options.name]
    quick = options.quick
    size = options.size or (module.QUICK_SIZE if quick else module.SIZE)
    seconds = options.seconds or (QUICK_SECONDS if quick else 3)
    try:
        result = module.run(size, seconds, options.database)
    except KNOWN as error:
        reason = str(error).strip() or repr(error)
        sys.exit(f"Error: {reason.splitlines()[-1]}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    (print_json if options.json else print_table)(result)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "name", nargs="?", choices=BENCHMARKS, help="which; none: list them"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object on each line"
    )
    parser.add_argument(
        "--quick", action="store_true", help="little data, a second a case"
    )
    parser.add_argument("--size", type=_positive(int), help="how many things there are")
    parser.add_argument("--database", default="", help="measure on this one as it is")
    parser.add_argument(
        "--seconds", type=_positive(float), help="of each of three repeats"
    )
    return parser


def _positive(kind: type) -> type:
    def number(text: str) -> float:
        value = kind(text)
        if not 0 < value < 10**9:
            raise ValueError(text)
        return value

    number.__name__ = "positive number"  # argparse shows it for a wrong value
    return number


def _list() -> None:
    for name, module in BENCHMARKS.items():
        print(f"{name:<10} {(module.__doc__ or '').splitlines()[0]}")


if __name__ == "__main__":
    main()
