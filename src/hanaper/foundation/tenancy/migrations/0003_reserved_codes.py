from django.db import migrations, models


class Migration(migrations.Migration):
    """A body's code is the first part of its addresses: none may be one of the site's own."""

    dependencies = [("tenancy", "0002_cluster_lead")]

    operations = [
        migrations.RemoveConstraint(model_name="body", name="tenancy_body_code_not_all"),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "code__in",
                        [
                            "accessibility",
                            "all",
                            "api",
                            "demo",
                            "health",
                            "help",
                            "search",
                            "sign-in",
                            "sign-out",
                            "static",
                        ],
                    ),
                    _negated=True,
                ),
                name="tenancy_body_code_free",
            ),
        ),
    ]
