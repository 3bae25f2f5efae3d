"""What each template is given, page by page: the contract that `docs/templates.md` is made of.

What stands in it lies beside this, subject by subject; what a record's own view has stands in the
module of its kind. A test holds every page of a site to this; how it is said stands in
`view_types`.
"""

from collections.abc import Mapping

from generator.pages.views.allotments import AllocationPage, FundsPage
from generator.pages.views.commendations import (
    CommendationPage,
    CommendationsPage,
    CommendationsUnitPage,
    CommendationsYearPage,
)
from generator.pages.views.compliance import CompliancePage, ComplianceYearPage
from generator.pages.views.documents import DocumentPage, DocumentsPage, TextPage
from generator.pages.views.frame import NothingView
from generator.pages.views.latest import FeedPage, NewsPage
from generator.pages.views.open_data import DataPage, FieldsPage
from generator.pages.views.places import (
    AlphabetPage,
    DirectoryPage,
    HomePage,
    UnitPage,
    UnitProjectsPage,
)
from generator.pages.views.projects import (
    LibraryPage,
    PartiesPage,
    PartyPage,
    ProjectPage,
    ProjectsPage,
)
from generator.pages.views.record_changes import LateEntriesPage
from generator.pages.views.ways_in import (
    FolderPage,
    ListsPage,
    OverviewPage,
    RecordsPage,
    SitemapPage,
)

GIVEN: Mapping[str, type[Mapping[str, object]]] = {
    "404.html": NothingView,
    "allocation.html": AllocationPage,
    "az.html": AlphabetPage,
    "check.html": NothingView,
    "commendation.html": CommendationPage,
    "commendations-unit.html": CommendationsUnitPage,
    "commendations-year.html": CommendationsYearPage,
    "commendations.html": CommendationsPage,
    "compliance-year.html": ComplianceYearPage,
    "compliance.html": CompliancePage,
    "directory.html": DirectoryPage,
    "document.html": DocumentPage,
    "documents.html": DocumentsPage,
    "data-fields.html": FieldsPage,
    "data.html": DataPage,
    "feed.xml": FeedPage,
    "folder.html": FolderPage,
    "funds.html": FundsPage,
    "home.html": HomePage,
    "late-entries.html": LateEntriesPage,
    "library.html": LibraryPage,
    "news.html": NewsPage,
    "lists.html": ListsPage,
    "overview.html": OverviewPage,
    "page.html": TextPage,
    "parties.html": PartiesPage,
    "party.html": PartyPage,
    "project.html": ProjectPage,
    "projects.html": ProjectsPage,
    "records.html": RecordsPage,
    "sitemap.html": SitemapPage,
    "unit-projects.html": UnitProjectsPage,
    "unit.html": UnitPage,
}
"""What each template of a page is given besides `site` and `page`."""


def given(template: str) -> set[str]:
    """Return the names that the template of a page is given besides `site` and `page`."""
    return {name.rstrip("_") for name in GIVEN[template].__annotations__}
