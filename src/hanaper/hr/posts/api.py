"""The front door of posts.

Other modules' SQL may join `posts_post`, `posts_grade` and `posts_scalepoint` of the bodies in scope.
"""

from hanaper.hr.posts.errors import GradeNotThere, PointNotThere
from hanaper.hr.posts.models import Grade, Post, ScalePoint
from hanaper.hr.posts.selectors import scale_pence
from hanaper.hr.posts.services import (
    GradeSpec,
    NewPoint,
    PostSpec,
    award_apply,
    award_preview,
    grades_create,
    posts_create,
)

__all__ = [
    "Grade",
    "GradeNotThere",
    "GradeSpec",
    "NewPoint",
    "PointNotThere",
    "Post",
    "PostSpec",
    "ScalePoint",
    "award_apply",
    "award_preview",
    "grades_create",
    "posts_create",
    "scale_pence",
]
