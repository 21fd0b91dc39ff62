-- One row: a day on which a dataset would have seen every act of a source, and how many it saw,
-- toward whomever; with `$by_records`, how many records of acts. A day on which it looks at chosen
-- pairs only is absent: no total is known.
WITH stretches AS (
    SELECT DISTINCT scope, actors, first_day, last_day
    FROM coverage
    WHERE dataset = $dataset
        AND "table" IN ('events', 'counts')
        AND scope IN ('world', 'either')
        AND first_day <= $last_day
        AND last_day >= $first_day
),
wide AS (
    SELECT DISTINCT
        source,
        CAST(
            unnest(
                generate_series(
                    greatest(first_day, $first_day), least(last_day, $last_day), INTERVAL 1 DAY
                )
            ) AS DATE
        ) AS day
    FROM stretches
    CROSS JOIN (SELECT unnest($sources) AS source)
    WHERE scope = 'world' OR list_contains(CAST(actors AS JSON)::VARCHAR[], source)
),
seen AS (
    SELECT
        source,
        day,
        CAST(sum(CASE WHEN $by_records THEN coalesce(records, n) ELSE n END) AS BIGINT) AS acts
    FROM acts
    WHERE dataset = $dataset
        AND (n > 0 OR $by_records)
        AND day BETWEEN $first_day AND $last_day
        AND source IN $sources
    GROUP BY source, day
)
SELECT wide.source, wide.day, coalesce(seen.acts, 0) AS acts
FROM wide
LEFT JOIN seen USING (source, day)
