"""Makes the database and the static files fit this version of the program; loads a province where asked."""

import gc
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser, call_command, get_commands

from motcua.dossiers.models import Dossier
from motcua.lib import clock
from motcua.working_time.actions import keep_choices


class Command(BaseCommand):
    """What stands between an empty or older database and a running system."""

    help = "Migrate, collect static files and, with --load, fill the database with a demonstration province."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--load", metavar="PROFILE", help="the demonstration province to load")
        parser.add_argument("--without-dossiers", action="store_true", help="load the province alone")
        parser.add_argument("--only-database", action="store_true", help="leave the static files alone")

    def handle(self, *args: Any, **options: Any) -> None:
        self.is_quiet = options["verbosity"] == 0
        gc.disable()  # a short life that builds far more than it throws away: looking for rubbish costs a tenth of it
        self._say("Bringing the database up to date …")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        self._keep_choices()
        if not options["only_database"]:
            self._say("Collecting static files …")
            call_command("collectstatic", verbosity=0, interactive=False)
        if (profile := options["load"]) and "load_demonstration" in get_commands():
            self._say(f"Loading the province {profile} …")
            call_command("load_demonstration", profile=profile, without_dossiers=options["without_dossiers"])

    def _keep_choices(self) -> None:
        is_in_use = Dossier.objects.filter(received_at__isnull=False).exists()
        try:
            keep_choices(settings.RULE_CHOICES, is_in_use=is_in_use, at=clock.now())
        except ValidationError as refusal:
            raise CommandError("MOTCUA_RULE_CHOICES: " + " ".join(refusal.messages)) from refusal

    def _say(self, line: str) -> None:
        if not self.is_quiet:
            self.stdout.write(line)
            self.stdout.flush()
