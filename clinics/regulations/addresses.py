"""One address for each state's page, however a reader writes its code."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect


def in_lower_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send a reader who writes the state in capitals to the one address of the page."""

    @wraps(view)
    def moved(request: HttpRequest, usps: str) -> HttpResponse:
        if usps == usps.lower():
            return view(request, usps)
        address = request.get_full_path().replace(f"/{usps}/", f"/{usps.lower()}/", 1)
        return HttpResponsePermanentRedirect(address)

    return moved
