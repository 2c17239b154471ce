"""The form on the text of a source edition."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.articles import clipboard
from cms.articles.admin.prose import ArticleText
from cms.articles.blocks import Block, render
from cms.articles.links import followable
from cms.articles.models import Edition
from cms.articles.nesting import nested_as_before
from cms.articles.parse import TooDeep, normalise, parse
from cms.languages.text import collapse

# Where a line may end in the text area without putting a space between two words.
_BLOCK_END = re.compile(
    r"(</?(?:p|h[2-4]|ul|ol|li|table|caption|tr|t[dh]|blockquote|figure|figcaption|aside|div)[^>]*>)(?=<(?!/?(?:a|strong|em|su[bp]|br)\b))"
)


class SourceForm(forms.ModelForm):
    """The text of a source edition; saving it appends a revision."""

    title = forms.CharField(label=_("Title"), max_length=300, widget=forms.TextInput(attrs={"class": "vTextField"}))
    summary = forms.CharField(label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    body = forms.CharField(
        label=_("Text of the article"), widget=ArticleText(attrs={"rows": 30, "class": "vLargeTextField"})
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Edition
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        newest = self.instance.newest
        if newest:
            self.initial |= {"title": newest.title, "summary": newest.summary, "base": newest.number}
            self.initial["body"] = _BLOCK_END.sub(r"\1\n", render(newest.blocks, with_ids=False))
        for name in ("title", "summary", "body"):
            self.fields[name].widget.attrs |= {"lang": self.instance.language, "spellcheck": "true"}
        self.fields["body"].widget.edition = self.instance

    def clean_title(self):
        if title := collapse(self.cleaned_data["title"]):
            return title
        raise forms.ValidationError(_("The article has no title."))

    def clean_body(self):
        try:
            return parse(clipboard.settle(normalise(self.cleaned_data["body"])), followable)
        except TooDeep:
            raise forms.ValidationError(_("The elements are nested more than 100 deep.")) from None

    def clean(self):
        """Hold the edition until the admin's transaction ends: nobody saves between this look and our own save."""
        data = super().clean()
        # Its newest revision is read afterwards: saved while we waited for the lock, it would be missing in a join.
        newest = Edition.objects.select_for_update().get(pk=self.instance.pk).newest
        if newest and data.get("base") != newest.number:
            self.data = self.data.copy()
            self.data["base"] = newest.number
            raise forms.ValidationError(
                _(
                    "%(person)s saved revision %(number)d while you were writing. Your words are still here: compare "
                    "them with the newest revision, then save again."
                ),
                params={"person": newest.by, "number": newest.number},
            )
        if "body" in data:
            data["body"] = nested_as_before(data["body"], newest.blocks if newest else [])
            if not any(block.text for block in data["body"]):
                self.add_error("body", _("The text is empty."))
        return data

    def blocks(self) -> list[Block]:
        head = [
            Block("#title", "title", self.cleaned_data["title"]),
            Block("#summary", "summary", collapse(self.cleaned_data["summary"])),
        ]
        return [block for block in head if block.text] + self.cleaned_data["body"]
