"""Against those who try codes one after the other: count what failed, and refuse to look after too many failures.

Only failures count: a telephone network hides thousands of honest people behind one address. No captcha (ux.md C12).
"""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from motcua.accounts.actions import count_try
from motcua.accounts.queries import all_tries_counted, tries_counted

#: (failures, seconds): the short window stops a machine, the long one a patient machine
WINDOWS = ((20, 10 * 60), (100, 24 * 60 * 60))
#: Wrong tokens for one code, from wherever they come; the API counts under the same key
TOKENS_A_DAY = 300


def is_closed_to(request: HttpRequest) -> bool:
    """Tell whether too many codes that do not exist were tried from this address (1 statement)."""
    address = hidden_address_of(request)
    counted = all_tries_counted({_key(address, seconds): seconds for _limit, seconds in WINDOWS})
    return any(counted[_key(address, seconds)] >= limit for limit, seconds in WINDOWS)


def count_failure(request: HttpRequest) -> None:
    """Count one more code or token that was wrong (2 statements)."""
    address = hidden_address_of(request)
    for limit, seconds in WINDOWS:
        count_try(key=_key(address, seconds), limit=limit, seconds=seconds)


def token_is_closed(code: str) -> bool:
    """Tell whether somebody is guessing the token of this very code (1 statement)."""
    return tries_counted(key=f"token:{code}", seconds=24 * 60 * 60) >= TOKENS_A_DAY


def count_wrong_token(code: str) -> None:
    """Count one more wrong token for this code (1 statement)."""
    count_try(key=f"token:{code}", limit=TOKENS_A_DAY, seconds=24 * 60 * 60)


def hidden_address_of(request: HttpRequest) -> str:
    """Return what tells addresses apart and does not keep them: an address is personal data.

    Sign-in sees the same address: ALLAUTH_TRUSTED_PROXY_COUNT says which proxies to believe.
    """
    return salted_hmac("motcua.portal.guard", get_adapter().get_client_ip(request)).hexdigest()[:32]


def _key(hidden_address: str, seconds: int) -> str:
    return f"track:{seconds}:{hidden_address}"
