"""Names of departments and agencies that do not exist, for model clusters.

Each entry is a theme, its department and its agencies, with codes of three to five letters. A test compares every name
with the registers of real organisations, so add freely: what is real will be refused there.
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
        "TRL Trellis", "TSR Tessera", "CRN Cairn", "SKN Skein", "LYG Lychgate", "GMB Gimbal", "QUN Quoin", "SXT Sextant",
    )
)  # fmt: skip
"""A shared service centre takes its cluster's code with SC after it."""

THEMES = (
    _theme("Tides and Harbours", "MTIH Ministry of Tides and Harbours",
           "HLIT Harbour Lights Agency", "TTAB Tide Tables Office", "ESTX Estuary Crossings Authority",
           "BBIN Buoys and Beacons Inspectorate", "SWAL Sea Walls Commission", "FSTP Ferry Steps Survey"),
    _theme("Orchards and Hedgerows", "DORH Department for Orchards and Hedgerows",
           "ORCH Orchard Register", "HEDG Hedgerow Survey", "BHIV Beehive Inspectorate", "SEDL Seed Library",
           "POLN Pollen Forecast Office", "GRFT Grafting Standards Board"),
    _theme("Lanes and Bridges", "DLAB Department for Lanes and Bridges",
           "MILS Milestones Agency", "TOLH Toll House Trust", "BRIN Humpback Bridges Inspectorate",
           "FPSA Footpath Signs Authority", "STIL Stiles and Gates Office", "FORD Fords Licensing Agency"),
    _theme("Weights and Clocks", "DWAC Department for Weights and Clocks",
           "PCLK Public Clocks Agency", "ASSY Measures Assay House", "SUND Sundial Survey",
           "BELL Bell Founders Registry", "CALO Calendar Office", "YARD Standard Yard Trust"),
    _theme("Lamps and Signals", "MLAS Ministry of Lamps and Signals",
           "LAMP Street Lamps Executive", "SEMA Semaphore Agency", "BEAC Hilltop Beacons Office",
           "WICK Wick and Oil Inspectorate", "SIGT Signal Towers Trust", "LANT Lantern Licensing Service"),
    _theme("Almanacs and Records", "DAAR Department for Almanacs and Records",
           "ALMA Almanac Office", "SEPA Sealed Papers Archive", "INKP Ink and Parchment Board",
           "GAZA Gazetteer Agency", "PARM Parish Maps Survey", "WAXS Wax Seals Authority"),
    _theme("Markets and Fairs", "DMAF Department for Markets and Fairs",
           "MCRO Market Cross Authority", "FAIR Fair Days Registry", "GHAL Guild Halls Trust",
           "STAL Stallholders Adjudicator", "COST Costers Licensing Agency", "TALL Tally Sticks Office"),
    _theme("Wells and Springs", "DWAS Department for Wells and Springs",
           "SPRI Springs Survey", "PUMP Pump Rooms Inspectorate", "WMIL Water Mills Agency",
           "DEWP Dew Ponds Trust", "AQUE Aqueducts Executive", "DOWS Dowsers Registry"),
    _theme("Kites and Weathervanes", "MKAW Ministry of Kites and Weathervanes",
           "WVAN Weathervane Registry", "CLOU Cloud Survey", "RAIN Rainfall Ledger Office",
           "FROS Frost Warnings Agency", "BARO Barometer Assay Service", "KITE Kite Festivals Board"),
    _theme("Commons and Greens", "DCAG Department for Commons and Greens",
           "VGRN Village Greens Registry", "BAND Bandstands Trust", "BOWL Bowling Greens Inspectorate",
           "MAYP Maypole Safety Office", "POND Duck Ponds Agency", "ALLO Allotment Boundaries Service"),
    _theme("Crafts and Guilds", "DCGU Department for Crafts and Guilds",
           "WEAV Weavers Standards Board", "POTT Potteries Inspectorate", "THAT Thatchers Registry",
           "BASK Basketry Agency", "COOP Coopers Licensing Service", "GLAZ Glaziers Assay Office"),
    _theme("Stars and Navigation", "MSAN Ministry of Stars and Navigation",
           "STAR Star Charts Survey", "COMP Compass Standards Agency", "ASTR Astrolabe Trust",
           "MOON Moonrise Tables Office", "KNOT Knots and Cordage Board", "CHRO Ships Chronometer Service"),
)  # fmt: skip
