"""./motcua: the environment is made once, from exactly the lock, and never by half."""

import hashlib
import importlib.machinery
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def launcher(tmp_path, monkeypatch):
    """The launcher, in a checkout of its own where nothing is installed; `installed` says what it would install."""
    loader = importlib.machinery.SourceFileLoader("motcua_launcher", str(ROOT / "motcua"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("motcua_launcher", loader))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "BOOT", tmp_path / ".boot")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "motcua-lock")
    module.installed = []

    def sync(uv, name):
        module.installed.append(name)
        (tmp_path / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        for program in ["python", *(["pytest"] if name == "requirements-dev.lock" else [])]:
            (tmp_path / ".venv" / "bin" / program).touch()
        return ""

    monkeypatch.setattr(module, "sync", sync)
    monkeypatch.setattr(module, "boot_uv", lambda: "uv")
    return module


def test_a_second_start_installs_nothing(launcher):
    launcher.prepare(set())
    launcher.prepare(set())

    assert launcher.installed == ["requirements.lock"]


def test_the_tests_need_the_development_lock_which_then_serves_everything(launcher):
    launcher.prepare(set())
    launcher.prepare({"test"})
    launcher.prepare(set())

    assert launcher.installed == ["requirements.lock", "requirements-dev.lock"]


def test_a_changed_lock_is_installed_and_a_developer_keeps_the_tools(launcher, tmp_path):
    launcher.prepare({"test"})
    (tmp_path / "requirements-dev.lock").write_text("changed")

    launcher.prepare(set())

    assert launcher.installed == ["requirements-dev.lock", "requirements-dev.lock"]
    said = f"requirements-dev.lock {hashlib.sha256(b'changed').hexdigest()}"
    assert launcher.STAMP.read_text() == said


def test_an_installation_that_broke_off_is_made_again(launcher, monkeypatch):
    monkeypatch.setattr(launcher, "sync", lambda uv, name: "no network")
    with pytest.raises(launcher.CannotPrepare, match="no network"):
        launcher.prepare(set())

    assert not launcher.is_current("requirements.lock")


def test_an_old_uv_on_the_path_that_fails_is_replaced_by_our_own(launcher, monkeypatch):
    tried = []
    monkeypatch.setattr(launcher.shutil, "which", lambda name: "/usr/bin/uv")
    monkeypatch.setattr(launcher, "boot_uv", lambda: "our uv")
    monkeypatch.setattr(launcher, "sync", lambda uv, name: tried.append(uv) or "too old" * (uv == "/usr/bin/uv"))
    launcher.VENV.mkdir()

    launcher.prepare(set())

    assert tried == ["/usr/bin/uv", "our uv"]


def test_without_root_the_missing_debian_packages_are_named(launcher, monkeypatch):
    monkeypatch.setattr(launcher.shutil, "which", lambda name: None)
    monkeypatch.setattr(launcher.os, "geteuid", lambda: 1000)

    with pytest.raises(launcher.CannotPrepare, match="apt-get install chromium poppler-utils softhsm2"):
        launcher.install_test_programs()


def test_it_is_found_through_a_link_from_any_folder(tmp_path):
    """Runs the real one, whose environment is this very one, or is not touched when it is not."""
    link = tmp_path / "link"
    link.symlink_to(ROOT / "motcua")
    probe = "import runpy, sys; m = runpy.run_path(sys.argv[1], run_name='probe'); print(m['ROOT'])"

    said = subprocess.run(
        [sys.executable, "-B", "-c", probe, str(link)], cwd="/", capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == str(ROOT)
    assert os.access(ROOT / "motcua", os.X_OK)
