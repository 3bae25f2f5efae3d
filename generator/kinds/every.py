"""The kinds of record there are, in one table, and where each kind's records stand."""

from collections.abc import Mapping
from typing import Any

from generator.fields import Record
from generator.kinds import (
    allocation,
    assessment,
    commendation,
    disclosure,
    document,
    meeting,
    page,
    project,
    project_library,
    rectification,
    supervisors,
    team,
    unit,
)
from generator.kinds import exit as exits

KINDS: Mapping[str, tuple[Any, type[Record]]] = {
    "units": (unit, unit.Unit),
    "projects": (project, project.Project),
    "commendations": (commendation, commendation.Commendation),
    "supervisors": (supervisors, supervisors.Supervisors),
    "exits": (exits, exits.Exit),
    "meetings": (meeting, meeting.Meeting),
    "rectifications": (rectification, rectification.Rectification),
    "assessments": (assessment, assessment.Assessment),
    "documents": (document, document.Document),
    "teams": (team, team.Team),
    "allocations": (allocation, allocation.Allocation),
    "disclosures": (disclosure, disclosure.Disclosure),
    "libraries": (project_library, project_library.ProjectLibrary),
    "pages": (page, page.Page),
}
FOLDERS: Mapping[str, tuple[str, str]] = {
    "units": ("units", "单位"),
    "projects": ("projects", "项目"),
    "commendations": ("commendations", "表彰"),
    "supervisors": ("supervisors and liaisons", "监督员、联络员"),
    "exits": ("poverty exit", "贫困退出"),
    "meetings": ("meetings", "会议"),
    "rectifications": ("rectifications", "整改"),
    "assessments": ("assessments", "考核"),
    "documents": ("documents", "文件"),
    "teams": ("teams", "驻村干部"),
    "allocations": ("allotments", "资金"),
    "disclosures": ("notices", "公示"),
    "libraries": ("project libraries", "项目库"),
    "pages": ("texts that explain the site", "说明"),
}
"""What people call the records of each folder."""
OF_UNIT = ("units", "supervisors", "exits", "teams")
"""Kinds whose records have the id of the unit they belong to."""
OF_NONE = ("commendations", "documents", "pages")
"""Kinds whose records belong to no unit by their path; of all others the folder says the unit."""
COMMAND = (
    "exits",
    "meetings",
    "rectifications",
    "assessments",
    "teams",
    "disclosures",
    "libraries",
)
"""Kinds that stand on a unit's page of compliance, and in a list of their own."""
LISTED = (*COMMAND, "allocations")
"""Kinds in lists of their own, by their states. Each allotment has a page of its own."""


def place_of(kind: str, ident: str) -> str:
    """Return the id of the unit a record belongs to; "" when it belongs to none in particular."""
    if kind in OF_UNIT:
        return ident
    return "" if kind in OF_NONE else ident.rpartition("/")[0]
