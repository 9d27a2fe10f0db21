"""Numbers as Spanish in the United States has them: 1,250.5. Django's own are those of Spain."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
