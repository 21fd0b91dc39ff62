-- One row: a fact of `$source` toward `$target`, with `$both` also of the other direction, on
-- record for some of the days from `$first_day` to `$last_day` (null: open), newest first; only
-- `$facts` and only those of `$dataset` (null: all). What the record does not give is absent.
SELECT
    held.source, held.target, held.fact, facts.title, held."value", facts.unit, held.text,
    held.first_day, held.last_day, held.dataset
FROM dated_dyad_facts AS held
LEFT JOIN facts ON facts.dataset = held.dataset AND facts.fact = held.fact
WHERE held.source IN ($source, $target)
    AND held.target IN ($source, $target)
    AND held.source <> held.target
    AND ($both OR held.source = $source)
    AND ($facts IS NULL OR list_contains(CAST($facts AS VARCHAR[]), held.fact))
    AND held.dataset = coalesce(CAST($dataset AS VARCHAR), held.dataset)
    AND held.last_day >= coalesce(CAST($first_day AS DATE), '-infinity')
    AND held.first_day <= coalesce(CAST($last_day AS DATE), 'infinity')
ORDER BY held.first_day DESC, held.fact, held.dataset, held.source = $target, held.source
