-- One row: acts between two sets of actors (all of them: `$actors`), either direction, in a span of
-- days, both inclusive, that are alike in all that a series asks: how many (`n`), and how many
-- records tell of them (null where the dataset publishes counts only).
-- Names of records are not read: they are nearly all of a lake's bytes.
SELECT
    day, source, target, target_organ, scheme, code, goldstein_tenths, counts_only,
    CAST(sum(n) AS BIGINT) AS n,
    CAST(sum(records) AS BIGINT) AS records
FROM acts
WHERE dataset = $dataset
    AND day BETWEEN $first_day AND $last_day
    AND source IN $actors
    AND target IN $actors
    AND (
        (list_contains($sources, source) AND list_contains($targets, target))
        OR (list_contains($targets, source) AND list_contains($sources, target))
    )
GROUP BY ALL
