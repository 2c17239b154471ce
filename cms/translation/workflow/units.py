"""What people do to a unit: translate, confirm, approve, send back, waive. Every change is a compare-and-set."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.articles.models import Edition
from cms.people.roles import require
from cms.translation.models import AUTHORING, Act, Change, Draft, State, Suggestion, Translation, Unit, Waiver
from cms.translation.segments import TagsDiffer, restore
from cms.translation.workflow.carry_over import save_units
from cms.translation.workflow.errors import Conflict, Refused

WRITTEN = ["target", "made_from", "state", "target_by", "approved_by", "version", "changed_at", "folded"]


@dataclass
class Approval:
    """What an approval of several units came to; ``refused`` are (unit, reason)."""

    approved: list[Unit] = field(default_factory=list)
    refused: list[tuple[Unit, str]] = field(default_factory=list)


def translate(unit: Unit, text: str, by, *, base: int, finished: bool = True) -> Unit:
    """Save a target as its author sent it, made from the unit's source.

    ``base`` is the version the author saw; if the unit has moved on, the words are kept as the author's draft and
    Conflict is raised. ``finished`` says that it may be reviewed. The same words for a source that moved on say
    that they are still right.
    """
    require(by, "translation.translate_unit", unit.translation.language)
    try:
        stored = stored_text(unit, text)
    except Refused:
        if base != unit.version:  # its tags may be those of the source that the author saw
            return _lost_race(unit, text, by, base)
        raise
    state = State.UNTRANSLATED if not stored else State.TRANSLATED if finished else State.NEEDS_EDITING
    if (stored, unit.source if stored else "") == (unit.target, unit.made_from) and unit.state >= state:
        return unit
    if base != unit.version:
        return _lost_race(unit, text, by, base)
    act = Act.CONFIRMED if stored and stored == unit.target else Act.TRANSLATED
    seen = unit.version
    write(unit, stored, state, by)
    with transaction.atomic():
        saved = _compare_and_set(unit, seen)
        if saved:
            Draft.objects.filter(unit=unit, person=by).delete()
            Change.objects.create(**change_of(unit, act, by))
    # Outside, so that the draft of whoever lost the race outlives the exception.
    return unit if saved else _lost_race(unit, text, by, base)


def stored_text(unit: Unit, text: str) -> str:
    """A sent text as it is stored; Refused where inline tags were lost or added."""
    if not text.strip():
        return ""
    try:
        return restore(unit.kind, text, unit.source)
    except TagsDiffer as error:
        reasons = []
        if error.lost:
            reasons.append(_("The tag %s of the source is missing.") % ", ".join(error.lost))
        if error.added:
            reasons.append(_("The tag %s is not in the source.") % ", ".join(error.added))
        raise Refused(*reasons) from None


def write(unit: Unit, stored: str, state: State, by) -> None:
    """Set a unit's target in memory; whoever saves it compares the version first."""
    unit.target, unit.state = stored, state
    unit.made_from = unit.source if stored else ""
    unit.target_by = by if stored else None
    unit.approved_by = None
    unit.version += 1
    unit.changed_at = timezone.now()


def accept(suggestion: Suggestion, by) -> Unit:
    """Take a suggestion as the unit's target; whoever accepts it is its author, beside who wrote and who sent it."""
    unit = suggestion.unit
    require(by, "translation.translate_unit", unit.translation.language)
    if (suggestion.text, suggestion.made_from) == (unit.target, unit.made_from):
        suggestion.delete()  # somebody has written the same since
        return unit
    seen = unit.version
    write(unit, suggestion.text, State.NEEDS_EDITING if suggestion.made_from != unit.source else State.TRANSLATED, by)
    unit.made_from = suggestion.made_from
    with transaction.atomic():
        if not _compare_and_set(unit, seen):
            raise Conflict(_("Somebody changed this unit meanwhile."), Unit.objects.get(pk=unit.pk))
        if suggestion.author_id not in (None, suggestion.by_id):
            Change.objects.create(**change_of(unit, Act.IMPORTED, suggestion.by, author=suggestion.author))
        Change.objects.create(**change_of(unit, Act.ACCEPTED, by, author=suggestion.by))
        suggestion.delete()
    return unit


def approve(units: Iterable[Unit], by, *, read: Mapping[int, str]) -> Approval:
    """Approve the texts that were read: ``read`` maps a unit's id to its ``read_digest`` then.

    Each unit is judged by itself; the report says which were not approved and why.
    """
    ids = [unit.pk for unit in units]
    result = Approval()
    with transaction.atomic():
        touched = Unit.objects.filter(pk__in=ids).values("translation")
        for translation in Translation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=touched):
            require(by, "translation.approve_unit", translation.language)
            _approve_in(translation, ids, by, read, result)
    return result


def _approve_in(translation: Translation, ids: list[int], by, read: Mapping[int, str], result: Approval) -> None:
    source_language = Edition.objects.get(article=translation.article_id, is_source=True).language
    # Locked, so that no text slips in between the reading of it and its approval.
    locked = translation.units.filter(pk__in=ids).select_for_update(of=("self",))
    units = list(locked.select_related("translation", "target_by"))
    authors = authors_since_approval(units)
    waived = {(w.unit_id, w.check_id, w.read_digest) for w in Waiver.objects.filter(unit__in=ids)}
    approved = []
    for unit in units:
        if unit.standing == State.APPROVED and read.get(unit.pk) == unit.read_digest:
            continue
        reason = _why_not(unit, by, read, authors) or _blocking(unit, source_language, waived)
        if reason:
            result.refused.append((unit, reason))
            continue
        unit.state, unit.approved_by = State.APPROVED, by
        unit.version += 1
        unit.changed_at = timezone.now()
        approved.append(unit)
    save_units(approved, ["state", "approved_by", "version", "changed_at"])
    changes = [Change(**change_of(u, Act.APPROVED, by, author=u.target_by, translation=translation)) for u in approved]
    Change.objects.bulk_create(changes)
    result.approved += approved


def _why_not(unit: Unit, by, read: Mapping[int, str], authors: Mapping[int, set[int]]) -> str:
    if read.get(unit.pk) != unit.read_digest:
        return _("The text was changed after you read it.")
    if unit.obsolete:
        return _("The source no longer has this text.")
    if unit.standing == State.UNTRANSLATED:
        return _("It is not translated.")
    if unit.standing == State.NEEDS_EDITING:
        return _("It needs editing first.")
    if by.pk in authors[unit.pk]:
        return _("Nobody approves their own words.")
    return ""


def _blocking(unit: Unit, source_language: str, waived: set) -> str:
    found = (finding for finding in unit.findings(source_language) if finding.blocks)
    messages = (f.message for f in found if (unit.pk, f.check, unit.read_digest) not in waived)
    return " ".join(messages)


def authors_since_approval(units: Sequence[Unit]) -> dict[int, set[int]]:
    """Unit id → everybody who wrote at its target since it was last approved (typed, uploaded, accepted), and
    whoever wrote these very words before."""
    targets = {unit.pk: unit.target for unit in units}
    authors = {unit.pk: {unit.target_by_id} if unit.target_by_id else set() for unit in units}
    since: dict[int, set[int]] = defaultdict(set)
    history = Change.objects.filter(unit__in=targets, act__in=[*AUTHORING, Act.APPROVED]).order_by("pk")
    for unit_id, act, by, author, target in history.values_list("unit", "act", "by", "author", "target"):
        if act == Act.APPROVED:
            since[unit_id].clear()
            continue
        since[unit_id] |= {by, author} - {None}
        if target == targets[unit_id]:
            authors[unit_id] |= {by, author} - {None}
    return {unit_id: people | since[unit_id] for unit_id, people in authors.items()}


def send_back(unit: Unit, reason: str, by, *, base: int) -> Unit:
    """Say that a target needs editing, and why."""
    require(by, "translation.approve_unit", unit.translation.language)
    if not reason.strip():
        raise Refused(_("Say what is to be changed."))
    if unit.state < State.TRANSLATED:
        raise Refused(_("It needs editing already."))
    if unit.version != base:
        raise Conflict(_("Somebody changed this unit meanwhile."), unit)
    unit.state, unit.approved_by = State.NEEDS_EDITING, None
    unit.version += 1
    unit.changed_at = timezone.now()
    with transaction.atomic():
        if not _compare_and_set(unit, base):
            raise Conflict(_("Somebody changed this unit meanwhile."), Unit.objects.get(pk=unit.pk))
        Change.objects.create(**change_of(unit, Act.SENT_BACK, by, author=unit.target_by, note=reason))
    return unit


def waive(unit: Unit, check_id: str, reason: str, by, *, read: str) -> Waiver:
    """Put on record that a finding of meaning is no fault, for exactly the text that was read."""
    require(by, "translation.waive_meaning", unit.translation.language)
    if not reason.strip():
        raise Refused(_("A waiver needs a reason."))
    if read != unit.read_digest:
        raise Conflict(_("The text was changed after you read it."), unit)
    if check_id not in blocking(unit):
        raise Refused(_("There is nothing to waive."))
    if by.pk in authors_since_approval([unit])[unit.pk]:
        raise PermissionDenied(_("Nobody waives a finding on their own words."))
    with transaction.atomic():
        waiver, is_new = Waiver.objects.get_or_create(
            unit=unit, check_id=check_id, read_digest=read, defaults={"reason": reason, "by": by}
        )
        if is_new:
            Change.objects.create(**change_of(unit, Act.WAIVED, by, note=f"{check_id}: {reason}"))
    return waiver


def waive_all(unit: Unit, reason: str, by, *, read: str) -> list[Waiver]:
    """Waive every finding that blocks the approval of the text that was read."""
    require(by, "translation.waive_meaning", unit.translation.language)
    if not (found := blocking(unit)):
        raise Refused(_("There is nothing to waive."))
    with transaction.atomic():
        return [waive(unit, check, reason, by, read=read) for check in sorted(found)]


def blocking(unit: Unit) -> set[str]:
    """The checks whose findings stand in the way of the unit's approval, waived or not."""
    source_language = Edition.objects.get(article=unit.translation.article_id, is_source=True).language
    return {finding.check for finding in unit.findings(source_language) if finding.blocks}


def change_of(unit: Unit, act: Act, by, *, author=None, note: str = "", translation: Translation | None = None) -> dict:
    """The fields of the Change that records what was done to a unit."""
    translation = translation or unit.translation
    return {
        "article_id": translation.article_id,
        "language": translation.language,
        "unit": unit,
        "act": act,
        "by": by,
        "author": author,
        "state": unit.state,
        "source": unit.made_from,
        "target": unit.target,
        "note": note,
    }


def _compare_and_set(unit: Unit, seen: int) -> bool:
    """Write the unit if its version is still the one that was seen."""
    unit.fold()
    fields = {name: getattr(unit, name) for name in WRITTEN}
    return bool(Unit.objects.filter(pk=unit.pk, version=seen).update(**fields))


def _lost_race(unit: Unit, text: str, by, base: int) -> Unit:
    """Keep the words of whoever came second, and tell them."""
    Draft.objects.update_or_create(
        unit_id=unit.pk, person=by, defaults={"text": text, "base_version": base, "saved_at": timezone.now()}
    )
    now = Unit.objects.select_related("translation", "target_by").get(pk=unit.pk)
    raise Conflict(
        _("%(person)s changed this unit meanwhile to “%(text)s”. Your words are kept as a draft.")
        % {"person": now.target_by or "–", "text": now.words(now.target)[:80]},
        now,
    )
