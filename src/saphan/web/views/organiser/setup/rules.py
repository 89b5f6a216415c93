"""Who may ask whom, how many meetings, and until when."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from saphan.record.directory.models import Organisation
from saphan.record.errors import Refused
from saphan.record.forum.actions import save_rules
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty
from saphan.web.forms.setup import RulesForm
from saphan.web.views.common import blame, for_duty

from .steps import onward, page


@for_duty(Duty.SET_UP)
def rules(request: HttpRequest, forum: Forum) -> HttpResponse:
    form = RulesForm(request.POST if request.method == "POST" else None, forum=forum)
    if form.is_bound and form.is_valid():
        try:
            save_rules(request.user, forum, form.rules())  # type: ignore[arg-type]
        except Refused as error:
            blame(form, error)
        else:
            messages.success(request, _("Kept."))
            return onward(request, forum, "rules")
    return page(
        request,
        forum,
        "rules",
        "setup/rules.html",
        wrong=form.is_bound,
        form=form,
        kinds=[label for _kind, label in Organisation.Kind.choices],
    )
