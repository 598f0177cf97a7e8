"""What the demonstration's refusals say."""

WORDING = {
    "demo.scale-unknown": (
        "Found the scale {found!r}. Expected one of {names}, or a number of invoices from {least} (one for each "
        "body) to {most}."
    ),
    "demo.month-unreadable": "Found the month {found!r}. Expected a year and a month, such as 2026-10.",
    "demo.another": (
        "This database holds another demonstration: {kept}. You asked for {asked}. Ask for the same again to finish or "
        "show it, or keep the new one elsewhere: HANAPER_DATA=another-directory hanaper demo."
    ),
    "demo.real-bodies": (
        "This database serves {found} that is not made up. Invented work never stands beside real work: give the "
        "demonstration a database of its own, such as HANAPER_DATA=another-directory hanaper demo."
    ),
    "demo.worker-away": (
        "The worker ended {times} times. What it said stands in {log}. Run the same command again to go "
        "on from here; hanaper doctor says what is wrong with the ground."
    ),
    "demo.database-went": (
        "The database went away: {found}. What was done stands. Run the same command again: it goes on from there."
    ),
    "demo.not-idle": (
        "Rules have not done their part, in {seconds} seconds or because they fail: {left}. The worker's log says why, and "
        "so does hanaper jobs list. Run the same command again to go on from here."
    ),
    "demo.work-refused": (
        "{what} was refused for {body} on {day}: {found}. The plan holds this for right, so one of the two is wrong. "
        "Please report it with the seed."
    ),
}
