"""The form on one unit: translate it, or judge it."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from cms.people.models import Person
from cms.translation import workflow
from cms.translation.models import Unit
from cms.translation.segments import expose


class UnitForm(forms.ModelForm):
    """Acts as it validates: what the workflow refuses is told on the form, beside the person's own words."""

    person: Person

    text = forms.CharField(label=_("Target"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    act = forms.ChoiceField(
        label=_("And then"),
        choices=[
            ("finish", _("ready for review")),
            ("draft", _("not finished yet")),
            ("approve", _("approve this text")),
            ("send back", _("send back")),
            ("waive", _("waive the findings")),
        ],
        widget=forms.RadioSelect,
        initial="finish",
    )
    reason = forms.CharField(label=_("Reason"), required=False, help_text=_("For sending back, or for a waiver."))
    base = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    read = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Unit
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unit, language = self.instance, self.instance.translation.language
        shown = expose(unit.kind, unit.target, unit.source)
        self.initial |= {"text": shown, "base": unit.version, "read": unit.read_digest}
        self.fields["text"].widget.attrs |= {"lang": language}
        self.fields["act"].choices = [
            choice for choice in self.fields["act"].choices if self.person.may(_NEEDS[choice[0]], language)
        ]
        if choices := self.fields["act"].choices:
            self.initial["act"] = choices[0][0]

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        try:
            self.do(data)
        except workflow.Conflict as conflict:
            self.take_note_of(conflict.unit)
            raise ValidationError(list(conflict.reasons)) from conflict
        except workflow.Refused as refused:
            raise ValidationError(list(refused.reasons)) from refused
        except PermissionDenied as denied:
            raise ValidationError(str(denied)) from denied
        return data

    def do(self, data) -> None:
        unit, act = Unit.objects.select_related("translation", "target_by").get(pk=self.instance.pk), data["act"]
        if act in ("finish", "draft"):
            workflow.translate(unit, data["text"], self.person, base=data["base"], finished=act == "finish")
        elif act == "approve":
            result = workflow.approve([unit], self.person, read={unit.pk: data["read"]})
            if result.refused:
                raise workflow.Refused(*(reason for _unit, reason in result.refused))
        elif act == "send back":
            workflow.send_back(unit, data["reason"], self.person, base=data["base"])
        elif act == "waive":
            workflow.waive_all(unit, data["reason"], self.person, read=data["read"])

    def take_note_of(self, unit: Unit) -> None:
        """Show the newest text above the person's own; saving once more then replaces it knowingly."""
        self.data = self.data.copy()
        self.data["base"], self.data["read"] = unit.version, unit.read_digest
        self.newer = unit


_NEEDS = {
    "finish": "translation.translate_unit",
    "draft": "translation.translate_unit",
    "approve": "translation.approve_unit",
    "send back": "translation.approve_unit",
    "waive": "translation.waive_meaning",
}
