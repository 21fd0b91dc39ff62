-- One row: a stretch of days on which a dataset would have recorded facts of `$source` and
-- `$target` (both the same: of that one state), in its part; `"of"`: of a state, or of a pair.
SELECT DISTINCT
    dataset, part, first_day, last_day,
    CASE "table" WHEN 'state_facts' THEN 'state' ELSE 'pair' END AS "of"
FROM coverage
WHERE "table" IN ('state_facts', 'dyad_facts')
    AND (
        scope = 'world'
        OR (
            scope = 'either'
            AND list_has_any(CAST(CAST(actors AS JSON) AS VARCHAR[]), [$source, $target])
        )
        OR (
            scope = 'both'
            AND list_has_all(CAST(CAST(actors AS JSON) AS VARCHAR[]), [$source, $target])
        )
    )
ORDER BY dataset, part, first_day
