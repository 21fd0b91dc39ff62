-- One row: a fact of one state toward another, with the last day it is on record for. A row without
-- an end of its own holds to the end of the stretch that its dataset covers there, or, where it began
-- before the dataset does, to the end of its first stretch; a snapshot covers its own day only. A visa rule stands until the snapshot that has another one of the pair,
-- and the last one until the last snapshot: whether the lake holds every snapshot, or only what
-- changed, each stretch of one rule is one row.
WITH stretches AS (
    SELECT dataset, first_day, last_day FROM coverage WHERE "table" = 'dyad_facts'
),
ends AS (SELECT dataset, max(last_day) AS last_day FROM stretches GROUP BY dataset)
SELECT dataset, fact, source, target, day AS first_day, end_day - 1 AS last_day, "value", text
FROM dyad_facts
WHERE end_day IS NOT NULL
UNION ALL
SELECT
    dataset, fact, source, target, day AS first_day,
    coalesce(
        (
            SELECT max(stretches.last_day)
            FROM stretches
            WHERE stretches.dataset = dyad_facts.dataset
                AND dyad_facts.day BETWEEN stretches.first_day AND stretches.last_day
        ),
        (
            SELECT arg_min(stretches.last_day, stretches.first_day)
            FROM stretches
            WHERE stretches.dataset = dyad_facts.dataset
                AND dyad_facts.day < stretches.first_day
                AND stretches.first_day < stretches.last_day
        ),
        day
    ) AS last_day,
    "value", text
FROM dyad_facts
WHERE end_day IS NULL AND fact <> 'visa'
UNION ALL
SELECT
    rules.dataset, rules.fact, rules.source, rules.target, rules.day AS first_day,
    coalesce(rules.next_day - 1, greatest(ends.last_day, rules.day), rules.day) AS last_day,
    rules."value", rules.text
FROM (
    SELECT
        *,
        lead(day) OVER (PARTITION BY dataset, fact, source, target ORDER BY day) AS next_day
    FROM (
        SELECT *
        FROM dyad_facts
        WHERE end_day IS NULL AND fact = 'visa'
        WINDOW before AS (PARTITION BY dataset, fact, source, target ORDER BY day)
        QUALIFY
            lag(day) OVER before IS NULL
            OR text IS DISTINCT FROM lag(text) OVER before
            OR "value" IS DISTINCT FROM lag("value") OVER before
    )
) AS rules
LEFT JOIN ends ON ends.dataset = rules.dataset
