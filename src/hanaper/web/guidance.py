"""Help, how figures are made, the glossary, and the accessibility statement: open to anybody."""

from __future__ import annotations

from hanaper.foundation.interface.api import Link, Page, Section, TextPage, open_to_all


@open_to_all
def help_page(request: object) -> Page:
    """Where to begin."""
    return TextPage(
        title="Help",
        paragraphs=[
            (
                "Hanaper runs shared services for government bodies: it takes invoices from order to payment, keeps "
                "each body's books, and shows from its own records how long the work took and what it cost."
            ),
        ],
        sections=[
            Section(
                "Finding your way",
                paragraphs=[
                    "The body you are working for is named at the top of every page. “Change” leads to another.",
                    "“Your work” lists everything that waits for you, most urgent first.",
                    (
                        "The search box finds a document by its number, a supplier by name, an order by reference. "
                        "Ctrl+K (Cmd+K on a Mac) goes to it from anywhere."
                    ),
                    (
                        "Every figure is a link to the rows it counts. Every list can be had as CSV or JSON, with "
                        "exactly the rows that the list counts."
                    ),
                ],
            ),
            Section(
                "When something is refused",
                paragraphs=[
                    "A refusal says what was found, which rule it breaks, and what to do next. Nothing is half done.",
                    "If you lack a duty, the page names it. Roles are granted by one person and approved by a second.",
                    "Whoever enters something never approves it, whichever account they use.",
                ],
            ),
        ],
        links=[Link("How figures are made", "/help/figures/"), Link("Glossary", "/help/glossary/")],
    )


@open_to_all
def figures(request: object) -> Page:
    """What the figures rest on."""
    return TextPage(
        title="How figures are made",
        paragraphs=[
            (
                "Every figure is a question asked of two records that nobody can change afterwards: the evidence of "
                "each step of each document, and the posted lines of the books."
            ),
        ],
        sections=[
            Section(
                "What each one counts",
                paragraphs=[
                    "Touchless: the share of finished documents that no person touched on their way.",
                    (
                        "Waited time: how long a document stood in a state before its next step, in elapsed time. "
                        "Standards count working days of England and Wales."
                    ),
                    (
                        "Worked time: from opening a document's page to the step taken there. A pause longer than the "
                        "idle cut counts as the cut. It is kept without the worker, so that it measures the work."
                    ),
                    "Cost: worked time at a dated rate, with the costs that the service charges.",
                ],
            ),
            Section(
                "What each one leaves out",
                paragraphs=[
                    (
                        "A share is not shown for fewer than ten documents. Where work was done by file or command, "
                        "nobody saw how long it took, and the figure says what part of the work it covers."
                    ),
                    "Rows that were made up for a demonstration are marked, and so is every figure that rests on one.",
                ],
            ),
        ],
    )


GLOSSARY = {
    "Act": "One thing done by one person, or one rule, for one body, all together or not at all.",
    "Body": "Whatever has its own accounting officer and books: a department, an agency, an arm's-length body.",
    "Centre": "The shared service centre that does the work for the bodies of its cluster.",
    "Cluster": "The departmental groups that one shared service centre serves.",
    "Deviation": "A recorded departure of a body from the standard process: what, why, cost, owner and end date.",
    "Duty": "The smallest thing that a person can be given leave to do, such as approving a journal.",
    "Evidence": "The record of a step: which document, from which state to which, by whom or which rule, when.",
    "Hold": "A state in which a document waits for a person because a rule could not pass it.",
    "Retained": "Work that stays with the body: need, budget, receipt and approval of spending.",
    "Seal": "The chained and signed record that shows whether anything was changed afterwards.",
    "Standard": "Within how many working days a process should reach its end.",
    "Step": "A move of a document from one state to another.",
    "Touchless": "Finished without any person touching it.",
}


@open_to_all
def glossary(request: object) -> Page:
    """The words used here."""
    sections = [Section(word, paragraphs=[meaning], anchor=word.lower()) for word, meaning in GLOSSARY.items()]
    return TextPage(title="Glossary", sections=sections)


@open_to_all
def accessibility(request: object) -> Page:
    """The accessibility statement of the software; whoever runs it adds how to reach them."""
    return TextPage(
        title="Accessibility",
        paragraphs=[
            (
                "Everybody should be able to do their work here. Hanaper is built to the Web Content Accessibility "
                "Guidelines 2.2, level AA."
            ),
        ],
        sections=[
            Section(
                "What you can do",
                paragraphs=[
                    (
                        "Use every page with a keyboard alone, with a screen reader, with speech, at 400% zoom without "
                        "scrolling sideways (wide tables scroll by themselves), and without JavaScript."
                    ),
                ],
            ),
            Section(
                "How it is tested",
                paragraphs=[
                    (
                        "Every kind of page is checked in a browser by axe-core at each change, at full width and at "
                        "320 pixels, with scripts and without; the release is stopped by any finding. "
                        "Automatic checks find only part of what can be wrong."
                    ),
                ],
            ),
            Section("What we know is not right", paragraphs=["Nothing is known to us today."]),
            Section(
                "If something does not work for you",
                paragraphs=["Tell your shared service centre."],
            ),
        ],
    )
