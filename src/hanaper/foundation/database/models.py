"""No tables: the catalogue stands in the schema `hanaper`, outside the ORM.

The module is here because Django tells only an app that has one when migrating is done (see `apps.open_years`).
"""
