"""API v1 as one object: the calls, who may call them, how they fail. What stands in the public contract stays."""

from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI

from motcua.api.v1 import (
    account,
    agencies,
    dossiers,
    due_dates,
    figures,
    handlers,
    health,
    papers,
    procedures,
    ratings,
    tracking,
    verbs,
)
from motcua.api.v1.authority import Bearer
from motcua.api.v1.parsing import ReadableRenderer, StrictParser
from motcua.api.v1.strictness import refuse_unknown_parameters

api = NinjaAPI(
    title=_("Một cửa Cà Mau"),
    version="1.0",
    description=_(
        "Nộp, theo dõi và giải quyết hồ sơ thủ tục hành chính. Khóa truy cập đứng thay cho đúng một cán bộ hoặc "
        "đối tác và có đúng quyền của người đó. Giờ không ghi múi giờ là giờ Việt Nam."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    auth=Bearer(),
    renderer=ReadableRenderer(),
    parser=StrictParser(),
)
handlers.install(api)
api.add_decorator(refuse_unknown_parameters, mode="view")
for router in (
    dossiers.router,
    account.router,
    verbs.router,
    papers.router,
    tracking.router,
    ratings.router,
    procedures.router,
    agencies.router,
    due_dates.router,
    figures.router,
    health.router,
):
    api.add_router("", router)
