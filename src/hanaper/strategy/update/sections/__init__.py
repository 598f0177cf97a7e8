"""The parts of the update's page, each made from an edition for a reader."""
