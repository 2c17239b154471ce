"""The audit: over the whole log, no approval is by an author of the text since the approval before it."""

from collections import defaultdict

from cms.translation.models import AUTHORING, Act, Change, State, Unit


def own_approvals() -> list[Change]:
    """The approvals whose approver wrote, uploaded, accepted or confirmed since the last one. There are none."""
    authors: dict[int, set[int]] = defaultdict(set)
    broken = []
    for change in Change.objects.filter(unit__isnull=False).order_by("pk"):
        if change.act in AUTHORING:
            authors[change.unit_id] |= {change.by_id, change.author_id} - {None}
        elif change.act == Act.APPROVED:
            if change.by_id in authors[change.unit_id] | {change.author_id}:
                broken.append(change)
            authors[change.unit_id].clear()
    return broken


def unread_approvals() -> list[Unit]:
    """The approved units whose present text no approval on record is of, by the same person. There are none."""
    approved = Change.objects.filter(act=Act.APPROVED).values_list("unit", "target", "by")
    on_record = set(approved)
    units = Unit.objects.filter(state=State.APPROVED)
    return [unit for unit in units if (unit.pk, unit.target, unit.approved_by_id) not in on_record]


def own_waivers() -> list[Change]:
    """The waivers of whoever was an author of the text at that time. There are none."""
    authors: dict[int, set[int]] = defaultdict(set)
    broken = []
    for change in Change.objects.filter(unit__isnull=False).order_by("pk"):
        if change.act in AUTHORING:
            authors[change.unit_id] |= {change.by_id, change.author_id} - {None}
        elif change.act == Act.APPROVED:
            authors[change.unit_id].clear()
        elif change.act == Act.WAIVED and change.by_id in authors[change.unit_id]:
            broken.append(change)
    return broken
