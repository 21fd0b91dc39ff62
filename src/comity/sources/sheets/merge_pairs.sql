-- Directed facts with the same text whose days touch become one spell; `n` is how many there were.
SELECT fact, source, target, min(day) AS day, max(end_day) AS end_day, any_value(value) AS value,
       text, count(*) AS n, min(line) AS line
FROM (
    SELECT *, sum(begins) OVER (PARTITION BY fact, source, target, text ORDER BY day, line) AS spell
    FROM (
        SELECT *, (day > coalesce(max(end_day) OVER (
            PARTITION BY fact, source, target, text ORDER BY day, line
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), DATE '0001-01-01'))::INT AS begins
        FROM judged WHERE dropped IS NULL
    )
)
GROUP BY fact, source, target, text, spell
ORDER BY fact, source, target, day
