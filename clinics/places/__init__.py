"""Where things are: states, ZIP and city centroids, the embedded geocoder, distance.

Offers: `locate(text)`, `place_address`, `zip_points`, points, cells, miles, `load_places`.
Must not know: anything about care or law.
"""
