"""What the listening process starts."""

import os

from motcua.live.app import made_by

application = made_by(os.environ)
