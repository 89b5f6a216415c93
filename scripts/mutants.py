"""Change the scheduling model in every small way there is, and see that a test fails each time.

    python scripts/mutants.py [--only WORD ...] [--jobs N] [--list]

A mutant is one module with one change: a statement that adds a constraint left out, a rule left
out of RULES, a comparison, a number, a literal, the end of a range or an element of a clause
changed. Each runs in a process of its own, forked from one that has the libraries loaded, and is
killed by the first test that fails. Implied constraints are left alone, for they change no
answer; changes that make no difference are listed, with the reason, in `mutants_alike.toml`.

Kept tools (mutmut, cosmic-ray) neither leave out statements nor elements of a list, which is how
a model loses a rule, and start Python anew for every mutant.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib
import importlib.abc
import importlib.machinery
import os
import resource
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

import psutil

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "saphan.engine.scheduling"
MODULES = (
    "clauses.formula",
    "clauses.narrowing",
    "clauses.unbroken",
    "clauses.encoding",
    "model.zones",
    "model.constraints",
    "model.variables",
)
LEFT_ALONE = ("implied_", "IMPLIED")
"""What only says again, for the sake of speed, what other constraints say."""
TESTS = {
    "model": ("test_mutations.py", "rules", "test_brute_force.py"),
    "clauses": ("clauses/test_unbroken.py", "clauses/test_search.py"),
}
"""The tests that judge the modules of each package, the quickest first."""
SECONDS = 240.0
"""Longest that the tests may take on what stands."""
TIMES_AS_LONG = 2.0
"""How many times as long they may take on a mutant, before that is a failure by itself."""
MEMORY = 2 * 2**30
"""Bytes that the tests of a mutant may fill, for some never end."""
SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.LtE: ast.Lt,
    ast.Lt: ast.LtE,
    ast.GtE: ast.Gt,
    ast.Gt: ast.GtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
TWINS = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutant:
    """One module with one change.

    Attributes:
        module: Name of the module within the package.
        function: The function, or the name assigned at the top, in which the change is.
        line: Number of the line.
        begins: Number of the line in which the function begins; classes share names of methods.
        change: What is changed, as source before and after.
        changed: The function as changed.
    """

    module: str
    function: str
    line: int
    begins: int
    change: str
    changed: ast.stmt

    @property
    def where(self) -> str:
        return f"{self.module.rpartition('.')[2]}.{self.function}"

    @property
    def package(self) -> str:
        return self.module.partition(".")[0]


def mutants_of(module: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its functions."""
    for function, owner in _parts(ast.parse(path_of(module).read_text())):
        if function.startswith(LEFT_ALONE):
            continue
        source = ast.unparse(owner)
        known = {source}
        types = set(_types(owner))
        for number, node in enumerate(ast.walk(owner)):
            if node in types:
                continue
            for kind in range(_kinds(node)):
                changed = ast.parse(source).body[0]
                target = next(n for i, n in enumerate(ast.walk(changed)) if i == number)
                if _apply(target, kind) and (text := ast.unparse(changed)) not in known:
                    known.add(text)
                    change = _difference(source, text)
                    line = getattr(node, "lineno", owner.lineno)
                    yield Mutant(module, function, line, owner.lineno, change, changed)


def _types(owner: ast.stmt) -> Iterator[ast.AST]:
    """What only says of which type something is, or what it is called."""
    for node in ast.walk(owner):
        if isinstance(node, ast.JoinedStr):
            yield from ast.walk(node)
        for name in ("annotation", "returns"):
            if (kind := getattr(node, name, None)) is not None:
                yield from ast.walk(kind)


def path_of(module: str) -> Path:
    """The file of a module."""
    return ROOT / "src" / Path(*PACKAGE.split("."), *module.split(".")).with_suffix(".py")


def _parts(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """The functions, methods and the list of rules, by name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((n.name, n) for n in node.body if isinstance(n, ast.FunctionDef))
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            yield ast.unparse(node.targets[0]), node


def _put(mutant: Mutant) -> ast.Module:
    """The module with the changed function in its place."""
    whole = ast.parse(path_of(mutant.module).read_text())
    old = next(node for _, node in _parts(whole) if node.lineno == mutant.begins)
    for body in (whole.body, *(n.body for n in whole.body if isinstance(n, ast.ClassDef))):
        if old in body:
            body[body.index(old)] = mutant.changed
    return ast.fix_missing_locations(whole)


def _kinds(node: ast.AST) -> int:
    """How many changes to try on a node; some of them may turn out to be none."""
    if isinstance(node, ast.For | ast.While | ast.If | ast.FunctionDef | ast.With):
        return len(node.body) + len(getattr(node, "orelse", ())) + 1
    if isinstance(node, ast.List | ast.Tuple):
        return len(node.elts)
    if isinstance(node, ast.comprehension):
        return len(node.ifs)
    if isinstance(node, ast.BoolOp):
        return 1 + len(node.values)
    if isinstance(node, ast.Constant | ast.Call):
        return 2
    return int(isinstance(node, ast.Compare | ast.UnaryOp | ast.BinOp | ast.IfExp | ast.AugAssign))


def _apply(node: ast.AST, kind: int) -> bool:
    """Make one change in place; False when there is none of this kind."""
    match node:
        case ast.FunctionDef() | ast.For() | ast.While() | ast.With():
            return _drop(node.body, kind - 1)
        case ast.If():
            if kind == 0:
                if isinstance(node.test, ast.Compare):
                    return False
                node.test = ast.UnaryOp(ast.Not(), node.test)
                return True
            body, index = (
                (node.body, kind - 1)
                if kind <= len(node.body)
                else (node.orelse, kind - 1 - len(node.body))
            )
            return _drop(body, index)
        case ast.List() | ast.Tuple():
            # A clause or a sum loses a literal, RULES a rule; keys and signatures stay.
            if isinstance(node, ast.Tuple) and not all(isinstance(e, ast.Name) for e in node.elts):
                return False
            if isinstance(node, ast.Tuple) and len(node.elts) < 5:
                return False
            if not isinstance(node.ctx, ast.Load) or not node.elts:
                return False
            del node.elts[kind]
            return True
        case ast.comprehension():
            del node.ifs[kind]
            return True
        case ast.BoolOp():
            if kind == 0:
                node.op = SWAPPED[type(node.op)]()  # type: ignore[assignment]
                return True
            if len(node.values) < 2:
                return False
            del node.values[kind - 1]
            return True
        case ast.Constant():
            if isinstance(node.value, bool):
                node.value = not node.value
                return kind == 0
            if not isinstance(node.value, int):
                return False
            node.value += 1 if kind == 0 else -1
            return True
        case ast.Call(func=ast.Name(id="range")):
            if len(node.args) == 1:
                node.args.insert(0, ast.Constant(0))
            end = node.args[kind]
            step = ast.Add() if kind == 0 else ast.Sub()
            node.args[kind] = ast.BinOp(end, step, ast.Constant(1))
            return True
        case ast.Call(func=ast.Name(id=name)) if name in TWINS and kind == 0:
            node.func = ast.Name(TWINS[name], ast.Load())
            return True
        case ast.Compare():
            node.ops[0] = SWAPPED[type(node.ops[0])]()  # type: ignore[assignment]
            return True
        case ast.BinOp() | ast.AugAssign() if type(node.op) in SWAPPED:
            node.op = SWAPPED[type(node.op)]()  # type: ignore[assignment]
            return True
        case ast.UnaryOp():
            # `~x`, `-x` and `not x` become `+x`, which only numbers have: a literal is replaced.
            _become(node, node.operand)
            return True
        case ast.IfExp():
            node.test = ast.UnaryOp(ast.Not(), node.test)
            return True
    return False


def _become(node: ast.UnaryOp, other: ast.expr) -> None:
    """Turn a node into another in place."""
    node.__class__ = other.__class__  # type: ignore[assignment]
    node.__dict__ = dict(other.__dict__)


def _drop(body: list[ast.stmt], index: int) -> bool:
    """Leave out a statement that does something; `pass` takes its place."""
    if not 0 <= index < len(body):
        return False
    done = body[index]
    acts = isinstance(done, ast.Expr) and isinstance(done.value, ast.Call)
    if not acts and not isinstance(done, ast.AugAssign | ast.Delete | ast.Continue):
        return False
    body[index] = ast.Pass()
    return True


def _difference(before: str, after: str) -> str:
    """The lines that differ."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) != len(new):
        common = set(new)
        return " / ".join(line.strip() for line in old if line not in common)
    pairs = [(a.strip(), b.strip()) for a, b in zip(old, new, strict=True) if a != b]
    return " / ".join(f"{a}  →  {b}" for a, b in pairs)


class _Patched(importlib.machinery.SourceFileLoader):
    """Loads the changed tree in place of the file."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self.code = code

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self.name = f"{PACKAGE}.{mutant.module}"
        self.path = str(path_of(mutant.module))
        tree = _put(mutant)
        self.code = compile(tree, self.path, "exec")

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = _Patched(fullname, self.path, self.code)
        return importlib.machinery.ModuleSpec(fullname, loader, origin=self.path)


def run_tests(mutant: Mutant | None, package: str, out: int) -> int:
    """Run a package's tests in this process, on a mutant or, with None, on what stands."""
    import pytest
    from hypothesis import HealthCheck, Phase, settings

    os.dup2(out, 1)
    os.dup2(out, 2)
    settings.register_profile(
        "mutants",
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ["SAPHAN_THOROUGH"] = "1"
    plain = ("-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-o", "addopts=")
    tests = [f"tests/engine/scheduling/{name}" for name in TESTS[package]]
    return int(pytest.main([*plain, "--import-mode=importlib", *tests]))


def judge(mutant: Mutant | None, package: str, limit: float = SECONDS) -> tuple[str, float]:
    """Fork, run the tests, and say `killed`, `survived` or `timeout`, and the processor's seconds,
    which a machine that is busy with something else does not make more."""
    log = os.open(os.devnull, os.O_WRONLY)
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.setpgid(0, 0)
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
            code = run_tests(mutant, package, log)
        finally:
            os._exit(code)
    os.close(log)
    process = psutil.Process(child)
    spent = 0.0
    while spent < limit:
        time.sleep(0.05)
        # A process that has ended keeps its times until it is waited for.
        spent = sum(process.cpu_times()[:2])
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return "survived" if os.waitstatus_to_exitcode(status) == 0 else "killed", spent
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout", spent


def alike() -> dict[tuple[str, str], str]:
    """The changes known to make no difference, with the reason."""
    found = tomllib.loads((ROOT / "scripts" / "mutants_alike.toml").read_text())
    return {(e["where"], change): e["reason"] for e in found["alike"] for change in e["changes"]}


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutants of the scheduling model.")
    parser.add_argument("--only", nargs="*", default=[], help="words of which one is in `where`")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="leave out the slowest tests")
    parser.add_argument("--list", action="store_true", help="list the mutants and stop")
    asked = parser.parse_args()
    if asked.quick:
        TESTS["model"] = TESTS["model"][:-1]
    known = alike()
    every = [mutant for module in MODULES for mutant in mutants_of(module)]
    if gone := known.keys() - {(mutant.where, mutant.change) for mutant in every}:
        print("no change any more:", *(f"{where}  {change}" for where, change in gone), sep="\n")
        return 2
    chosen = [m for m in every if not asked.only or any(word in m.where for word in asked.only)]
    if asked.list:
        for mutant in chosen:
            print(f"{mutant.where}:{mutant.line}  {mutant.change}")
        print(len(chosen))
        return 0
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    # Loaded once for all: whatever is no part of the package that changes.
    importlib.import_module("pytest")
    importlib.import_module(PACKAGE)
    importlib.import_module(f"{PACKAGE}.clauses.search")
    importlib.import_module("hypothesis.strategies")
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        del sys.modules[name]
    gc.freeze()
    limits = {}
    for package in {mutant.package for mutant in chosen}:
        word, took = judge(None, package)
        if word != "survived":
            print("the tests fail without any change")
            return 2
        limits[package] = TIMES_AS_LONG * took
    table: dict[str, Counter[str]] = {}
    with ThreadPoolExecutor(asked.jobs) as pool:
        fresh = [m for m in chosen if (m.where, m.change) not in known]
        for mutant in chosen:
            table.setdefault(mutant.where, Counter())["mutants"] += 1
            table[mutant.where]["alike"] += (mutant.where, mutant.change) in known
        found = pool.map(lambda m: judge(m, m.package, limits[m.package]), fresh)
        for mutant, (word, seconds) in zip(fresh, found, strict=True):
            table[mutant.where]["survived" if word == "survived" else "killed"] += 1
            if word != "killed":
                print(f"{word} {seconds:.0f} s  {mutant.where}:{mutant.line}  {mutant.change}")
            sys.stdout.flush()
    print(f"\n{'rule':<52}{'mutants':>8}{'killed':>8}{'alike':>8}{'survived':>10}")
    for where, row in (*table.items(), ("together", sum(table.values(), Counter[str]()))):
        cells = (row["mutants"], row["killed"], row["alike"], row["survived"])
        print(f"{where:<52}{cells[0]:>8}{cells[1]:>8}{cells[2]:>8}{cells[3]:>10}")
    return int(any(row["survived"] for row in table.values()))


if __name__ == "__main__":
    sys.exit(main())
