from django.db import models


class WatchList(models.Model):
    """A list of those with whom nobody may deal (反洗钱法 第40条), as an authority publishes it.

    ``confirmed_at``: when it was last loaded, changed or not; a list that nobody confirms for more than a day tells nothing.
    ``changed_in``: the edition that changed it last.
    """

    slug = models.SlugField(max_length=32, primary_key=True)
    title = models.CharField(max_length=120)
    as_of = models.DateField()  # the day that the authority wrote on it
    entries = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=254)
    changed_in = models.BigIntegerField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
