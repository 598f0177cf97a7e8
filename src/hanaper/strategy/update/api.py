"""The front door of the update."""

from hanaper.strategy.update.edition import ClusterMonth, Edition, as_data, edition
from hanaper.strategy.update.rules.statements import Statement, statements

__all__ = ["ClusterMonth", "Edition", "Statement", "as_data", "edition", "statements"]
