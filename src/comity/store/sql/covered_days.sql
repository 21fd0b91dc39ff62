-- One row: a day on which a dataset would have recorded an act between `$source` and `$target`,
-- had there been one. A day outside every stretch of coverage is absent.
SELECT DISTINCT
    dataset,
    part,
    CAST(unnest(generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day
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
