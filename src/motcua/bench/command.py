"""`motcua bench`: grow a province of any size, and measure the system on it."""

import signal
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from types import FrameType
from typing import NoReturn

from motcua.bench.ground import Ground
from motcua.bench.measuring.loopback import BadAnswer
from motcua.operations.postgres import ClusterFailed


def main(arguments: list[str]) -> int:
    """Do what is asked; return the exit status."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    ground = Ground()
    try:
        with ground.open():
            return int(options.act(ground, options))
    except (ClusterFailed, BadAnswer) as problem:
        print(f"motcua: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("motcua: interrupted; what is half grown is grown anew next time.", file=sys.stderr)
        return 130


def _fill(ground: Ground, options: Namespace) -> int:
    from motcua.bench.growing.filling import fill, verify

    database = fill(ground, dossiers=options.dossiers, seed=options.seed, fresh=options.fresh, tell=_say)
    return 0 if not options.verify or verify(ground, database) else 1


def _run(ground: Ground, options: Namespace) -> int:
    from motcua.bench.measuring.measuring import run, write

    result = run(ground, sizes=options.sizes, seconds=options.seconds, seed=options.seed, tell=_say)
    if options.json:
        write(result, options.json)
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="motcua bench", description="Grow a province of any size, and measure on it.")
    verbs = parser.add_subparsers(required=True)
    fill = verbs.add_parser("fill", help="grow a province with so many dossiers in a database of its own")
    fill.add_argument("--dossiers", type=int, required=True, metavar="N")
    fill.add_argument("--fresh", action="store_true", help="grow it again, though it is there")
    fill.add_argument("--verify", action="store_true", help="check its diary from its first line to its last")
    fill.set_defaults(act=_fill)
    run = verbs.add_parser("run", help="measure every operation, each beside what the machine could do at best")
    run.add_argument("--sizes", type=_sizes, default=(50_000,), metavar="N,N", help="default: 50000")
    run.add_argument("--seconds", type=float, default=5.0, metavar="S", help="for each row (default: 5)")
    run.add_argument("--json", type=Path, metavar="FILE", help="where to write the raw result")
    run.set_defaults(act=_run)
    for verb in (fill, run):
        verb.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed grows the same province")
    return parser


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(size) for size in text.split(","))
    if min(sizes) < 1:
        raise ValueError(text)
    return sizes


def _say(line: str) -> None:
    print(line, flush=True)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
