"""Arrows go one way: streamlit_app -> pages -> analysis, and inside analysis as the design says."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CALCULATION = ["convergence", "growth", "scenario"]

FORBIDDEN = {
    "analysis": ["streamlit", "pages", "streamlit_app", "tests"],
    "analysis/output": ["analysis.sources", "analysis.figures"],
    "analysis/figures": ["analysis.sources", "analysis.publication"],
    "analysis/publication": ["analysis.sources"],
    "pages": ["streamlit_app", "tests"],
    **{f"analysis/{name}": ["analysis.sources", "analysis.output"] for name in CALCULATION},
}


def imported_names(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import hides where an arrow points"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def files_under(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_imports_follow_the_arrows(folder):
    assert files_under(folder), f"{folder} has no modules: the test would say nothing"
    against = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files_under(folder)
        for name in imported_names(path)
        for banned in FORBIDDEN[folder]
        if name == banned or name.startswith(banned + ".")
    ]
    assert against == []


def test_only_sources_and_the_export_fonts_touch_files():
    """open(), read_csv and friends stand in analysis/sources; outputs read nothing but their fonts."""
    readers = {"open", "read_csv", "read_text", "read_bytes", "write_text", "write_bytes", "read_excel"}
    touching = {
        path.relative_to(ROOT).as_posix()
        for path in files_under("analysis") + files_under("pages")
        if "sources" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) in readers
    }
    assert touching <= {"analysis/language.py", "analysis/output/fonts.py"}
