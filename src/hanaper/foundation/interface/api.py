"""The front door of the interface kit."""

from hanaper.foundation.interface.bulk import chosen_ids
from hanaper.foundation.interface.charts import (
    AnyChart,
    Chart,
    ChartRow,
    ChartSeries,
    FlowArrow,
    FlowBox,
    FlowChart,
    Mark,
    RowChart,
)
from hanaper.foundation.interface.downloads import attachment
from hanaper.foundation.interface.drawing import svg
from hanaper.foundation.interface.errors import (
    ChooseBody,
    FormRefused,
    NothingTicked,
    SelectionChanged,
    TooMany,
)
from hanaper.foundation.interface.fields import (
    AccountNumberField,
    ChoiceField,
    DateField,
    DigitsField,
    MoneyField,
    SortCodeField,
    choices_with_blank,
)
from hanaper.foundation.interface.filters import ChoiceFilter, DateFromFilter, DateToFilter, Filter, TextFilter
from hanaper.foundation.interface.forms import Form, ReasonForm, name_wrong_rows, raise_on_form
from hanaper.foundation.interface.home import DueProvider, TileProvider, register_due, register_tiles
from hanaper.foundation.interface.inbox import Found, InboxProvider, WorkItem
from hanaper.foundation.interface.inbox import register as register_inbox
from hanaper.foundation.interface.navigation import NavigationSection
from hanaper.foundation.interface.navigation import register as register_section
from hanaper.foundation.interface.pages import (
    Banner,
    CheckAnswersPage,
    ConfirmPage,
    EditPage,
    Fact,
    Fault,
    FormLines,
    Home,
    InboxPage,
    JobPage,
    Link,
    ListPage,
    ObjectPage,
    Page,
    Press,
    ReportPage,
    Section,
    TextPage,
    Tile,
)
from hanaper.foundation.interface.papers import report_pdf
from hanaper.foundation.interface.process_work import register_work
from hanaper.foundation.interface.rendering import standalone
from hanaper.foundation.interface.rows import ListRows, QueryRows, Rows, SqlRows
from hanaper.foundation.interface.search import Hit, SearchProvider
from hanaper.foundation.interface.search import register as register_search
from hanaper.foundation.interface.tables import BoundTable, BulkAct, Column, Table, Tag
from hanaper.foundation.interface.timeline import TimelineEntry, sentence
from hanaper.foundation.interface.timeline import register as register_sentences
from hanaper.foundation.interface.views import Access, Done, download, open_to_all, page, press, signed_in
from hanaper.foundation.interface.visits import Visit
from hanaper.foundation.interface.wording import Explained, explain, explain_code
from hanaper.foundation.interface.wording import register as register_wording

__all__ = [
    "Access",
    "AccountNumberField",
    "AnyChart",
    "Banner",
    "BoundTable",
    "BulkAct",
    "Chart",
    "ChartRow",
    "ChartSeries",
    "CheckAnswersPage",
    "ChoiceField",
    "ChoiceFilter",
    "ChooseBody",
    "Column",
    "ConfirmPage",
    "DateField",
    "DateFromFilter",
    "DateToFilter",
    "DigitsField",
    "Done",
    "DueProvider",
    "EditPage",
    "Explained",
    "Fact",
    "Fault",
    "Filter",
    "FlowArrow",
    "FlowBox",
    "FlowChart",
    "Form",
    "FormLines",
    "FormRefused",
    "Found",
    "Hit",
    "Home",
    "InboxPage",
    "InboxProvider",
    "JobPage",
    "Link",
    "ListPage",
    "ListRows",
    "Mark",
    "MoneyField",
    "NavigationSection",
    "NothingTicked",
    "ObjectPage",
    "Page",
    "Press",
    "QueryRows",
    "ReasonForm",
    "ReportPage",
    "RowChart",
    "Rows",
    "SearchProvider",
    "Section",
    "SelectionChanged",
    "SortCodeField",
    "SqlRows",
    "Table",
    "Tag",
    "TextFilter",
    "TextPage",
    "Tile",
    "TileProvider",
    "TimelineEntry",
    "TooMany",
    "Visit",
    "WorkItem",
    "attachment",
    "choices_with_blank",
    "chosen_ids",
    "download",
    "explain",
    "explain_code",
    "name_wrong_rows",
    "open_to_all",
    "page",
    "press",
    "raise_on_form",
    "register_due",
    "register_inbox",
    "register_search",
    "register_section",
    "register_sentences",
    "register_tiles",
    "register_wording",
    "register_work",
    "report_pdf",
    "sentence",
    "signed_in",
    "standalone",
    "svg",
]
