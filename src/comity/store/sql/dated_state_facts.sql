-- One row: a fact of one state, with the last day it is on record for. A row without an end of its
-- own holds to the end of the stretch that its dataset covers there: a membership that still stood
-- when the record closed. A snapshot covers its own day only, and says nothing of the next.
WITH stretches AS (
    SELECT dataset, part, first_day, last_day FROM coverage WHERE "table" = 'state_facts'
)
SELECT dataset, fact, state, day AS first_day, end_day - 1 AS last_day, "value", text
FROM state_facts
WHERE end_day IS NOT NULL
UNION ALL
SELECT
    dataset, fact, state, day AS first_day,
    coalesce(
        (
            SELECT
                coalesce(
                    max(stretches.last_day) FILTER (stretches.part = state_facts.fact),
                    max(stretches.last_day)
                )
            FROM stretches
            WHERE stretches.dataset = state_facts.dataset
                AND state_facts.day BETWEEN stretches.first_day AND stretches.last_day
        ),
        day
    ) AS last_day,
    "value", text
FROM state_facts
WHERE end_day IS NULL
