"""Names of departments and agencies that do not exist, for model clusters.

Each entry is a theme, its department and its agencies, with codes of three to five letters, in lower case as
addresses have them. A test compares every name with the registers of real organisations, so add freely: what is real
will be refused there.
"""

from __future__ import annotations

from typing import NamedTuple


class Named(NamedTuple):
    """An invented name with its code."""

    code: str
    name: str


class Theme(NamedTuple):
    """An invented departmental group: what it deals with, its department and agencies in no order of size."""

    name: str
    department: Named
    agencies: tuple[Named, ...]


def _theme(name: str, department: str, *agencies: str) -> Theme:
    first, *rest = (Named(*entry.split(" ", 1)) for entry in (department, *agencies))
    return Theme(name, first, tuple(rest))


CLUSTER_NAMES = tuple(
    Named(*entry.split(" ", 1))
    for entry in (
        "trl Trellis", "tsr Tessera", "crn Cairn", "skn Skein",
        "lyg Lychgate", "gmb Gimbal", "qun Quoin", "sxt Sextant",
    )
)  # fmt: skip
"""A shared service centre takes its cluster's code with sc after it."""

THEMES = (
    _theme("Tides and Harbours", "mtih Ministry of Tides and Harbours",
           "hlit Harbour Lights Agency", "ttab Tide Tables Office", "estx Estuary Crossings Authority",
           "bbin Buoys and Beacons Inspectorate", "swal Sea Walls Commission", "fstp Ferry Steps Survey"),
    _theme("Orchards and Hedgerows", "dorh Department for Orchards and Hedgerows",
           "orch Orchard Register", "hedg Hedgerow Survey", "bhiv Beehive Inspectorate", "sedl Seed Library",
           "poln Pollen Forecast Office", "grft Grafting Standards Board"),
    _theme("Lanes and Bridges", "dlab Department for Lanes and Bridges",
           "mils Milestones Agency", "tolh Toll House Trust", "brin Humpback Bridges Inspectorate",
           "fpsa Footpath Signs Authority", "stil Stiles and Gates Office", "ford Fords Licensing Agency"),
    _theme("Weights and Clocks", "dwac Department for Weights and Clocks",
           "pclk Public Clocks Agency", "assy Measures Assay House", "sund Sundial Survey",
           "bell Bell Founders Registry", "calo Calendar Office", "yard Standard Yard Trust"),
    _theme("Lamps and Signals", "mlas Ministry of Lamps and Signals",
           "lamp Street Lamps Executive", "sema Semaphore Agency", "beac Hilltop Beacons Office",
           "wick Wick and Oil Inspectorate", "sigt Signal Towers Trust", "lant Lantern Licensing Service"),
    _theme("Almanacs and Records", "daar Department for Almanacs and Records",
           "alma Almanac Office", "sepa Sealed Papers Archive", "inkp Ink and Parchment Board",
           "gaza Gazetteer Agency", "parm Parish Maps Survey", "waxs Wax Seals Authority"),
    _theme("Markets and Fairs", "dmaf Department for Markets and Fairs",
           "mcro Market Cross Authority", "fair Fair Days Registry", "ghal Guild Halls Trust",
           "stal Stallholders Adjudicator", "cost Costers Licensing Agency", "tall Tally Sticks Office"),
    _theme("Wells and Springs", "dwas Department for Wells and Springs",
           "spri Springs Survey", "pump Pump Rooms Inspectorate", "wmil Water Mills Agency",
           "dewp Dew Ponds Trust", "aque Aqueducts Executive", "dows Dowsers Registry"),
    _theme("Kites and Weathervanes", "mkaw Ministry of Kites and Weathervanes",
           "wvan Weathervane Registry", "clou Cloud Survey", "rain Rainfall Ledger Office",
           "fros Frost Warnings Agency", "baro Barometer Assay Service", "kite Kite Festivals Board"),
    _theme("Commons and Greens", "dcag Department for Commons and Greens",
           "vgrn Village Greens Registry", "band Bandstands Trust", "bowl Bowling Greens Inspectorate",
           "mayp Maypole Safety Office", "pond Duck Ponds Agency", "allo Allotment Boundaries Service"),
    _theme("Crafts and Guilds", "dcgu Department for Crafts and Guilds",
           "weav Weavers Standards Board", "pott Potteries Inspectorate", "that Thatchers Registry",
           "bask Basketry Agency", "coop Coopers Licensing Service", "glaz Glaziers Assay Office"),
    _theme("Stars and Navigation", "msan Ministry of Stars and Navigation",
           "star Star Charts Survey", "comp Compass Standards Agency", "astr Astrolabe Trust",
           "moon Moonrise Tables Office", "knot Knots and Cordage Board", "chro Ships Chronometer Service"),
)  # fmt: skip
