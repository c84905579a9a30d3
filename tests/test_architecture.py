"""The folder tree is the architecture: every module has its layer, and every import points down."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "appraisal"

# From the top down. A layer may import those below it and itself; layers of one line do not know each other.
LAYERS = (
    ("cli", "web"),
    ("audit",),
    ("changes",),
    ("pipeline",),
    ("papers", "records"),
    ("analysis",),
    ("measures",),
    ("model",),
    ("errors",),
)
DEPTH = {layer: depth for depth, line in enumerate(LAYERS) for layer in line}

# The package itself names where its public names live, and `python -m appraisal` calls the commands.
DOORS = {
    "appraisal": {"appraisal.pipeline", "appraisal.records.workspace_files", "appraisal.analysis.findings"},
    "appraisal.__main__": {"appraisal.cli"},
}
PUBLIC = {"Findings", "appraise", "open_workspace"}  # lower layers take these from their homes, not from the package
DRAWERS = {"utils", "helpers", "common", "manager", "data", "util", "helper", "misc"}
WITHOUT_MODULES = {"starter"}  # the starter's content inside a built wheel

# One home for each library: every module that may import it.
HOMES = {
    "click": ("appraisal.cli.",),
    "cryptography": ("appraisal.records.signatures",),
    "django": ("appraisal.web.",),
    "highspy": ("appraisal.analysis.portfolio.", "appraisal.analysis.linear_programme"),
    "holidays": ("appraisal.analysis.milestones",),
    "jinja2": ("appraisal.papers.", "appraisal.web."),
    "openpyxl": ("appraisal.records.xlsx_files",),
    "psycopg": ("appraisal.records.ledger.",),
    "pulp": ("appraisal.analysis.portfolio.",),
    "pydantic": ("appraisal.model.", "appraisal.records."),
    "pymcdm": ("appraisal.analysis.other_methods",),
    "rfc8785": ("appraisal.model.canonical",),
    "sqlalchemy": ("appraisal.records.ledger.",),
    "sqlite3": ("appraisal.records.ledger.", "appraisal.audit.checker"),  # the checker runs without any of our code
    "xlsxwriter": ("appraisal.papers.",),
    "yaml": ("appraisal.records.yaml_files",),
}
OUTSIDE_WORLD = {
    *("glob", "os", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "time"),
    *("urllib", "locale", "platform", "pathlib", "io", "builtins", "uuid", "zoneinfo"),
}
# CBC is a program of its own: it takes and gives files, which live no longer than the solving.
MAY_USE_FILES = {"appraisal.analysis.portfolio.solvers"}
CLOCKS = {"now", "today", "utcnow"}


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def layer_of(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "appraisal"


def imports_of(module, source, modules=MODULES):
    """Every (imported module, line): at the top, in functions, under TYPE_CHECKING, and by import_module."""
    is_package = modules.get(module, Path()).name == "__init__.py"
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".")[: len(module.split(".")) - node.level + is_package]
                base = ".".join([*above, *base.split(".")]) if base else ".".join(above)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                found.append((inner if inner in modules or base == "appraisal" else base, node.lineno))
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("import_module", "__import__"):
                found.append((beginning(node, module), node.lineno))
    return found


def beginning(call, module):
    """The literal beginning of what import_module is given; '?' where there is none."""
    given = call.args[0]
    parts = given.values if isinstance(given, ast.JoinedStr) else [given]
    said = ""
    for part in parts:
        if isinstance(part, ast.Constant):
            said += part.value
        elif isinstance(part, ast.FormattedValue) and getattr(part.value, "id", "") == "__name__":
            said += module
        else:
            break
    return said or "?"


def wrong_arrows(module, source, modules=MODULES):
    """What the design does not allow among the imports of one module, in words."""
    found = []
    for imported, line in imports_of(module, source, modules):
        if imported == "?":
            if module not in DOORS:
                found.append(f"{module}:{line} imports by a name that nobody can read")
            continue
        top, _, rest = imported.partition(".")
        if top != "appraisal":
            continue
        if module in DOORS:
            if imported not in modules or not any(f"{imported}.".startswith(f"{door}.") for door in allowed(module)):
                found.append(f"{module}:{line} imports {imported}, and is a door to other modules only")
            continue
        name = rest.partition(".")[0]
        if name in ("", "__version__"):
            continue
        if name in PUBLIC or name not in DEPTH:
            found.append(f"{module}:{line} imports {imported}, which is no layer")
        elif name != layer_of(module) and DEPTH[name] <= DEPTH[layer_of(module)]:
            found.append(f"{module}:{line} imports {imported}, which is not below it")
    return found


def allowed(module):
    return {name for door in DOORS[module] for name in (door, f"{door}.group")} if module in DOORS else set()


def sources():
    return {module: path.read_text(encoding="utf-8") for module, path in MODULES.items()}


def test_every_import_points_down():
    assert [wrong for module, source in sources().items() for wrong in wrong_arrows(module, source)] == []


def test_every_layer_that_the_package_has_is_read():
    assert {layer_of(module) for module in MODULES} >= {"cli", "pipeline", "papers", "records", "analysis", "errors"}
    assert len(MODULES) > 80


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("appraisal.measures.access", "from appraisal.analysis.ranking import rank"),
        ("appraisal.measures.access", "def f():\n    import appraisal.records.ledger"),
        ("appraisal.model.base", "if TYPE_CHECKING:\n    from appraisal.measures import access"),
        ("appraisal.papers.words", "from appraisal.records.runs import latest_run"),
        ("appraisal.records.runs", "from appraisal import papers"),
        ("appraisal.records.runs", "from appraisal.pipeline import STEPS"),
        ("appraisal.analysis.ranking", "from ..records import ledger"),
        ("appraisal.analysis.ranking", "from appraisal import open_workspace"),
        ("appraisal.analysis.ranking", "import_module('appraisal.records.ledger')"),
        ("appraisal.analysis.ranking", "import_module(wherever)"),
        ("appraisal.errors", "from appraisal.model import base"),
        ("appraisal.web.pages", "from appraisal.cli import main"),
        ("appraisal.cli.group", "from appraisal.drawer import anything"),
        ("appraisal", "from appraisal.records.ledger import open_ledger"),
    ],
)
def test_an_import_that_points_up_or_sideways_is_found(module, source):
    assert len(wrong_arrows(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("appraisal.cli.group", "from appraisal import __version__"),
        ("appraisal.cli.group", "import_module(f'appraisal.cli.{name}_command')"),
        ("appraisal.records.runs", "from appraisal.analysis.findings import Findings\nfrom .ledger import open_ledger"),
        ("appraisal.measures", "import_module(f'{__name__}.{name}')"),
        ("appraisal.pipeline", "import numpy\nfrom appraisal.errors import FindingsError"),
    ],
)
def test_an_import_that_points_down_is_allowed(module, source):
    assert wrong_arrows(module, source) == []


def unplaced(names):
    return sorted(name for name in names if name not in DEPTH and name not in ("__init__", "__main__"))


def test_every_module_has_a_layer():
    tops = {path.stem for path in PACKAGE.glob("*.py")}
    tops |= {path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE}
    assert unplaced(tops - WITHOUT_MODULES) == []
    assert unplaced({"cli", "toolbox"}) == ["toolbox"]


def test_the_package_names_where_its_public_names_live_and_nothing_else():
    import appraisal

    assert set(appraisal.__all__) == {*PUBLIC, "__version__"}
    assert set(appraisal._HOMES.values()) == DOORS["appraisal"]
    for name in PUBLIC:
        assert getattr(appraisal, name).__module__ == appraisal._HOMES[name]
    with pytest.raises(AttributeError, match="no attribute 'apraise'"):
        _ = appraisal.apraise


def test_a_module_uses_of_the_package_itself_only_where_it_is_and_its_version():
    used = {
        (module, node.attr)
        for module, source in sources().items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "appraisal"
        if "import appraisal\n" in source
    }
    assert {attribute for _, attribute in used} <= {"__file__", "__version__"}


def strays(module, source):
    """Libraries that a module imports and that live elsewhere."""
    tops = {imported.partition(".")[0] for imported, _ in imports_of(module, source)}
    return sorted(
        library for library in tops & HOMES.keys() if not any(f"{module}.".startswith(home) for home in HOMES[library])
    )


def test_every_library_stays_in_its_one_home():
    assert {module: found for module, source in sources().items() if (found := strays(module, source))} == {}


@pytest.mark.parametrize(
    ("module", "source", "library"),
    [
        ("appraisal.records.csv_files", "def f():\n    import yaml", "yaml"),
        ("appraisal.records.runs", "from sqlalchemy.orm import Session", "sqlalchemy"),
        ("appraisal.papers.render", "import click", "click"),
        ("appraisal.analysis.tipping", "from pulp import LpProblem", "pulp"),
        ("appraisal.cli.group", "import django.conf", "django"),
        ("appraisal.papers.workbook", "import openpyxl", "openpyxl"),
    ],
)
def test_a_library_outside_its_home_is_found(module, source, library):
    assert strays(module, source) == [library]


def test_libraries_with_one_module_as_their_home_are_used_there():
    for library in ("holidays", "openpyxl", "yaml"):
        users = [
            m for m, source in sources().items() if library in {i.partition(".")[0] for i, _ in imports_of(m, source)}
        ]
        assert users == [home.rstrip(".") for home in HOMES[library]]


def test_libraries_with_one_package_as_their_home_are_used_there():
    used = {imported.partition(".")[0] for m, source in sources().items() for imported, _ in imports_of(m, source)}
    assert {"psycopg", "sqlalchemy"} <= used


def impurities(module, source):
    """Where a module that should be pure could read the disk, the clock or chance."""
    found = [
        f"{module}:{line} {name}" for name, line in imports_of(module, source) if name.split(".")[0] in OUTSIDE_WORLD
    ]
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in CLOCKS or (isinstance(node.func, ast.Name) and name == "open"):
            found.append(f"{module}:{node.lineno} {name}")
    return found


def test_nothing_below_records_reads_a_clock_a_disk_or_chance():
    pure = {
        m: s
        for m, s in sources().items()
        if layer_of(m) in ("pipeline", "analysis", "measures", "model", "papers") and m not in MAY_USE_FILES
    }
    assert [found for module, source in pure.items() for found in impurities(module, source)] == []
    assert len(impurities("appraisal.model.base", "import time\nx = date.today()\ny = open('z')")) == 3


def test_no_module_is_a_drawer():
    words = {word for module in MODULES for part in module.split(".") for word in part.split("_")}
    assert words & DRAWERS == set()


def is_overload(node):
    return any(getattr(decorator, "id", "") == "overload" for decorator in node.decorator_list)


def without_docstring(module, source):
    """Public modules, functions, classes and methods without a docstring."""
    tree = ast.parse(source)
    found = [] if ast.get_docstring(tree) else [module]
    bodies = [(module, tree)]
    while bodies:
        where, body = bodies.pop()
        for node in body.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                if not ast.get_docstring(node) and not is_overload(node):
                    found.append(f"{where}.{node.name}")
                if isinstance(node, ast.ClassDef):
                    bodies.append((f"{where}.{node.name}", node))
    return found


def test_everything_public_says_what_it_is():
    assert [found for module, source in sources().items() for found in without_docstring(module, source)] == []
    assert without_docstring("m", "class A:\n    def b(self): ...\n    def _c(self): ...") == ["m", "m.A", "m.A.b"]


def loaded_by(*arguments):
    """Names of the modules that a command has imported when it ends."""
    program = (
        "import sys\n"
        "from appraisal.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit as leaving:\n    assert not leaving.code, leaving.code\n"
        "print('\\n'.join(['modules:', *sys.modules]))"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=True,
    )
    return set(done.stdout.partition("modules:\n")[2].split())


def test_help_imports_no_library_but_click():
    loaded = loaded_by("--help")
    assert "click" in loaded
    assert loaded & {"pandas", "numpy", "pydantic", "yaml", "sqlalchemy", "jinja2", "pulp", "scipy", "rfc8785"} == set()


def test_check_imports_no_heavy_library():
    loaded = loaded_by("check", str(ROOT))
    assert "yaml" in loaded
    assert loaded & {"pandas", "pulp", "highspy", "scipy", "jinja2", "xlsxwriter", "openpyxl"} == set()
