"""Every change of state is made here and only here; admin, commands and imports call these functions."""

from cms.translation.workflow.carry_over import CarryOver, start, update
from cms.translation.workflow.errors import Conflict, Overtaken, Reason, Refused
from cms.translation.workflow.intake import Entry, Fate, Report, take_in
from cms.translation.workflow.publishing import Publication, move, publish, redate, regrade, withdraw
from cms.translation.workflow.units import Approval, accept, approve, send_back, translate, waive, waive_all

__all__ = [
    "Approval",
    "CarryOver",
    "Conflict",
    "Entry",
    "Fate",
    "Overtaken",
    "Publication",
    "Reason",
    "Refused",
    "Report",
    "accept",
    "approve",
    "move",
    "publish",
    "redate",
    "regrade",
    "send_back",
    "start",
    "take_in",
    "translate",
    "update",
    "waive",
    "waive_all",
    "withdraw",
]
