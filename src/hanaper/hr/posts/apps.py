from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "hanaper.hr.posts"
    label = "posts"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording
        from hanaper.hr.posts import policies
        from hanaper.hr.posts.wording import WORDING

        declare(*policies.DUTIES)
        register_wording(WORDING)
