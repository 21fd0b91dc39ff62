-- One row: a day on which a dataset would have seen every act of a source, and how many it saw,
-- toward whomever. A day on which it looks at chosen pairs only is absent: no total is known.
WITH wide AS (
    SELECT DISTINCT
        source,
        CAST(unnest(generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day
    FROM coverage
    CROSS JOIN (SELECT unnest($sources) AS source)
    WHERE dataset = $dataset
        AND "table" IN ('events', 'counts')
        AND (
            scope = 'world'
            OR (scope = 'either' AND list_contains(CAST(actors AS JSON)::VARCHAR[], source))
        )
),
seen AS (
    SELECT source, day, CAST(sum(n) AS BIGINT) AS acts
    FROM acts
    WHERE dataset = $dataset
        AND day BETWEEN $first_day AND $last_day
        AND list_contains($sources, source)
    GROUP BY source, day
)
SELECT wide.source, wide.day, coalesce(seen.acts, 0) AS acts
FROM wide
LEFT JOIN seen USING (source, day)
WHERE wide.day BETWEEN $first_day AND $last_day
