"""The product's own settings, with one address and one middleware more. Only a server that is measured has them."""

from motcua.settings import *  # noqa: F403 - the very settings that are measured
from motcua.settings import MIDDLEWARE as _MIDDLEWARE

ROOT_URLCONF = "motcua.bench.measuring.urls"
MIDDLEWARE = ["motcua.bench.measuring.recording.Recording", *_MIDDLEWARE]
