"""Routes of reviews: written, read, moderated."""

from clinics.reviews.urls_moderation import urlpatterns as moderation
from clinics.reviews.urls_reading import urlpatterns as reading
from clinics.reviews.urls_writing import urlpatterns as writing

urlpatterns = [*writing, *reading, *moderation]
