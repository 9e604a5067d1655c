"""How staff sign in: user name and password, second factor if they set one up; nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Staff accounts are made by the controllers, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
