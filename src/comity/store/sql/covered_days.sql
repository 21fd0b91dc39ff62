-- One row: a day on which a dataset would have recorded an act between `$source` and `$target`,
-- had there been one. A day outside every stretch of coverage is absent. Stretches that overlap or
-- touch are joined first: a lake of many small files has one for each of them.
WITH seeing AS (
    SELECT DISTINCT dataset, part, first_day, last_day
    FROM coverage
    WHERE "table" IN ('events', 'counts')
        AND (
            scope = 'world'
            OR (
                scope = 'either'
                AND (
                    list_contains(CAST(actors AS JSON)::VARCHAR[], $source)
                    OR list_contains(CAST(actors AS JSON)::VARCHAR[], $target)
                )
            )
            OR (
                scope = 'both'
                AND list_contains(CAST(actors AS JSON)::VARCHAR[], $source)
                AND list_contains(CAST(actors AS JSON)::VARCHAR[], $target)
            )
        )
),
apart AS (
    SELECT
        *,
        coalesce(
            first_day > 1 + max(last_day) OVER (
                PARTITION BY dataset, part ORDER BY first_day, last_day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            true
        ) AS begins
    FROM seeing
),
numbered AS (
    SELECT
        *,
        count(*) FILTER (begins) OVER (
            PARTITION BY dataset, part ORDER BY first_day, last_day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stretch
    FROM apart
),
joined AS (
    SELECT dataset, part, min(first_day) AS first_day, max(last_day) AS last_day
    FROM numbered
    GROUP BY dataset, part, stretch
)
SELECT
    dataset,
    part,
    CAST(unnest(generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day
FROM joined
ORDER BY dataset, day, part
