"""Invented names: of people and of suppliers. Everybody and everything here is made up, and says so by `synthetic`."""

from __future__ import annotations

FIRST_NAMES = tuple(
    """Ada Aisha Alastair Amara Anwen Arun Beatrix Bilal Bronwen Callum Carys Cedric Chidi Clara Dafydd Daisy Deepa
    Dilys Edmund Efua Eilidh Elspeth Emeka Esme Farah Fergus Fiona Gareth Gita Gwen Hamish Hana Harpreet Hester
    Idris Imani Iona Ishaan Jasmine Jemima Kavita Keir Kofi Leila Lorna Mairi Malik Marged Mei Mohan Morag Nadia
    Nasreen Nia Niamh Olu Osian Padraig Parveen Perpetua Priya Quentin Rafiq Rhian Rowan Ruth Saira Seren Shanti
    Sorcha Tariq Tegan Thandi Tomos Uma Una Vikram Winifred Yasmin Yewande Zadie Zainab""".split()
)
SURNAMES = tuple(
    """Abbotsbury Ainderby Applegarth Ashworthy Banerley Beckermond Birkwhistle Blackmere Bramblecote Brightholm
    Burnsall Cairnforth Castlewick Chatterjay Clovelby Coldbrook Coppersmythe Cranmoor Dalemain Deepwell
    Derwenthall Drummore Eastonby Elderbeck Ellerthwaite Fairbourne Farrowdale Fellgate Fennimore Foxhollow
    Garsdale Glenmorrow Goldsbrough Greenhalsh Grimsdyke Hallowby Harbottle Hartwhistle Hawkesdene Hazelrigg
    Hollinshade Inglewhite Kellathorpe Kestrelby Kirkmere Lambrigg Langstrothe Larkhill Linfold Lowther-Venn
    Mallowdale Marchbanks Meadowcroft Mellorby Merrivale Millthrop Moorhenley Nethercote Nightingale-Roe
    Oakenshaw Okonjolly Orchardson Osmotherly Patelbrook Pemberwick Quarmby Ravenglass Redmayne Rookhope
    Rothersby Saltersgate Sandwath Sharmaworth Shieldhall Silverbeck Skelderdale Standfast Swaledene Tarnbrook
    Thistlewood Thornbarrow Underhallow Wainwright-Ode Wetherlam Wharfedine Winterbourne Woolfenden Yarrowby
    Yewdale""".split()
)

SUPPLIER_FIRST = tuple(
    """Alderwick Amberline Ashcombe Barleymow Beacontide Bellwether Birchgate Bluefold Bracken Brassfeather Bridlemere
    Calderbrook Candlewick Cobbleway Copperleaf Cornflower Cresswell Dovetail Driftmoor Eddystream Elmhurst
    Fallowfield Fennick Ferngate Finchley-Moor Flintlock Foxglove Gablewood Galehaven Greywater Halcyon
    Harrowgate Hawthorn Heatherby Highmarsh Honeystone Inkwell Ironbark Ivybridge Juniper Kingsfallow Kittiwake
    Lanternhill Larchmont Limewood Lodestone Longmeadow Maplethorpe Marchwind Millrace Mossgate Nettlebed
    Northlight Oakfern Otterburn-Vale Partridge Pebblecross Pinewarden Plumtree Quillstone Ramsgate-Hollow
    Redwing Ridgeway Rosemarsh Rushlight Saltbox Sandpiper Shearwater Silverthorn Skylark Sparrowhawk Springhead
    Starling Stonecrop Swiftbrook Tallowgate Thimble Thornapple Tidewell Tinderbox Treacle-Mine Turnstone
    Umberfield Velvetmoor Violetgate Wagtail Watermint Waxwing Wayfarer Weatherby-Lane Wheatear Whinchat
    Willowherb Windlass Wrenfield Yaffle Yellowham""".split()
)
SUPPLIER_FORMS = ("Ltd", "Limited", "LLP", "plc", "& Sons Ltd", "Group Ltd", "(UK) Ltd")
STREETS = ("Mill Lane", "Quay Street", "Station Road", "Priory Court", "Canal Wharf", "Market Place", "Chapel Row")
TOWNS = (
    ("Nether Hallow", "ZZ1 1AA"), ("Saltmarsh Quay", "ZZ2 4BD"), ("Great Whistling", "ZZ3 7CE"),
    ("Upper Tarn", "ZZ4 2DF"), ("Candleford Bridge", "ZZ5 9EG"), ("Stony Wick", "ZZ6 3FH"), ("Dunlin", "ZZ7 8GJ"),
)  # fmt: skip


def person_name(place: int) -> str:
    """The name of the person at this place, from 0; the first 7,000 are all different.

    >>> person_name(0), person_name(1), len({person_name(place) for place in range(7000)})
    ('Ada Abbotsbury', 'Aisha Ainderby', 7000)
    """
    first, last = len(FIRST_NAMES), len(SURNAMES)
    return f"{FIRST_NAMES[place % first]} {SURNAMES[(place + place // (first * last)) % last]}"
