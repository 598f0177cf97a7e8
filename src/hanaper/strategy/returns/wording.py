"""English of returns."""

from __future__ import annotations

WORDING = {
    "returns-file-wrong": "Nothing was taken: {count} things are wrong ({codes}), in lines {lines}. {findings} Mend them and"
    " send the file again.",
    "returns-not-there": "There is no such return here.",
    "returns-kind-unknown": "There is no return “{found}”. Choose one of: {expected}.",
    "returns-native": "{body} works on this platform: its returns are made from its transactions. Nobody sends them.",
    "returns-connected": "{body} runs another system: it sends its returns. Nothing of it is made from transactions here.",
    "returns-not-connected": "Nobody has said which system {body} runs. Say so first; returns are then due from that day.",
    "returns-not-held": "This platform does not hold {what}, so it makes no return “{kind}”.",
    "returns-same-file": "{file} is the file that was received already. Nothing changed.",
}

SENTENCES = {
    "return.expect": "asked for the return",
    "return.send": "sent the return",
    "return.make": "made the return from transactions",
    "return.accept": "accepted it",
    "return.reopen": "opened it for a correction",
}
