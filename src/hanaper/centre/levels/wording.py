WORDING = {
    "levels.measure-unknown": "There is no measure {found!r}. The measures are: {expected}.",
    "levels.month-unreadable": "{found!r} is no month. Write the year and the month, as in 2026-11.",
    "levels.process-not-measured": "No service level is defined for the process {found!r}. Those measured are: {expected}.",
    "levels.body-unknown": "There is no body {found!r}. Use a body's code, as in its address, or leave it out for all.",
}
