"""What the editors' pages of notes and of source pages have in common."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render


class EditorsAdmin(admin.ModelAdmin):
    """Nothing here is deleted: the law of yesterday stays readable."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def for_editors(self, request: HttpRequest, pk: int) -> Any:
        """The row on whose page an editor does something. Reading it needs less than acting on it."""
        act = request.method == "POST"
        may = self.may_act(request) if act else self.has_view_permission(request)
        if not may:
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def may_act(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"clinics.change_{self.opts.model_name}")

    def page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {"opts": self.opts, "may_act": self.may_act(request)}
        return render(request, f"admin/regulations/{template}", whole | context)
