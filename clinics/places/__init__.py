"""Where things are: states, ZIP and city centroids, the embedded geocoder, distance.

Offers: points, cells, `locate(text)`, `miles_between`.
Must not know: anything about care or law.
"""
