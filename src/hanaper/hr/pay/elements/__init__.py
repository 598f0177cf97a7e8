"""The elements of pay, declared as data: what each is called, how law treats it, and where it goes in the books.

    >>> from hanaper.hr.pay.elements import element
    >>> element("overtime_150").name, element("overtime_150").is_nied, element("union_subscription").kind
    ('Overtime at time and a half', True, 'deduction')

An element is never deleted and its number never changes: payslips of past years carry it.
"""

from hanaper.hr.pay.elements.catalogue import Element, element, element_numbered, elements

__all__ = ["Element", "element", "element_numbered", "elements"]
