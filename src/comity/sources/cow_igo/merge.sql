-- One spell a state, organisation and status: years that follow each other; `n` is how many went in.
-- Of two columns that are one organisation the fuller status of a year counts (1 full, 2 associate,
-- 3 observer).
SELECT organisation, state, status, min(day) AS day, max(end_day) AS end_day,
       count(*) AS n, min(acronym) AS acronym
FROM (
    SELECT *, sum(begins) OVER (PARTITION BY organisation, state, status ORDER BY day, acronym)
        AS spell
    FROM (
        SELECT *, (day > coalesce(max(end_day) OVER (
            PARTITION BY organisation, state, status ORDER BY day, acronym
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), DATE '0001-01-01'))::INT AS begins
        FROM (
            SELECT * FROM years
            QUALIFY status = min(status) OVER (PARTITION BY organisation, state, day)
        )
    )
)
GROUP BY organisation, state, status, spell
ORDER BY organisation, state, day, status
