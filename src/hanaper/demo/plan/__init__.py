"""The model month as data: what is ordered, what arrives, what goes wrong, and who does what when. Pure."""
