-- One row: a fact of one dataset, of a state or of a pair: how many rows on record touch the days
-- from `$first_day` to `$last_day` (null: open), and the first and last day of these.
WITH held AS (
    SELECT dataset, fact, 'state' AS "of", first_day, last_day FROM dated_state_facts
    UNION ALL
    SELECT dataset, fact, 'pair' AS "of", first_day, last_day FROM dated_dyad_facts
),
listed AS (
    SELECT
        dataset, fact, "of", count(*) AS "rows", min(first_day) AS first_day,
        max(last_day) AS last_day
    FROM held
    WHERE last_day >= coalesce(CAST($first_day AS DATE), '-infinity')
        AND first_day <= coalesce(CAST($last_day AS DATE), 'infinity')
    GROUP BY dataset, fact, "of"
)
SELECT
    listed.dataset, listed.fact, facts.title, facts.unit, listed."of", listed."rows",
    listed.first_day, listed.last_day
FROM listed
LEFT JOIN facts ON facts.dataset = listed.dataset AND facts.fact = listed.fact
ORDER BY listed.dataset, listed.fact, listed."of"
