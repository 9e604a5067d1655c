"""What the environment decides, as a fresh process reads it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def start_with(**variables: str) -> "subprocess.CompletedProcess[str]":
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", "from motcua import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"],
        env={**ours, "PYTHONPATH": str(ROOT / "src"), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", ["MOTCUA_SECRET_KEY", "MOTCUA_TRACKING_KEY"])
def test_production_does_not_start_without_keys_of_its_own(missing):
    keys = {"MOTCUA_SECRET_KEY": "a", "MOTCUA_TRACKING_KEY": "b"}
    keys.pop(missing)

    started = start_with(MOTCUA_ENV="production", **keys)

    assert started.returncode != 0
    assert f"{missing} must be set" in started.stderr


def test_forwarded_addresses_are_believed_only_behind_so_many_proxies():
    assert start_with().stdout.strip() == "0"
    assert start_with(MOTCUA_PROXIES="1").stdout.strip() == "1"


def test_production_signs_with_no_key_of_the_demonstration_and_a_slip_of_the_pen_is_no_decision():
    keys = {"MOTCUA_SECRET_KEY": "a", "MOTCUA_TRACKING_KEY": "b"}

    assert "is for the demonstration" in start_with(MOTCUA_ENV="production", MOTCUA_SIGNING="soft", **keys).stderr
    assert "leave it empty, or write soft or pkcs11" in start_with(MOTCUA_SIGNING="pkcs-11").stderr
    assert start_with(MOTCUA_SIGNING="pkcs11").returncode == 0
