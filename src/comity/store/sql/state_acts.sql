-- One row: an act of one dataset with `$state` on either side, in a span of days, both inclusive.
SELECT day, source, target, scheme, code, n, goldstein_tenths
FROM acts
WHERE dataset = $dataset
    AND day BETWEEN $first_day AND $last_day
    AND (source = $state OR target = $state)
