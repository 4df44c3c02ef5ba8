"""To what a document may be narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from yaodian.foundation.people.models import Division
from yaodian.workplan.duties.forms.fields import choose
from yaodian.workplan.progress.states import Light


class Narrowing(forms.Form):
    """Division, section and light; whatever cannot be read is left out."""

    division = forms.ChoiceField(label="科室", required=False)
    section = forms.ChoiceField(label="章节", required=False)
    light = forms.ChoiceField(label="进度", required=False, choices=[("", "全部进度"), *Light.choices])

    def __init__(
        self,
        *args: Any,
        divisions: Iterable[Division],
        sections: Sequence[str],
        only: Sequence[str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose(self.fields["division"], "全部科室", [(one.pk, str(one)) for one in divisions])
        choose(self.fields["section"], "全部章节", [(words, words[:30]) for words in sections])
        for name in set(self.fields) - set(only):
            del self.fields[name]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
