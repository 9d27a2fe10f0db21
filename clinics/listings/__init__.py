"""Clinics, telemedicine services and practitioners, and the narrow index that search reads.

Offers: Listing, Clinic, TelemedicineService, Provider, SearchEntry, `index.refresh`.
Must not know: how they are ranked, vetted or imported.
"""
