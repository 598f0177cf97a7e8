"""Pay worked out from a file: no database, no settings. `hanaper pay calculate` is its shell.

Each kind of file is known by its columns (`kinds.KINDS`). A kind reads its rows, has the rules calculate them in one
batch for each law and frequency, and says what each result is called.
"""
