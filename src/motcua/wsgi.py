"""What the web server starts."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

#: So many objects more than before, and Python looks for circles among the new ones. The largest page makes a few
#: thousand; at Python's own 700 it was interrupted eleven times, now and then by a look through all that is loaded
OBJECTS_BETWEEN_LOOKS = 20_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # every page, before the first is asked for
gc.collect()
gc.freeze()  # what is loaded stays: looking through it took a tenth of a second, in which no page was answered
gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
