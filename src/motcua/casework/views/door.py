"""The door for officers: it leads each to their own desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from motcua.casework.desk import Desk, signed_in
from motcua.casework.doors import doors_open_to


@require_GET
@signed_in
def door(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Send an officer to their desk; who has several chooses, who has none is told so."""
    doors = doors_open_to(desk.standing)
    if len(doors) == 1:
        return redirect(doors[0].url)
    sign = {"name": "", "place": desk.place(), "role": desk.titled()}
    return render(request, "casework/door.html", {"doors": doors, "desk": sign})
