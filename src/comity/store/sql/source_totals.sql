-- One row: all acts of a source on a day, toward whomever, in one dataset. A day without is absent.
SELECT source, day, CAST(sum(n) AS BIGINT) AS acts
FROM acts
WHERE dataset = $dataset
    AND day BETWEEN $first_day AND $last_day
    AND list_contains($sources, source)
GROUP BY source, day
