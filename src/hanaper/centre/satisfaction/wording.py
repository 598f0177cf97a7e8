"""Satisfaction in English."""

WORDING = {
    "satisfaction.question-not-open": (
        "This question is not open to you. It may have been answered, or its last day to answer has passed."
    ),
}
